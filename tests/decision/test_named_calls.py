"""Real situations, as they are told on the floor, come to what the procedure's owner expects."""

import pytest

from bot.decision.decide import decide, read_facts
from bot.decision.verdict import Decided
from bot.procedure.calls import NamedCall
from tests.decision.oracle import oracle
from tests.decision.retention import completions, retention

CALLS = retention().edition.calls


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.call)
def test_a_named_call_comes_to_what_is_expected(call: NamedCall) -> None:
    """The destination, the basis and the phrases; or where it may still go."""
    known = read_facts(retention(), call.facts)
    assert known.warnings == []
    decision, expect = decide(retention(), known.facts), call.expect
    if expect.possible is not None:
        assert not isinstance(decision, Decided)
        assert set(decision.possible) == set(expect.possible)
        return
    assert isinstance(decision, Decided)
    verdict = decision.verdict
    assert verdict.destination == expect.destination
    assert expect.basis in (None, verdict.basis)
    assert expect.phrases in (None, verdict.phrases)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.call)
def test_a_named_call_expects_what_the_reading_says(call: NamedCall) -> None:
    """The calls are judged by the oracle too, whatever the rules say."""
    ends = [oracle(case) for case in completions(call.facts)]
    assert ends
    expect, destinations = call.expect, {end.destination for end in ends}
    if expect.possible is not None:
        assert destinations == set(expect.possible)
        return
    assert destinations == {expect.destination}
    if expect.phrases is not None:
        assert {end.phrases for end in ends} == {expect.phrases}
    if expect.basis is not None:
        order = ["written", "reading", "conflict", "silent"]
        assert max((end.basis for end in ends), key=order.index) == expect.basis


def test_the_calls_reach_every_destination_and_every_basis() -> None:
    """None is left untold."""
    reached = {call.expect.destination for call in CALLS if call.expect.destination}
    assert reached == set(retention().procedure.destinations)
    assert {call.expect.basis for call in CALLS if call.expect.basis} == {
        "written",
        "reading",
        "conflict",
        "silent",
    }
