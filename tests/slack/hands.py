"""The bot at work in a Slack on this machine, what people do there, and what they read.

People press buttons by their words, whatever their number, and wait for what comes of it.
"""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from bot.config import ROOT
from bot.procedure.loader import load
from tests.decision.oracle import CONFLICT, READING, SILENT, WRITTEN, Expected
from tests.network import alone
from tests.procedures import RETENTION
from tests.slack import payload
from tests.slack.app import BOT, PEOPLE
from tests.slack.lint import faults, texts, view_faults
from tests.slack.local import free_port, workspace
from tests.slack.payload import Chosen
from tests.slack.relay import Call
from tests.slack.wire import Json
from tests.slack.workspace import NOTHING, Workspace, eventually

APPELS = "#appels"
EDITION = load(RETENTION)
PROCEDURE = EDITION.procedure
GROUNDS = {
    "✔ Écrit dans la procédure": WRITTEN, "≈ Notre lecture": READING,
    "⚖ Passages en conflit": CONFLICT, "∅ Silence de la procédure": SILENT,
}  # fmt: skip
USUAL = {
    "pre-actif": "non", "blocage": "aucun", "feu-rouge": "non", "facturation-a-regler": "non",
    "situation-particuliere": "non", "retention-disponible": "oui", "plusieurs-domaines": "non",
    "mbg": "non", "remboursement-demande": "non",
}  # fmt: skip
"""A call in which nothing is to be told but what the client asks for, and his contract."""

# What cards and buttons are called.
DEMAND = "Que demande le client\u00a0?"
ACCOUNT = "Que voyez-vous sur le compte\u00a0?"
CANCELLING = "Que savez-vous de cette résiliation\u00a0?"
TERM = "Quel est l’engagement du contrat\u00a0?"
NONE, FIXED = "Rien de tout cela", "Durée déterminée (12/24/36 mois)"
TRANSFER, SUPPORT = "✅ Transférer à Retention", "🛠️ Traiter en Support"

_NAMES = {f"<@{person}>": f"@{name}" for name, (person, _) in PEOPLE.items()}
_WHO = {BOT: "Aiguillage", **{person: name for name, (person, _) in PEOPLE.items()}}
_SETTINGS = ("DATABASE_URL", "DIALOGS", "PROCEDURE_URL", "PSEUDONYM_KEY", "PUBLIC_URL")
_NUMBER = re.compile(r"\d+\u00a0· ")


class Bot:
    """The program as one starts it; `said` is all that it has written."""

    def __init__(self, slack: Workspace, folder: Path, port: int, by_socket: bool) -> None:
        kept = {k: v for k, v in os.environ.items() if k not in _SETTINGS and "SLACK" not in k}
        app = slack.app
        way = (
            {"SLACK_APP_TOKEN": app.app_token}
            if by_socket
            else {
                "SLACK_SIGNING_SECRET": app.signing_secret,
                "SUPERVISION_PORT": str(free_port()),
            }
        )
        self._environment = {
            **kept, **way, "PORT": str(port), "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_API_URL": slack.api, "DATABASE_URL": f"sqlite:///{folder}/cas.db",
        }  # fmt: skip
        self._slack, self._port, self._by_socket = slack, port, by_socket
        self.said: list[str] = []

    def start(self) -> None:
        """Start it, until Slack can reach it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot"], cwd=ROOT, env=self._environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        self._listening = Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listening.start()
        eventually(self._is_up, within=30)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._process.terminate()
        self._process.wait(20)
        self._listening.join(5)

    def restart(self) -> None:
        """End it and start it again, on the same database."""
        self.stop()
        self.start()

    @contextmanager
    def on_a_full_disk(self) -> Iterator[None]:
        """It can write no file meanwhile, as where the disk is full."""
        pid = self._process.pid
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line)

    def _is_up(self) -> bool:
        assert self._process.poll() is None, "the bot ended by itself"
        if self._by_socket:
            return self._slack.connected()
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def installed(folder: Path, by_socket: bool = False) -> Iterator[tuple[Workspace, Bot]]:
    """A workspace and the bot in it, by HTTP or by Socket Mode, in a network of their own."""
    with alone():
        port = free_port()
        address = None if by_socket else f"http://127.0.0.1:{port}/slack"
        with workspace(folder, address) as slack:
            bot = Bot(slack, folder, port, by_socket)
            bot.start()
            try:
                yield slack, bot
            finally:
                bot.stop()


# What people do.


def opened(slack: Workspace, who: str, text: str = "", channel: str = APPELS) -> tuple[Json, Json]:
    """Type the command; gives the message above the thread, and the card in it."""
    known = {one["ts"] for one in slack.messages(channel)}
    slack.command(who, channel, "/retention", text)
    root = eventually(lambda: [one for one in slack.messages(channel) if one["ts"] not in known])[0]
    return root, eventually(lambda: cards(slack, root))[0]


def press(
    slack: Workspace, who: str, where: Json, words: str, then: str, state: Chosen = NOTHING
) -> Json:
    """Press a button of a message by its words; gives the message once its title is `then`."""
    slack.tap(who, where, button(where, words), state)
    return until(slack, where, then)


def write(slack: Workspace, who: str, card: Json, text: str, then: str) -> Json:
    """Write in a card's thread; gives the card once its title is `then`."""
    slack.say(who, card["channel"], text, thread=card["thread_ts"])
    return until(slack, card, then)


