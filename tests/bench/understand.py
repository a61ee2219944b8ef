"""What a line of French is understood to state, beside a list of keywords; and how fast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rich.table import Table

from bot.language.understanding import Understanding
from bot.procedure.loader import Edition
from tests.bench.report import Report, Row, seconds, table
from tests.bench.timing import Tell, alternated
from tests.language.corpus import (
    Score,
    Scores,
    read_corpus,
    reading,
    scored,
    share,
    wilson,
)
from tests.language.keywords import keywords

CORPORA = {"frozen": "set aside before", "blind": "written after, never read"}
PRECISION, RECALL, WRONG = 0.97, 0.85, 0.01
"""What is aimed at first."""
BUDGET = 2e-3
"""Seconds that an ordinary line may take."""
ORDINARY = 120
"""Characters of the longest line that is ordinary."""
ROUNDS = 5
FEW = 12
"""Facts stated below which a kind of difficulty is counted with the others."""
_HEADINGS = (
    "",
    "stated",
    "precision",
    "recall",
    "wrong",
    "abstained",
    "keywords: precision",
    "recall",
)


def measure(edition: Edition, tell: Tell) -> Report:
    """Score both on the lines that were never read, then time ours."""
    rows: list[Row] = []
    for name in CORPORA:
        mine, theirs = _scores(edition, name)
        rows += _rows(name, mine.total, theirs.total)
    rows.append(_speed(Understanding(edition.procedure, edition.vocabulary), tell))
    notes = [
        "Other: a list of keywords without negation; the goals are those of a first step.",
        "Between brackets, 95 % Wilson intervals. Wrong: another value than the one stated.",
    ]
    return Report(rows, list(tables_of(edition, tell)), notes)


def tables_of(edition: Edition, tell: Tell) -> Iterator[Table]:
    """The scores of each corpus, by fact and by kind of difficulty."""
    for name, title in CORPORA.items():
        tell(name)
        mine, theirs = _scores(edition, name)
        yield _detail(f"{name} ({title}), by fact", mine.by_fact, theirs.by_fact, mine, theirs)
        yield _detail(f"{name}, by kind", *_large(mine.by_kind, theirs.by_kind), mine, theirs)


def _scores(edition: Edition, name: str) -> tuple[Scores, Scores]:
    """Ours, and that of the keywords, over the lines of a corpus about a procedure."""
    corpus = [one for one in read_corpus(name) if one.procedure == edition.name]
    understanding = Understanding(edition.procedure, edition.vocabulary)
    return scored(reading({edition.name: understanding}), corpus), scored(keywords, corpus)


def _rows(name: str, mine: Score, theirs: Score) -> list[Row]:
    def row(
        part: str, of: Callable[[Score], tuple[int, int]], goal: float, *, at_least: bool
    ) -> list[Row]:
        got, other = share(of(mine)), share(of(theirs))
        aim = f"goal {goal:g}"
        return [
            Row(f"{name}: {part}, against keywords", f"{got:.3f}", f"{other:.3f}", got / other),
            Row(f"{name}: {part}", f"{got:.3f}", aim, got / goal, 1.0, at_least=at_least),
        ]

    return [
        *row("precision", lambda one: one.precision, PRECISION, at_least=True),
        *row("recall", lambda one: one.recall, RECALL, at_least=True),
        *row("wrong values", lambda one: one.wrong_values, WRONG, at_least=False),
    ]


def _speed(understanding: Understanding, tell: Tell) -> Row:
    lines = [one for one in read_corpus("frozen") if len(one.text) <= ORDINARY]
    laps = alternated(
        {
            "ours": lambda: [understanding.read(one.text) for one in lines],
            "keywords": lambda: [keywords(one) for one in lines],
        },
        ROUNDS,
        tell,
    )
    ours, theirs = (laps.median(name) / len(lines) for name in ("ours", "keywords"))
    measure = f"an ordinary line (keywords take {seconds(theirs)})"
    return Row(measure, seconds(ours), f"goal {seconds(BUDGET)}", ours / BUDGET, 1.0)


def _large(
    mine: Mapping[str, Score], theirs: Mapping[str, Score]
) -> tuple[dict[str, Score], dict[str, Score]]:
    """The kinds that are large enough to be told apart, the others together."""
    names = {kind: kind if score.recall[1] >= FEW else "others" for kind, score in mine.items()}
    return _merged(mine, names), _merged(theirs, names)


def _merged(scores: Mapping[str, Score], names: Mapping[str, str]) -> dict[str, Score]:
    merged: dict[str, Score] = {}
    for kind, score in scores.items():
        name = names.get(kind, "others")
        merged[name] = merged.get(name, Score()) + score
    return merged


def _detail(
    title: str,
    mine: Mapping[str, Score],
    theirs: Mapping[str, Score],
    all_mine: Scores,
    all_theirs: Scores,
) -> Table:
    names = sorted(mine, key=lambda name: (name == "others", -mine[name].recall[1]))
    lines = [_line(name, mine[name], theirs.get(name, Score())) for name in names]
    return table(title, _HEADINGS, [*lines, _line("all", all_mine.total, all_theirs.total)])


def _line(name: str, mine: Score, theirs: Score) -> tuple[str, ...]:
    return (
        name,
        str(mine.recall[1]),
        _told(mine.precision),
        _told(mine.recall),
        _told(mine.wrong_values),
        f"{share(mine.abstained):.3f}" if mine.abstained[1] else "–",
        f"{share(theirs.precision):.3f}" if theirs.precision[1] else "–",
        f"{share(theirs.recall):.3f}" if theirs.recall[1] else "–",
    )


def _told(part: tuple[int, int]) -> str:
    if not part[1]:
        return "–"
    low, high = wilson(part)
    return f"{share(part):.3f} [{low:.2f}–{high:.2f}]"
