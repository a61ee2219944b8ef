"""The procedure's page as its readers get it, and how a quote is found in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote as percent_encoded

from rapidfuzz import fuzz

_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\n": " ", "’": "'", "“": '"', "”": '"'})
_WORDS_AT_EACH_END = 5


@dataclass(frozen=True)
class Source:
    """The verbatim text of `source.txt`."""

    text: str

    @cached_property
    def _folded(self) -> str:
        return _folded(self.text)

    def __contains__(self, fragment: str) -> bool:
        return fragment in self.text

    def nearest(self, fragment: str) -> str | None:
        """Return the source's own words most like `fragment`, or None where nothing is close."""
        folded = _folded(fragment)
        start = self._folded.find(folded)
        if start >= 0:
            return self.text[start : start + len(fragment)].strip(" \n")
        found = fuzz.partial_ratio_alignment(folded, self._folded, score_cutoff=75)
        return self._whole_words(found.dest_start, found.dest_end) if found else None

    def _whole_words(self, start: int, end: int) -> str:
        while start > 0 and not self.text[start - 1].isspace():
            start -= 1
        while end < len(self.text) and not self.text[end].isspace():
            end += 1
        return self.text[start:end].strip(" \n")


def _folded(text: str) -> str:
    """`text` without what typing changes (spaces, quotes, case), as many characters long."""
    lower = (small if len(small := char.lower()) == 1 else char for char in text)
    return "".join(lower).translate(_ALIKE)


def text_fragment(quote: str) -> str:
    """Return the URL fragment that opens a page at `quote` (WICG, *URL Fragment Text Directives*).

    Long quotes are named by their first and last words, so that the link stays short and survives
    a small change in between.
    """
    words = quote.split()
    if len(words) <= 2 * _WORDS_AT_EACH_END:
        return ":~:text=" + _directive(words)
    start, end = words[:_WORDS_AT_EACH_END], words[-_WORDS_AT_EACH_END:]
    return f":~:text={_directive(start)},{_directive(end)}"


def _directive(words: list[str]) -> str:
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")
