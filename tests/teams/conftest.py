"""The real procedure, as it is talked about in a chat."""

import pytest

from bot.app import chat_guide, proved_procedures
from bot.config import Config
from bot.conversation.guide import Guide


@pytest.fixture(scope="session")
def guide() -> Guide:
    """Without an address of the procedure: passages are shown in place."""
    config = Config()
    return chat_guide(config, proved_procedures(config))
