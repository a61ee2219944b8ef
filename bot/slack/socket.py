"""Slack by Socket Mode: the same payloads through a connection that we open, without an address."""

from __future__ import annotations

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errands import Errands
from bot.errors import Malformed
from bot.faults import logged
from bot.slack.api import SILENT
from bot.slack.desk import Desk
from bot.slack.moves import Did
from bot.slack.read import read_command, read_event, read_interaction

READERS = {
    "slash_commands": read_command,
    "interactive": read_interaction,
    "events_api": read_event,
}


class SlackSocket:
    """The connection to one workspace; the SDK renews it as Slack asks."""

    def __init__(self, desk: Desk, errands: Errands, token: str, url: str) -> None:
        self._desk = desk
        self._errands = errands
        self._client = SocketModeClient(
            app_token=token,
            web_client=AsyncWebClient(base_url=url, logger=SILENT),
            logger=SILENT,
        )
        self._client.socket_mode_request_listeners.append(self._listen)

    async def connect(self) -> None:
        """Open the connection, and keep it open."""
        await self._client.connect()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Close it for good."""
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _listen(self, client: AsyncBaseSocketModeClient, sent: SocketModeRequest) -> None:
        reader = READERS.get(sent.type)
        if self._errands.is_full:
            return
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=sent.envelope_id))
        try:
            did: Did | None = reader(sent.payload) if reader else None
        except Malformed as error:
            logged(error, f"socket: {error}")
            return
        if did is not None:
            self._errands.spawn(self._desk.serve(did))
