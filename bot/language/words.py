"""French words as they are typed: accents, capitals, apostrophes and one-letter slips aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from bot.language.french import ELISIONS, ENDINGS, SHORT_FORMS

LONG_WORD = 6
"""Letters from which one slip (a letter added, dropped, changed or swapped) is forgiven."""
MAX_TYPED = 2_000
"""Characters of the longest text that may be typed on a card."""

_WORD = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(
    r"(?P<address>[a-z0-9._-]{1,64}@[a-z0-9._-]+)"
    rf"|(?P<domain>(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{'|'.join(ENDINGS)})\b(?!\.[a-z]))"
    r"|[a-z]+'(?=[a-z])|[a-z]+|[0-9]+|\.\.\.|[-,.;:!?()=/+\n…–—•→>|]"
)
_BOX = re.compile(r"\[([ xX✓])\]")
_ENDING = re.compile(r"[a-z]{2,6}\b")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae"}
    | dict.fromkeys("‐‑‒−", "-")
)
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("❌✗✘✖🚫☐", " non "),
        **dict.fromkeys("✅✔✓☑", " oui "),
        "&": " et ",
        "≥": " au moins ",
        "%": " pourcent ",
        "€": " euros ",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number, or a mark of punctuation; `joined` after a hyphen."""

    text: str
    joined: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether this is punctuation."""
        return not self.text[0].isalnum()


@dataclass(frozen=True)
class Placed:
    """What takes words of a text, by their places."""

    places: tuple[int, ...]

    @property
    def start(self) -> int:
        """The place of its first word."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The place just after its last word."""
        return self.places[-1] + 1


def _ticked(box: re.Match[str]) -> str:
    return " oui " if box[1].strip() else " non "


def folded(text: str) -> str:
    """`text` in lower case, without accents, ligatures or invisible characters."""
    text = _BOX.sub(_ticked, text).translate(_SIGNS).translate(_PLAIN)
    text = "".join(c for c in text if unicodedata.category(c) != "No")
    text = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    return text.replace("aujourd'hui", "aujourdhui")


_UNSEEN = ("Mn", "Cf", "Me")


def folded_words(text: str) -> list[str]:
    """The words of `text` in lower case, without accents, ligatures or punctuation."""
    return _WORD.findall(folded(text[:MAX_TYPED]))


def read_words(text: str, abbreviations: Mapping[str, tuple[str, ...]] | None = None) -> list[Word]:
    """The words and marks of `text`; elisions are opened, what is typed short is written out."""
    return list(_spelt(folded(text), abbreviations or {}))


def _spelt(text: str, abbreviations: Mapping[str, tuple[str, ...]]) -> Iterator[Word]:
    end, hyphen, skipped, short = -1, False, 0, False
    for piece in _PIECE.finditer(text):
        found, start = piece[0], piece.start()
        if start < skipped:
            continue
        touching = start == end
        end = piece.end()
        if piece.lastgroup:
            yield Word("tld" if piece.lastgroup == "domain" else "courriel")
            continue
        if found == "." and touching and short:  # « cess. activité »
            continue
        if found == "-" and touching and text[end : end + 1].isalnum():
            hyphen = True
            continue
        if not found[0].isalnum():
            dotted = found == "." and not touching and _ENDING.match(text, end)
            if dotted:  # « .fr »: the ending of a domain
                yield Word("tld")
                skipped = dotted.end()
            else:
                yield Word("-" if found in "–—-" else found)
            continue
        joined, hyphen = hyphen, False
        if found[-1] == "'":
            head = found[:-1]
            if head == "s" and text.startswith("il", end):
                yield Word("si", joined)
            else:
                yield from (Word(one, joined) for one in ELISIONS.get(head, (head,)))
            continue
        short = found in abbreviations
        written = abbreviations.get(found) or SHORT_FORMS.get(found) or (_denial(found),)
        yield from (Word(one, joined) for one in written)


def _denial(typed: str) -> str:
    """« aucun » or « jamais » where that is what a slip hides: a denial must not be lost."""
    if not 4 <= len(typed) <= 7 or typed[0] not in "aj":
        return typed
    return next((word for word, forms in _DENIALS if any(one_slip(typed, f) for f in forms)), typed)


_DENIALS = (("aucun", ("aucun", "aucune")), ("jamais", ("jamais",)))


def alike(typed: str, word: str) -> bool:
    """Whether `typed` is `word`, give or take one slip in a long word; digits never slip."""
    if typed == word:
        return True
    if min(len(typed), len(word)) < LONG_WORD or typed.isdigit() or word.isdigit():
        return False
    return one_slip(typed, word)


def one_slip(typed: str, word: str) -> bool:
    """Whether one letter added, dropped, changed or swapped leads from one word to the other."""
    return DamerauLevenshtein.distance(typed, word, score_cutoff=1) <= 1
