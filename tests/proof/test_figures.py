"""The figures that are shown are those of the reading, counted apart."""

from collections import Counter
from functools import cache

import yaml

from bot.procedure.model import Ground
from bot.proof.checks import Figures, figures
from tests.decision.oracle import oracle
from tests.decision.retention import CASES, retention
from tests.procedures import RETENTION


@cache
def counts() -> Figures:
    """The figures of the real procedure, counted once."""
    return figures(retention())


def test_the_figures_are_those_of_the_oracle() -> None:
    """Cases by basis and by destination."""
    counted = counts()
    verdicts = [oracle(case) for case in CASES]
    bases = Counter(verdict.basis for verdict in verdicts)
    assert counted.cases == 5_088
    assert {str(ground): n for ground, n in counted.bases.items()} == bases
    assert counted.destinations == Counter(verdict.destination for verdict in verdicts)


def test_the_parts_of_the_procedure_are_counted_as_they_are_written() -> None:
    """In the file itself."""
    counted = counts()
    written = yaml.safe_load((RETENTION / "procedure.yaml").read_text("utf-8"))
    calls = yaml.safe_load((RETENTION / "cases.yaml").read_text("utf-8"))
    grounds: Counter[str] = Counter()
    for rule in written["rules"].values():
        for precedence in rule.get("over", ()):
            grounds[precedence["ground"]] += len(precedence["rules"])
    assert {str(ground): n for ground, n in counted.precedences.items()} == grounds
    assert counted.facts == len(written["facts"]) == 14
    assert counted.passages == len(written["passages"])
    assert counted.rules == len(written["rules"])
    assert counted.calls == len(calls)
    assert list(counted.grey_zones) == list(written["grey_zones"])


def test_the_parts_of_a_figure_make_its_whole() -> None:
    """Every case is in one basis and one destination."""
    counted = counts()
    assert sum(counted.bases.values()) == sum(counted.destinations.values()) == counted.cases
    assert list(counted.bases) == list(Ground)
    assert all(count is None or 0 < count < 5_088 for count in counted.grey_zones.values())
