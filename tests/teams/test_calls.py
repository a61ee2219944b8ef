"""Calls routed in Teams, from the first word to the verdict, by HTTP: activities in, cards out."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StoreUnavailable
from bot.store.store import Store
from tests.teams.activities import (
    CHANNEL,
    GROUP,
    JEAN,
    MARIE,
    PERSONAL,
    executed,
    in_dialog,
    installed,
    oriented,
    said,
    submitted,
)
from tests.teams.lint import pieces
from tests.teams.served import Teams, button, play, text, title
from tests.teams.stub import Failure

Json = dict[str, Any]
FIRST, ACCOUNT = "Que demande le client\u00a0?", "Que voyez-vous sur le compte\u00a0?"
VERDICT = "✅ Transférer à Retention"
SEND, NONE = "Valider\u00a0: «\u00a0non\u00a0» pour le reste", "Rien de tout cela"
LINE = "retention veut résilier, 24 mois, feu rouge"


def test_a_call_is_routed_by_taps_in_a_personal_chat(tmp_path: Path) -> None:
    """Each tap is answered with the next card, which the message comes to show as well."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention"))
        assert title(card) == FIRST
        for label in ("Résilier", NONE, NONE, "Durée déterminée (12/24/36 mois)"):
            card = await teams.shown(executed(url, button(card, label)))
        assert title(card) == VERDICT
        redrawn = (await teams.service.until("PUT"))[-1]
        await asyncio.sleep(0.1)
        redrawn = teams.service.of("PUT")[-1]
        assert (redrawn.conversation, redrawn.about, redrawn.card) == (PERSONAL, "m1", card)

    play(tmp_path, played)


def test_a_line_opens_the_case_already_filled_in(tmp_path: Path) -> None:
    """What was understood is shown back, and only the rest is asked."""

    async def played(teams: Teams) -> None:
        card = await teams.posted(said(teams.service.url, "retention client mensuel, feu rouge"))
        assert "Compris" in text(card)
        assert "Mensuel" in text(card)
        assert title(card) == FIRST

    play(tmp_path, played)


def test_typed_answers_are_answered_below_and_the_card_above_says_so(tmp_path: Path) -> None:
    """In a chat without threads, whatever is written goes on with the case."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "retention"))
        card = await teams.posted(said(url, "1"))
        assert title(card) == ACCOUNT
        above = (await teams.service.until("PUT"))[-1]
        assert above.about == "m1"
        assert title(above.card) == "La suite est plus bas"
        card = await teams.posted(said(url, "abracadabra"))
        assert "Je n’ai pas compris" in text(card)

    play(tmp_path, played)


def test_after_a_verdict_words_begin_another_case(tmp_path: Path) -> None:
    """One caller's facts are never carried into the next one's verdict; the old card stays."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        old = await teams.posted(said(url, "retention plainte formelle"))
        while "Pourquoi\u00a0?" not in _titles(old):
            old = await teams.posted(said(url, "rien"))
        before = len(teams.service.of("PUT"))
        card = await teams.posted(said(url, "client mensuel"))
        assert title(card) == FIRST
        assert "Nouveau cas" in text(card)
        assert "Plainte" not in text(card).replace("Plainte formelle\nConseil", "")
        await asyncio.sleep(0.1)
        assert len(teams.service.of("PUT")) == before
        again = await teams.shown(executed(url, button(old, "Corriger"), on="m9"))
        assert title(again) == "Que faut-il corriger\u00a0?"

    play(tmp_path, played)


def test_in_a_channel_the_case_is_answered_in_the_thread_where_it_was_asked(tmp_path: Path) -> None:
    """And colleagues answer it too: who answered what is visible, by name."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "@Aiguillage retention veut résilier", CHANNEL))
        assert teams.service.of("POST")[0].conversation == CHANNEL
        assert "@Aiguillage, puis" in text(card)
        card = await teams.shown(executed(url, button(card, NONE), CHANNEL, JEAN))
        assert "Jean Gagnon" in text(card)
        assert "Marie Tremblay\u00a0: Résilier" in text(card)
        card = await teams.posted(said(url, "@Aiguillage dans les 30 jours", CHANNEL, JEAN))
        assert teams.service.of("POST")[1].conversation == CHANNEL
        assert "MBG" in text(card)
        # A tap that comes before its message is known of has it redrawn once more.
        async with asyncio.timeout(5):
            shown = teams.service.of
            while "La suite est plus bas" not in [title(c.card) for c in shown("PUT")]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    play(tmp_path, played)


def test_who_answered_is_asked_of_teams_where_nobody_told(tmp_path: Path) -> None:
    """Once; and whoever Teams does not know either is a colleague."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        teams.service.names["29:1sofia"] = "Sofia Roy"
        card = await teams.posted(
            said(url, "@Aiguillage retention veut résilier", CHANNEL, "29:1sofia")
        )
        card = await teams.shown(executed(url, button(card, NONE), CHANNEL, "29:1inconnu"))
        assert "Sofia Roy\u00a0: Résilier" in text(card)
        assert "Un collègue\u00a0: " in text(card)
        await teams.shown(executed(url, button(card, NONE), CHANNEL, "29:1inconnu"))
        assert len([one for one in teams.service.of("GET") if "sofia" in one.about]) == 1

    play(tmp_path, played)


