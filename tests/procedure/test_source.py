"""A quote is found byte for byte in the page, or the nearest words are offered, and linked to."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.procedure.loader import load
from bot.procedure.source import Source, text_fragment
from tests.procedures import RETENTION

NBSP = "\N{NO-BREAK SPACE}"
NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"
PAGE = Source(
    f"Arme{NBSP}: appeler la police.\nDire{NBSP}: «{NBSP}Éloignez-vous{NBSP}!{NBSP}»\n"
    "L’objet “perdu” part au bureau des objets trouvés.\nSTRAẞE, Straße, İzmir : fin"
)


def test_a_quote_is_in_the_page_only_byte_for_byte() -> None:
    """Another space or another apostrophe is another quote."""
    assert f"Arme{NBSP}:" in PAGE
    assert "Arme :" not in PAGE
    assert "L’objet" in PAGE
    assert "L'objet" not in PAGE


@pytest.mark.parametrize(
    ("fragment", "nearest"),
    [
        ("Arme :", f"Arme{NBSP}:"),
        (f"{NARROW_NBSP}: « éloignez-vous !", f"{NBSP}: «{NBSP}Éloignez-vous{NBSP}!"),
        ('l\'objet "PERDU"', "L’objet “perdu”"),
        ("appeler la police. Dire", "appeler la police.\nDire"),
        ("part au bureau des objet trouvé", "part au bureau des objets trouvés."),
        ("izmir : fin", "İzmir : fin"),
    ],
)
def test_the_nearest_words_are_the_page_s_own(fragment: str, nearest: str) -> None:
    """Spaces, quotation marks and case are seen through; a slip gives the whole words."""
    assert PAGE.nearest(fragment) == nearest


def test_nothing_is_offered_where_nothing_is_close() -> None:
    """A guess that is far off would mislead."""
    assert PAGE.nearest("La caravane passe tranquillement") is None
    assert Source("").nearest("a") is None


def test_letters_whose_small_form_is_longer_do_not_shift_the_words_found() -> None:
    """« İ » has a small form of two characters, and « ß » a folded one."""
    assert Source("İİİİ ßßß La page dit ceci.").nearest("la page dit") == "La page dit"


@given(st.text(), st.text(min_size=1))
def test_the_words_offered_are_always_in_the_page(page: str, fragment: str) -> None:
    """Whatever is looked for, nothing is made up."""
    found = Source(page).nearest(fragment)
    assert found is None or found in page


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("Ne rien promettre.", ":~:text=Ne%20rien%20promettre."),
        ("avant-tache", ":~:text=avant%2Dtache"),
        ("liquidation, cessation", ":~:text=liquidation%2C%20cessation"),
        (f"Informer le client{NBSP}:", ":~:text=Informer%20le%20client%20%3A"),
        ("D’abord & « après »", ":~:text=D%E2%80%99abord%20%26%20%C2%AB%20apr%C3%A8s%20%C2%BB"),
        ("soft-lock / hard-lock", ":~:text=soft%2Dlock%20%2F%20hard%2Dlock"),
        ("un deux\ntrois", ":~:text=un%20deux%20trois"),
        ("1 2 3 4 5 6 7 8 9 10", ":~:text=1%202%203%204%205%206%207%208%209%2010"),
        ("1 2 3 4 5 6 7 8 9 10 11", ":~:text=1%202%203%204%205,7%208%209%2010%2011"),
        ("a-b 2 3 4 5, 6 7 8 9 10 1,1", ":~:text=a%2Db%202%203%204%205%2C,7%208%209%2010%201%2C1"),
    ],
)
def test_a_link_opens_the_page_at_the_quote(quote: str, fragment: str) -> None:
    """What the directive reserves is encoded; a long quote is named by its two ends."""
    assert text_fragment(quote) == fragment


def test_every_quote_of_the_real_procedure_has_a_link_that_names_its_own_words() -> None:
    """Read back, the directive is the words of the quote, or its first and its last ones."""
    for passage in load(RETENTION).procedure.passages.values():
        for quote in passage.quote:
            ends = text_fragment(quote).removeprefix(":~:text=").split(",")
            words = " ".join(quote.split())
            read = [unquote(end) for end in ends]
            assert words.startswith(read[0])
            assert words.endswith(read[-1])
            assert len(read) == 2 or read == [words]
            assert not set("-& \n") & set("".join(ends))
