"""When a skill comes back: later and later while it is known, soon when it is not."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.training.schedule import LONGEST, Memory, Sure, reviewed
from tests.training.retention import DAY, NOW

answers = st.lists(
    st.tuples(st.booleans(), st.sampled_from(Sure), st.integers(0, 90 * DAY)), min_size=1
)


def remembered(*reviews: tuple[bool, Sure, int]) -> list[Memory]:
    """The memories after answers, each so many seconds after the last."""
    memory, now, found = None, NOW, []
    for right, sure, after in reviews:
        now += after
        memory = reviewed(memory, right, sure, now)
        found.append(memory)
    return found


def when_due(times: int, sure: Sure = Sure.SURE) -> list[int]:
    """The days between answers, each given when it is due."""
    memory, now, days = None, NOW, []
    for _ in range(times):
        memory = reviewed(memory, True, sure, now)
        days.append((memory.due - now) // DAY)
        now = memory.due
    return days


@given(answers)
def test_the_same_answers_give_the_same_days(given_out: list[tuple[bool, Sure, int]]) -> None:
    """Nothing is drawn at random, nor read from a clock."""
    assert remembered(*given_out) == remembered(*given_out)


@given(answers)
def test_a_skill_comes_back_within_sixty_days(given_out: list[tuple[bool, Sure, int]]) -> None:
    """And never before a day has passed."""
    for memory in remembered(*given_out):
        assert DAY <= memory.due - memory.seen <= LONGEST * DAY


@given(answers)
def test_what_is_guessed_right_is_not_known(given_out: list[tuple[bool, Sure, int]]) -> None:
    """It is remembered as what was wrong is, and is no success."""
    before = remembered(*given_out)[-1]
    later = before.seen + 3 * DAY
    guessed = reviewed(before, True, Sure.GUESS, later)
    assert guessed == reviewed(before, False, Sure.SURE, later)
    assert guessed == replace(guessed, successes=before.successes)
    assert guessed.stability <= reviewed(before, True, Sure.RATHER, later).stability


def test_what_is_known_comes_back_later_each_time() -> None:
    """Up to sixty days, from which it does not grow."""
    days = when_due(8)
    assert all(one < two or two == LONGEST for one, two in pairwise(days))
    assert days[-1] == LONGEST == 60
    assert days[0] < 8


def test_who_is_rather_sure_sees_it_again_sooner() -> None:
    """Doubt is worth a shorter interval, though it counts as a success."""
    sure, rather = when_due(4), when_due(4, Sure.RATHER)
    assert all(one > two for one, two in zip(sure, rather, strict=True))
    assert remembered((True, Sure.RATHER, 0))[-1].successes == 1


def test_a_miss_brings_a_skill_back_soon() -> None:
    """Even after a long success."""
    known = remembered(*[(True, Sure.SURE, 30 * DAY)] * 4)[-1]
    missed = reviewed(known, False, Sure.SURE, known.due)
    assert missed.due - missed.seen < known.due - known.seen
    assert missed.successes == known.successes