def test_in_a_group_each_one_s_words_are_of_their_own_case(tmp_path: Path) -> None:
    """A group's chat has no threads: two cases go on there at a time."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "@Aiguillage retention veut résilier", GROUP, MARIE))
        await teams.posted(said(url, "@Aiguillage retention un downgrade", GROUP, JEAN))
        card = await teams.posted(said(url, "@Aiguillage pré-actif", GROUP, MARIE))
        assert "Résilier" in text(card)
        assert "Downgrade" not in text(card)

    play(tmp_path, played)


def test_what_does_not_mention_the_bot_in_a_channel_is_left_alone(tmp_path: Path) -> None:
    """Even where the bot is given all that is said."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "@Aiguillage retention", CHANNEL))
        response = await teams.send(said(url, "veut résilier", CHANNEL))
        assert (response.status_code, response.content) == (200, b"")
        await asyncio.sleep(0.1)
        assert len(teams.service.calls) == 1

    play(tmp_path, played)


def test_a_tap_made_twice_is_one_answer(tmp_path: Path) -> None:
    """Both are answered with the same card; of two different taps, the first wins."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "@Aiguillage retention", CHANNEL))
        tap = executed(url, button(card, "Résilier"), CHANNEL)
        one, two = await asyncio.gather(teams.shown(tap), teams.shown(tap))
        assert one == two
        late = await teams.shown(executed(url, button(card, "Downgrade"), CHANNEL, JEAN))
        assert "cette carte n’était plus à jour" in text(late).lower()
        assert "Marie Tremblay\u00a0: Résilier" in text(late)

    play(tmp_path, played)


def test_words_delivered_twice_are_answered_once(tmp_path: Path) -> None:
    """Teams delivers again what it thinks was lost."""

    async def played(teams: Teams) -> None:
        words = said(teams.service.url, "retention")
        await teams.posted(words)
        assert (await teams.send(words)).status_code == 200
        await asyncio.sleep(0.1)
        assert len(teams.service.of("POST")) == 1

    play(tmp_path, played)


def test_the_lines_ticked_come_with_the_tap(tmp_path: Path) -> None:
    """Those doubted too; a line cannot be both."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention veut résilier"))
        lists = {one["id"]: one for one in pieces(card) if one.get("type") == "Input.ChoiceSet"}
        keys = [one["value"] for one in lists["ticks"]["choices"]]
        both = executed(url, button(card, SEND), ticks=keys[0], unsure=keys[0])
        assert "à la fois" in text(await teams.shown(both))
        ticked = executed(url, button(card, SEND), ticks=f"{keys[1]},{keys[3]}")
        told = text(await teams.shown(ticked))
        assert "Inkasso" in told
        assert "Feu rouge" in told

    play(tmp_path, played)


def test_why_is_shown_to_whoever_asks_and_the_case_stays(tmp_path: Path) -> None:
    """So is what would change the verdict, and what is tried there; the way back is the case."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, f"@Aiguillage {LINE}", CHANNEL))
        for label in (NONE, "Ni remboursement ni remise"):
            card = await teams.shown(executed(url, button(card, label), CHANNEL))
        assert "Pourquoi\u00a0?" in _titles(card)
        await asyncio.sleep(0.1)
        before = len(teams.service.calls)
        why = await teams.shown(executed(url, button(card, "Pourquoi\u00a0?"), CHANNEL, JEAN))
        assert title(why).startswith("Pourquoi")
        what_if = await teams.shown(executed(url, button(why, "Et si…\u00a0?"), CHANNEL, JEAN))
        first = next(one["selectAction"] for one in pieces(what_if) if one.get("type") == "Column")
        tried = await teams.shown(executed(url, first, CHANNEL, JEAN))
        assert "Hypothèse" in text(tried)
        await asyncio.sleep(0.1)
        assert len(teams.service.calls) == before
        back = await teams.shown(executed(url, button(tried, "Retour"), CHANNEL, JEAN))
        assert title(back) == title(card)
        assert "Jean" not in text(back)

    play(tmp_path, played)


def test_an_old_client_s_tap_redraws_the_message(tmp_path: Path) -> None:
    """`Action.Submit` has no answer of its own."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention"))
        response = await teams.send(submitted(url, button(card, "Résilier")["fallback"]))
        assert (response.status_code, response.content) == (200, b"")
        (redrawn,) = await teams.service.until("PUT")
        assert (redrawn.about, title(redrawn.card)) == ("m1", ACCOUNT)
        why = submitted(url, button(redrawn.card, "Corriger")["fallback"])
        await teams.send(why)
        assert title((await teams.service.until("PUT", 2))[-1].card).startswith("Que faut-il")

    play(tmp_path, played)


