"""What changes nothing in a sentence changes nothing in what it states; what denies it does."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.understanding import Understanding
from bot.language.words import one_slip
from tests.language.corpus import SEEN

PLAIN = [one.text for one in SEEN if one.question is None and one.procedure == "retention"]
CLAUSES = [
    "veut résilier",
    "24 mois",
    "feu rouge",
    "pas de blocage",
    "compte en Inkasso",
    "ouvert à une offre",
    "pas ouvert à une offre",
    "contrat mensuel",
    "Retention disponible",
    "file Retention saturée",
    "2 domaines à résilier",
    "souscrit il y a 12 jours",
    "demande une remise",
    "pas de remboursement demandé",
    "contrat pré-actif",
    "facturation ok",
    "client mécontent",
    "pas mécontent",
    "société en liquidation",
]
WORDS = {word.strip(".,;:!?()") for one in SEEN for word in one.text.split()}
POLITE = ["bonjour, ", "svp, ", "alors voilà, ", "merci, ", "s’il te plaît, "]
IRRELEVANT = [
    "il fait beau à Lyon",
    "elle a un joli accent",
    "il rappelle après sa pause café",
    "le client s’appelle comme mon oncle",
]
SEEDS = st.sampled_from(range(1_000))
"""Not integers: of those, Hypothesis takes some from whatever modules are loaded."""
texts = st.sampled_from(PLAIN)
clauses = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=5, unique=True)


def never_another(understanding: Understanding, before: str, after: str) -> None:
    """No fact has another value after than before; it may be lost or left unsure."""
    one, other = understanding.read(before).facts, understanding.read(after).facts
    changed = {f: (one[f], other[f]) for f in one if f in other and one[f] != other[f]}
    assert changed == {}, (before, after)


def bare(text: str) -> str:
    """`text` without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@settings(max_examples=200)
@given(texts)
def test_accents_and_capitals_change_nothing(retention: Understanding, text: str) -> None:
    """Typed without accents, or all in capitals, a line states the same."""
    said = retention.read(text)
    assert retention.read(bare(text)) == said
    assert retention.read(text.upper()) == said


@settings(max_examples=200)
@given(texts, st.sampled_from(POLITE))
def test_politeness_changes_nothing(retention: Understanding, text: str, polite: str) -> None:
    """A greeting before a line states nothing and hides nothing."""
    assert retention.read(polite + text).facts == retention.read(text).facts


@settings(max_examples=200)
@given(texts, st.sampled_from(IRRELEVANT))
def test_a_sentence_beside_the_point_changes_nothing(
    retention: Understanding, text: str, beside: str
) -> None:
    """Before or after a line, it turns no value into another."""
    assert retention.read(f"{beside}. {text}").facts == retention.read(text).facts
    never_another(retention, text, f"{text}. {beside}.")


@pytest.mark.parametrize("part", range(4))
def test_a_misspelt_letter_is_seen_through_or_costs_its_word_alone(
    retention: Understanding, part: int
) -> None:
    """One letter of a word of six letters or more, dropped, doubled, changed or swapped.

    No value turns into another, but where the line says so too without that word: of a
    cancellation misspelt and a refund, the refund is left. A slip that makes another word is that
    word: « dessous », « dessus ». Drawn here, the same each time: what Hypothesis draws depends on
    the modules that are loaded.
    """
    chosen = random.Random(part)
    for _ in range(100):
        misspelt(retention, chosen.choice(PLAIN), chosen)


def misspelt(retention: Understanding, text: str, chosen: random.Random) -> None:
    """Hold the property above for one slip in a text."""
    letter = chosen.choice("abcdefghijlmnopqrstuv")
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return
    n = chosen.choice(long)
    word, place = words[n], chosen.randrange(1, len(words[n]) - 1)
    slips = [
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]
    words[n] = chosen.choice(slips)
    if words[n] in WORDS or one_slip(words[n], "cancel"):  # « cancul », of « calcul »
        return
    one, other = retention.read(text).facts, retention.read(" ".join(words)).facts
    without = retention.read(" ".join(words[:n] + words[n + 1 :])).facts
    changed = {f: other[f] for f in one if f in other and one[f] != other[f]}
    assert changed == {f: without.get(f) for f in changed}, (text, words[n])


@settings(max_examples=200)
@given(clauses, st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter(
    retention: Understanding, said: list[str], chosen: random.Random
) -> None:
    """Without words of correction, what is listed first or last is the same."""
    shuffled = list(said)
    chosen.shuffle(shuffled)
    assert retention.read(", ".join(said)).facts == retention.read(", ".join(shuffled)).facts


DENIED = [
    ("il veut résilier", "il ne veut pas résilier"),
    ("le compte est bloqué par Inkasso", "le compte n’est pas bloqué par Inkasso"),
    ("le compte porte un feu rouge", "le compte ne porte pas de feu rouge"),
    ("feu rouge", "pas de feu rouge"),
    ("feu rouge", "sans feu rouge"),
    ("feu rouge", "aucun feu rouge"),
    ("feu rouge", "feu rouge : non"),
    ("feu rouge", "le feu rouge n’y est plus"),
    ("contrat pré-actif", "contrat pas pré-actif"),
    ("contrat mensuel", "le contrat n’est pas mensuel"),
    ("ouvert à une offre", "pas ouvert à une offre"),
    ("ouvert à une offre", "il n’est vraiment pas ouvert à une offre"),
    ("le client est mécontent", "le client n’est pas mécontent"),
    ("il est dans les 30 jours", "il n’est plus dans les 30 jours"),
    ("Retention est disponible", "Retention n’est pas disponible"),
    ("la file est saturée", "la file n’est pas saturée"),
    ("il demande une remise", "il ne demande pas de remise"),
    ("la société est en liquidation", "la société n’est pas en liquidation"),
    ("c’est une plainte formelle", "ce n’est pas une plainte formelle"),
    ("un souci de facturation", "aucun souci de facturation"),
    ("il résilie deux domaines", "il ne résilie pas deux domaines"),
]


@given(st.sampled_from(DENIED), st.sampled_from(["", "client d’Amiens, "]))
def test_a_denied_clause_never_keeps_its_value(
    retention: Understanding, pair: tuple[str, str], before: str
) -> None:
    """What « ne … pas » says is never what is said without it."""
    said, denied = (retention.read(before + text).facts for text in pair)
    assert said, pair
    assert {f for f in said if denied.get(f) == said[f]} == set(), pair
