"""Every case calls for one skill, and every skill is asked with its answer among the choices."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.retention import COMPILED, COURSE, SITUATIONS, SKILLS, seeds, skills
from tests.training.test_vignettes import PROCEDURE


def test_each_case_calls_for_a_skill_that_holds_it() -> None:
    """All the distinct cases, one by one."""
    space = COMPILED.space
    assert space.size == 5_088
    for position in range(space.size):
        skill = COURSE.skills.called_for(space.case_at(position))
        assert skill.cases >> position & 1, space.case_at(position)


def test_each_rule_and_each_silence_that_decides_is_a_skill() -> None:
    """Nothing of the procedure is left untaught."""
    deciding = {
        name
        for position in range(COMPILED.space.size)
        for name in COMPILED.verdict(COMPILED.space.case_at(position)).rules[:1]
    }
    assert deciding <= {one.rule for one in SKILLS.values()}
    assert set(PROCEDURE.silences) <= {one.rule for one in SKILLS.values()}


def test_skills_come_with_the_most_used_first() -> None:
    """By their share of the calls, which is a share."""
    chances = [one.chance for one in SKILLS.values()]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < one <= 1 for one in chances)


def test_a_precedence_is_over_a_rule_that_leads_elsewhere() -> None:
    """Whoever knows the weaker rule alone would be wrong."""
    for skill in SKILLS.values():
        for case in COMPILED.space.each_of(skill.cases) if skill.over else ():
            there = COMPILED.verdict(case).destination
            assert any(PROCEDURE.rules[one].then != there for one in skill.over), (skill.id, case)
        for weaker in skill.over:
            assert PROCEDURE.rules[weaker].then != PROCEDURE.rules[skill.rule].then, skill.id


@pytest.mark.parametrize("skill", SKILLS)
def test_a_case_drawn_calls_for_its_skill(skill: str) -> None:
    """Whatever the draw, it is one of the cases of the skill."""
    for seed in range(30):
        case = COURSE.skills.draw(SKILLS[skill], Random(seed))
        position = COMPILED.space.matching(case).bit_length() - 1
        assert COMPILED.space.matching(case).bit_count() == 1
        assert SKILLS[skill].cases >> position & 1


@given(skills, seeds, st.sampled_from([3, 5, 9]))
def test_the_right_destination_is_among_the_choices(skill: str, seed: int, most: int) -> None:
    """So many choices as wanted, each once, in the procedure's own order."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    choices = SITUATIONS.choices(SKILLS[skill], facts, most, seed)
    assert SITUATIONS.outcome(facts).destination in choices
    assert list(choices) == [one for one in PROCEDURE.destinations if one in choices]
    assert len(choices) == min(most, len(PROCEDURE.destinations))


@given(skills, seeds)
def test_a_precedence_is_asked_beside_what_it_sets_aside(skill: str, seed: int) -> None:
    """The weaker rule's destination is one of three, where it is another."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    choices = SITUATIONS.choices(SKILLS[skill], facts, 3, seed)
    weaker = [PROCEDURE.rules[name].then for name in SKILLS[skill].over]
    rivals = [one for one in weaker if one != SITUATIONS.outcome(facts).destination]
    assert not rivals or set(rivals) & set(choices)


@given(skills, seeds)
def test_a_destination_one_fact_away_is_offered_before_any_other(skill: str, seed: int) -> None:
    """After the rivals: no room is left to far ones while near ones wait."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    right = SITUATIONS.outcome(facts).destination
    near = {flip.outcome.destination for flip in SITUATIONS.flips(facts)}
    rivals = {PROCEDURE.rules[name].then for name in SKILLS[skill].over}
    choices = set(SITUATIONS.choices(SKILLS[skill], facts, 5, seed))
    assert choices <= near | rivals | {right} or near <= choices
