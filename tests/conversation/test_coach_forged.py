"""Training by taps that nobody offered, or that an older version of the procedure did."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.card import CardKind
from bot.conversation.guide import Guide
from bot.conversation.lesson import Lesson, Step, is_lesson, read_step
from bot.conversation.links import Links
from bot.decision.compiled import Compiled
from bot.errors import InvalidTap
from bot.procedure.loader import load
from bot.training.schedule import Memory, Sure
from tests.conversation.learners import COMPILED, FRENCH, GUIDE, NOW, Pupil, begun, played
from tests.procedures import RETENTION, planted

PIECES = [
    *("retention", "support", "est", "autre", "answer", "show", "next", "stop", "export", "data"),
    *("sure", "guess", "1", "2", "9", "99999999999", "!", "*", "_", "-", " ", "é", "\n"),
]
tokens = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A button's content of which a few pieces were changed."""
    parts = [*["retention", "!", "1", "*", "answer", "_", "support", "__", "sure"]]
    for _ in range(draw(st.integers(1, 3))):
        parts[draw(st.integers(0, len(parts) - 1))] = draw(st.sampled_from([*PIECES, ""]))
    return "".join(parts)


@given(tokens | mutated() | st.text(max_size=20))
def test_a_forged_tap_is_refused_or_shows_a_card(token: str) -> None:
    """Never another error; an answer is only written of a choice that was offered."""

    async def story() -> None:
        pupil = await begun()
        asked = pupil.learner.asked
        assert asked is not None
        try:
            card = await pupil.tap(token)
        except InvalidTap:
            assert pupil.answers == []
            return
        assert is_lesson(token)
        assert card.title
        for answer in pupil.answers:
            assert answer.asked == asked
            assert answer.destination in asked.choices
            assert f"_{answer.destination}_" in token
            assert token.endswith(answer.sure)

    played(story())


@given(st.builds(
    Step,
    st.just("retention"),
    st.sampled_from(Lesson),
    st.integers(0, 999_999_999),
    st.sampled_from(["", "retention", "a-b"]),
    st.none(),
    st.none(),
))  # fmt: skip
def test_a_step_travels_in_its_button(step: Step) -> None:
    """As it was, with what was chosen of it."""
    assert read_step(step.token()) == step
    for sure in Sure:
        for option in (None, 0, 3):
            whole = step.chosen("retention", option, sure)
            assert read_step(whole.token()) == whole
    assert read_step(step.chosen("support", 2).token()) == step.chosen("support", 2)


def test_a_procedure_that_is_gone_is_an_invalid_tap() -> None:
    """Its buttons say so."""
    with pytest.raises(InvalidTap, match="plus là"):
        played(Pupil(GUIDE).tap("disparue!1*next"))


def test_a_sitting_goes_on_under_another_version(tmp_path: Path) -> None:
    """What is asked stays while it makes sense; an answer names the version that judged it."""
    edit = ('label: "Traiter en Support"', 'label: "Le Support s’en charge"')
    changed = Compiled(load(planted(RETENTION, tmp_path, edit)))

    async def story() -> None:
        pupil = await begun()
        await pupil.answer()
        await pupil.following()
        asked = pupil.learner.asked
        pupil.guide = Guide({"retention": changed}, Links(None, ""), FRENCH)
        await pupil.open()
        assert pupil.learner.asked == asked
        await pupil.answer()
        versions = [answer.version for answer in pupil.answers]
        assert versions == [COMPILED.edition.version, changed.edition.version]
        assert versions[0] != versions[1]

    played(story())


def test_a_situation_that_a_new_version_cannot_judge_is_replaced() -> None:
    """It is dropped, and so is what is remembered of a rule that is gone."""

    async def story() -> None:
        pupil = await begun()
        await pupil.answer()
        await pupil.following()
        learner = pupil.learner
        assert learner.asked is not None
        gone = replace(learner.asked, facts={**learner.asked.facts, "fait-disparu": "oui"})
        stale = replace(learner.sitting[0], asked=gone, version="ancienne")
        memories = {**learner.memories, "regle-disparue": Memory(1.0, 5.0, NOW, NOW, 1)}
        old = replace(learner, asked=gone, sitting=(stale,), memories=memories)
        pupil.notebook.learners[pupil.trainee] = old
        await pupil.tap(Step("retention", Lesson.ANSWER, 2, "retention", None, Sure.SURE).token())
        assert len(pupil.answers) == 1
        card = await pupil.open()
        assert card.kind is CardKind.TRAINING
        assert pupil.learner.asked is not None
        assert "fait-disparu" not in pupil.learner.asked.facts
        assert "regle-disparue" not in pupil.learner.memories

    played(story())


def test_a_call_cannot_be_passed_over() -> None:
    """« Next » on the call that is asked shows it again."""

    async def story() -> None:
        pupil = await begun()
        asked = pupil.card
        assert await pupil.tap("retention!1*next") == asked
        assert pupil.learner.number == 1

    played(story())
