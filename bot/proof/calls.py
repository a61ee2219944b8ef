"""The named calls come to what their owner expects."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decision.compiled import Compiled
from bot.decision.decide import decide, read_facts
from bot.decision.verdict import Decided
from bot.procedure.calls import NamedCall
from bot.proof.defect import Defect, Kind


def call_defects(compiled: Compiled) -> Iterator[Defect]:
    """Yield the calls whose verdict is not the one expected, with what was found."""
    for call in compiled.edition.calls:
        found = mismatch(compiled, call)
        if found:
            yield Defect(Kind.CALL, f"« {call.call} » : {found}", call.facts)


def mismatch(compiled: Compiled, call: NamedCall) -> str | None:
    """What a call comes to instead of what is expected, or None where both agree."""
    decision = decide(compiled, read_facts(compiled, call.facts).facts)
    expect = call.expect
    if not isinstance(decision, Decided):
        if expect.possible is not None and set(expect.possible) == set(decision.possible):
            return None
        return f"pas encore décidé, restent {', '.join(decision.possible)}"
    verdict = decision.verdict
    agrees = (
        expect.destination == verdict.destination
        and expect.basis in (None, verdict.basis)
        and expect.phrases in (None, verdict.phrases)
    )
    said = ", ".join(verdict.phrases) or "aucune phrase"
    return None if agrees else f"trouvé {verdict.destination} ({verdict.basis} ; {said})"
