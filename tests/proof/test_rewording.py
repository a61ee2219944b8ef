"""What was written otherwise between two versions: by its part, before and after, in words."""

from __future__ import annotations

from typing import Any

from bot.procedure.loader import load
from bot.procedure.model import Ground, Otherwise, Precedence, Procedure, Rule, Value
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


def told(new: Procedure, old: Procedure = OLD) -> list[str]:
    return [line for one in rewordings(old, new) for line in reworded(one, old, new)]


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


def test_what_was_left_at_its_default_is_told_by_its_value() -> None:
    """On both sides, whether the file writes it or not; what is the same in both is not told."""
    file = OLD.states["file"]
    assert file.minutes == 30
    longer = changed(states={"file": file.model_copy(update={"minutes": 60})})
    assert told(longer) == [f"± annonce «{NBSP}file{NBSP}»", f"    minutes{NBSP}: 30 → 60"]
    assert told(OLD, longer)[1:] == [f"    minutes{NBSP}: 60 → 30"]


def test_a_rule_and_a_precedence_are_told_by_both_their_grounds() -> None:
    """« écrit » is a rule's default, « notre lecture » a precedence's."""
    written = next(name for name, rule in OLD.rules.items() if rule.ground is Ground.WRITTEN)
    rule = OLD.rules[written].model_copy(update={"ground": Ground.READING})
    new = changed(rules={**OLD.rules, written: rule})
    assert told(new)[1:] == [f"    fondement{NBSP}: écrit → notre lecture"]
    assert told(OLD, new)[1:] == [f"    fondement{NBSP}: notre lecture → écrit"]
    read, disputed = (_beating(ground) for ground in (Ground.READING, Ground.CONFLICT))
    assert told(disputed, read)[1:] == [f"    fondement{NBSP}: notre lecture → conflit"]
    assert told(read, disputed)[1:] == [f"    fondement{NBSP}: conflit → notre lecture"]


def _beating(ground: Ground) -> Procedure:
    """The procedure where « pre-actif » prevails over one rule only, on a ground."""
    over = (Precedence(rules=("feu-rouge",), ground=ground),)  # type: ignore[arg-type]
    rule = OLD.rules["pre-actif"].model_copy(update={"over": over})
    return changed(rules={**OLD.rules, "pre-actif": rule})


def test_what_is_empty_is_told_as_nothing() -> None:
    """A text that was not there, or conditions."""
    fact = OLD.facts["contrat"]
    assert fact.relevant
    new = changed(facts={**OLD.facts, "contrat": fact.model_copy(update={"relevant": ()})})
    assert told(new)[-1].endswith(("→ rien", "+ rien"))
    assert any(f"{NBSP}: rien →" in line or "− rien" in line for line in told(OLD, new))
    value = fact.values["mensuel"].model_copy(update={"help": "Sans durée."})
    values = {**fact.values, "mensuel": value}
    new = changed(facts={**OLD.facts, "contrat": fact.model_copy(update={"values": values})})
    assert told(new)[1:] == [f"    aide{NBSP}: rien → Sans durée."]


def test_a_ground_inside_another_reading_is_told_on_both_sides() -> None:
    """Where the words of the whole are the same."""
    zone = OLD.grey_zones[next(iter(OLD.grey_zones))]
    read, disputed = (
        zone.model_copy(
            update={"otherwise": Otherwise(rules={"feu-rouge": _ruled("feu-rouge", ground)})}
        )
        for ground in (Ground.READING, Ground.WRITTEN)
    )
    old, new = (changed(grey_zones={"zone": one}) for one in (read, disputed))
    _, _, before, after = told(new, old)
    assert "ground\u00a0: reading" in before
    assert "ground\u00a0: written" in after
    assert "None" not in before + after


def _ruled(name: str, ground: Ground) -> Rule:
    return OLD.rules[name].model_copy(update={"ground": ground})


def test_the_order_of_the_values_of_a_fact_is_told() -> None:
    """In a line; values that come or go are told as such, and are no other order."""
    fact = OLD.facts["contrat"]
    assert list(fact.values) == ["determinee", "mensuel"]

    def having(*values: str) -> Procedure:
        known = {**fact.values, "essai": Value(label="À l’essai")}
        update = {"values": {one: known[one] for one in values}}
        return changed(facts={**OLD.facts, "contrat": fact.model_copy(update=update)})

    labels = [value.label for value in fact.values.values()]
    before, after = " / ".join(labels), " / ".join(reversed(labels))
    new = having("mensuel", "determinee")
    name = f"± fait «{NBSP}contrat{NBSP}»"
    assert told(new) in (
        [name, f"    ordre des valeurs{NBSP}: {before} → {after}"],
        [name, f"    ordre des valeurs{NBSP}:", f"      − {before}", f"      + {after}"],
    )
    added = having("essai", "determinee", "mensuel")
    assert told(added) == [
        f"+ valeur «{NBSP}essai{NBSP}» du fait «{NBSP}contrat{NBSP}»",
        f"    libellé{NBSP}: À l’essai",
    ]
    both = told(having("mensuel", "essai", "determinee"), added)
    assert any("À l’essai" in line and labels[0] in line for line in both)


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
