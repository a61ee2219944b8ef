"""What is claimed to be known: no more than what was answered unprompted, and how surely."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.groups import FEWEST, Group, weekly
from bot.training.learner import Answer
from bot.training.progress import Share, Standing, progress, unprompted
from bot.training.schedule import Sure
from tests.training.retention import DAY, NOW, SKILLS, an_answer

SKILL = "mensuel-ouvert"


def standing(*answers: Answer) -> Standing:
    """How the one skill of these answers stands."""
    found = progress(SKILLS.values(), answers)
    return next(how for one in found for name, how in one.standings if name == SKILL)


def share(answers: Sequence[Answer]) -> Share:
    """The share of the section of that skill."""
    found = progress(SKILLS.values(), answers)
    return next(one.share for one in found if one.section == SKILLS[SKILL].section)


@given(
    st.lists(
        st.builds(
            an_answer,
            st.integers(1, 30),
            st.integers(NOW, NOW + 5 * DAY),
            st.booleans(),
            skill=st.sampled_from(list(SKILLS)[:3]),
            twin=st.booleans(),
        )
    )
)
def test_no_answer_is_counted_twice(answers: list[Answer]) -> None:
    """However often it is kept, and in whatever order; and never a twin."""
    first = {one.number: one for one in answers}
    once = sorted(first.values(), key=lambda one: one.number)
    assert unprompted([*once, *reversed(once)]) == unprompted(once)
    assert progress(SKILLS.values(), [*once, *once]) == progress(SKILLS.values(), once)
    assert not any(one.asked.twin for one in unprompted(once))
    counted = sum(one.share.tried for one in progress(SKILLS.values(), once))
    assert counted <= len(unprompted(once)) <= len(once)


def test_the_same_situation_counts_once() -> None:
    """Who has already seen it only recalls its answer."""
    again = [an_answer(1, seed=7), an_answer(2, NOW + 9 * DAY, seed=7)]
    assert unprompted(again) == again[:1]


@pytest.mark.parametrize(("after", "counted"), [(DAY - 1, 1), (DAY, 2)])
def test_an_answer_within_a_day_of_the_last_tells_nothing(after: int, counted: int) -> None:
    """What was met today is still in everybody's mind."""
    assert len(unprompted([an_answer(1), an_answer(2, NOW + after)])) == counted


def test_a_day_is_counted_from_the_last_answer_that_tells_or_not() -> None:
    """Three in a row, each within a day of the one before, are one."""
    close = [an_answer(n, NOW + n * (DAY - 3_600)) for n in (1, 2, 3)]
    assert unprompted(close) == close[:1]


def test_a_twin_makes_its_skill_met() -> None:
    """An answer given within a day of it is prompted too."""
    answers = [an_answer(1, twin=True), an_answer(2, NOW + 60)]
    assert unprompted(answers) == []


def test_a_skill_is_mastered_by_two_right_answers_a_day_apart() -> None:
    """Both right and neither guessed; the last miss tells more than all before."""
    first, second = an_answer(1), an_answer(2, NOW + DAY)
    missed = an_answer(3, NOW + 5 * DAY, right=False)
    assert standing() is Standing.NEW
    assert standing(first) is Standing.KNOWN
    assert standing(first, second) is Standing.MASTERED
    assert standing(first, an_answer(2, NOW + 60)) is Standing.KNOWN
    assert standing(first, replace(second, sure=Sure.GUESS)) is Standing.FRAGILE
    assert standing(replace(first, sure=Sure.GUESS), second) is Standing.KNOWN
    assert standing(replace(first, right=False), second) is Standing.KNOWN
    assert standing(first, second, missed) is Standing.FRAGILE
    assert standing(first, second, missed, an_answer(4, NOW + 9 * DAY)) is Standing.KNOWN


def test_a_miss_since_takes_mastery_away_until_it_is_earned_anew() -> None:
    """Though it was within the day, and right the next time."""
    known = [an_answer(1), an_answer(2, NOW + DAY)]
    missed = an_answer(3, NOW + DAY + 60, right=False)
    assert standing(*known, missed, an_answer(4, NOW + DAY + 120)) is Standing.KNOWN
    anew = [an_answer(4, NOW + 3 * DAY), an_answer(5, NOW + 5 * DAY)]
    assert standing(*known, missed, *anew) is Standing.MASTERED


