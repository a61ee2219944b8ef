"""What agents are told of a change: one short line, in the words that they know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from bot.procedure.model import Destination, Procedure
from bot.proof.comparison import compare
from bot.proof.grey_zones import overlaid
from bot.proof.telling import LINE, ends, summary
from tests.decision.strategies import built, compiled
from tests.procedures import RETENTION
from tests.proof.edits import without

OLD = Compiled(load(RETENTION))
NBSP = "\N{NO-BREAK SPACE}"


def told(procedure: Procedure) -> str:
    """The summary of a change of the real procedure."""
    new = Compiled(replace(OLD.edition, procedure=procedure))
    return summary(compare(OLD, new))


def changed(**parts: Any) -> Procedure:
    return OLD.procedure.model_copy(update=parts)


def test_nothing_that_changes_is_told_too() -> None:
    """A file saved again, or a comment."""
    assert told(OLD.procedure) == "aucun verdict ne change"


def test_cases_that_change_team_are_told_by_the_labels_of_teams() -> None:
    """With the section of the page that the rule rests on."""
    rules = without(OLD.procedure, "verrouille-remboursement")
    assert told(changed(rules=rules)) == (
        f"32{NBSP}cas changent d’équipe "
        f"(Régler la facturation d’abord → Transférer à Retention{NBSP}: 32){NBSP}; "
        f"règle retirée{NBSP}: «{NBSP}💳 Blocages de facturation et communication sur les "
        f"remboursements{NBSP}»"
    )


def test_a_phrase_reworded_and_a_step_changed_are_told_where_no_verdict_changes() -> None:
    """An agent on the phone says and does otherwise all the same."""
    phrase, support = OLD.procedure.phrases["phrase-transfert"], "support"
    said = phrase.model_copy(update={"say": ("Je vous passe Retention.",)})
    destination = OLD.procedure.destinations[support].model_copy(update={"steps": ("Traitez.",)})
    new = changed(
        phrases={**OLD.procedure.phrases, "phrase-transfert": said},
        destinations={**OLD.procedure.destinations, support: destination},
    )
    assert told(new) == (
        f"phrase reformulée{NBSP}: «{NBSP}Je vous passe Retention.{NBSP}»{NBSP}; "
        f"consigne modifiée{NBSP}: Traiter en Support"
    )


def test_cases_that_are_new_do_not_change_team() -> None:
    """They are counted apart."""
    more = {"when": {"a": "z"}, "then": "sud"}
    halves = {"r": {"when": {"a": "x"}, "then": "nord"}, "t": {"when": {"a": "y"}, "then": "sud"}}
    old = compiled(built(facts={"a": {"values": ["x", "y"]}}, rules=halves))
    new = compiled(built(facts={"a": {"values": ["x", "y", "z"]}}, rules={**halves, "s": more}))
    assert summary(compare(old, new)) == f"1{NBSP}cas nouveau{NBSP}; règle ajoutée{NBSP}: s"
    assert summary(compare(new, old)) == f"1{NBSP}cas retiré{NBSP}; règle retirée{NBSP}: s"


def test_what_changes_where_the_team_does_not_is_told_in_a_report() -> None:
    """The ground of the verdict, and what else it rests on; or what is said."""
    one = {"when": {"a": ["x", "y"]}, "then": "nord"}
    facts = {"a": {"values": ["x", "y"]}}
    written = compiled(built(facts=facts, rules={"r": one}))
    read = compiled(built(facts=facts, rules={"r": {**one, "ground": "reading"}}))
    renamed = compiled(built(facts=facts, rules={"s": {**one, "ground": "reading"}}))
    assert reported(written, read) == [f"nord{NBSP}: écrit → notre lecture"]
    assert reported(read, renamed) == [f"nord{NBSP}: notre lecture{NBSP}; autres règles"]
    phrases = {"phrase": {"say": "Un instant.", "when": {"a": "x"}}}
    said = compiled(built(facts=facts, rules={"r": one}, phrases=phrases))
    assert reported(written, said) == [f"nord{NBSP}: rien à dire → «{NBSP}Un instant.{NBSP}»"]


def reported(old: Compiled, new: Compiled) -> list[str]:
    """What each group of cases is said to change, between two versions."""
    comparison = compare(old, new)
    return [ends(comparison, group) for group in comparison.groups]


@pytest.mark.parametrize("width", [20, 140])
def test_a_line_is_never_too_long(width: int) -> None:
    """Whatever the labels of teams and however much changes; how many cases move is told first."""
    parts = {
        name: Destination(label=f"{name} {'o' * width}", sign=one.sign, steps=("Autre chose.",))
        for name, one in OLD.procedure.destinations.items()
    }
    old = Compiled(replace(OLD.edition, procedure=changed(destinations=parts)))
    for name in ("transfert-sans-remboursement", "mensuel-non-ouvert", "phrase-hors-saturation"):
        zone = OLD.procedure.grey_zones[name].otherwise
        assert zone
        for new in (old.procedure, OLD.procedure):
            other = Compiled(replace(OLD.edition, procedure=overlaid(new, zone)))
            line = summary(compare(old, other))
            assert 0 < len(line) <= LINE
            assert "\n" not in line
