"""The sentence to say as part of an answer: the prescribed one, among some that look like it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.decision.compiled import Compiled
from bot.decision.diagram import leaves
from bot.decision.verdict import Outcome
from bot.procedure.vignettes import Vignettes

OPTIONS = 4
"""Sentences to choose from."""


@dataclass(frozen=True)
class Option:
    """Something that might be said, in order.

    `ids` are phrases' ids; with a number after a dot, a sentence that looks like the phrase and is
    not prescribed.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]


def right_phrases(compiled: Compiled, outcome: Outcome) -> tuple[str, ...]:
    """The phrases that an outcome prescribes, in the order in which they are said."""
    return tuple(name for name in compiled.procedure.phrases if name in outcome.phrases)


def sayable(compiled: Compiled) -> frozenset[str]:
    """The destinations at which some case prescribes a phrase."""
    return frozenset(
        outcome.destination for outcome in leaves(compiled.outcomes) if outcome.phrases
    )


def options(
    compiled: Compiled, vignettes: Vignettes, outcome: Outcome, seed: int
) -> tuple[Option, ...]:
    """What to choose from: the right sentences, nothing, and what is nearest to them."""
    random = Random(f"{seed} phrases")  # noqa: S311
    right = right_phrases(compiled, outcome)
    prescribed = dict.fromkeys(
        right_phrases(compiled, one) for one in leaves(compiled.outcomes) if one.phrases
    )
    imitations = [
        tuple(f"{one}.{n}" if one == name else one for one in right)
        for name in right
        for n in range(len(vignettes.near.get(name, ())))
    ]
    others = [ids for ids in prescribed if ids != right]
    random.shuffle(imitations)
    random.shuffle(others)
    wrong = [*imitations[:1], *others, *imitations[1:]]
    picked = [right, *([()] if right else []), *wrong][:OPTIONS]
    random.shuffle(picked)
    return tuple(Option(ids, _texts(compiled, vignettes, ids)) for ids in picked)


def _texts(compiled: Compiled, vignettes: Vignettes, ids: tuple[str, ...]) -> tuple[str, ...]:
    texts: list[str] = []
    for one in ids:
        name, _, number = one.partition(".")
        said = compiled.procedure.phrases[name].say
        texts += [vignettes.near[name][int(number)]] if number else said
    return tuple(texts)
