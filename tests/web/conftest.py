"""The application as it is served, asked without a server."""

import httpx
import pytest
from starlette.types import ASGIApp

from bot.config import Config
from tests.web.client import client_of, pages_of


@pytest.fixture(scope="session")
def app() -> ASGIApp:
    return pages_of(Config())


@pytest.fixture
def client(app: ASGIApp) -> httpx.Client:
    return client_of(app)
