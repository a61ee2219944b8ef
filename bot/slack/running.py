"""The bot in one Slack workspace, from its credentials: checked, started, and stopped."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import SlackConfig
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide
from bot.conversation.memory import Memory
from bot.conversation.supervision import Supervision
from bot.errands import Errands
from bot.errors import InvalidSetting
from bot.slack.api import SILENT, Api
from bot.slack.board import Board
from bot.slack.cases import Cases
from bot.slack.desk import Desk
from bot.slack.files import Files
from bot.slack.inquiries import Inquiries
from bot.slack.lessons import Lessons
from bot.slack.manifest import GROUPS, SCOPES
from bot.slack.manifest import PATH as PATH
from bot.slack.route import SlackRoute
from bot.slack.socket import SlackSocket
from bot.slack.supervisors import GROUP, Supervisors
from bot.slack.views import Views

TIMEOUT = ClientTimeout(total=10)
GOODBYE = 10.0
"""Seconds left, once asked to stop, to what is being done."""

_ADVICE = {
    "invalid_auth": "le jeton n’est pas reconnu : copiez-le à nouveau",
    "not_authed": "le jeton est vide",
    "token_revoked": "le jeton a été révoqué : réinstallez l’application",
    "token_expired": "le jeton a expiré : réinstallez l’application",
    "account_inactive": "l’application a été retirée de cet espace",
    "not_allowed_token_type": "ce n’est pas le bon jeton",
    "missing_scope": "il lui manque l’autorisation connections:write",
}


async def check(config: SlackConfig) -> list[str]:
    """Ask Slack whether the credentials do; `InvalidSetting` says what is missing.

    What is returned is worth telling all the same: that Slack could not be reached.
    """
    client = AsyncWebClient(config.bot_token, base_url=config.api_url, logger=SILENT, timeout=5)
    try:
        named = any(one.startswith(GROUP) for one in config.supervisors)
        await _check_bot(client, {*SCOPES, GROUPS} if named else set(SCOPES))
        if config.app_token:
            await _check_app(client, config.app_token)
    except (ClientError, TimeoutError, OSError):
        return ["Slack est injoignable pour l’instant ; les identifiants n’ont pas été vérifiés"]
    return []


def ways(config: SlackConfig, port: int) -> list[str]:
    """How the workspace reaches us."""
    told = ["Slack, par Socket Mode"] if config.app_token else []
    here = f"http://127.0.0.1:{port}{PATH}"
    return told + ([f"Slack, par HTTP\u00a0: {here}"] if config.signing_secret else [])


async def _check_bot(client: AsyncWebClient, needed: set[str]) -> None:
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        raise _refusal("SLACK_BOT_TOKEN", error) from None
    granted = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes")
    if granted is None:
        return
    missing = sorted(needed - set(str(granted).replace(" ", "").split(",")))
    if missing:
        raise InvalidSetting(
            f"SLACK_BOT_TOKEN : il manque les autorisations {', '.join(missing)}. "
            "Ajoutez-les dans « OAuth & Permissions », puis réinstallez l’application"
        )


async def _check_app(client: AsyncWebClient, token: str) -> None:
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        raise _refusal("SLACK_APP_TOKEN", error) from None


def _refusal(name: str, error: SlackApiError) -> InvalidSetting:
    code = str(error.response.get("error", "")) if error.response.data else ""
    return InvalidSetting(f"{name} : {_ADVICE.get(code, f'Slack le refuse ({code})')}")


@asynccontextmanager
async def running(
    config: SlackConfig, guide: Guide, memory: Memory, coach: Coach, supervision: Supervision
) -> AsyncIterator[SlackRoute | None]:
    """Serve the workspace; the route answers it by HTTP, where it has a signing secret."""
    errands = Errands()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession(timeout=TIMEOUT))
        stack.push_async_callback(errands.finish, GOODBYE)
        api = Api(config.bot_token, session, config.api_url)
        board = Board(api, errands.spawn)
        views = Views(guide, api, memory, guide.texts.gettext("Back to the case"))
        beside = Views(guide, api, memory)
        files = Files(guide, api)
        lessons = Lessons(coach, api, board, beside, files)
        cases = Cases(guide, api, board, memory)
        supervisors = Supervisors(api, config.supervisors, time.monotonic)
        inquiries = Inquiries(supervision, supervisors, api, beside, files, config.reports)
        if config.reports:
            supervision.mailbox.open(inquiries.post)
        desk = Desk(cases, views, lessons, inquiries, config.private_channels)
        if config.app_token:
            socket = SlackSocket(desk, errands, config.app_token, config.api_url)
            stack.push_async_callback(socket.close)
            errands.spawn(socket.connect())
        secret = config.signing_secret
        yield SlackRoute(desk, errands, secret) if secret else None
