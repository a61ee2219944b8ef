"""What is computed over all cases at once is what the rules say of each case alone."""

from collections import defaultdict
from collections.abc import Mapping

from hypothesis import given

from bot.decision.routing import Routing
from bot.decision.space import Case, CaseSpace
from bot.decision.verdict import Verdict
from bot.procedure.model import Ground, Procedure, Saying
from tests.decision.interpreter import basis, interpret, said
from tests.decision.retention import retention
from tests.decision.strategies import compiled, procedures

Sets = dict[str, set[int]]


def _bits(sets: dict[str, int]) -> Sets:
    """The positions of each set, the empty ones left out."""
    found = {
        str(name): {n for n, bit in enumerate(reversed(f"{cases:b}")) if bit == "1"}
        for name, cases in sets.items()
    }
    return {name: cases for name, cases in found.items() if cases}


def _routed(routing: Routing) -> list[Sets]:
    replaced, covered = routing.replaced, routing.covered
    sets = [routing.holding, routing.deciding, routing.destinations, routing.silent]
    return [*map(_bits, sets), _bits({"replaced": replaced, "covered": covered})]


def _interpreted(procedure: Procedure, space: CaseSpace) -> list[Sets]:
    """The same sets, by reading the rules case after case."""
    holding, deciding, destinations, silences, whole = (defaultdict(set) for _ in range(5))
    for n in range(space.size):
        found = interpret(procedure, space.case_at(n))
        for names, into in (
            (found.holding, holding),
            (found.deciding, deciding),
            (found.destinations, destinations),
            (found.silences, silences),
        ):
            for name in names:
                into[name].add(n)
        rules = [procedure.rules[name] for name in found.deciding]
        if any(rule.instead_of is not None for rule in rules):
            whole["replaced"].add(n)
        if any(procedure.rules[name].instead_of is None for name in found.holding):
            whole["covered"].add(n)
    return [dict(one) for one in (holding, deciding, destinations, silences, whole)]


def test_each_case_of_the_real_procedure_is_routed_as_its_rules_read() -> None:
    """Holds, set aside, decides: the same 5,088 times."""
    routing = retention().routing
    assert _routed(routing) == _interpreted(routing.procedure, routing.space)


def test_each_case_of_the_real_procedure_has_the_basis_that_its_rules_give() -> None:
    """The weakest ground used, of the firmest rule that decides."""
    procedure, space = retention().procedure, retention().space
    for case in space.each_of(space.everything):
        assert retention().verdict(case).basis == basis(procedure, case), case


@given(procedures())
def test_any_rules_are_routed_as_they_read(procedure: Procedure) -> None:
    """Even where they contradict one another, go round in circles, or leave cases out."""
    routing = Routing(CaseSpace(procedure), procedure)
    assert _routed(routing) == _interpreted(procedure, routing.space)


@given(procedures(sound=True))
def test_where_all_is_declared_each_case_has_one_destination(procedure: Procedure) -> None:
    """Nothing is lost and nothing is sent two ways."""
    routing = Routing(CaseSpace(procedure), procedure)
    assert sum(cases.bit_count() for cases in routing.destinations.values()) == routing.space.size
    assert sum(cases.bit_count() for cases in routing.bases.values()) == routing.space.size


@given(procedures(sound=True))
def test_a_verdict_is_what_the_rules_say_of_the_case(procedure: Procedure) -> None:
    """The diagram answers as the rules read, ground and sayings included."""
    one = compiled(procedure)
    for case in one.space.each_of(one.space.everything):
        found, verdict = interpret(procedure, case), one.verdict(case)
        assert found.destinations == {verdict.destination}
        assert found.deciding == set(verdict.rules)
        assert verdict.basis == basis(procedure, case)
        assert set(verdict.phrases) == _said(procedure.phrases, case, verdict)
        assert set(verdict.reminders) == _said(procedure.reminders, case, verdict)


def _said(sayings: Mapping[str, Saying], case: Case, verdict: Verdict) -> set[str]:
    return {name for name, one in sayings.items() if said(one, case, verdict.destination)}


@given(procedures())
def test_the_order_in_which_rules_are_written_changes_nothing(procedure: Procedure) -> None:
    """The same rules, last written first, send each case to the same place on the same ground."""
    turned = procedure.model_copy(update={"rules": dict(reversed(procedure.rules.items()))})
    space = CaseSpace(procedure)
    one, other = Routing(space, procedure), Routing(space, turned)
    assert _bits(one.destinations) == _bits(other.destinations)
    assert one.bases == other.bases


def test_a_silence_has_no_rule() -> None:
    """Where no rule holds, the silence declared for the case answers it."""
    verdict = retention().verdict(
        {
            "demande": "autre",
            "pre-actif": "non",
            "blocage": "aucun",
            "feu-rouge": "non",
            "facturation-a-regler": "non",
            "retention-disponible": "oui",
        }
    )
    assert (verdict.destination, verdict.basis) == ("superviseur", Ground.SILENT)
    assert verdict.rules == verdict.passages == verdict.phrases == ()
