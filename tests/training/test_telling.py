"""A text as each caller says it: agreed with them and with its words, elided, addressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.telling import Speaker, told
from tests.training.test_vignettes import SPEAKERS

HE, SHE = Speaker(feminine=False, formal=True), Speaker(feminine=True, formal=True)
FRIEND = Speaker(feminine=True, formal=False)
WORDS = {"serveur": "m", "hébergement": "m", "boutique": "f", "offre": "f", "œuvre": "f"}
AGREED = {
    "le": "le serveur / l’hébergement / la boutique / l’offre / l’œuvre",
    "un": "un serveur / un hébergement / une boutique / une offre / une œuvre",
    "mon": "mon serveur / mon hébergement / ma boutique / mon offre / mon œuvre",
    "ton": "ton serveur / ton hébergement / ta boutique / ton offre / ton œuvre",
    "son": "son serveur / son hébergement / sa boutique / son offre / son œuvre",
    "ce": "ce serveur / cet hébergement / cette boutique / cette offre / cette œuvre",
    "du": "du serveur / de l’hébergement / de la boutique / de l’offre / de l’œuvre",
    "au": "au serveur / à l’hébergement / à la boutique / à l’offre / à l’œuvre",
    "de": "de serveur / d’hébergement / de boutique / d’offre / d’œuvre",
    "que": "que serveur / qu’hébergement / que boutique / qu’offre / qu’œuvre",
    "votre": "votre serveur / votre hébergement / votre boutique / votre offre / votre œuvre",
}


@pytest.mark.parametrize(("before", "expected"), AGREED.items())
def test_what_stands_before_a_word_agrees_with_it(before: str, expected: str) -> None:
    """By its gender, and elided before a vowel or a silent h."""
    said = [told(f"{before} $w", HE, {"w": (word, gender)}) for word, gender in WORDS.items()]  # type: ignore[dict-item]
    assert " / ".join(said) == expected


def test_a_capital_stays_a_capital() -> None:
    """At the start of a sentence too."""
    assert told("Mon $w rame.", HE, {"w": ("boutique", "f")}) == "Ma boutique rame."
    assert told("Le $w rame.", HE, {"w": ("hébergement", "m")}) == "L’hébergement rame."
    assert told("Au $w.", HE, {"w": ("boutique", "f")}) == "À la boutique."


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        (HE, "Je suis pressé, pouvez-vous m’aider ?"),
        (SHE, "Je suis pressée, pouvez-vous m’aider ?"),
        (FRIEND, "Je suis pressée, peux-tu m’aider ?"),
    ],
)
def test_a_caller_is_a_man_or_a_woman_and_polite_or_not(speaker: Speaker, expected: str) -> None:
    """{man|woman} and [vous|tu] each follow the caller."""
    text = "Je suis {pressé|pressée}, [pouvez-vous|peux-tu] m’aider ?"
    assert told(text, speaker, {}) == expected


def test_a_word_may_stand_alone_or_twice() -> None:
    """Where nothing before it agrees, it is only put in its place."""
    words = {"w": ("boutique", "f"), "other": ("offre", "f")}
    assert told("$w", HE, words) == "boutique"  # type: ignore[arg-type]
    assert told("($w), du $w au $other", HE, words) == "(boutique), de la boutique à l’offre"  # type: ignore[arg-type]
    assert told("[Mon|Ton] $w", FRIEND, words) == "Ta boutique"  # type: ignore[arg-type]


@given(st.sampled_from(SPEAKERS), st.text(alphabet=st.characters(exclude_characters="{}[]|$")))
def test_a_text_without_marks_is_told_as_it_is(speaker: Speaker, text: str) -> None:
    """Nothing else is ever changed."""
    assert told(text, speaker, {}) == text
