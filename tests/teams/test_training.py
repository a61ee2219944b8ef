"""Training in Teams, by HTTP: alone with the bot, a whole sitting in one card."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.lesson import is_lesson
from bot.errors import StoreUnavailable
from bot.store.store import Store
from bot.training.export import as_csv
from bot.training.learner import Answer, Trainee
from tests.teams.activities import CHANNEL, GROUP, JEAN, PERSONAL, executed, said, submitted
from tests.teams.lint import pieces
from tests.teams.served import Teams, button, play, text, title

Json = dict[str, Any]
SURE, OVER = "Sûr", "Voir le bilan"


def answers(folder: Path) -> list[int]:
    """The numbers of the answers kept."""
    with closing(sqlite3.connect(folder / "essai.db")) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM answers ORDER BY number")]


def lessons(card: Json) -> list[Json]:
    """The buttons of training, in their order."""
    found = (one for one in pieces(card) if one.get("type") == "Action.Execute")
    return [one for one in found if is_lesson(one["data"]["tap"])]


async def begun(teams: Teams) -> Json:
    """The first situation."""
    url = teams.service.url
    card = await teams.posted(said(url, "entraînement"))
    assert "à un fait près" in text(card)
    return await teams.shown(executed(url, button(card, "Commencer")))


async def answered(teams: Teams, card: Json) -> tuple[Json, Json]:
    """The feedback on a situation, of which the first choices were taken; and the last tap."""
    sure = executed(teams.service.url, button(await chosen(teams, card), SURE))
    return await teams.shown(sure), sure


async def chosen(teams: Teams, card: Json) -> Json:
    """The last question on a situation, once the first choices were taken."""
    while "Êtes-vous sûr" not in text(card):
        card = await teams.shown(executed(teams.service.url, lessons(card)[0]))
    return card


def test_a_whole_sitting_is_answered_in_one_card(tmp_path: Path) -> None:
    """Each answer is kept once, though it is tapped again; at the end, how it went."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await begun(teams)
        for number in range(1, 12):
            assert f"{number} sur" in text(card)
            card, sure = await answered(teams, card)
            assert answers(tmp_path)[-1] == number
            assert await teams.shown(sure) == card
            assert answers(tmp_path) == list(range(1, number + 1))
            over = any(one.get("title") == OVER for one in pieces(card))
            following = next(one for one in lessons(card) if one.get("style") == "positive")
            card = await teams.shown(executed(url, following))
            if over:
                break
        assert title(card) == "🎓 Bilan de la séance"
        assert len(answers(tmp_path)) in (10, 11)
        redrawn = (await teams.service.until("PUT"))[-1]
        assert redrawn.about == "m1"

    play(tmp_path, played)


def test_progress_is_a_picture_within_the_card_and_the_same_in_words(tmp_path: Path) -> None:
    """Light enough for Teams; words stand for it where it is not seen."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card, _ = await answered(teams, await begun(teams))
        card = await teams.shown(executed(url, button(card, "M’arrêter là")))
        card = await teams.shown(executed(url, button(card, "Mes progrès")))
        (picture,) = (one for one in pieces(card) if one.get("type") == "Image")
        assert picture["url"].startswith("data:image/png;base64,")
        assert "Quand transférer vers Retention\u00a0: 0 sur 10" in picture["altText"]
        assert "Quand transférer vers Retention\u00a0: 0 sur 10" in text(card)

    play(tmp_path, played)


def test_a_sitting_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    """After the bot was started again."""

    async def left(teams: Teams) -> None:
        await answered(teams, await begun(teams))

    async def taken_up(teams: Teams) -> None:
        card = await teams.posted(said(teams.service.url, "retention entrainement"))
        assert "2 sur" in text(card)

    play(tmp_path, left)
    play(tmp_path, taken_up)


def test_training_is_for_nobody_else(tmp_path: Path) -> None:
    """In a channel one is sent to one's own chat; somebody else's tap is of their own training."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "@Aiguillage entrainement", CHANNEL))
        assert title(card) == "Ici, tout le monde voit le cas"
        card = await begun(teams)
        theirs = await teams.shown(executed(url, lessons(card)[0], who=JEAN))
        assert "Commencer" in [one.get("title") for one in pieces(theirs)]
        sure = {**button(await chosen(teams, card), SURE)}
        await teams.shown(executed(url, sure, who=JEAN))
        assert answers(tmp_path) == []
        mine = await teams.posted(said(url, "entrainement"))
        assert text(mine) == text(card)

    play(tmp_path, played)


