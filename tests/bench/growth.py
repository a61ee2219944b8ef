"""How time grows with a procedure: reading it, compiling it, ordering its questions, proving it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.table import Table

from bot.decision.compiled import Compiled
from bot.procedure.loader import Edition, load
from bot.proof.cards import lower_bound
from bot.proof.checks import defects
from tests.bench.generated import SIZES, grown, write
from tests.bench.report import Report, Row, seconds, table
from tests.bench.timing import Tell, undisturbed

ROUNDS = 3
STAGES = ("load", "compile", "order", "prove")


@dataclass
class Size:
    """One procedure, how large it is, and the seconds that each stage took in each round."""

    times: int
    folder: Path
    compiled: Compiled
    spent: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in STAGES})

    @property
    def cases(self) -> int:
        """Distinct cases."""
        return self.compiled.space.size

    @property
    def rules(self) -> int:
        """Rules written."""
        return len(self.compiled.procedure.rules)

    def median(self, stage: str) -> float:
        """The median duration of a stage, in seconds."""
        return median(self.spent[stage])


MEASURED_BY: dict[str, tuple[str, Callable[[Size], int]]] = {
    "load": ("rules", lambda size: size.rules),
    "compile": ("cases × rules", lambda size: size.cases * size.rules),
    "order": ("cases", lambda size: size.cases),
    "prove": ("cases × rules", lambda size: size.cases * size.rules),
}
"""What the time of each stage may be proportional to."""


def measure(edition: Edition, tell: Tell) -> Report:
    """Time each stage on the procedure and on larger ones, one round after the other."""
    with TemporaryDirectory() as place:
        sizes = [_written(edition, times, Path(place)) for times in SIZES]
        for n in range(ROUNDS):
            for size in sizes:
                tell(f"round {n + 1} of {ROUNDS}, {size.times} × the rules")
                with undisturbed():
                    size.compiled = _run(size)
        rows = [row for size in sizes[1:] for row in _rows(sizes[0], size)]
        details = [_durations(sizes), _orders(sizes)]
    largest = sizes[-1]
    note = (
        "Each ratio is how many times longer, over how many times larger: 1 is linear. Proving "
        f"{largest.cases:,} cases, {largest.rules} rules and "
        f"{len(largest.compiled.procedure.grey_zones)} grey zones (each is routed the other way) "
        f"takes {seconds(largest.median('prove'))}."
    )
    return Report(rows, details, [note])


def _written(edition: Edition, times: int, place: Path) -> Size:
    folder = place / str(times)
    folder.mkdir()
    larger = grown(edition, times)
    write(larger, folder)
    return Size(times, folder, Compiled(larger))


def _run(size: Size) -> Compiled:
    """Go through every stage once, each timed; a procedure that does not hold is an error."""
    start = perf_counter()
    edition = load(size.folder)
    loaded = perf_counter()
    compiled = Compiled(edition)
    outcomes = compiled.outcomes
    ready = perf_counter()
    compiled.planner.step(outcomes)
    ordered = perf_counter()
    found = defects(compiled)
    proved = perf_counter()
    if found:
        raise ValueError(found[0].message)
    laps = (loaded - start, ready - loaded, ordered - ready, proved - ordered)
    for stage, lap in zip(STAGES, laps, strict=True):
        size.spent[stage].append(lap)
    return compiled


def _rows(first: Size, size: Size) -> list[Row]:
    rows = []
    for stage, (what, how_large) in MEASURED_BY.items():
        longer = size.median(stage) / first.median(stage)
        larger = how_large(size) / how_large(first)
        rows.append(
            Row(
                f"{stage}, {size.times} × the rules",
                f"{longer:.1f} × longer",
                f"{larger:.1f} × larger ({what})",
                longer / larger,
                1,
            )
        )
    return rows


def _durations(sizes: Sequence[Size]) -> Table:
    headings = ("× rules", "rules", "facts", "grey zones", "cases", *STAGES)
    lines = [
        (
            str(size.times),
            str(size.rules),
            str(len(size.compiled.procedure.facts)),
            str(len(size.compiled.procedure.grey_zones)),
            f"{size.cases:,}",
            *(seconds(size.median(stage)) for stage in STAGES),
        )
        for size in sizes
    ]
    return table("Durations", headings, lines)


def _orders(sizes: Sequence[Size]) -> Table:
    lines = []
    for size in sizes:
        planner, outcomes = size.compiled.planner, size.compiled.outcomes
        cost = planner.cost(outcomes)
        gap = "none" if planner.exact else f"{cost.expected - lower_bound(size.compiled):.3f}"
        exact = "yes" if planner.exact else "no"
        lines.append((str(size.times), f"{cost.expected:.3f}", str(cost.worst), exact, gap))
    headings = ("× rules", "cards", "at most", "exact", "gap to the bound")
    return table("Order of the questions", headings, lines)
