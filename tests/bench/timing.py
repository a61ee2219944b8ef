"""Durations of things compared in one run: short laps, alternated, so that all see one machine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from time import perf_counter

Run = Callable[[], object]
Tell = Callable[[str], None]
"""Shows what is being done."""

LAP = 0.05


class Laps:
    """The seconds that each competitor took, round by round."""

    def __init__(self, seconds: Mapping[str, list[float]]) -> None:
        self._seconds = seconds

    def median(self, name: str) -> float:
        """The median duration of one run, in seconds."""
        return median(self._seconds[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times longer `name` takes than `other`: the median over the rounds."""
        return median(
            one / two for one, two in zip(self._seconds[name], self._seconds[other], strict=True)
        )


def alternated(runs: Mapping[str, Run], rounds: int, tell: Tell, lap: float = LAP) -> Laps:
    """Time each of `runs` in turn, `rounds` times, each repeated for `lap` seconds at least."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for n in range(rounds):
        tell(f"round {n + 1} of {rounds}")
        for name, run in runs.items():
            seconds[name].append(_lap(run, lap))
    return Laps(seconds)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector out of what is timed."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _lap(run: Run, lap: float) -> float:
    with undisturbed():
        start, count = perf_counter(), 0
        while True:
            run()
            count += 1
            spent = perf_counter() - start
            if spent >= lap:
                return spent / count
