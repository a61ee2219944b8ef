"""The databases over which the store keeps its promises."""

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    return {"sqlite": f"sqlite:///{tmp_path}/store.db"}[request.param]
