"""What the vignettes of the real procedure tell, the bot hears: the right fact and no other."""

from collections.abc import Iterator
from itertools import product

import pytest

from bot.language.understanding import Understanding
from bot.procedure.loader import load
from bot.procedure.vignettes import SLOT, Tone
from bot.training.telling import Speaker, told
from tests.procedures import RETENTION

EDITION = load(RETENTION)
PROCEDURE = EDITION.procedure
assert EDITION.vignettes is not None
VIGNETTES = EDITION.vignettes
UNDERSTANDING = Understanding(PROCEDURE, EDITION.vocabulary)
SPEAKERS = [Speaker(feminine, formal) for feminine in (False, True) for formal in (True, False)]
VALUES = [(fact, value) for fact, declared in PROCEDURE.facts.items() for value in declared.values]

CANCELS = "Je veux résilier."
DISCONTENT = {"demande": "insatisfaction", "mecontent": "oui"}
# What a text also says, alone: a refund is what a caller asks for until another request is known,
# and whoever has no request yet is discontent of something.
ECHOES = {
    ("remboursement-demande", "remboursement"): {"demande": "remboursement"},
    ("mecontent", "oui"): DISCONTENT,
    ("demande", "insatisfaction"): DISCONTENT,
}


def renderings(text: str) -> Iterator[str]:
    """A text as each caller says it, with every word of its lists."""
    lists = [slot["name"] for slot in SLOT.finditer(text)]
    for speaker in SPEAKERS:
        for picked in product(*(VIGNETTES.words[name].items() for name in lists)):
            yield told(text, speaker, dict(zip(lists, picked, strict=True)))


def texts(fact: str, value: str) -> list[tuple[str, bool]]:
    """Every text of a value as it is told, and whether somebody angry tells it."""
    return [
        (said, str(Tone.ANGRY) in path)
        for path, text in VIGNETTES.facts[fact][value].texts()
        for said in dict.fromkeys(renderings(text))
    ]


def needed(fact: str) -> dict[str, str]:
    """What holds wherever a fact matters: only whoever cancels has a contract to tell of."""
    relevant = PROCEDURE.facts[fact].relevant
    if len(relevant) != 1:
        return {}
    held = {one: values[0] for one, values in relevant[0].items() if len(values) == 1}
    return {name: value for one in held for name, value in needed(one).items()} | held


def mistaken(said: str, right: dict[str, str]) -> dict[str, object]:
    """What the bot hears in a text that is not right, or doubts of something else."""
    read = UNDERSTANDING.read(said)
    heard = {fact: value for fact, value in read.facts.items() if right.get(fact) != value}
    doubted = {fact: left for fact, left in read.unsure.items() if right.get(fact) not in left}
    return {**heard, **doubted}


@pytest.mark.parametrize(("fact", "value"), VALUES)
def test_a_text_states_its_fact_or_nothing(fact: str, value: str) -> None:
    """Read alone, it may besides state what makes its fact matter, what it echoes, and anger."""
    right = needed(fact) | ECHOES.get((fact, value), {}) | {fact: value}
    wrong = {
        said: mistaken(said, right | ({"mecontent": "oui"} if angry else {}))
        for said, angry in texts(fact, value)
    }
    assert {said: heard for said, heard in wrong.items() if heard} == {}


@pytest.mark.parametrize(("fact", "value"), VALUES)
def test_each_value_is_heard_where_its_fact_matters(fact: str, value: str) -> None:
    """Beside a cancellation, if it takes one, no text misleads, and one at least is understood."""
    before = needed(fact)
    start = f"{CANCELS} " if before.get("demande") == "resiliation" else ""
    right = before | {"demande": "resiliation"} | {fact: value} if start else {}
    heard = [UNDERSTANDING.read(start + said).facts.get(fact) for said, _ in texts(fact, value)]
    assert value in heard
    if start:
        wrong = {said: mistaken(start + said, right) for said, _ in texts(fact, value)}
        assert {said: what for said, what in wrong.items() if what} == {}


def test_greetings_and_details_state_nothing() -> None:
    """Whatever the case, they can be told beside it."""
    beside = [text for path, text in VIGNETTES.texts() if path[0] in ("tones", "details")]
    assert len(beside) > 30
    for said in (said for text in beside for said in renderings(text)):
        read = UNDERSTANDING.read(said)
        assert (read.facts, read.unsure, read.unknown) == ({}, {}, ()), said
