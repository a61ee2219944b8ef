"""Utterances and what each states, written by people who had not seen the vocabulary.

`seen` was read while the vocabulary was written; `frozen` was set aside before there was one, and
`blind` was written after, and neither was ever read: they only measure. A line has a text, the
facts that it states, those on which careful readers may differ (`maybe`, not counted), a kind of
difficulty and, for an answer, the question.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Protocol

from bot.language.understanding import Understanding

FOLDER = Path(__file__).parent / "utterances"


@dataclass(frozen=True)
class Utterance:
    """A line as it was typed, and what it states."""

    text: str
    facts: Mapping[str, str]
    kind: str
    maybe: frozenset[str] = frozenset()
    question: str | None = None
    procedure: str = "retention"


def read_corpus(name: str) -> list[Utterance]:
    """The utterances of one file."""
    rows = map(json.loads, (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [
        Utterance(
            row["text"],
            row["facts"],
            row["kind"],
            frozenset(row.get("maybe", ())),
            row.get("question"),
            row.get("procedure", "retention"),
        )
        for row in rows
    ]


SEEN = read_corpus("seen")


class Reader(Protocol):
    """Whatever says which facts a text states; an empty value is a fact said not to be known."""

    def __call__(self, utterance: Utterance) -> Mapping[str, str]: ...


def reading(understandings: Mapping[str, Understanding]) -> Reader:
    """What the vocabularies of some procedures, named, read."""

    def read(one: Utterance) -> Mapping[str, str]:
        asked = (one.question,) if one.question else ()
        found = understandings[one.procedure].read(one.text, asked)
        return {**found.facts, **{fact: "" for fact in found.unknown if fact in asked}}

    return read


@dataclass
class Score:
    """What a reader got right and wrong, counted by fact stated."""

    right: int = 0
    wrong: int = 0
    """Another value than the one stated."""
    invented: int = 0
    """A value where nothing was stated."""
    missed: int = 0
    """Nothing where something was stated."""

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.invented + other.invented,
            self.missed + other.missed,
        )

    @property
    def precision(self) -> tuple[int, int]:
        """Right among what was said."""
        return self.right, self.right + self.wrong + self.invented

    @property
    def recall(self) -> tuple[int, int]:
        """Right among what was to be said."""
        return self.right, self.right + self.wrong + self.missed

    @property
    def wrong_values(self) -> tuple[int, int]:
        """Wrong values among what was said."""
        return self.wrong, self.right + self.wrong + self.invented

    @property
    def abstained(self) -> tuple[int, int]:
        """Left unsaid among what was to be said."""
        return self.missed, self.right + self.wrong + self.missed


@dataclass
class Scores:
    """The score of a reader over a corpus: in all, by fact, and by kind of difficulty."""

    total: Score = field(default_factory=Score)
    by_fact: dict[str, Score] = field(default_factory=dict)
    by_kind: dict[str, Score] = field(default_factory=dict)


def scored(reader: Reader, corpus: Iterable[Utterance]) -> Scores:
    """What `reader` gets right over `corpus`."""
    scores = Scores()
    for one in corpus:
        found = reader(one)
        for fact in {*found, *one.facts} - one.maybe:
            verdict = _verdict(found.get(fact), one.facts.get(fact))
            parts = (
                scores.total,
                scores.by_fact.setdefault(fact, Score()),
                scores.by_kind.setdefault(one.kind.split()[0], Score()),
            )
            for score in parts:
                setattr(score, verdict, getattr(score, verdict) + 1)
    return scores


def _verdict(found: str | None, stated: str | None) -> str:
    if found == stated:
        return "right"
    if found is None:
        return "missed"
    return "invented" if stated is None else "wrong"


def share(part: tuple[int, int]) -> float:
    """A proportion; 1 where there is nothing to count."""
    return part[0] / part[1] if part[1] else 1.0


def wilson(part: tuple[int, int], z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a proportion, at 95 %."""
    got, of = part
    if not of:
        return 0.0, 1.0
    p, spread = got / of, z * z / of
    centre = (p + spread / 2) / (1 + spread)
    half = z * sqrt(p * (1 - p) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)
