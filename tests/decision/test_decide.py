"""A verdict is given as soon as nothing unknown can change it, and never sooner."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.decision.decide import decide, read_facts
from bot.decision.verdict import Ask, Decided, Decision, Undecidable, as_json
from bot.errors import InvalidCase
from bot.procedure.model import Ground, Procedure
from tests.decision.interpreter import holds
from tests.decision.oracle import FACTS, is_relevant, oracle
from tests.decision.retention import (
    CASES,
    Case,
    any_facts,
    completions,
    descendants,
    matters,
    outcomes,
    partial_facts,
    reminders,
    retention,
)
from tests.decision.strategies import agrees, built, compiled, procedures

ORDINARY = {
    "demande": "resiliation",
    "pre-actif": "non",
    "blocage": "aucun",
    "feu-rouge": "non",
    "facturation-a-regler": "non",
    "retention-disponible": "oui",
    "contrat": "determinee",
    "mbg": "non",
    "plusieurs-domaines": "non",
    "remboursement-demande": "non",
    "situation-particuliere": "non",
}
"""A cancellation like any other: transferred at once."""


def _decided(known: Case) -> Decision:
    return decide(retention(), read_facts(retention(), known).facts)


def _settled(known: Case) -> Decided:
    """The verdict on facts that are enough for one; others are not looked at."""
    decision = _decided(known)
    assume(isinstance(decision, Decided))
    assert isinstance(decision, Decided)
    return decision


# ── A verdict or a question ───────────────────────────────────────────────────────────────────


@given(partial_facts())
def test_a_case_is_decided_when_all_its_completions_agree(known: Case) -> None:
    """On the destination and on the phrases, and on these alone."""
    agreed = outcomes(known)
    decision = _decided(known)
    assert isinstance(decision, Decided) == (len(agreed) == 1)
    if isinstance(decision, Decided):
        assert (decision.verdict.destination, decision.verdict.phrases) in agreed


@given(partial_facts())
def test_the_destinations_still_possible_are_those_of_the_completions(known: Case) -> None:
    """In the order of the procedure."""
    decision = _decided(known)
    if isinstance(decision, Decided):
        return
    assert isinstance(decision, Ask)
    possible = {destination for destination, _ in outcomes(known)}
    order = list(retention().procedure.destinations)
    assert list(decision.possible) == sorted(possible, key=order.index)


@given(partial_facts())
def test_the_basis_is_the_weakest_that_is_possible(known: Case) -> None:
    """And it is said which facts it depends on."""
    decision = _settled(known)
    bases = {oracle(case).basis for case in completions(known)}
    rank = [str(ground) for ground in Ground].index
    assert decision.verdict.basis == max(bases, key=rank)
    assert bool(decision.basis_depends_on) == (len(bases) > 1)
    assert not set(decision.basis_depends_on) & known.keys()


@given(partial_facts())
def test_the_facts_on_which_the_basis_depends_settle_it(known: Case) -> None:
    """Cases that agree on them have the same basis."""
    decision = _settled(known)
    found: dict[tuple[str | None, ...], set[str]] = {}
    for case in completions(known):
        told = tuple(case.get(fact) for fact in decision.basis_depends_on)
        found.setdefault(told, set()).add(oracle(case).basis)
    assert all(len(bases) == 1 for bases in found.values())


@given(partial_facts())
def test_reminders_are_certain_or_told_with_what_they_depend_on(known: Case) -> None:
    """In each completion, a reminder is due when it is certain, or when its condition holds."""
    decision = _settled(known)
    certain, conditional = decision.verdict.reminders, decision.conditional
    due = [reminders(case) for case in completions(known)]
    assert set(certain) == set.intersection(*due)
    assert set(conditional) == set.union(*due) - set(certain)
    for case in completions(known):
        for name, condition in conditional.items():
            assert holds(condition, case) == (name in reminders(case)), (case, name)


@given(partial_facts())
def test_the_rules_told_are_those_of_every_completion(known: Case) -> None:
    """Or, where they have none in common, all that may decide; their passages are cited."""
    decision = _settled(known)
    each = [set(retention().verdict(case).rules) for case in completions(known)]
    verdict = decision.verdict
    assert set(verdict.rules) == (set.intersection(*each) or set.union(*each))
    assert set(verdict.passages) <= set(retention().procedure.passages)
    assert verdict.passages or verdict.basis is Ground.SILENT


@given(procedures(sound=True), st.data())
def test_any_procedure_tells_its_reminders_with_what_they_depend_on(
    procedure: Procedure, data: st.DataObject
) -> None:
    """Also where the relevance of a fact already given is not known yet."""
    one = compiled(procedure)
    values = {name: st.sampled_from(list(fact.values)) for name, fact in procedure.facts.items()}
    known = read_facts(one, data.draw(st.fixed_dictionaries({}, optional=values))).facts
    cases = [c for c in one.space.each_of(one.space.everything) if agrees(c, known)]
    decision = decide(one, known)
    assert isinstance(decision, Decided) == (len({one.verdict(c).outcome for c in cases}) == 1)
    if not isinstance(decision, Decided):
        return
    for when in decision.conditional.values():
        assert all(one.space.is_relevant(f, known) is not False for way in when for f in way)
    for case in cases:
        due = set(one.verdict(case).reminders)
        asked = {name for name, when in decision.conditional.items() if holds(when, case)}
        assert due == {*decision.verdict.reminders, *asked}


def test_a_reminder_waits_until_its_fact_is_known_to_be_of_use() -> None:
    """A fact given early stays in the condition: it may turn out not to matter."""
    procedure = built(
        facts={
            "a": {"values": ["oui", "non"]},
            "b": {"values": ["oui", "non"], "relevant": {"a": "oui"}},
        },
        rules={"r": {"when": {}, "then": "nord"}},
        reminders={"m": {"when": {"b": "oui"}, "text": "Oui", "passages": "p"}},
    )
    decision = decide(compiled(procedure), {"b": "oui"})
    assert isinstance(decision, Decided)
    assert decision.conditional == {"m": ({"b": ("oui",)},)}


def test_a_condition_that_can_no_longer_hold_is_not_told() -> None:
    """Nor a fact that turned out not to matter."""
    procedure = built(
        facts={
            "a": {"values": ["oui", "non"]},
            "b": {"values": ["oui", "non"], "relevant": {"a": "oui"}},
            "c": {"values": ["oui", "non"]},
            "d": {"values": ["oui", "non"]},
        },
        rules={"r": {"when": {}, "then": "nord"}},
        reminders={
            "m": {
                "when": [{"b": "oui"}, {"c": "oui"}, {"d": "oui", "c": "non"}],
                "text": "Oui",
                "passages": "p",
            }
        },
    )
    decision = decide(compiled(procedure), {"a": "non", "d": "non"})
    assert isinstance(decision, Decided)
    assert decision.conditional == {"m": ({"c": ("oui",)},)}


# ── Unknown is never « non » ──────────────────────────────────────────────────────────────────


def test_an_ordinary_cancellation_is_transferred() -> None:
    """With every fact known, the verdict is there."""
    decision = _decided(ORDINARY)
    assert isinstance(decision, Decided)
    assert decision.verdict.destination == "retention"
    assert not decision.basis_depends_on
    assert decision.conditional == {}


@pytest.mark.parametrize(
    "fact", ["pre-actif", "blocage", "facturation-a-regler", "situation-particuliere"]
)
def test_what_would_stop_a_transfer_is_asked(fact: str) -> None:
    """An unknown fact is not taken for « non », nor « aucun »."""
    known = {name: value for name, value in ORDINARY.items() if name != fact}
    decision = _decided(known)
    assert isinstance(decision, Ask)
    assert decision.facts == (fact,)
    assert len(decision.possible) > 1


def test_a_refund_not_known_of_leaves_the_phrase_open() -> None:
    """The destination is certain; what to say is not, and so it is asked."""
    known = {name: v for name, v in ORDINARY.items() if name != "remboursement-demande"}
    decision = _decided(known)
    assert decision == Ask("remboursement-demande", ("remboursement-demande",), ("retention",))


def test_a_fact_that_changes_only_the_ground_is_not_asked() -> None:
    """The weakest ground is told, and what it depends on."""
    decision = _decided({"demande": "plainte-formelle"})
    assert isinstance(decision, Decided)
    assert decision.verdict.destination == "est"
    assert decision.verdict.basis is Ground.READING
    assert decision.basis_depends_on == ("pre-actif", "feu-rouge")


# ── What is asked ─────────────────────────────────────────────────────────────────────────────


def _answered(case: Case, not_known: set[str], known: Case) -> tuple[Decision, int]:
    """Ask until no question is left, as an agent who does not know everything answers."""
    told: frozenset[str] = frozenset()
    cards = 0
    while True:
        decision = decide(retention(), known, told)
        if not isinstance(decision, Ask):
            return decision, cards
        cards += 1
        assert cards <= len(FACTS)
        assert not told & set(decision.facts), "asked again"
        assert not known.keys() & set(decision.facts), "known already"
        assert any(matters(fact, known) for fact in decision.facts)
        for fact in decision.facts:
            if fact in not_known:
                told |= {fact}
            elif fact in case:
                known = {**known, fact: case[fact]}


@given(
    case=st.sampled_from(CASES),
    not_known=st.sets(st.sampled_from(list(FACTS)), max_size=4),
    data=st.data(),
)
def test_asking_ends_and_never_asks_the_same_fact_twice(
    case: Case, not_known: set[str], data: st.DataObject
) -> None:
    """In a verdict that holds, or in saying which unknown facts it depends on."""
    stated = data.draw(st.lists(st.sampled_from(list(case)), unique=True, max_size=4))
    known = {fact: case[fact] for fact in stated if fact not in not_known}
    known = read_facts(retention(), known).facts
    decision, _ = _answered(case, not_known, known)
    expected = oracle(case)
    if isinstance(decision, Decided):
        verdict = decision.verdict
        assert (verdict.destination, verdict.phrases) == (expected.destination, expected.phrases)
    else:
        assert isinstance(decision, Undecidable)
        assert expected.destination in decision.possible
        beyond = {below for fact in not_known for below in descendants(fact)}
        assert set(decision.facts) <= not_known | beyond
        assert set(decision.facts) & not_known


def test_each_fact_asked_can_change_the_outcome() -> None:
    """Of each card shown on the way to some of the verdicts, and of each fact of it."""
    for case in random.Random(1).sample(CASES, 12):
        known: Case = {}
        while isinstance(decision := decide(retention(), known), Ask):
            assert all(matters(fact, known) for fact in decision.facts), (known, decision)
            known = {**known, **{fact: case[fact] for fact in decision.facts if fact in case}}


def test_a_fact_is_asked_only_where_it_is_of_use() -> None:
    """Its relevance is settled, by what is known or by what the same card asks before it."""
    for case in CASES[::7]:
        known: Case = {}
        while isinstance(decision := decide(retention(), known), Ask):
            asked: set[str] = set()
            for fact in decision.facts:
                ancestors = {one for one in FACTS if fact in descendants(one)}
                assert ancestors <= known.keys() | asked
                asked.add(fact)
            assert is_relevant(decision.facts[0], known)
            known |= {fact: case[fact] for fact in decision.facts if fact in case}


@settings(max_examples=30)
@given(case=st.sampled_from(CASES), stated=st.sets(st.sampled_from(list(FACTS)), max_size=6))
def test_answering_takes_no_more_cards_than_the_worst_foreseen(
    case: Case, stated: set[str]
) -> None:
    """From wherever the conversation starts."""
    known = {fact: value for fact, value in case.items() if fact in stated}
    left = retention().forest.given_all(retention().outcomes, known)
    worst = retention().planner.cost(left).worst
    decision, cards = _answered(case, set(), known)
    assert isinstance(decision, Decided)
    assert cards <= worst <= 4


def test_facts_that_cannot_be_known_are_named_and_not_asked() -> None:
    """A case left open says where it may go and on what that depends."""
    known = {name: value for name, value in ORDINARY.items() if name != "blocage"}
    decision = decide(retention(), known, frozenset({"blocage"}))
    assert decision == Undecidable(("blocage",), ("retention", "support"))
    assert as_json(decision, []) == {
        "ask": {"question": None, "facts": ["blocage"]},
        "possible": ["retention", "support"],
    }


@given(procedures(sound=True), st.data())
def test_any_procedure_is_asked_to_its_end(procedure: Procedure, data: st.DataObject) -> None:
    """In no more cards than foreseen, to the verdict of the case."""
    one = compiled(procedure)
    case = one.space.case_at(data.draw(st.integers(0, one.space.size - 1)))
    worst, cards, known = one.planner.cost(one.outcomes).worst, 0, {}
    while isinstance(decision := decide(one, known), Ask):
        cards += 1
        assert cards <= worst
        assert any(fact in case for fact in decision.facts)
        known |= {fact: case[fact] for fact in decision.facts if fact in case}
    assert isinstance(decision, Decided)
    assert decision.verdict.outcome == one.verdict(case).outcome


# ── What is read ──────────────────────────────────────────────────────────────────────────────


@given(any_facts())
def test_a_fact_is_ignored_when_no_completion_has_a_use_for_it(given_facts: Case) -> None:
    """With a warning that names it, and without effect; one that may be of use is kept."""
    known = read_facts(retention(), given_facts)
    used = {fact for case in completions(given_facts) for fact in case}
    assert known.facts == {f: v for f, v in given_facts.items() if f in used}
    ignored = [fact for fact in given_facts if fact not in used]
    assert len(known.warnings) == len(ignored)
    assert all(f"« {f} »" in w for f, w in zip(ignored, known.warnings, strict=True))
    kept_only = {f: v for f, v in given_facts.items() if f in used}
    assert decide(retention(), known.facts) == _decided(kept_only)


@given(any_facts())
def test_what_is_decided_is_what_the_relevant_facts_say(given_facts: Case) -> None:
    """Whatever else was given with them."""
    decision = _decided(given_facts)
    agreed = outcomes(given_facts)
    assert isinstance(decision, Decided) == (len(agreed) == 1)
    if isinstance(decision, Decided):
        assert (decision.verdict.destination, decision.verdict.phrases) in agreed


def test_a_fact_of_unknown_relevance_is_kept_and_used_once_it_is_known() -> None:
    """« ouvert-offre », told before the contract is known to be monthly."""
    early = read_facts(retention(), {"ouvert-offre": "oui", "demande": "resiliation"})
    assert (early.facts["ouvert-offre"], early.warnings) == ("oui", [])
    usual = {k: v for k, v in ORDINARY.items() if k != "contrat"} | {"ouvert-offre": "oui"}
    assert isinstance(_decided(usual), Decided)  # transferred, whichever the contract
    closed = usual | {"ouvert-offre": "non", "mecontent": "non"}
    assert isinstance(_decided(closed), Ask)
    decision = _decided(closed | {"contrat": "mensuel"})
    assert isinstance(decision, Decided)
    assert decision.verdict.destination == "support"


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_value_is_a_fact_not_given(nothing: str | None) -> None:
    """Neither « non » nor an error."""
    known = read_facts(retention(), {"demande": "autre", "feu-rouge": nothing})
    assert known.facts == {"demande": "autre"}
    assert known.warnings == []


@pytest.mark.parametrize("value", [True, False, 0, 1, 1.5, ["oui"], {"oui": 1}, "Oui", "oui ", " "])
def test_a_value_that_is_not_one_of_the_words_is_refused(value: object) -> None:
    """A truth value, a number, a list, another spelling: nothing is guessed."""
    with pytest.raises(InvalidCase, match="valeur inconnue de « feu-rouge »"):
        read_facts(retention(), {"feu-rouge": value})


def test_every_wrong_fact_is_named_with_the_nearest_that_is_right() -> None:
    """All of them at once, facts and values."""
    wrong = {"demnade": "x", "blocage": "verouille", "feu-rouge": "oui", "pre-actif": "zzz"}
    with pytest.raises(InvalidCase) as refused:
        read_facts(retention(), wrong)
    assert str(refused.value).split(" ; ") == [
        "fait inconnu « demnade »",
        "vouliez-vous dire « demande » ?",
        "valeur inconnue de « blocage » : « verouille »",
        "vouliez-vous dire « verrouille » ?",
        "valeur inconnue de « pre-actif » : « zzz »",
        "au choix : oui, non",
    ]