def test_a_right_twin_makes_nothing_known() -> None:
    """It was prompted: what was missed stays to be seen again; a twin missed is a miss."""
    missed = an_answer(1, right=False)
    twin = an_answer(2, NOW + 60, seed=1, twin=True)
    assert standing(twin) is Standing.NEW
    assert standing(missed, twin) is Standing.FRAGILE
    known = [an_answer(1), an_answer(2, NOW + DAY)]
    assert standing(*known, an_answer(3, NOW + DAY, right=False, twin=True)) is Standing.FRAGILE


def test_the_share_is_of_the_latest_answers_of_each_skill() -> None:
    """Three of each: what was missed long ago no longer tells."""
    answers = [an_answer(n, NOW + n * DAY, right=n > 2) for n in range(1, 6)]
    assert share(answers) == Share(3, 3)
    assert share(answers[:4]) == Share(2, 3)
    assert not share(answers).is_telling


@pytest.mark.parametrize(
    ("known", "tried", "low", "high"),
    [(19, 23, 0.629, 0.930), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (1, 2, 0.095, 0.905)],
)
def test_bounds_are_those_published(known: int, tried: int, low: float, high: float) -> None:
    """Wilson's, as in tables."""
    assert Share(known, tried).bounds == pytest.approx((low, high), abs=0.001)


@given(st.integers(1, 400), st.data())
def test_bounds_solve_the_equation_of_which_they_are_the_roots(
    tried: int, data: st.DataObject
) -> None:
    """Where the share seen is just 1.96 standard errors from the true one."""
    known = data.draw(st.integers(0, tried))
    z, p = NormalDist().inv_cdf(0.975), known / tried
    a, b, c = 1 + z * z / tried, -(2 * p + z * z / tried), p * p
    root = sqrt(max(0.0, b * b - 4 * a * c))
    expected = ((-b - root) / (2 * a), (-b + root) / (2 * a))
    low, high = Share(known, tried).bounds
    assert (low, high) == pytest.approx(expected, abs=1e-4)
    assert 0 <= low <= p + 1e-12
    assert p - 1e-12 <= high <= 1


def test_nothing_tried_may_be_anything() -> None:
    """From 0 to 1."""
    assert Share(0, 0).bounds == (0.0, 1.0)


def test_every_skill_stands_in_one_section() -> None:
    """No skill is left out of the picture."""
    found = [name for one in progress(SKILLS.values(), []) for name, _ in one.standings]
    assert sorted(found) == sorted(SKILLS)


def learners(count: int, **told: object) -> list[tuple[str, Answer]]:
    """One answer of so many learners."""
    return [(f"learner-{n}", an_answer(1, **told)) for n in range(count)]  # type: ignore[arg-type]


def test_a_group_below_five_is_not_told() -> None:
    """Four are somebody; five are a group, whose names are nowhere."""
    assert weekly(SKILLS, learners(FEWEST - 1)) == []
    (group,) = weekly(SKILLS, [*learners(FEWEST), ("learner-0", an_answer(2, right=False))])
    assert group.learners == group.tried == group.known == FEWEST == 5
    assert "learner-" not in repr(group)


def test_four_learners_are_no_group_however_much_they_answer() -> None:
    """Each is counted once; twins and prompted answers make nobody a learner."""
    many = [
        (f"learner-{n % 4}", an_answer(n, skill=skill))
        for n, skill in enumerate(one.id for one in SKILLS.values())
    ]
    assert weekly(SKILLS, many) == []
    assert weekly(SKILLS, [*learners(4), *[("fifth", an_answer(1, twin=True))]]) == []
    assert weekly(SKILLS, [*learners(4), *[("fifth", an_answer(1, skill="inconnue"))]]) == []


@given(st.integers(NOW, NOW + 400 * DAY))
def test_a_week_is_its_monday(at: int) -> None:
    """As ISO 8601 has it, in UTC."""
    (group,) = weekly(SKILLS, learners(5, at=at))
    day = datetime.fromtimestamp(at, UTC).date()
    year, week, _ = day.isocalendar()
    assert group.week == day.fromisocalendar(year, week, 1).isoformat()


def test_sections_and_weeks_are_groups_apart() -> None:
    """Five in a week and four in the next are one group."""
    other = next(one for one in SKILLS.values() if one.section != SKILLS[SKILL].section)
    told = [
        *learners(5, right=False),
        *[(name, replace(one, number=2)) for name, one in learners(5, skill=other.id, seed=2)],
        *[(name, replace(one, number=3)) for name, one in learners(4, at=NOW + 9 * DAY, seed=9)],
    ]
    found = weekly(SKILLS, told)
    monday = found[0].week
    wanted = [
        Group(monday, SKILLS[SKILL].section, 5, 5, 0),
        Group(monday, other.section, 5, 5, 5),
    ]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
