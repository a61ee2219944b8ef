"""What is asked next, and what an answer changes."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decision.compiled import Compiled
from bot.procedure.loader import load
from bot.training.course import SITTING, Course
from bot.training.learner import Learner
from bot.training.schedule import Memory, Sure
from tests.procedures import RETENTION, planted
from tests.training.retention import (
    COURSE,
    DAY,
    NOW,
    SITUATIONS,
    SKILLS,
    answered,
    one_more,
)

MONTHLY = "    when: {demande: resiliation, contrat: mensuel, ouvert-offre: oui}\n    then: "
MOVED = (MONTHLY + "retention", MONTHLY + "superviseur")
RIGHT_OR_NOT = st.lists(st.booleans(), min_size=1, max_size=25)


def after(*rights: bool, seed: int = 1, learner: Learner | None = None) -> Learner:
    """The learner of a sitting in which these were right, or not."""
    learner = learner or Learner(seed)
    for n, right in enumerate(rights):
        learner = one_more(learner, right, now=NOW + 30 * n)
    return learner


def due_since(days: int, successes: int = 0) -> Memory:
    """A memory that was due so many days ago."""
    return Memory(3.0, 5.0, NOW - days * DAY, NOW - (days + 3) * DAY, successes)


@given(RIGHT_OR_NOT, st.integers(0, 2**32))
def test_a_sitting_is_the_same_for_the_same_answers(rights: list[bool], seed: int) -> None:
    """What is asked follows from the learner's seed and their answers."""
    assert after(*rights, seed=seed) == after(*rights, seed=seed)


@given(RIGHT_OR_NOT, st.integers(0, 2**32))
def test_no_skill_comes_twice_in_a_row(rights: list[bool], seed: int) -> None:
    """But in a twin, which may be of the same."""
    sitting = after(*rights, seed=seed).sitting
    for one, two in pairwise(sitting):
        assert two.asked.twin or two.asked.skill != one.asked.skill


@given(RIGHT_OR_NOT, st.integers(0, 2**32))
def test_a_twin_follows_each_miss_and_nothing_else(rights: list[bool], seed: int) -> None:
    """One fact apart, told by the same caller; a twin missed has no twin of its own."""
    sitting = after(*rights, seed=seed).sitting
    assert not sitting[0].asked.twin
    for one, two in pairwise(sitting):
        assert two.asked.twin == (not one.right and not one.asked.twin)
        if two.asked.twin:
            before, facts = one.asked.facts, two.asked.facts
            assert len([fact for fact in facts if facts[fact] != before[fact]]) == 1
            assert two.asked.seed == one.asked.seed
            assert set(one.asked.choices) <= set(two.asked.choices)
            right = SITUATIONS.outcome(facts)
            assert right != SITUATIONS.outcome(before)
            assert right.destination in two.asked.choices


def test_a_sitting_is_of_ten() -> None:
    """No more where the last was right."""
    nine = after(*[True] * (SITTING - 1))
    assert not COURSE.is_over(nine)
    assert COURSE.is_over(one_more(nine))
    assert COURSE.begun(one_more(nine)).sitting == ()


def test_a_tenth_that_is_missed_has_its_twin() -> None:
    """Whatever is answered to it, the sitting is over then."""
    missed = one_more(after(*[True] * (SITTING - 1)), right=False)
    assert not COURSE.is_over(missed)
    for right in (True, False):
        done = one_more(missed, right)
        assert done.sitting[-1].asked.twin
        assert COURSE.is_over(done)


def test_what_is_longest_due_comes_first() -> None:
    """Before anything new, and before what is due since."""
    first, second, third = list(SKILLS)[5:8]
    memories = {first: due_since(1), second: due_since(4), third: due_since(-2)}
    learner = Learner(1, memories=memories)
    asked = []
    for n in range(3):
        learner = one_more(learner, now=NOW + n)
        asked.append(learner.sitting[-1].asked.skill)
    assert asked[:2] == [second, first]
    assert asked[2] not in memories


def test_the_skill_just_asked_waits_though_it_is_due() -> None:
    """A sitting taken up after days goes on with another."""
    learner = one_more(Learner(1, memories={"mbg": due_since(1)}))
    later = learner.memories["mbg"].due + DAY
    asked = COURSE.next(learner, later).asked
    assert asked is not None
    assert asked.skill != "mbg"


def test_what_is_new_comes_by_its_share_of_the_calls() -> None:
    """The most used first, but never two of one rule in a row where there are others."""
    asked = [one.asked.skill for one in after(*[True] * len(SKILLS)).sitting]
    assert sorted(asked) == sorted(SKILLS)
    left, last = list(SKILLS), ""
    for skill in asked:
        others = [one for one in left if one.partition(">")[0] != last.partition(">")[0]]
        assert skill == (others or left)[0]
        left.remove(skill)
        last = skill


