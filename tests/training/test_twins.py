"""The twin of a situation: one fact taken otherwise, another verdict, the same words."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.conditions import holds
from bot.training.situations import Flip
from tests.training.retention import COMPILED, SITUATIONS, SKILLS, outcomes, seeds, skills
from tests.training.test_vignettes import PROCEDURE, VIGNETTES

destinations = st.sampled_from(list(PROCEDURE.destinations))


def taken(facts: dict[str, str], flip: Flip) -> dict[str, str]:
    """The facts of the twin."""
    return {**facts, flip.fact: flip.value}


def tones(facts: dict[str, str]) -> list[str]:
    """The tones that a caller may have."""
    return [tone for tone, manner in VIGNETTES.tones.items() if holds(manner.when, facts)]


def turned(facts: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every situation that differs by one fact and is whole."""
    for fact, value in facts.items():
        for other in PROCEDURE.facts[fact].values:
            one = {**facts, fact: other}
            whole = all(COMPILED.space.is_relevant(name, one) for name in one)
            if other != value and whole and len(outcomes(one)) == 1:
                yield one


@given(skills, seeds, destinations)
def test_a_twin_differs_by_one_fact_and_in_its_verdict(skill: str, seed: int, chosen: str) -> None:
    """All its facts matter, and all the cases that agree with it lead elsewhere, or say else."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    flip = SITUATIONS.twin(facts, chosen, seed)
    assert flip is not None
    twin = taken(facts, flip)
    assert [fact for fact in facts if facts[fact] != twin[fact]] == [flip.fact]
    assert all(COMPILED.space.is_relevant(fact, twin) for fact in twin)
    assert outcomes(twin) == {flip.outcome}
    assert flip.outcome not in outcomes(facts)


@given(skills, seeds, destinations)
def test_a_twin_leads_to_what_was_chosen_where_one_fact_does(
    skill: str, seed: int, chosen: str
) -> None:
    """Whoever answered wrong sees the call for which they were right."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    here = outcomes(facts)
    led = {one.destination for other in turned(facts) for one in outcomes(other) - here}
    flip = SITUATIONS.twin(facts, chosen, seed)
    assert flip is not None
    if chosen in led:
        assert flip.outcome.destination == chosen


@pytest.mark.parametrize("skill", SKILLS)
def test_nearly_every_situation_has_a_twin(skill: str) -> None:
    """Of a skill's situations, at least nine in ten can be told with one fact changed."""
    drawn = [(seed, SITUATIONS.drawn(SKILLS[skill], seed)) for seed in range(40)]
    assert sum(SITUATIONS.twin(facts, "", seed) is not None for seed, facts in drawn) >= 36


@given(skills, seeds)
def test_a_twin_is_told_in_the_same_words(skill: str, seed: int) -> None:
    """But for its fact, and unless the caller who says it cannot speak in the same tone."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    for flip in SITUATIONS.flips(facts):
        twin = taken(facts, flip)
        if tones(facts) != tones(twin):
            continue
        first, second = SITUATIONS.tell(facts, seed), SITUATIONS.tell(twin, seed)
        differing = [fact for fact in facts if first.by_fact[fact] != second.by_fact[fact]]
        assert differing == [flip.fact]
        changed = {first.by_fact[flip.fact], second.by_fact[flip.fact]}
        for before, after in ((first.screen, second.screen), (first.known, second.known)):
            assert set(before) ^ set(after) <= changed


@given(skills, seeds)
def test_what_decides_is_a_fact_that_changes_the_verdict(skill: str, seed: int) -> None:
    """It is stated, and taken otherwise it leads elsewhere."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    flip = SITUATIONS.decider(SKILLS[skill], facts, seed)
    if flip is not None:
        assert flip.fact in facts
        assert outcomes(taken(facts, flip)) == {flip.outcome} != outcomes(facts)
