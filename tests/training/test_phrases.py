"""The sentence to say stands once among those to choose from, word for word."""

from hypothesis import given

from bot.training.phrases import OPTIONS, options, right_phrases, sayable
from tests.training.retention import COMPILED, SITUATIONS, SKILLS, seeds, skills
from tests.training.test_vignettes import PROCEDURE, VIGNETTES


@given(skills, seeds)
def test_exactly_one_option_is_right(skill: str, seed: int) -> None:
    """It is the prescribed sentences in their order; no other option reads the same."""
    outcome = SITUATIONS.outcome(SITUATIONS.drawn(SKILLS[skill], seed))
    right = right_phrases(COMPILED, outcome)
    shown = options(COMPILED, VIGNETTES, outcome, seed)
    said = tuple(text for name in right for text in PROCEDURE.phrases[name].say)
    assert set(right) == set(outcome.phrases)
    assert [one.texts for one in shown if one.ids == right] == [said]
    assert [one.ids for one in shown if one.texts == said] == [right]
    assert len({one.ids for one in shown}) == len({one.texts for one in shown}) == len(shown)
    assert 2 <= len(shown) <= OPTIONS


@given(skills, seeds)
def test_what_looks_like_the_sentence_is_not_prescribed(skill: str, seed: int) -> None:
    """An imitation is nowhere in the procedure; where something is said, one is offered."""
    outcome = SITUATIONS.outcome(SITUATIONS.drawn(SKILLS[skill], seed))
    shown = options(COMPILED, VIGNETTES, outcome, seed)
    near = [one for one in shown if any("." in name for name in one.ids)]
    prescribed = {text for one in PROCEDURE.phrases.values() for text in one.say}
    assert bool(near) == bool(outcome.phrases)
    assert all(not set(one.texts) <= prescribed for one in near)
    assert (() in [one.ids for one in shown]) or not outcome.phrases


def test_a_sentence_is_asked_where_some_case_has_one() -> None:
    """And only there: the question itself gives nothing away."""
    verdicts = [COMPILED.verdict(COMPILED.space.case_at(n)) for n in range(COMPILED.space.size)]
    assert sayable(COMPILED) == {one.destination for one in verdicts if one.phrases}
