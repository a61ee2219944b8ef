"""Larger procedures grown out of a real one: more requests, facts, rules and precedences.

Each is as valid as the one it grows from: every case has one verdict, and nothing is without
effect. A new request has a rule of its own, with exceptions where a criterion is not at its usual
value; so have a cancellation and two states of the account. Of two rules that disagree, the one
written first prevails.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from bot.procedure.loader import CALLS, PROCEDURE, SOURCE, Edition
from bot.procedure.model import Procedure

SIZES = (1, 2, 4, 8)
"""Times as many rules."""
_CRITERIA = (2, 2, 3, 3, 2, 2)
"""The values of each fact that may be added."""
_ADDED_FACTS = {2: 3, 4: 4, 8: 6}
_REQUESTS_A_SIZE = 4
_ACCOUNT = (("feu-rouge", "oui"), ("blocage", "verrouille"))
"""States that have an exception each, on the first criteria; requests have the other criteria."""
_FIRST = ("plainte-formelle", "pre-actif")
"""The original's rules that prevail over all that is added, which prevails over its others."""
_USUAL = "0"

Part: TypeAlias = dict[str, Any]
Way: TypeAlias = dict[str, list[str]]
Line: TypeAlias = tuple[str, str]


def grown(edition: Edition, times: int) -> Edition:
    """The procedure with `times` its rules, and up to twenty facts; `times` is one of `SIZES`."""
    if times == 1:
        return edition
    data = edition.procedure.model_dump(mode="json", by_alias=True)
    requests = [f"demande-{n}" for n in range(_REQUESTS_A_SIZE * times)]
    criteria = {f"critere-{n}": size for n, size in enumerate(_CRITERIA[: _ADDED_FACTS[times]])}
    _add_facts(data, requests, criteria)
    _add_rules(data, requests, criteria, (times - 1) * len(data["rules"]))
    _ask_about_exceptions(data, times * len(data["grey_zones"]))
    usual = dict.fromkeys(criteria, _USUAL)
    calls = [
        call.model_copy(update={"facts": call.facts | usual})
        for call in edition.calls
        if "demande" in call.facts
    ]
    procedure = Procedure.model_validate(data)
    return Edition(procedure, edition.source, f"{edition.version}-{times}", tuple(calls))


def write(edition: Edition, folder: Path) -> None:
    """Write the files of an edition, so that it can be loaded."""
    calls = [call.model_dump(mode="json") for call in edition.calls]
    data = edition.procedure.model_dump(mode="json", by_alias=True)
    (folder / SOURCE).write_text(edition.source.text, encoding="utf-8", newline="")
    (folder / PROCEDURE).write_text(_yaml(data), encoding="utf-8")
    (folder / CALLS).write_text(_yaml(calls), encoding="utf-8")


def _yaml(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _add_facts(data: Part, requests: list[str], criteria: dict[str, int]) -> None:
    for request in requests:
        data["facts"]["demande"]["values"][request] = {"label": f"Demande « {request} »"}
    for name, size in criteria.items():
        data["facts"][name] = {
            "label": name,
            "question": f"Où en est « {name} » ?",
            "where": "L’écran du compte.",
            "values": {str(value): f"{name} : {value}" for value in range(size)},
        }
        data["weights"][name] = {_USUAL: 0.8}
    names = list(criteria)
    for start in range(0, len(names), 3):
        data["questions"][f"criteres-{start}"] = {
            "text": "Que voyez-vous encore ?",
            "where": "L’écran du compte.",
            "ticks": [dict([line]) for line in _unusual(criteria, names[start : start + 3])],
        }


def _add_rules(data: Part, requests: list[str], criteria: dict[str, int], count: int) -> None:
    names = list(criteria)
    account = _unusual(criteria, names[: len(_ACCOUNT)])
    exceptions = islice(
        _exceptions(["resiliation", *requests], _unusual(criteria, names[len(_ACCOUNT) :])),
        count - len(requests) - len(account),
    )
    ways = [
        *exceptions,
        *(_way(state, line) for state, line in zip(_ACCOUNT, account, strict=True)),
        *(_way(("demande", request)) for request in requests),
    ]
    destinations = cycle(data["destinations"])
    added = {
        f"ajout-{n}": {"when": [way], "then": then, "passages": ["pinc"], "over": []}
        for n, (way, then) in enumerate(zip(ways, destinations, strict=False))
    }
    old = data["rules"]
    rest = {n: r for n, r in old.items() if n not in _FIRST and r["instead_of"] is None}
    _join({name: old[name] for name in _FIRST}, added)
    _join(added, added | rest)
    old.update(added)


def _exceptions(requests: list[str], lines: list[Line]) -> Iterator[Way]:
    """An exception to each request in turn, each time on another criterion."""
    for turn in range(len(lines)):
        for n, request in enumerate(requests):
            yield _way(("demande", request), lines[(turn + n) % len(lines)])


def _way(*lines: Line) -> Way:
    return {fact: [value] for fact, value in lines}


def _unusual(criteria: dict[str, int], names: list[str]) -> list[Line]:
    return [(name, str(value)) for name in names for value in range(1, criteria[name])]


def _join(stronger: dict[str, Part], weaker: dict[str, Part]) -> None:
    """Declare that each rule of `stronger` prevails over those after it that it contradicts."""
    place = {name: n for n, name in enumerate({**stronger, **weaker})}
    for name, rule in stronger.items():
        beaten = [
            other
            for other, against in weaker.items()
            if place[name] < place[other]
            and rule["then"] != against["then"]
            and _can_meet(rule["when"], against["when"])
        ]
        if beaten:
            rule["over"].append({"rules": beaten, "because": "Le plus précis prévaut."})


def _can_meet(one: list[Way], other: list[Way]) -> bool:
    return any(
        all(set(a[fact]) & set(b[fact]) for fact in a.keys() & b.keys())
        for a, b in product(one, other)
    )


def _ask_about_exceptions(data: Part, count: int) -> None:
    """Replace the grey zones by `count` others at most: is this exception meant?"""
    exceptions = [
        name
        for name, rule in data["rules"].items()
        if name.startswith("ajout-") and len(rule["when"][0]) > 1
    ]
    data["grey_zones"] = {
        f"zone-{name}": {
            "question": f"« {name} » est-elle voulue ?",
            "reading": "Oui.",
            "passages": data["rules"][name]["passages"],
            "otherwise": {"without": [name]},
        }
        for name in exceptions[:count]
    }