def test_when_all_is_known_and_nothing_due_the_next_due_is_asked() -> None:
    """Whoever wants more has more."""
    memories = {name: due_since(-n - 1) for n, name in enumerate(SKILLS)}
    asked = COURSE.next(Learner(1, memories=memories), NOW).asked
    assert asked is not None
    assert asked.skill == next(iter(SKILLS))


@pytest.mark.parametrize(("successes", "count"), [(0, 3), (1, 5), (2, 9), (7, 9)])
def test_choices_grow_and_the_sentence_is_asked_with_success(successes: int, count: int) -> None:
    """Three destinations, then five, then all; the sentence from the second time on."""
    for skill in SKILLS:
        learner = Learner(1, memories={skill: due_since(2, successes)})
        asked = COURSE.next(learner, NOW).asked
        assert asked is not None
        assert asked.skill == skill
        assert len(asked.choices) == count
        assert asked.phrased == (successes > 0)


def test_a_right_twin_changes_nothing_of_what_is_remembered() -> None:
    """It was prompted; guessed or missed, it does tell something."""
    missed = after(False)
    twin = COURSE.next(missed, NOW)
    assert answered(twin)[0].memories == missed.memories
    for right, sure in ((True, Sure.GUESS), (False, Sure.SURE)):
        told = answered(twin, right, sure, NOW + 60)[0]
        assert told.memories != missed.memories
        assert twin.asked is not None
        assert told.memories[twin.asked.skill].seen == NOW + 60


def test_an_answer_takes_both_the_place_and_the_sentence() -> None:
    """The right team with the wrong sentence is not right."""
    skill = "file-saturee"
    learner = COURSE.next(Learner(1, memories={skill: due_since(1, 1)}), NOW)
    assert learner.asked is not None
    outcome = SITUATIONS.outcome(learner.asked.facts)
    assert COURSE.is_phrased(learner.asked, outcome.destination)
    told = [
        COURSE.answered(learner, outcome.destination, said, Sure.SURE, NOW)
        for said in (outcome.phrases, (), ("phrase-transfert.0",))
    ]
    assert [answer.right for _, answer in told] == [True, False, False]
    assert [one.memories[skill].successes for one, _ in told] == [2, 1, 1]


def test_nothing_is_answered_where_nothing_is_asked() -> None:
    """It is no answer to anything."""
    with pytest.raises(ValueError, match="aucune situation"):
        COURSE.answered(Learner(1), "retention", None, Sure.SURE, NOW)


def test_what_is_old_is_dropped() -> None:
    """Memories and answers of before a time; the number goes on."""
    learner = replace(after(True, True), number=40)
    old = replace(learner, memories={**learner.memories, "mbg": due_since(90)})
    assert old.since(NOW).memories == learner.memories
    assert old.since(NOW + 15).sitting == learner.sitting[1:]
    assert len(old.since(NOW + 15).memories) == 1
    assert old.since(NOW + 15).number == 40


def test_what_the_procedure_no_longer_knows_is_dropped() -> None:
    """A skill, a fact, a value that are gone; all the rest stays."""
    learner = COURSE.next(after(True, False, True), NOW)
    assert COURSE.still_valid(learner) == learner
    assert learner.asked is not None
    gone = {**learner.memories, "regle-disparue": due_since(1)}
    assert COURSE.still_valid(replace(learner, memories=gone)) == learner
    changes: list[dict[str, Any]] = [
        {"skill": "regle-disparue"},
        {"facts": {**learner.asked.facts, "fait-disparu": "oui"}},
        {"facts": {**learner.asked.facts, "demande": "valeur-disparue"}},
        {"facts": {}},
        {"choices": ("equipe-disparue", *learner.asked.choices)},
    ]
    for changed in changes:
        asked = replace(learner.asked, **changed)
        assert COURSE.still_valid(replace(learner, asked=asked)) == replace(learner, asked=None)
        strange = replace(learner.sitting[0], asked=asked, version="ancienne")
        sitting = (strange, *learner.sitting[1:])
        assert COURSE.still_valid(replace(learner, sitting=sitting)).sitting == learner.sitting[1:]


def test_a_situation_whose_answer_is_no_longer_among_the_choices_is_dropped(
    tmp_path: Path,
) -> None:
    """The procedure changed while it was asked: nobody could be right."""
    folder = planted(RETENTION, tmp_path, MOVED)
    edition = load(folder)
    assert edition.vignettes
    course = Course(Compiled(edition), edition.vignettes)
    moved = 0
    for seed in range(200):
        asked = COURSE.next(Learner(seed, memories={"mensuel-ouvert": due_since(1)}), NOW).asked
        assert asked is not None
        valid = course.still_valid(Learner(seed, asked=asked)).asked
        if course.situations.is_whole(asked.facts):
            right = course.situations.outcome(asked.facts).destination
            assert (valid is not None) == (right in asked.choices)
            moved += valid is None
    assert moved
