"""The real procedure, and what the oracle says of each of its cases."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from tests.decision.oracle import FACTS, Expected, every_case, is_relevant, oracle
from tests.procedures import RETENTION

Case = dict[str, str]

CASES: tuple[Case, ...] = tuple(every_case())


@cache
def retention() -> Compiled:
    """The procedure compiled once for all tests."""
    return Compiled(load(RETENTION))


def completions(known: Mapping[str, str]) -> Iterator[Case]:
    """Every case that does not contradict `known`, a fact irrelevant to a case being ignored."""
    yield from _completed(known, {}, tuple(FACTS))


def _completed(known: Mapping[str, str], case: Case, facts: tuple[str, ...]) -> Iterator[Case]:
    if not facts:
        yield case
        return
    fact, *rest = facts
    if not is_relevant(fact, case):
        yield from _completed(known, case, tuple(rest))
        return
    for value in (known[fact],) if fact in known else FACTS[fact]:
        yield from _completed(known, {**case, fact: value}, tuple(rest))


def outcomes(known: Mapping[str, str]) -> set[tuple[str, tuple[str, ...]]]:
    """Where the call may still go, and what may still be said, by the oracle."""
    return {(one.destination, one.phrases) for one in map(oracle, completions(known))}


def descendants(fact: str) -> set[str]:
    """The facts whose relevance depends on `fact` (section 2, column "relevant when")."""
    return {
        "demande": {
            "contrat",
            "ouvert-offre",
            "mecontent",
            "mbg",
            "plusieurs-domaines",
            "remboursement-demande",
            "situation-particuliere",
            "resilie-par-support",
        },
        "contrat": {"ouvert-offre", "mecontent"},
        "ouvert-offre": {"mecontent"},
    }.get(fact, set())


def matters(fact: str, known: Mapping[str, str]) -> bool:
    """Whether two completions differ by `fact`, and what hangs on it, and by their outcome."""
    return _matters(fact, frozenset(known.items()))


@cache
def _matters(fact: str, known: frozenset[tuple[str, str]]) -> bool:
    loose = {fact, *descendants(fact)}
    alike: dict[frozenset[tuple[str, str]], list[Case]] = {}
    for case in completions(dict(known)):
        fixed = frozenset(item for item in case.items() if item[0] not in loose)
        alike.setdefault(fixed, []).append(case)
    return any(
        _outcome(one) != _outcome(other) and _agree(one, other, but=fact)
        for cases in alike.values()
        for n, one in enumerate(cases)
        for other in cases[:n]
    )


def _outcome(case: Case) -> tuple[str, tuple[str, ...]]:
    expected = oracle(case)
    return expected.destination, expected.phrases


def _agree(one: Case, other: Case, but: str) -> bool:
    return all(one[fact] == other[fact] for fact in one.keys() & other.keys() - {but})


def partial_facts() -> st.SearchStrategy[Case]:
    """Some of the facts of a case, in any order; those that settle relevance may be missing."""

    def some_of(case: Case) -> st.SearchStrategy[Case]:
        names = st.lists(st.sampled_from(list(case)), unique=True)
        return names.map(lambda chosen: {name: case[name] for name in chosen})

    return st.sampled_from(CASES).flatmap(some_of)


def any_facts() -> st.SearchStrategy[Case]:
    """Any values of any facts, relevant or not."""
    return st.fixed_dictionaries(
        {}, optional={fact: st.sampled_from(values) for fact, values in FACTS.items()}
    )


WEIGHTS: dict[str, tuple[float, ...]] = {
    "demande": (0.42, 0.14, 0.14, 0.04, 0.08, 0.07, 0.04, 0.03, 0.04),
    "pre-actif": (0.04, 0.96),
    "blocage": (0.86, 0.08, 0.06),
    "feu-rouge": (0.12, 0.88),
    "facturation-a-regler": (0.10, 0.90),
    "retention-disponible": (0.80, 0.20),
    "contrat": (0.60, 0.40),
    "ouvert-offre": (0.50, 0.50),
    "mecontent": (0.30, 0.70),
    "mbg": (0.08, 0.92),
    "plusieurs-domaines": (0.08, 0.92),
    "remboursement-demande": (0.80, 0.10, 0.10),
    "situation-particuliere": (0.04, 0.96),
    "resilie-par-support": (0.40, 0.60),
}
"""Section 7, each value in the order of section 2."""


def chance(case: Case) -> float:
    """How likely a case is under the declared weights, facts being independent."""
    product = 1.0
    for fact, value in case.items():
        product *= WEIGHTS[fact][FACTS[fact].index(value)]
    return product


def _refund(case: Case) -> bool:
    return case.get("remboursement-demande", "non") != "non"


def _to_retention(expected: Expected) -> bool:
    return expected.destination in ("retention", "retention-general")


REMINDERS: dict[str, Callable[[Case, Expected], bool]] = {
    "informer-et-ne-pas-traiter": lambda case, to: to.destination == "retention-general",
    "ne-rien-promettre": lambda case, to: _refund(case),
    "ne-jamais-lever-un-blocage": lambda case, to: (
        case["blocage"] != "aucun" or case["facturation-a-regler"] == "oui"
    ),
    "paiement-n-est-pas-un-save": lambda case, to: (
        case["blocage"] == "verrouille" and to.destination == "retention"
    ),
    "resiliation-fin-de-periode": lambda case, to: (
        case["demande"] == "resiliation" and to.destination == "support"
    ),
    "mct": lambda case, to: case["demande"] == "resiliation" and to.destination == "support",
    "mecontentement-ou-plainte": lambda case, to: (
        case["demande"] in ("insatisfaction", "plainte-formelle")
    ),
    "fonctionnalite-a-l-avenir": lambda case, to: case["demande"] == "fonctionnalite-incluse",
    "offre-mbg": lambda case, to: case.get("mbg") == "oui" and _to_retention(to),
    "offre-domaines": lambda case, to: (
        case.get("plusieurs-domaines") == "oui" and _to_retention(to)
    ),
}
"""Section 5: when each reminder is given."""


def reminders(case: Case) -> set[str]:
    """The reminders of a case, by section 5."""
    expected = oracle(case)
    return {name for name, applies in REMINDERS.items() if applies(case, expected)}
