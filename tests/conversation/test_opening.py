"""How a case is asked for in a chat, and the lines that tell of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.card import Card, CardKind, Choices, Items
from bot.conversation.guide import Guide, Request
from bot.conversation.notices import aside, folded_card
from bot.conversation.opening import (
    Manners,
    Opening,
    choice_card,
    help_card,
    home_card,
    named_procedure,
    opened_line,
    read_opening,
    settled_line,
)
from bot.conversation.threads import Thread
from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from tests.conversation.plain import buttons, plain
from tests.procedures import example_folder

MANNERS = Manners("/retention", "/retention privé", "@Aiguillage", "Orienter cet appel")


@pytest.fixture(scope="module")
def several(guide: Guide, tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """Two procedures."""
    folder: Path = example_folder(tmp_path_factory.mktemp("exemple"))
    both = {**guide.procedures, "objets-trouves": Compiled(load(folder))}
    return Guide(both, guide.links, guide.texts)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("", Opening("retention")),
        ("aide", Opening("retention", help=True)),
        ("  AIDE ", Opening("retention", help=True)),
        ("privé", Opening("retention", private=True)),
        ("prive client mensuel", Opening("retention", "client mensuel", private=True)),
        ("public", Opening("retention", private=False)),
        ("client veut de l’aide", Opening("retention", "client veut de l’aide")),
        ("aide client", Opening("retention", "aide client")),
    ],
)
def test_what_follows_a_command_is_read(guide: Guide, text: str, opening: Opening) -> None:
    """A word of ours first, or the case."""
    assert read_opening(guide, text, "retention") == opening


def test_a_mention_may_name_the_procedure_and_must_where_there_are_several(
    guide: Guide, several: Guide
) -> None:
    """With one procedure, nobody names it."""
    assert read_opening(guide, "client mensuel") == Opening("retention", "client mensuel")
    assert read_opening(guide, "Retention aide") == Opening("retention", help=True)
    assert read_opening(several, "client mensuel") == Opening(None, "client mensuel")
    assert read_opening(several, "retention client mensuel").procedure == "retention"
    assert read_opening(several, "objets un sac").procedure == "objets-trouves"
    assert read_opening(guide, "x", "inconnue").procedure is None
    assert read_opening(guide, "retention saturée") == Opening("retention", "retention saturée")
    assert read_opening(guide, "retention") == Opening("retention")
    assert named_procedure(several, "rétention mensuel") == "retention"
    assert named_procedure(several, "mensuel") is None


def test_which_procedure_is_one_tap(several: Guide) -> None:
    """Each tap shows the first question of its own."""
    card = choice_card(several)
    taps = [one.tap for block in card.blocks if isinstance(block, Choices) for one in block.buttons]
    titles = [several.respond(Request(tap.partition(".")[0], tap=tap)).title for tap in taps]
    assert titles[0].startswith("Que demande le client")
    assert len(set(titles)) == 2


def test_help_says_the_ways_in_a_line_each(guide: Guide) -> None:
    """As the platform calls them, in French that reads aloud."""
    (items,) = help_card(guide, MANNERS).blocks
    assert isinstance(items, Items)
    told = [item.text for item in items.items]
    assert len(told) == 11
    assert "« explorer », « zones-grises », « plan »" in told[-1].replace("\u00a0", " ")
    assert "« file saturee 30 min »" in told[-1].replace("\u00a0", " ")
    text = "\n".join(told)
    for way in ("« /retention »", "« /retention privé »", "@Aiguillage", "« Orienter cet appel »"):
        assert way.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in text
    without = help_card(guide, replace(MANNERS, private=None)).blocks[0]
    assert isinstance(without, Items)
    assert len(without.items) == 10


def test_the_line_above_a_thread_tells_the_verdict_and_nothing_of_the_caller(guide: Guide) -> None:
    """Destination, ground, and whose case it is."""
    question = guide.respond(Request("retention"))
    assert settled_line(guide, question, "X") is None
    assert opened_line(guide, "X") == "Cas ouvert par X"
    verdict = guide.respond(Request("retention", text="plainte formelle, pas pré-actif"))
    line = settled_line(guide, verdict, "X")
    assert verdict.kind is CardKind.VERDICT
    assert line == f"📣 {verdict.title} · ≈ Notre lecture, au plus faible · cas de X"


def test_the_home_page_lists_ones_latest_cases_by_facts_and_verdict(guide: Guide) -> None:
    """Facts that an unticked line affirms are left out; a procedure that is gone too."""
    opened = guide.respond(Request("retention", text="plainte formelle, pas pré-actif"))
    threads = [
        Thread("retention", opened.here or "", "U1", at=1_700_000_000),
        Thread("retention", guide.respond(Request("retention")).here or "", "U1", at=5),
        Thread("disparue", "disparue.0123456789ab.0", "U1"),
    ]
    told = plain(home_card(guide, MANNERS, threads))
    assert "Remonter par une Task à l’équipe EST — Plainte formelle" in told
    assert told.count("Pas encore de verdict") == 1
    assert "disparue" not in told
    assert "[Ouvrir un cas" in told
    assert "Aucun pour l’instant." in plain(home_card(guide, MANNERS, []))


def test_a_card_shown_aside_says_so_and_offers_no_new_case(guide: Guide) -> None:
    """What is tried there changes nothing in the thread."""
    card = guide.respond(Request("retention", text="plainte formelle, pas pré-actif"))
    shown = aside(guide, card)
    assert "À part" in plain(shown)
    assert "Nouveau cas" in buttons(card)
    assert "Nouveau cas" not in buttons(shown)
    assert {*buttons(shown)} == {*buttons(card)} - {"Nouveau cas"}
    why = guide.respond(Request("retention", tap=buttons(card)["Pourquoi\u00a0?"]))
    assert "Revenir au cas" in buttons(why)
    assert "Revenir au cas" not in buttons(aside(guide, why))


def test_a_folded_part_is_a_card_of_its_own(guide: Guide) -> None:
    """By its number; there is none beyond."""
    card = guide.respond(Request("retention", text="plainte formelle, pas pré-actif"))
    part = folded_card(card, 0)
    assert isinstance(part, Card)
    assert part.title == "Ce que dit la procédure"
    assert "plainte" in plain(part).lower()
    assert folded_card(card, 9) is None
