"""The token that carries a case: whole, valid, and never believed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.case import (
    DOUBTFUL,
    MAX_TOKEN,
    TEXT,
    UNKNOWN,
    GuidedCase,
    Step,
    read_case,
    revalidated,
)
from bot.conversation.tap import Action, Tap, read_tap
from bot.decision.compiled import Compiled
from bot.errors import InvalidTap
from tests.decision.oracle import FACTS

ids = st.sampled_from(sorted(FACTS))
stated = ids.flatmap(
    lambda fact: st.tuples(st.just(fact), st.sampled_from((*FACTS[fact], UNKNOWN)))
)
steps = st.builds(Step, ids, st.lists(stated, min_size=1, max_size=6).map(tuple))
cases = st.builds(
    GuidedCase,
    st.just("retention"),
    st.just("0123456789ab"),
    st.integers(0, 9999),
    st.lists(steps, max_size=5).map(tuple),
)


@given(cases)
def test_a_token_read_back_is_the_case(case: GuidedCase) -> None:
    """Nothing is lost in a button."""
    assert read_case(case.token()) == case


@given(cases, st.sampled_from(Action), st.one_of(st.just(""), ids), st.lists(stated, max_size=4))
def test_a_tap_read_back_is_the_tap(
    case: GuidedCase, action: Action, subject: str, said: list[tuple[str, str]]
) -> None:
    """A button says what to do, on what, and what it affirms."""
    tapped = Tap(case, action, subject, tuple(said))
    assert read_tap(tapped.token()) == tapped


@given(st.text(max_size=300))
def test_any_other_text_is_refused(text: str) -> None:
    """A forged button is either a case of the right form or `InvalidTap`; nothing else happens."""
    with suppress(InvalidTap):
        assert read_tap(text).case.procedure


def test_a_token_fits_a_button_with_every_fact_answered(compiled: Compiled) -> None:
    """Slack takes 2,000 characters; the longest real case stays well under."""
    case = GuidedCase("retention", compiled.edition.version, 9999)
    for fact, values in FACTS.items():
        case = case.answered(fact, {fact: max(values, key=len)})
    assert len(Tap(case, Action.TICK, "compte").token()) < 1_200


def test_an_endless_token_is_refused() -> None:
    """A token longer than any button is not read at all."""
    with pytest.raises(InvalidTap):
        read_case("retention.0123456789ab.1" + "~demande_demande.resiliation" * MAX_TOKEN)


def test_a_case_of_this_version_with_an_unknown_fact_is_forged(compiled: Compiled) -> None:
    """Under the version in force, only facts of the procedure can have been answered."""
    forged = GuidedCase("retention", compiled.edition.version, 1, (Step("x", (("age", "12"),)),))
    with pytest.raises(InvalidTap):
        revalidated(forged, compiled)


def test_a_case_of_another_version_keeps_what_is_still_valid(compiled: Compiled) -> None:
    """When the procedure changed, the answers that it still knows are kept."""
    old = GuidedCase(
        "retention",
        "0123456789ab",
        3,
        (Step("demande", (("demande", "downgrade"), ("age", "12"))), Step("x", (("ville", "a"),))),
    )
    kept, changed = revalidated(old, compiled)
    assert changed
    assert kept.facts(compiled.space) == {"demande": "downgrade"}
    assert kept.version == compiled.edition.version


def test_facts_that_no_longer_matter_are_set_aside_and_come_back(compiled: Compiled) -> None:
    """A corrected request hides what was answered about the former one; « Retour » restores it."""
    case = GuidedCase("retention", compiled.edition.version)
    case = case.answered("demande", {"demande": "resiliation"})
    case = case.answered("engagement", {"contrat": "mensuel", "ouvert-offre": UNKNOWN})
    corrected = case.answered("demande", {"demande": "downgrade"})
    assert corrected.stated(compiled.space) == {"demande": "downgrade"}
    assert corrected.back().stated(compiled.space) == case.stated(compiled.space)


def test_going_back_grows_the_revision() -> None:
    """« Retour » is a step like another: an older card stays older."""
    case = GuidedCase("retention", "0123456789ab").answered("demande", {"demande": "downgrade"})
    assert case.back().steps == ()
    assert case.back().revision == 2


def test_a_case_corrected_without_end_still_fits_a_button(compiled: Compiled) -> None:
    """What later answers replace is forgotten rather than outgrow the button."""
    case = GuidedCase("retention", compiled.edition.version)
    for n in range(300):
        fact = sorted(FACTS)[n % len(FACTS)]
        case = case.answered(fact, {fact: FACTS[fact][n % 2]})
        assert len(Tap(case, Action.TRY, "", (("feu-rouge", "oui"),) * 9).token()) < 2_000
        assert read_case(case.token()) == case


def test_what_a_text_left_unsure_is_carried_until_it_is_said(compiled: Compiled) -> None:
    """It survives a button, states nothing by itself, and goes once the fact is answered."""
    case = GuidedCase("retention", compiled.edition.version)
    case = case.answered(TEXT, {"demande": "resiliation", "contrat": DOUBTFUL})
    case, _ = revalidated(read_case(case.token()), compiled)
    assert case.stated(compiled.space) == {"demande": "resiliation"}
    assert case.doubtful(compiled.space) == ("contrat",)
    assert case.answered("contrat", {"contrat": "mensuel"}).doubtful(compiled.space) == ()
    assert case.answered("demande", {"demande": "downgrade"}).doubtful(compiled.space) == ()


def test_a_value_put_in_doubt_later_no_longer_counts(compiled: Compiled) -> None:
    """It is asked again: nothing is decided on what the agent takes back."""
    case = GuidedCase("retention", compiled.edition.version)
    case = case.answered("contrat", {"demande": "resiliation", "contrat": "mensuel"})
    case = case.answered(TEXT, {"contrat": DOUBTFUL})
    assert case.stated(compiled.space) == {"demande": "resiliation"}
    assert case.doubtful(compiled.space) == ("contrat",)
    assert case.back().stated(compiled.space)["contrat"] == "mensuel"