def look(
    slack: Workspace, who: str, where: Json, words: str, then: str, state: Chosen = NOTHING
) -> Json:
    """Press a button that opens or changes a modal; gives the modal once its title is `then`."""
    slack.tap(who, where, button(where, words), state)
    return _awaited(lambda: slack.view(who), then)


def until(slack: Workspace, message: Json, then: str) -> Json:
    """A message as it is now, once it is another than it was and its title is `then`."""

    return _awaited(lambda: now if (now := slack.message(message)) != message else None, then)


def button(where: Json, words: str) -> str:
    """The whole label of the button of those words, its number included."""
    every = [payload.label(one) for _, one in payload.elements(where["blocks"])]
    hits = [one for one in every if _NUMBER.sub("", one, count=1) == words]
    assert len(hits) == 1, f"{words!r} is there {len(hits)} times among {every}"
    return hits[0]


# What people read.


def told(where: Json) -> str:
    """The title of a message or a view, or all its words where it has none; people by name."""
    blocks: Sequence[Json] = where.get("blocks") or []
    for block in blocks:
        if block["type"] == "header":
            return str(block["text"]["text"])
    if where.get("type") == "modal":
        return str(where["title"]["text"])
    return _named("".join(map(_line, blocks)) or where["text"])


def cards(slack: Workspace, root: Json) -> list[Json]:
    """The bot's messages in a thread."""
    return [one for one in slack.thread(root["channel"], root["ts"]) if one["user"] == BOT]


def story(slack: Workspace, first: Json, seen_by: str | None = None) -> list[str]:
    """A channel from a message on: who says what, each thread under its first message."""
    lines = []
    for one in slack.messages(first["channel"], seen_by):
        if one["ts"] >= first["ts"]:
            lines.append(_spoken(one))
            lines += [f"  {_spoken(two)}" for two in slack.thread(one["channel"], one["ts"])]
    return lines


def verdict(where: Json) -> Expected:
    """What a card decides; the sentences that it gives to say are, byte for byte, the page's."""
    title = told(where)
    signed = {f"{one.sign} {one.label}": name for name, one in PROCEDURE.destinations.items()}
    rich = [block["elements"] for block in where["blocks"] if block["type"] == "rich_text"]
    grounds = [GROUNDS[words] for words in texts(where["blocks"]) if words in GROUNDS]
    assert len(grounds) == 1, f"one ground, not {grounds}"
    phrases = [tuple(_quotes(block)) for block in rich if _words(block[0]).startswith("💬")]
    assert all(part in EDITION.source.text for phrase in phrases for part in phrase)
    names = {one.say: name for name, one in PROCEDURE.phrases.items()}
    return Expected(signed[title], grounds[0], tuple(names[phrase] for phrase in phrases))


def answers(where: Json) -> list[str]:
    """What was answered so far, each after the name of whoever said it."""
    lines = [one["elements"] for one in where["blocks"] if one["type"] == "context"]
    by_people = [line for line in lines if line[0]["type"] == "mrkdwn"]
    return [_named(one["text"]) for line in by_people for one in line]


def notices(where: Json) -> list[str]:
    """What a card tells above the rest."""
    told = [one["text"]["text"] for one in where["blocks"] if one["type"] == "section"]
    return [text.removeprefix("ℹ️ ") for text in told if text.startswith("ℹ️ ")]


def ill_drawn(calls: Iterable[Call]) -> list[str]:
    """What Slack would refuse of what it was given to show, and titles that notify otherwise."""
    found = []
    for call in calls:
        shown = call.arguments.get("view") or call.arguments
        if "blocks" in shown:
            check = view_faults(shown) if "view" in call.arguments else faults(shown["blocks"])
            found += [f"{call.method}: {fault}" for fault in check]
        if "blocks" in shown and "text" in shown and told(shown) != _named(shown["text"]):
            found.append(f"{call.method}: {shown['text']!r} announces {told(shown)!r}")
    return found


def _awaited(seen: Callable[[], Json | None], then: str) -> Json:
    """What is seen, once its title is `then`."""
    last: list[str] = []

    def entitled() -> Json | None:
        where = seen()
        last[:] = [told(where)] if where else []
        return where if last == [then] else None

    try:
        return eventually(entitled)
    except AssertionError:
        raise AssertionError(f"{last or 'nothing new'}, and not {then!r}") from None


def _spoken(message: Json) -> str:
    alone = message.get("ephemeral_to")
    to = f" to {_WHO[alone]} alone" if alone else ""
    return f"{_WHO[message['user']]}{to}: {told(message)}"


def _named(text: str) -> str:
    for mention, name in {**_NAMES, f"<@{BOT}>": "@Aiguillage"}.items():
        text = text.replace(mention, name)
    return text


def _line(block: Json) -> str:
    return "".join(map(_words, block["elements"])) if block["type"] == "rich_text" else ""


def _words(element: Json) -> str:
    pieces = element["elements"]
    return "".join(one.get("text") or f"<@{one.get('user_id')}>" for one in pieces)


def _quotes(block: Iterable[Json]) -> Iterator[str]:
    for element in block:
        if element["type"] == "rich_text_quote":
            words = _words(element)
            assert words.startswith("«\u00a0"), words
            assert words.endswith("\u00a0»"), words
            yield words[2:-2]
