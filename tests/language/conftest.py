"""The vocabulary of the real procedure, and the example's, ready to read."""

import pytest

from bot.language.understanding import Understanding
from bot.procedure.loader import load
from tests.procedures import RETENTION, example_folder


@pytest.fixture(scope="session")
def retention() -> Understanding:
    edition = load(RETENTION)
    return Understanding(edition.procedure, edition.vocabulary)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Understanding:
    edition = load(example_folder(tmp_path_factory.mktemp("example")))
    return Understanding(edition.procedure, edition.vocabulary)
