"""The databases over which the store keeps its promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server, started when the first test needs it."""
    installed = programs()
    if installed is None:
        pytest.skip("needs PostgreSQL (Debian: apt-get install postgresql)")
    server = Postgres(installed)
    try:
        server.make()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty()
