"""Where passages open."""

from urllib.parse import unquote

from bot.conversation.links import Links, own_words
from bot.decision.compiled import Compiled


def test_with_a_knowledge_base_a_link_opens_it_at_the_quoted_words(compiled: Compiled) -> None:
    """PROCEDURE_URL gets a text fragment, its own anchor dropped."""
    links = Links("https://kb.exemple.fr/retention?id=7#haut", "https://bot.exemple.fr")
    url = links.passage(compiled.edition, "recouvrement")
    page, _, fragment = (url or "").partition("#")
    assert page == "https://kb.exemple.fr/retention?id=7"
    assert unquote(fragment).startswith(":~:text=Comptes bloqués pour raison de facturation")


def test_without_one_it_opens_the_bots_own_page(compiled: Compiled) -> None:
    """The passage's id is its anchor."""
    links = Links(None, "https://bot.exemple.fr/")
    url = links.passage(compiled.edition, "pinc")
    assert url == "https://bot.exemple.fr/retention/procedure#pinc"


def test_with_neither_there_is_no_dead_link(compiled: Compiled) -> None:
    """A passage without an address is shown in place."""
    assert Links().passage(compiled.edition, "pinc") is None


def test_the_words_opened_are_the_passages_own(compiled: Compiled) -> None:
    """Two passages that share a heading open at what is theirs, found once in the page."""
    words = {name: own_words(compiled.edition, name) for name in compiled.procedure.passages}
    assert len(set(words.values())) == len(words)
    assert all(compiled.edition.source.text.count(one) == 1 for one in words.values())
