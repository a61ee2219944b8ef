"""The verdict of each of the 5,088 cases is that of the reading."""

from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.model import Ground
from tests.decision.oracle import SILENT, oracle
from tests.decision.retention import CASES, REMINDERS, Case, reminders, retention


def test_the_cases_are_those_of_the_reading() -> None:
    """The 5,088 distinct cases, each once."""
    space = retention().space
    ours = [frozenset(case.items()) for case in space.each_of(space.everything)]
    assert len(ours) == space.size == len(CASES) == 5_088
    assert set(ours) == {frozenset(case.items()) for case in CASES}


def test_each_case_goes_where_the_reading_says() -> None:
    """Destination, basis and phrases, in their order."""
    wrong = []
    for case in CASES:
        verdict, expected = retention().verdict(case), oracle(case)
        found = (verdict.destination, verdict.basis, verdict.phrases)
        if found != (expected.destination, expected.basis, expected.phrases):
            wrong.append((case, found, expected))
    assert wrong[:3] == []


def test_each_case_has_its_reminders_and_no_other() -> None:
    """Those of section 5 of the reading."""
    assert set(retention().procedure.reminders) == set(REMINDERS)
    wrong = [
        case
        for case in CASES
        if sorted(retention().verdict(case).reminders) != sorted(reminders(case))
    ]
    assert wrong[:3] == []


def test_each_reminder_cites_its_passage() -> None:
    """What section 5 tells of, found among the passages of section 1."""
    cited = {
        "informer-et-ne-pas-traiter": "file-saturee",
        "ne-rien-promettre": "ne-rien-promettre",
        "ne-jamais-lever-un-blocage": "ne-jamais-retirer",
        "paiement-n-est-pas-un-save": "compte-verrouille",
        "resiliation-fin-de-periode": "resiliation-immediate",
        "mct": "mct",
        "mecontentement-ou-plainte": "insatisfaction",
        "fonctionnalite-a-l-avenir": "fonctionnalite-incluse",
        "offre-mbg": "mbg",
        "offre-domaines": "plusieurs-domaines",
    }
    procedure = retention().procedure
    for name, reminder in procedure.reminders.items():
        assert cited[name] in reminder.passages
        assert set(reminder.passages) <= set(procedure.passages)


def test_each_verdict_names_its_rules_and_the_passages_that_say_so() -> None:
    """No rule decides where the procedure is silent, and only there; the phrases are cited too."""
    procedure = retention().procedure
    for case in CASES:
        verdict = retention().verdict(case)
        assert bool(verdict.rules) == (verdict.basis != SILENT)
        cited = {one for name in verdict.rules for one in procedure.rules[name].passages}
        assert set(verdict.passages) == cited | set(verdict.phrases)
        assert len(verdict.passages) == len(set(verdict.passages))
        assert set(verdict.passages) <= set(procedure.passages)


def test_rules_are_named_last_to_act_first_then_firmest() -> None:
    """An agent reads first what settles the case."""
    rules = retention().procedure.rules
    for case in CASES:
        told = [rules[name] for name in retention().verdict(case).rules]
        order = [(rule.instead_of is None, list(Ground).index(rule.ground)) for rule in told]
        assert order == sorted(order)


@given(case=st.sampled_from(CASES), data=st.data())
def test_the_order_in_which_facts_are_given_changes_nothing(
    case: Case, data: st.DataObject
) -> None:
    """Each case given in any order."""
    order = data.draw(st.permutations(list(case)))
    shuffled = {fact: case[fact] for fact in order}
    assert retention().verdict(shuffled) == retention().verdict(case)
