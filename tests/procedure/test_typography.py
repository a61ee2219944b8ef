"""The words we write get the spaces that French asks for; the source’s never pass through here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.loader import load
from bot.procedure.typography import NARROW_NBSP, NBSP, french_spaces
from tests.procedures import RETENTION, read

TEXTS = st.text(f"aé :;?!«»%1/\n{NBSP}{NARROW_NBSP}") | st.text()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Pourquoi ?", "Pourquoi⍽?"),
        ("Non : jamais", "Non⍽: jamais"),
        ("fini :", "fini⍽:"),
        ("un ; deux ! 10 %", "un⍽; deux⍽! 10⍽%"),
        ("« oui »", "«⍽oui⍽»"),
        ("«oui»", "«⍽oui»"),
        ("«  oui  » ?", "«⍽oui⍽»⍽?"),
        (f"déjà{NBSP}! étroit{NARROW_NBSP}?", "déjà⍽! étroit⍽?"),
        ("à 10:30", "à 10:30"),
        ("https://exemple.fr/?a=b", "https://exemple.fr/?a=b"),
        ("collé: rien", "collé: rien"),
        ("ligne\n? suite", "ligne\n? suite"),
        ("", ""),
    ],
)
def test_spaces_before_double_signs_and_inside_guillemets_do_not_break(
    written: str, shown: str
) -> None:
    """A space is made unbreakable; none is put where there was none but after « ."""
    assert french_spaces(written) == shown.replace("⍽", NBSP)


@given(TEXTS)
def test_correcting_twice_changes_nothing_more(text: str) -> None:
    """What is correct stays as it is."""
    once = french_spaces(text)
    assert french_spaces(once) == once


@given(TEXTS)
def test_only_spaces_change(text: str) -> None:
    """Every other character stays, in its order."""
    spaces = {ord(space): None for space in f" {NBSP}{NARROW_NBSP}"}
    assert french_spaces(text).translate(spaces) == text.translate(spaces)


def test_our_words_are_corrected_when_loaded_and_the_source_s_are_not() -> None:
    """A question gets its spaces; a quote and a phrase are the very bytes of the page."""
    procedure = load(RETENTION).procedure
    assert procedure.facts["demande"].question == f"Que demande le client{NBSP}?"
    page = read(RETENTION / "source.txt")
    verbatim = [quote for passage in procedure.passages.values() for quote in passage.quote]
    verbatim += [words for phrase in procedure.phrases.values() for words in phrase.say]
    assert all(words in page for words in verbatim)
    assert any(NBSP in words for words in verbatim)
    assert any(french_spaces(words) != words for words in verbatim)
