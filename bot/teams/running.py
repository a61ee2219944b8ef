"""The bot in one Teams tenant, from its credentials: checked, started, and stopped."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import ClientSession

from bot.config import TeamsConfig
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide
from bot.conversation.memory import Memory
from bot.conversation.supervision import Supervision
from bot.errands import Errands
from bot.errors import InvalidSetting
from bot.teams.board import Board
from bot.teams.cases import Cases
from bot.teams.connector import Connector
from bot.teams.desk import Desk
from bot.teams.entra import Entra, TokenRefused, TokenUnavailable
from bot.teams.inquiries import Inquiries
from bot.teams.keys import Keys
from bot.teams.manifest import manners
from bot.teams.people import People
from bot.teams.route import TeamsRoute
from bot.teams.supervisors import Supervisors
from bot.teams.verify import Verifier

PATH = "/api/messages"
"""Where Teams finds us."""
GOODBYE = 10.0
"""Seconds left, once asked to stop, to what is being done."""

_ADVICE = {
    "AADSTS7000215": "TEAMS_APP_PASSWORD n’est pas reconnu : copiez la valeur du secret, "
    "et non son identifiant",
    "AADSTS7000222": "TEAMS_APP_PASSWORD a expiré : créez un nouveau secret client",
    "AADSTS700016": "TEAMS_APP_ID n’est pas connu de ce locataire : vérifiez aussi TEAMS_TENANT_ID",
    "AADSTS90002": "TEAMS_TENANT_ID n’est celui d’aucun locataire",
}


async def check(config: TeamsConfig) -> list[str]:
    """Ask Entra ID whether the credentials do; `InvalidSetting` says which does not.

    What is returned is worth telling all the same: that Entra ID could not be reached.
    """
    if config.is_playground:
        return []
    async with ClientSession() as session:
        try:
            await Entra(config, session).token()
        except TokenRefused as refusal:
            raise InvalidSetting(_ADVICE.get(refusal.code, str(refusal))) from None
        except TokenUnavailable:
            return ["Entra ID est injoignable ; les identifiants de Teams n’ont pas été vérifiés"]
    return []


def way(config: TeamsConfig, port: int) -> str:
    """How Teams reaches us."""
    here = f"http://127.0.0.1:{port}{PATH}"
    if config.is_playground:
        return f"le Playground de Microsoft, sur cette machine seule\u00a0: {here}"
    return f"Teams\u00a0: {here}"


@asynccontextmanager
async def running(
    config: TeamsConfig,
    guide: Guide,
    memory: Memory,
    coach: Coach,
    supervision: Supervision,
    language: str,
) -> AsyncIterator[TeamsRoute]:
    """Serve the tenant; the route answers it."""
    errands = Errands()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        stack.push_async_callback(errands.finish, GOODBYE)
        connector = Connector(session, None if config.is_playground else Entra(config, session))
        cases = Cases(
            guide,
            connector,
            Board(connector, errands.spawn),
            memory,
            People(connector, guide.texts.gettext("A colleague")),
            manners(guide).mention,
            language,
            time.time,
        )
        keys = Keys(config.keys_url, session, time.monotonic)
        verifier = None if config.is_playground else Verifier(config.app_id, keys)
        supervisors = Supervisors(connector, config.supervisors, time.monotonic)
        inquiries = Inquiries(supervision, supervisors, cases, config.reports)
        if config.reports:
            supervision.mailbox.open(inquiries.post)
        desk = Desk(cases, coach, inquiries, errands.spawn)
        yield TeamsRoute(desk, errands, verifier, config.tenant_id)
