"""What was written otherwise between two versions: by its part, before and after, in words."""

from __future__ import annotations

from typing import Any

from bot.procedure.loader import load
from bot.procedure.model import Precedence, Procedure, Value
from bot.proof.rewording import Part, Rewording, rewordings
from bot.proof.wording import reworded
from tests.procedures import RETENTION, example_folder
from tests.proof.edits import without

OLD = load(RETENTION).procedure
NBSP = "\N{NO-BREAK SPACE}"


def changed(**parts: Any) -> Procedure:
    return OLD.model_copy(update=parts)


def found(new: Procedure) -> dict[tuple[Part, tuple[str, ...]], Rewording]:
    return {(one.part, one.name): one for one in rewordings(OLD, new)}


def told(new: Procedure) -> list[str]:
    return [line for one in rewordings(OLD, new) for line in reworded(one, OLD, new)]


def test_a_version_has_nothing_written_otherwise_than_itself() -> None:
    """Not a part."""
    assert list(rewordings(OLD, OLD)) == []


def test_a_rule_removed_is_told_with_all_that_it_said() -> None:
    """And so is each precedence over it, by the names of both rules."""
    new = changed(rules=without(OLD, "feu-rouge"))
    rule = found(new)[Part.RULE, ("feu-rouge",)]
    assert rule.before is not None
    assert rule.before["then"] == "retention"
    assert rule.after is None
    assert found(new)[Part.PRECEDENCE, ("recouvrement", "feu-rouge")].after is None
    lines = told(new)
    assert f"− règle «{NBSP}feu-rouge{NBSP}»" in lines
    assert f"    destination{NBSP}: Transférer à Retention" in lines
    assert f"− précédence de «{NBSP}recouvrement{NBSP}» sur «{NBSP}feu-rouge{NBSP}»" in lines


def test_a_precedence_on_another_ground_is_told_apart_from_its_rule() -> None:
    """The rule itself is as it was."""
    rule = OLD.rules["recouvrement"]
    over = tuple(
        Precedence(rules=one.rules, ground="conflict", because="Parce que.")  # type: ignore[arg-type]
        for one in rule.over
    )
    new = changed(rules={**OLD.rules, "recouvrement": rule.model_copy(update={"over": over})})
    parts = {one.part for one in rewordings(OLD, new)}
    assert parts == {Part.PRECEDENCE}
    assert any(f"fondement{NBSP}: " in line and "→ conflit" in line for line in told(new))


def test_an_answer_added_and_one_reworded_are_told_by_their_labels() -> None:
    """The fact that has them is as it was."""
    fact = OLD.facts["contrat"]
    values = {**fact.values, "mensuel": Value(label="Au mois"), "essai": Value(label="À l’essai")}
    new = changed(facts={**OLD.facts, "contrat": fact.model_copy(update={"values": values})})
    assert told(new) == [
        f"± valeur «{NBSP}mensuel{NBSP}» du fait «{NBSP}contrat{NBSP}»",
        f"    libellé{NBSP}: Mensuel → Au mois",
        f"+ valeur «{NBSP}essai{NBSP}» du fait «{NBSP}contrat{NBSP}»",
        f"    libellé{NBSP}: À l’essai",
    ]


def test_a_long_text_is_told_above_what_it_becomes() -> None:
    """Word for word, both whole."""
    phrase = OLD.phrases["phrase-transfert"]
    say = (phrase.say[0].replace("Je vais", "Nous allons"),)
    new = changed(
        phrases={**OLD.phrases, "phrase-transfert": phrase.model_copy(update={"say": say})}
    )
    assert told(new) == [
        f"± phrase «{NBSP}phrase-transfert{NBSP}»",
        f"    mots{NBSP}:",
        f"      − {phrase.say[0]}",
        f"      + {say[0]}",
    ]


def test_a_weight_is_told_as_a_part_of_calls() -> None:
    """By the label of the answer."""
    new = changed(weights={**OLD.weights, "feu-rouge": {"oui": 0.2}})
    assert told(new)[1] == f"    Feu rouge (drapeau rouge){NBSP}: 12{NBSP}% → 20{NBSP}%"


def test_what_differs_is_seen_even_where_labels_are_the_same() -> None:
    """A button that now sets something else, under its old name."""
    one = OLD.destinations["facturation-d-abord"]
    first = one.settled[0].model_copy(update={"sets": {"blocage": "aucun"}})
    parts = {
        **OLD.destinations,
        "facturation-d-abord": one.model_copy(update={"settled": (first, *one.settled[1:])}),
    }
    _, field, before, after = told(changed(destinations=parts))
    assert field == f"    une fois réglé{NBSP}:"
    assert before.replace("−", "+") != after
    assert f"facturation-a-regler{NBSP}: non" in before
    assert f"facturation-a-regler{NBSP}: non" not in after


def test_every_part_of_a_procedure_can_be_told(tmp_path: Any) -> None:
    """Against a procedure that has nothing in common: all goes, all comes, in French words."""
    other = load(example_folder(tmp_path)).procedure
    for old, new in ((OLD, other), (other, OLD)):
        lines = [line for one in rewordings(old, new) for line in reworded(one, old, new)]
        assert {one.part for one in rewordings(old, new)} >= set(Part) - {
            Part.PRECEDENCE, Part.VALUE, Part.STATE, Part.TERM,
        }  # fmt: skip
        fields = {line.split(NBSP)[0].strip() for line in lines if line.startswith("    ")}
        english = {"when", "then", "over", "say", "where", "because", "steps", "quote", "label"}
        assert not fields & english
        assert not any("{" in line or "['" in line for line in lines)
