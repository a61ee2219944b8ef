"""Words as they are typed: what is folded, opened, written out, and what is left of the marks."""

from collections.abc import Sequence

import pytest

from bot.language.words import (
    MAX_TYPED,
    Word,
    alike,
    folded,
    folded_words,
    one_slip,
    read_words,
)

ABBREVIATIONS = {"cess": ("cessation",), "ot": ("objets", "trouves")}


def texts(words: Sequence[Word]) -> str:
    """The words and marks, a hyphen before those that are joined."""
    return " ".join(("-" if word.joined else "") + word.text for word in words)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("L’ÉTÉ À NOËL", "l'ete a noel"),
        ("ça, où, dû, Zoé, maïs, aiguë", "ca, ou, du, zoe, mais, aigue"),
        ("œuvre CŒUR Æthusa ex æquo", "oeuvre coeur aethusa ex aequo"),
        ("ﬁn, oﬀre", "fin, offre"),
        ("Straße", "strasse"),
        ("n’est n‘est nʼest n`est n´est", "n'est n'est n'est n'est n'est"),
        ("e\u0301te\u0301 c\u0327a", "ete ca"),
        ("co\u00adde a\u200bb \u202eab\u202c \ufeffa", "code ab ab a"),
        ("5\u00a0% et\u202f10\u00a0€", "5  pourcent  et 10  euros "),
        ("≥ 2", " au moins  2"),
        ("SAV & MBG", "sav  et  mbg"),
        ("feu rouge ❌", "feu rouge  non "),
        ("feu rouge ✅", "feu rouge  oui "),
        ("Ｆｅｕ", "feu"),
        ("İ", "i"),
    ],
)
def test_a_text_is_folded_to_plain_letters(typed: str, expected: str) -> None:
    """No accent, ligature, capital nor invisible character is left; some signs are words."""
    assert folded(typed) == expected
    assert folded(expected) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("n’est pas", "ne est pas"),
        ("N'EST PAS", "ne est pas"),
        ("l’offre d’ici", "le offre de ici"),
        ("jusqu’à lorsqu’il qu’on", "jusque a lorsque il que on"),
        ("quelqu’un", "quelque un"),
        ("c’est t’as j’ai m’a s’y", "ce est te as je ai me a se y"),
        ("s’il S’ILS s’ilot", "si il si ils si ilot"),
        ("entr’ouvert", "entr ouvert"),
        ("l’ ’a", "l a"),
        ("rock’n’roll", "rock ne roll"),
    ],
)
def test_elisions_are_opened(typed: str, expected: str) -> None:
    """« s’il » is « si il »; an apostrophe that elides nothing parts two words."""
    assert texts(read_words(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jsp", "je sais pas"),
        ("cest nest ya", "ce est ne est y a"),
        ("PB jms", "probleme jamais"),
        ("aucune", "aucun"),
        ("2 sem", "2 semaine"),
        ("jspr", "jspr"),
    ],
)
def test_what_is_typed_short_is_written_out(typed: str, expected: str) -> None:
    """Whole words only."""
    assert texts(read_words(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cess. activité", "cessation activite"),
        ("CESS activité.", "cessation activite ."),
        ("cess . activité", "cessation . activite"),
        ("l’ot.", "le objets trouves"),
        ("ot-midi", "objets trouves -midi"),
        ("côte ôter process", "cote oter process"),
    ],
)
def test_abbreviations_are_written_out_with_their_dot(typed: str, expected: str) -> None:
    """The dot that touches one is its own, and ends no sentence."""
    assert texts(read_words(typed, ABBREVIATIONS)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("est-il peut-être", "est -il peut -etre"),
        ("vingt-et-un", "vingt -et -un"),
        ("1-2", "1 -2"),
        ("feu rouge - non", "feu rouge - non"),
        ("feu rouge – non — oui", "feu rouge - non - oui"),
        ("- feu rouge-", "- feu rouge -"),
    ],
)
def test_a_hyphen_joins_or_parts(typed: str, expected: str) -> None:
    """Between two words it joins them; with a space it is a mark, as any dash is."""
    assert texts(read_words(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Oui, non ; quoi ?!", "oui , non ; quoi ? !"),
        ("feu rouge\u00a0: non", "feu rouge : non"),
        ("a=1, (b) x/y > e → f | g", "a = 1 , ( b ) x / y > e → f | g"),
        ("oui\nnon\r\nsi", "oui \n non \n si"),
        ("attends... non… si", "attends ... non ... si"),
        ("12h30 2e 10€ 2,5", "12 h 30 2 e 10 euros 2 , 5"),
        ('«\u00a0bof\u00a0» “bof” "bof" bof_bof #bof', "bof bof bof bof bof bof"),
        ("", ""),
        (" \t😀\0\ud800 日本 привет", ""),
    ],
)
def test_marks_that_say_something_are_kept(typed: str, expected: str) -> None:
    """Quotes, other signs and other alphabets are passed over."""
    words = read_words(typed)
    assert texts(words) == expected
    assert all(word.is_mark == (not word.text[0].isalnum()) for word in words)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("un .fr", "un tld"),
        ("un .COM et un .info.", "un tld et un tld ."),
        (".fr", "tld"),
        ("non .f", "non . f"),
        ("fini .ensuite", "fini . ensuite"),
        ("oui . fr", "oui . fr"),
        ("fini.non", "fini . non"),
    ],
)
def test_the_ending_of_a_domain_is_one_word(typed: str, expected: str) -> None:
    """From two to six letters against a dot that touches nothing before it."""
    assert texts(read_words(typed)) == expected


@pytest.mark.parametrize("typed", ["exemple.fr", "www.exemple.fr", "nom@exemple.fr"])
def test_the_ending_of_a_whole_domain_is_no_abbreviation(typed: str) -> None:
    """« il résilie exemple.fr » says nothing of a « feu rouge » that is typed « fr »."""
    assert "feu rouge" not in texts(read_words(typed, {"fr": ("feu", "rouge")}))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("est‑il", "est -il"), ("feu ‐ non", "feu - non"), ("𝐅eu", "feu"), ("1½", "1")],
)
def test_characters_that_decompose_are_those_they_look_like(typed: str, expected: str) -> None:
    """Hyphens, letters of a font, and fractions, which add no number."""
    assert texts(read_words(typed)) == expected


def test_only_the_beginning_of_an_answer_is_read() -> None:
    """A text typed on a card is cut, wherever the cut falls."""
    assert folded_words("oui " * MAX_TYPED) == ["oui"] * (MAX_TYPED // 4)
    assert folded_words("a" * MAX_TYPED + "b") == ["a" * MAX_TYPED]
    assert folded_words("L’été, n° 2 !") == ["l", "ete", "n", "2"]


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("resiliation", "resiliation", True),
        ("resiliaton", "resiliation", True),
        ("resilliation", "resiliation", True),
        ("resiliatoin", "resiliation", True),
        ("rezilation", "resiliation", False),
        ("lock", "lok", False),
        ("mensue", "mensuel", True),
        ("123456", "123457", False),
        ("", "", True),
    ],
)
def test_one_slip_is_forgiven_in_a_long_word(typed: str, word: str, expected: bool) -> None:
    """A letter added, dropped, changed or swapped; digits never slip."""
    assert alike(typed, word) is expected
    assert alike(word, typed) is expected
    assert not expected or one_slip(typed, word)
