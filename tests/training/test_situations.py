"""A situation states what its verdict needs, says no more, and never says the same twice."""

from random import Random

import pytest
from hypothesis import given

from bot.procedure.conditions import holds
from bot.procedure.vignettes import Tone
from bot.training.situations import Situation
from tests.training.retention import COMPILED, SITUATIONS, SKILLS, lines, outcomes, seeds, skills
from tests.training.test_vignettes import (
    ECHOES,
    PROCEDURE,
    UNDERSTANDING,
    VALUES,
    VIGNETTES,
    needed,
    renderings,
)

TEAMS = ("équipe fraude", "escalade", "superviseur", "cas particuliers", "une task")


@given(skills, seeds)
def test_a_situation_has_one_verdict_which_is_that_of_its_skill(skill: str, seed: int) -> None:
    """Every case that agrees with it goes to one place, on one ground, and one is of the skill."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    space = COMPILED.space
    assert all(space.is_relevant(fact, facts) for fact in facts)
    cases = list(space.each_of(space.matching(facts)))
    verdicts = [COMPILED.verdict(case) for case in cases]
    assert len({(one.outcome, one.basis) for one in verdicts}) == 1
    assert SITUATIONS.outcome(facts) == verdicts[0].outcome
    assert space.matching(facts) & SKILLS[skill].cases
    own = space.case_at((space.matching(facts) & SKILLS[skill].cases).bit_length() - 1)
    assert SKILLS[skill].rule in (COMPILED.verdict(own).rules or PROCEDURE.silences)


@given(skills, seeds)
def test_each_fact_of_a_situation_is_told_and_nothing_is_left_over(skill: str, seed: int) -> None:
    """Each has words, found in the call; no mark of the file remains, no space too many."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    situation = SITUATIONS.tell(facts, seed)
    assert situation.by_fact.keys() == facts.keys()
    told = lines(situation)
    assert all(words and any(words in one for one in told) for words in situation.by_fact.values())
    for one in told:
        assert one == one.strip()
        assert not set(one) & set("{}[]|$"), one
        assert "  " not in one


@given(skills, seeds)
def test_a_situation_does_not_say_where_it_goes(skill: str, seed: int) -> None:
    """No destination is named in it, nor a sentence to say."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    told = f" {' '.join(lines(SITUATIONS.tell(facts, seed)))} ".casefold()
    labels = [one.label.casefold() for one in PROCEDURE.destinations.values()]
    phrases = [text.casefold() for one in PROCEDURE.phrases.values() for text in one.say]
    assert [one for one in (*labels, *phrases, *TEAMS) if one in told] == []


def hearable(situation: Situation, told: str) -> set[tuple[str, str]]:
    """What may be heard in a text of a situation: its own facts, and what they cannot hide."""
    right: set[tuple[str, str]] = set()
    for fact, value in situation.facts.items():
        if situation.by_fact[fact] in told:
            also = needed(fact) | ECHOES.get((fact, value), {}) | REFUNDED.get((fact, value), {})
            right |= {(fact, value), *also.items()}
    return right | ({("mecontent", "oui")} if is_angry(situation) else set())


REFUNDED = {("demande", "remboursement"): {"remboursement-demande": "remboursement"}}
"""In a whole speech, a refund is heard as asked for besides."""


def is_angry(situation: Situation) -> bool:
    """Whether the call begins as angry ones do."""
    hellos = VIGNETTES.tones[Tone.ANGRY].hello
    return any(situation.speech.startswith(one) for said in hellos for one in renderings(said))


def test_what_is_told_is_heard_as_it_is() -> None:
    """The bot hears no wrong fact in a speech, nor in a line beside it."""
    heard, wrong = 0, []
    for seed in range(1_500):
        skill = list(SKILLS.values())[seed % len(SKILLS)]
        situation = SITUATIONS.tell(SITUATIONS.drawn(skill, seed), seed)
        for one in lines(situation):
            facts = set(UNDERSTANDING.read(one).facts.items())
            heard += len(facts)
            wrong += [(one, fact) for fact in facts - hearable(situation, one)]
    assert heard > 5_000
    assert wrong == []


@given(skills, seeds)
def test_a_situation_is_the_same_each_time(skill: str, seed: int) -> None:
    """Everything follows from its seed."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    assert facts == SITUATIONS.drawn(SKILLS[skill], seed)
    assert SITUATIONS.tell(facts, seed) == SITUATIONS.tell(facts, seed)


def test_there_are_more_than_ten_thousand_situations() -> None:
    """Of twelve thousand told, hardly two are word for word the same."""
    told = set()
    for seed in range(2_400):
        facts = SITUATIONS.drawn(list(SKILLS.values())[seed % len(SKILLS)], seed)
        for caller in range(5):
            situation = SITUATIONS.tell(facts, 10_000 * caller + seed)
            told.add((situation.speech, *sorted(situation.screen), *sorted(situation.known)))
    assert len(told) >= 10_000


@pytest.mark.parametrize(("fact", "value"), VALUES)
def test_every_text_is_told_some_day(fact: str, value: str) -> None:
    """No text of a value waits for a caller who never comes."""
    waiting = {
        path: frozenset(renderings(text)) for path, text in VIGNETTES.facts[fact][value].texts()
    }
    having = list(COMPILED.space.each_of(COMPILED.space.having(fact, value)))
    random = Random(f"{fact} {value}")
    for seed in range(6_000):
        said = SITUATIONS.tell(random.choice(having), seed).by_fact[fact]
        waiting = {path: texts for path, texts in waiting.items() if said not in texts}
        if not waiting:
            break
    assert list(waiting) == []


@given(skills, seeds)
def test_a_situation_is_whole_only_with_all_that_it_needs(skill: str, seed: int) -> None:
    """Without the fact that decides, it would not be asked."""
    facts = SITUATIONS.drawn(SKILLS[skill], seed)
    assert SITUATIONS.is_whole(facts)
    without = {fact: {one: value for one, value in facts.items() if one != fact} for fact in facts}
    for fact, fewer in without.items():
        if len(outcomes(fewer)) > 1:
            assert not SITUATIONS.is_whole(fewer), fact


def test_a_situation_tells_what_its_rule_speaks_of_and_a_rule_that_it_sets_aside() -> None:
    """Without them, something else would decide, or nothing would tempt."""
    for seed in range(1_000):
        skill = list(SKILLS.values())[seed % len(SKILLS)]
        facts = SITUATIONS.drawn(skill, seed)
        rule = PROCEDURE.rules.get(skill.rule) or PROCEDURE.silences[skill.rule]
        assert holds(rule.when, facts), (skill.id, seed)
        if skill.over:
            assert any(holds(PROCEDURE.rules[name].when, facts) for name in skill.over), (
                skill.id,
                seed,
            )