@pytest.mark.parametrize("where", [GROUP, CHANNEL])
def test_among_others_a_tap_changes_nobody_s_view(tmp_path: Path, where: str) -> None:
    """Whoever taps is told where to train: in an answer of their own, or below."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await begun(teams)
        told = await teams.shown(executed(url, lessons(card)[0], where))
        assert title(told) == "Ici, tout le monde voit le cas"
        posted = await teams.posted(submitted(url, lessons(card)[0], where))
        assert title(posted) == title(told)
        await asyncio.sleep(0.05)
        redrawn = await teams.service.until("PUT")
        assert [one.conversation for one in redrawn] == [PERSONAL]

    play(tmp_path, played)


def test_the_same_tap_several_times_at_once_is_one_answer(tmp_path: Path) -> None:
    """All show the same feedback."""

    async def played(teams: Teams) -> None:
        card = await chosen(teams, await begun(teams))
        sure = executed(teams.service.url, button(card, SURE))
        shown = await asyncio.gather(*(teams.shown(sure) for _ in range(4)))
        assert "Ce qui décide" in text(shown[0])
        assert all(one == shown[0] for one in shown)
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


@pytest.mark.parametrize("tap", ["partie!1*show", "partie!1*answer_a__sure", "retention!1*vole"])
def test_a_button_of_what_is_gone_is_answered_all_the_same(tmp_path: Path, tap: str) -> None:
    """As any button that is not known: with where a case begins; no answer is written."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        unknown = await teams.shown(executed(url, {"data": {"tap": "?", "thread": "1"}}))
        card = await teams.shown(executed(url, {"data": {"tap": tap, "thread": "1"}}))
        assert text(card) == text(unknown)
        assert answers(tmp_path) == []

    play(tmp_path, played)


def test_long_training_is_exported_whole_page_after_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line once, in order, and the last page leads to the first; nothing is written."""
    kept: list[Answer] = []

    async def many(self: Store, trainee: Trainee) -> list[Answer]:
        one = (await known(self, trainee))[0]
        kept[:] = [replace(one, number=n) for n in range(1, 401)]
        return kept

    known = Store.answers
    monkeypatch.setattr(Store, "answers", many)

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card, _ = await answered(teams, await begun(teams))
        for label in ("M’arrêter là", "Mes données", "Exporter"):
            card = await teams.shown(executed(url, button(card, label)))
        lines: list[str] = []
        first = card
        while not lines or card != first:
            lines += [one["text"] for one in pieces(card) if one.get("fontType") == "monospace"]
            turn = next(one for one in pieces(card) if one.get("title", "").startswith("… ("))
            card = await teams.shown(executed(url, turn))
        assert lines == as_csv(kept).splitlines()
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


def test_what_is_kept_is_shown_and_erased(tmp_path: Path) -> None:
    """As lines, since a bot has no file to give everywhere; then nothing is left."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card, _ = await answered(teams, await begun(teams))
        for label in ("M’arrêter là", "Mes données", "Exporter"):
            card = await teams.shown(executed(url, button(card, label)))
        assert "numero;date;version" in text(card)
        for label in ("Revenir à l’entraînement", "M’arrêter là", "Mes données"):
            if any(one.get("title") == label for one in pieces(card)):
                card = await teams.shown(executed(url, button(card, label)))
        for label in ("Tout effacer", "Effacer pour de bon"):
            card = await teams.shown(executed(url, button(card, label)))
        assert answers(tmp_path) == []

    play(tmp_path, played)


def test_an_old_client_s_tap_redraws_the_message(tmp_path: Path) -> None:
    """It has no answer of its own."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await begun(teams)
        await teams.send(submitted(url, lessons(card)[0]))
        redrawn = await teams.service.until("PUT", 2)
        assert "Êtes-vous sûr" in text(redrawn[-1].card)

    play(tmp_path, played)


def test_an_answer_that_is_not_written_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the store is back, the same tap is the answer."""

    async def down(*_: object) -> bool:
        raise StoreUnavailable("en panne")

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await begun(teams)
        with monkeypatch.context() as broken:
            broken.setattr(Store, "learnt", down)
            card, _ = await answered(teams, card)
            assert "rien n’est perdu" in text(card)
            assert answers(tmp_path) == []
        card = await teams.shown(executed(url, button(card, "Réessayer")))
        assert "Ce qui décide" in text(card)
        assert answers(tmp_path) == [1]

    play(tmp_path, played)


def test_a_passage_unfolds_in_the_feedback(tmp_path: Path) -> None:
    """Without asking the bot, as on the card of a live call."""

    async def played(teams: Teams) -> None:
        card, _ = await answered(teams, await begun(teams))
        toggles = [
            one["title"] for one in pieces(card) if one.get("type") == "Action.ToggleVisibility"
        ]
        assert toggles == ["Ce que dit la procédure", "Revoir l’appel"]

    play(tmp_path, played)