def test_the_action_on_a_message_opens_a_dialog_and_the_thread_follows(tmp_path: Path) -> None:
    """The case is answered in the dialog at once; its card, under the message, shows the same."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        content = "<div>Bonjour <at id='0'>Marie</at>&nbsp;! il veut r&eacute;silier</div>"
        asked = oriented(url, content)
        card = await teams.shown(asked)
        assert title(card) == ACCOUNT
        (posted,) = await teams.service.until("POST")
        assert (posted.conversation, title(posted.card)) == (CHANNEL, ACCOUNT)
        again = await teams.shown(asked)
        assert title(again) == ACCOUNT
        card = await teams.shown(in_dialog(url, button(card, NONE)))
        (redrawn,) = await teams.service.until("PUT")
        assert (redrawn.about, title(redrawn.card)) == ("m1", title(card))
        await asyncio.sleep(0.1)
        assert len(teams.service.of("POST")) == 1

    play(tmp_path, played)


def test_where_the_bot_has_no_place_the_dialog_has_the_case(tmp_path: Path) -> None:
    """A message in a chat of others."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        teams.service.failures.append(Failure(403, "BotNotInConversationRoster"))
        card = await teams.shown(oriented(url, "un downgrade", GROUP))
        await teams.service.until("POST")
        card = await teams.shown(in_dialog(url, button(card, NONE), GROUP))
        assert "Pourquoi\u00a0?" in _titles(card)
        await asyncio.sleep(0.1)
        assert len(teams.service.calls) == 1

    play(tmp_path, played)


@pytest.mark.parametrize("where", [PERSONAL, CHANNEL, GROUP])
def test_help_is_ten_lines_where_it_is_asked(tmp_path: Path, where: str) -> None:
    """With what Teams calls the ways in."""

    async def played(teams: Teams) -> None:
        card = await teams.posted(said(teams.service.url, "@Aiguillage aide", where))
        assert title(card) == "Comment ça marche"
        assert "@Aiguillage retention" in text(card)
        assert "Orienter cet appel" in text(card)
        assert "je ne lis que ce qui me mentionne" in text(card)

    play(tmp_path, played)


def test_whoever_adds_the_bot_is_told_how_it_goes(tmp_path: Path) -> None:
    """With a button that begins; a team is not told."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(installed(url))
        assert title(card) == "Aiguillage"
        assert title(await teams.shown(executed(url, button(card, "Ouvrir un cas")))) == FIRST
        assert (await teams.send(installed(url, CHANNEL))).status_code == 200
        await asyncio.sleep(0.1)
        assert len(teams.service.of("POST")) == 1

    play(tmp_path, played)


def test_a_private_case_among_others_is_sent_to_one_s_own_chat(tmp_path: Path) -> None:
    """Teams shows everybody what is posted."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "@Aiguillage retention privé mensuel", CHANNEL))
        assert "conversation à deux" in text(card)
        card = await teams.posted(said(url, "privé client mensuel"))
        assert title(card) == FIRST

    play(tmp_path, played)


def test_a_button_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    """With a new case, and nothing decided."""

    async def played(teams: Teams) -> None:
        forged = {"data": {"tap": "rien.du.tout", "thread": "1"}}
        card = await teams.shown(executed(teams.service.url, forged))
        assert title(card) == "Ce bouton n’est plus valable"

    play(tmp_path, played)


def _titles(card: Json) -> list[str | None]:
    return [one.get("title") for one in pieces(card)]


def test_with_the_store_down_the_verdict_is_given_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the button alone; the card says that it is not recorded."""

    async def down(*_: object) -> None:
        raise StoreUnavailable("la base ne répond pas")

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, LINE, PERSONAL))
        for method in ("find", "keep", "is_new", "recent"):
            monkeypatch.setattr(Store, method, down)
        for label in (NONE, "Ni remboursement ni remise"):
            card = await teams.shown(executed(url, button(card, label)))
            assert "Non enregistré" in text(card)
        assert "Pourquoi\u00a0?" in _titles(card)

    play(tmp_path, played)


def test_a_case_left_for_long_is_no_longer_the_one_that_words_are_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quarter of an hour later, somebody else is on the phone."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "retention veut résilier"))
        card = await teams.posted(said(url, "mensuel"))
        assert "Résilier" in text(card)
        monkeypatch.setattr("bot.teams.cases.IDLE", -1)
        card = await teams.posted(said(url, "mensuel"))
        assert title(card) == FIRST

    play(tmp_path, played)
