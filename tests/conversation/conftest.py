"""The real procedure, as it is talked about in French."""

import pytest

from bot.config import ROOT
from bot.conversation.guide import Guide
from bot.conversation.links import Links
from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from bot.texts import load_texts
from tests.procedures import RETENTION


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    return Compiled(load(RETENTION))


@pytest.fixture(scope="session")
def guide(compiled: Compiled) -> Guide:
    return Guide({"retention": compiled}, Links(None, ""), load_texts(ROOT / "locales", "fr"))
