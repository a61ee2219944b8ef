"""French words as they are typed: accents, capitals, apostrophes and one-letter slips aside."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import DamerauLevenshtein

LONG_WORD = 7
"""Letters from which one slip (a letter added, dropped, changed or swapped) is forgiven."""
MAX_TYPED = 2_000
"""Characters read of a typed text."""

_WORD = re.compile(r"[a-z0-9]+")


def folded_words(text: str) -> list[str]:
    """The words of `text` in lower case, without accents, ligatures or punctuation."""
    text = text[:MAX_TYPED].casefold().replace("œ", "oe").replace("æ", "ae")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(bare)


def alike(typed: str, word: str) -> bool:
    """Whether `typed` is `word`, give or take one slip in a long word; digits never slip."""
    if typed == word:
        return True
    if min(len(typed), len(word)) < LONG_WORD or typed.isdigit() or word.isdigit():
        return False
    return DamerauLevenshtein.distance(typed, word, score_cutoff=1) <= 1
