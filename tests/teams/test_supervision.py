"""Supervisors in Teams: who is one, what they are shown, and what is reported to them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.procedures import RETENTION, planted
from tests.teams.activities import CHANNEL, JEAN, MARIE, executed, said
from tests.teams.lint import pieces
from tests.teams.served import Teams, button, play, served, text, title

Json = dict[str, Any]
CHIEF = frozenset({f"AAD-{MARIE}"})
TEAM = "19:chefs@thread.tacv2"
QUALITY = "19:qualite@thread.tacv2"
REFUSED = "Réservé aux superviseurs"


def fields(card: Json) -> dict[str, Json]:
    """The values to choose, by what is chosen of."""
    return {one["label"]: one for one in pieces(card) if one.get("style") == "compact"}


def filled(card: Json, **values: str) -> dict[str, str]:
    """What Teams sends of a form, whose fields show what they show, but for some."""
    sent = {}
    for one in fields(card).values():
        fact = one["value"].partition(".")[0]
        sent[one["id"]] = f"{fact}.{values[fact]}" if fact in values else one["value"]
    return sent


def test_the_explorer_is_a_form_that_answers_in_its_place(tmp_path: Path) -> None:
    """Facts chosen and sent together; what follows stands above the form."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention explorer"))
        assert len(fields(card)) == 14
        see = button(card, "Voir")
        told = filled(card, demande="resiliation", blocage="recouvrement")
        card = await teams.shown(executed(url, see, **told))
        assert "Encore possibles" in text(card)
        assert fields(card)["Blocage"]["value"] == "blocage.recouvrement"
        more = {"pre-actif": "non", "situation-particuliere": "non"}
        told = filled(card, **more)
        card = await teams.shown(executed(url, button(card, "Voir"), **told))
        assert title(card) == "🛠️ Traiter en Support"

    play(tmp_path, played, supervisors=CHIEF)


def test_whoever_is_no_supervisor_is_refused_politely(tmp_path: Path) -> None:
    """By words and by a button alike."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention explorer"))
        refused = await teams.posted(said(url, "retention zones-grises", who=JEAN))
        assert title(refused) == REFUSED
        refused = await teams.shown(executed(url, button(card, "Voir"), who=JEAN))
        assert title(refused) == REFUSED

    play(tmp_path, played, supervisors=CHIEF)


def test_a_member_of_a_team_is_a_supervisor(tmp_path: Path) -> None:
    """Teams is asked whether somebody is in it."""

    async def played(teams: Teams) -> None:
        teams.service.members[TEAM] = {MARIE}
        url = teams.service.url
        card = await teams.posted(said(url, "zones grises"))
        assert title(card) == "❔ Zones grises"
        refused = await teams.posted(said(url, "zones grises", who=JEAN))
        assert title(refused) == REFUSED

    play(tmp_path, played, supervisors=frozenset({TEAM}))


def test_among_others_one_is_sent_to_one_s_own_chat(tmp_path: Path) -> None:
    """What a supervisor looks at is nobody else's affair."""

    async def played(teams: Teams) -> None:
        card = await teams.posted(said(teams.service.url, "@Aiguillage zones-grises", CHANNEL))
        assert title(card) == "Ici, tout le monde voit le cas"

    play(tmp_path, played, supervisors=CHIEF)


def test_the_state_of_the_queue_is_said_for_everyone(tmp_path: Path) -> None:
    """With its age, and for how long."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        await teams.posted(said(url, "retention file saturee 1 h 30"))
        card = await teams.posted(said(url, "retention", who=JEAN))
        assert "annoncé pour tous il y a 0\u00a0min, valable encore 90\u00a0min" in text(card)

    play(tmp_path, played, supervisors=CHIEF)


def test_what_changed_is_told_at_the_next_case_that_one_opens(tmp_path: Path) -> None:
    """In a line of its first card, once; nothing to whoever never opened one."""
    changed = "La procédure a changé depuis votre dernier cas"
    words = "Créez une Task pour l’équipe EST.", "Créez une Task pour l’EST."

    async def opened(dialogs: Path, *people: str) -> list[str]:
        async with served(tmp_path, dialogs) as teams:
            line, url = "retention plainte à la DGCCRF", teams.service.url
            return [text(await teams.posted(said(url, line, who=who))) for who in people]

    async def run() -> None:
        (card,) = await opened(planted(RETENTION, tmp_path / "first").parent, MARIE)
        assert changed not in card
        after = planted(RETENTION, tmp_path / "after", words).parent
        one, again, another = await opened(after, MARIE, MARIE, JEAN)
        assert changed in one
        assert changed not in again + another

    asyncio.run(run())


@pytest.mark.parametrize("words", ["", "L’EST a changé."])
def test_a_verdict_is_reported_once_to_its_channel(tmp_path: Path, words: str) -> None:
    """With the facts and what was typed for it; who reports is not told."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention plainte à la DGCCRF", who=JEAN))
        report = await teams.shown(executed(url, button(card, "Signaler"), who=JEAN))
        send = executed(url, button(report, "Envoyer"), who=JEAN, words=words)
        assert "Merci" in text(await teams.shown(send))
        assert "Merci" in text(await teams.shown(send))
        sent = [one for one in teams.service.of("POST") if one.conversation == QUALITY]
        assert len(sent) == 1
        assert "Plainte formelle" in text(sent[0].card)
        assert words in text(sent[0].card)
        assert JEAN not in str(sent[0].card)

    play(tmp_path, played, supervisors=CHIEF, reports=QUALITY)


def test_the_map_is_told_in_words_and_a_case_s_way_with_it(tmp_path: Path) -> None:
    """The picture is too large for a message; the words are all there."""

    async def played(teams: Teams) -> None:
        url = teams.service.url
        card = await teams.posted(said(url, "retention plan"))
        assert title(card) == "🗺️ Plan"
        assert "Autre demande → question 7" in text(card)
        assert "Sinon → Traiter en Support" in text(card)
        card = await teams.posted(said(url, "retention plan demande=plainte-formelle"))
        assert "Que demande le client\u00a0? Plainte formelle → Remonter" in text(card)
        card = await teams.shown(executed(url, button(card, "Explorer les cas")))
        assert fields(card)["Demande"]["value"] == "demande.plainte-formelle"

    play(tmp_path, played, supervisors=CHIEF)


def test_weekly_figures_are_asked_for_by_a_word(tmp_path: Path) -> None:
    """Too few people is told."""

    async def played(teams: Teams) -> None:
        card = await teams.posted(said(teams.service.url, "retention chiffres"))
        assert title(card) == "📊 Chiffres de la semaine"
        assert "Rien à montrer pour l’instant" in text(card)
        refused = await teams.posted(said(teams.service.url, "retention chiffres", who=JEAN))
        assert title(refused) == REFUSED

    play(tmp_path, played, supervisors=CHIEF)
