"""Whatever is typed is read: nothing crashes, nothing varies, and twice the text is twice the work.

Work is counted in instructions of Python, which do not depend on the machine.
"""

import random
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from bot.language.understanding import Understanding
from tests.language.corpus import SEEN

LENGTH = 100_000
BASE = 1_000
LINEAR = 2.2
"""How much more work twice the text may be: twice, and some slack for what is fixed."""

NOISE = {
    "a long word": "a",
    "a long number": "9",
    "emoji": "👨‍👩‍👧 ❌✅ 🏳️‍🌈 ",
    "right to left": "\u202eréseau \u2067\u200fשלום\u2069\u202c ",
    "null bytes": "\0",
    "control characters": "\x1b[H\x07\x08\x7f ",
    "lone surrogates": "\ud800 \udfff",
    "combining marks": "e\u0301\u0302\u0327\u20dd",
    "decomposed at length": "\ufdfa ",
    "blanks": " \t\u00a0\u2028",
    "line ends": "\r\n",
    "opening brackets": "((((",
    "nested brackets": "(()(",
    "commas": ", ,",
    "question marks": "?!",
    "dots": "....",
    "hyphens": "a-",
    "apostrophes": "d’’",
    "a regex bomb": "aaaaaaaaaaaaaaaa! ",
    "markup": "<script>{{7*7}}</script> ",
    "a query": "'; DROP TABLE cas; -- ",
    "denials": "pas ",
    "small words": "et ne le un ",
    "numbers": "vingt et un ",
    "dates": "12 mars 2026 ",
    "unknown words": "zwxk ",
}  # fmt: skip
"""Texts that state nothing."""
FACTS = {
    "a fact": "résilier ",
    "a fact a clause": "feu rouge, ",
    "a fact a sentence": "feu rouge. ",
    "denied facts": "pas de feu rouge ",
    "answered facts": "feu rouge : oui, ",
    "asked facts": "est-ce que le compte est bloqué ? ",
    "corrected facts": "2 domaines, non pardon, ",
    "durations": "12 mois ",
    "several facts": "veut résilier, 24 mois, feu rouge, pas de blocage. ",
    "domains": "un .fr ",
    "doubts": "je crois, ",
    "other callers": "autre client, ",
    "hypotheses": "si le ",
    "thousands": "mille ",
    "wishes": "veut ",
}  # fmt: skip
"""Texts that state something, or turn what is stated."""


def long(seed: str, length: int) -> str:
    """`seed` again and again, to about a length."""
    return seed * (length // len(seed))


def work(understanding: Understanding, text: str) -> int:
    """The instructions that reading a text takes."""
    count = 0

    def traced(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        understanding.read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("seed", NOISE.values(), ids=NOISE)
def test_a_huge_text_that_states_nothing_is_read(retention: Understanding, seed: str) -> None:
    """And no fact comes out of it."""
    assert retention.read(long(seed, LENGTH)).facts == {}


@pytest.mark.parametrize("seed", ["résilier ", "pas de feu rouge, ", "12 mois ", "veut "])
def test_a_huge_text_that_states_something_is_read(retention: Understanding, seed: str) -> None:
    """The hundredth time as the first."""
    assert retention.read(long(seed, LENGTH)).facts == retention.read(long(seed, 200)).facts


@pytest.mark.parametrize("seed", [*NOISE.values(), *FACTS.values()], ids=[*NOISE, *FACTS])
def test_a_text_is_read_the_same_each_time(retention: Understanding, seed: str) -> None:
    """Whichever fact is asked."""
    text = long(seed, BASE)
    for asked in ((), ("demande",), ("feu-rouge",), ("blocage", "contrat")):
        assert retention.read(text, asked) == retention.read(text, asked)
    assert retention.reply(text) == retention.reply(text)


def test_a_fact_is_found_after_noise(retention: Understanding) -> None:
    """Nothing that was typed before it hides it."""
    for seed in ("\0", "\ud800 ", "((((", "👨‍👩‍👧 ", "a" * 1_000 + " "):
        text = f"{long(seed, 20_000)}. feu rouge"
        assert retention.read(text).facts == {"feu-rouge": "oui"}, seed


@pytest.mark.parametrize("seed", NOISE.values(), ids=NOISE)
def test_twice_the_noise_is_twice_the_work(retention: Understanding, seed: str) -> None:
    """At most: nothing looks back at all that was read."""
    once, twice = (work(retention, long(seed, length)) for length in (BASE, 2 * BASE))
    assert twice <= LINEAR * once


@pytest.mark.parametrize("seed", FACTS.values(), ids=FACTS)
def test_twice_the_facts_is_twice_the_work(retention: Understanding, seed: str) -> None:
    """As for noise, past the longest clause, however many mentions and turns there are."""
    once, twice = (work(retention, long(seed, 2 * length)) for length in (BASE, 2 * BASE))
    assert twice <= LINEAR * once


@pytest.mark.parametrize("chosen", [random.Random(seed) for seed in range(20)])
def test_words_in_any_order_are_read(retention: Understanding, chosen: random.Random) -> None:
    """What people type, shuffled with what nobody types."""
    words = [word for one in SEEN for word in one.text.split()] + [*NOISE.values()] * 20
    for _ in range(20):
        text = "".join(chosen.choice(words) + chosen.choice(" \n,.’-") for _ in range(30))
        assert retention.read(text) == retention.read(text)
        retention.reply(text)
