"""What Teams sends, as it sends it: activities, in JSON."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.teams.signed import TENANT

Json = dict[str, Any]
BOT = "28:11111111-2222-3333-4444-555555555555"
MARIE, JEAN = "29:1marie", "29:1jean"
NAMES = {MARIE: "Marie Tremblay", JEAN: "Jean Gagnon"}
ROOT = "1700000000001"
CHANNEL = f"19:appels@thread.tacv2;messageid={ROOT}"
PERSONAL, GROUP = "a:personnelle", "19:groupe@thread.v2"
KINDS = {CHANNEL: "channel", PERSONAL: "personal", GROUP: "groupChat"}
_IDS = count(1_700_000_100_000)


def activity(service: str, kind: str, where: str = PERSONAL, who: str = MARIE, **more: Any) -> Json:
    """What every activity tells."""
    person: Json = {"id": who, "aadObjectId": f"aad-{who}"}
    return {
        "type": kind,
        "id": str(next(_IDS)),
        "timestamp": "2026-11-26T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service,
        "from": person | ({"name": NAMES[who]} if who in NAMES else {}),
        "conversation": {
            "id": where, "conversationType": KINDS.get(where, "channel"), "tenantId": TENANT,
        },
        "recipient": {"id": BOT, "name": "Aiguillage"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "fr-FR",
        **more,
    }  # fmt: skip


def said(service: str, text: str, where: str = PERSONAL, who: str = MARIE, **more: Any) -> Json:
    """Words; « @Aiguillage » in them mentions the bot, as Teams writes it."""
    mention = "<at>Aiguillage</at>"
    named = {"type": "mention", "mentioned": {"id": BOT, "name": "Aiguillage"}, "text": mention}
    entities = [named] if "@Aiguillage" in text else []
    text = text.replace("@Aiguillage", f"{mention}\u00a0")
    told = {"text": text, "textFormat": "plain", "entities": entities}
    return activity(service, "message", where, who, **told, **more)


def executed(
    service: str,
    button: Json,
    where: str = PERSONAL,
    who: str = MARIE,
    on: str = "m1",
    **ticked: str,
) -> Json:
    """A tap on a button, `Action.Execute`."""
    action = {"type": "Action.Execute", "verb": "tap", "data": {**button["data"], **ticked}}
    value = {"action": action, "trigger": "manual"}
    told = {"name": "adaptiveCard/action", "value": value, "replyToId": on}
    return activity(service, "invoke", where, who, **told)


def submitted(
    service: str,
    button: Json,
    where: str = PERSONAL,
    who: str = MARIE,
    on: str = "m1",
    **ticked: str,
) -> Json:
    """The same tap in an old client, `Action.Submit`."""
    data = {**button["data"], **ticked}
    return activity(service, "message", where, who, value=data, replyToId=on)


def oriented(service: str, content: str, where: str = CHANNEL, who: str = MARIE) -> Json:
    """« Orienter cet appel », on a message."""
    payload = {"id": ROOT, "body": {"contentType": "html", "content": content}}
    value = {
        "commandId": "orienter.retention", "commandContext": "message", "messagePayload": payload,
        "context": {"theme": "default"},
    }  # fmt: skip
    return activity(service, "invoke", where, who, name="composeExtension/fetchTask", value=value)


def in_dialog(
    service: str, button: Json, where: str = CHANNEL, who: str = MARIE, **ticked: str
) -> Json:
    """A tap in the dialog that it opens."""
    data = {**button["data"], **ticked}
    value = {"commandId": "orienter.retention", "commandContext": "message", "data": data}
    return activity(
        service, "invoke", where, who, name="composeExtension/submitAction", value=value
    )


def installed(service: str, where: str = PERSONAL) -> Json:
    """The bot added."""
    return activity(service, "installationUpdate", where, action="add")
