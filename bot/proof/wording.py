"""A part written otherwise, told in a few lines: what it was, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.procedure.model import Ground, Procedure
from bot.proof.rewording import Part, Rewording, rewordings
from bot.proof.words import GROUNDS, condition, destination, value, way

SHORT = 60
"""Characters of two texts that are told side by side; longer ones are one above the other."""
_FIELDS = {
    "because": "raison",
    "choices": "choix",
    "command": "commande",
    "destinations": "destinations",
    "fact": "fait",
    "ground": "fondement",
    "help": "aide",
    "if_several": "si plusieurs",
    "in_force": "en vigueur",
    "instead_of": "au lieu de",
    "label": "libellé",
    "minutes": "minutes",
    "otherwise": "autre lecture",
    "over": "prévaut",
    "passages": "passages",
    "quote": "citation",
    "reading": "lecture",
    "relevant": "se demande si",
    "say": "mots",
    "section": "section",
    "settled": "une fois réglé",
    "sign": "signe",
    "steps": "étapes",
    "text": "texte",
    "then": "destination",
    "ticks": "coches",
    "title": "titre",
    "values": "valeurs",
    "when": "condition",
    "where": "où le voir",
    "words": "mots",
}


def told_otherwise(old: Procedure, new: Procedure) -> Iterator[list[str]]:
    """Yield the lines of each part that was written otherwise."""
    for one in rewordings(old, new):
        yield list(reworded(one, old, new))


def reworded(one: Rewording, old: Procedure, new: Procedure) -> Iterator[str]:
    """Yield a line that names the part, then what each of its fields says, or said and says."""
    sign = "+" if one.before is None else "−" if one.after is None else "±"
    yield f"{sign} {_name(one)}"
    for field in {**(one.before or {}), **(one.after or {})}:
        called = _field(one, field, new if one.after else old)
        if one.before is None or one.after is None:
            side, procedure = (one.after, new) if one.before is None else (one.before, old)
            yield f"    {called}\u00a0: {_words(procedure, field, (side or {})[field])}"
            continue
        before = _words(old, field, one.before[field])
        after = _words(new, field, one.after[field])
        if before == after:  # What differs has no words of its own.
            before, after = _plain(one.before[field]), _plain(one.after[field])
        if max(len(before), len(after)) <= SHORT:
            yield f"    {called}\u00a0: {before} → {after}"
        else:
            yield from (f"    {called}\u00a0:", f"      − {before}", f"      + {after}")


def _name(one: Rewording) -> str:
    names = [f"«\u00a0{name}\u00a0»" for name in one.name]
    match one.part:
        case Part.PRECEDENCE:
            return f"{one.part} de {names[0]} sur {names[1]}"
        case Part.VALUE:
            return f"{one.part} {names[1]} du fait {names[0]}"
        case _:
            return f"{one.part} {names[0]}"


def _field(one: Rewording, field: str, procedure: Procedure) -> str:
    if one.part is Part.WEIGHT:
        return value(procedure.facts, one.name[0], field)
    if field == "question":
        return str(Part.QUESTION)
    return _FIELDS.get(field, field)


def _words(procedure: Procedure, field: str, told: Any) -> str:
    """What a field says, with the labels of what it names."""
    if told in (None, [], {}):
        return "rien"
    return _SAYING[field](procedure, told) if field in _SAYING else _plain(told)


def _plain(told: Any) -> str:
    if isinstance(told, bool):
        return "oui" if told else "non"
    if isinstance(told, float):
        return f"{100 * told:.4g}\u00a0%".replace(".", ",")
    if isinstance(told, Mapping):
        return ", ".join(f"{key}\u00a0: {_plain(one)}" for key, one in told.items())
    return ", ".join(map(_plain, told)) if isinstance(told, list) else str(told)


def _values(_: Procedure, told: Mapping[str, Any]) -> str:
    """Those of a fact by their labels; the words of an announcement as they are."""
    labels = [one["label"] if isinstance(one, Mapping) else key for key, one in told.items()]
    return " / ".join(labels)


def _over(_: Procedure, told: list[Mapping[str, Any]]) -> str:
    return "\u00a0; ".join(
        f"sur {', '.join(one['rules'])} ({GROUNDS[Ground(one.get('ground', Ground.READING))]})"
        for one in told
    )


def _beaten(rule: Mapping[str, Any]) -> list[str]:
    return [f"sur {', '.join(one['rules'])}" for one in rule.get("over", ())]


def _choices(procedure: Procedure, told: list[Mapping[str, Any]]) -> str:
    return " / ".join(one.get("label") or _stated(procedure, one["set"]) for one in told)


def _stated(procedure: Procedure, facts: Mapping[str, str]) -> str:
    return way(procedure.facts, {fact: (one,) for fact, one in facts.items()})


def _in_force(_: Procedure, told: Mapping[str, Any]) -> str:
    return f"{told['start']}{' (à confirmer)' if told.get('to_confirm') else ''}"


def _otherwise(procedure: Procedure, told: Mapping[str, Any]) -> str:
    without, prevails = told.get("without", []), told.get("prevails", {})
    return "\u00a0; ".join(
        [
            *(f"sans {name}" for name in without),
            *(f"{name} sur {', '.join(weaker)}" for name, weaker in prevails.items()),
            *(
                f"avec {name} ({condition(procedure.facts, rule['when'])} → "
                f"{', '.join([destination(procedure, rule['then']), *_beaten(rule)])})"
                for name, rule in told.get("rules", {}).items()
            ),
            *(
                f"{name} si {condition(procedure.facts, saying.get('when', ()))}"
                for name, saying in told.get("phrases", {}).items()
            ),
        ]
    )


def _fragments(_: Procedure, told: list[str]) -> str:
    return " […] ".join(told)


_SAYING: Mapping[str, Callable[[Procedure, Any], str]] = {
    "when": lambda procedure, told: condition(procedure.facts, told),
    "relevant": lambda procedure, told: condition(procedure.facts, told),
    "then": destination,
    "instead_of": destination,
    "destinations": lambda procedure, told: ", ".join(destination(procedure, one) for one in told),
    "ground": lambda _, told: GROUNDS[Ground(told)],
    "values": _values,
    "over": _over,
    "choices": _choices,
    "ticks": lambda procedure, told: " / ".join(_stated(procedure, one) for one in told),
    "settled": lambda _, told: " / ".join(one["label"] for one in told),
    "in_force": _in_force,
    "otherwise": _otherwise,
    "quote": _fragments,
    "say": _fragments,
    "words": _fragments,
    "steps": lambda _, told: " ".join(told),
}
