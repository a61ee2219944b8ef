"""The words that expressions are made of, found again as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.language.french import COMMON, SMALL
from bot.language.words import LONG_WORD, one_slip

LONGEST = 40
"""Letters of the longest word that may be a word."""
_ELIDED, _VOWELS = "cdjlmnst", "aeiouyh"
MIN_SOUND = 5
"""Letters of a key below which words are not compared by their sound."""


@dataclass
class Forms:
    """The words known, each with the numbers of the literals that it may stand for."""

    _whole: dict[str, set[int]] = field(default_factory=dict)
    _stems: dict[str, set[int]] = field(default_factory=dict)
    _near: dict[str, set[str]] = field(default_factory=dict)
    _near_stems: dict[str, set[str]] = field(default_factory=dict)
    _stem_lengths: set[int] = field(default_factory=set)
    _sounds: dict[str, set[int]] = field(default_factory=dict)
    _stem_sounds: dict[str, set[int]] = field(default_factory=dict)

    def add(self, word: str, literal: int) -> None:
        """Let `word` stand for a literal: a stem (`*`), one form (`~`), one spelling (`=`)."""
        if word[-1] == "*":
            stem = word[:-1]
            self._learn(stem, literal, self._stems, self._near_stems)
            self._stem_lengths.add(len(stem))
            if len(key := sound_of(stem, ended=False)) >= MIN_SOUND:
                self._stem_sounds.setdefault(key, set()).add(literal)
        elif word[0] == "=":
            self._whole.setdefault(word[1:], set()).add(literal)
        elif word[0] == "~":
            self._learn(word[1:], literal, self._whole, self._near)
        else:
            for form in _inflected(word):
                self._learn(form, literal, self._whole, self._near)
            if len(key := sound_of(word)) >= MIN_SOUND:
                self._sounds.setdefault(key, set()).add(literal)

    @staticmethod
    def _learn(
        form: str, literal: int, known: dict[str, set[int]], near: dict[str, set[str]]
    ) -> None:
        known.setdefault(form, set()).add(literal)
        if len(form) >= LONG_WORD and form.isalpha() and form not in near.get(form, ()):
            for blurred in _blurred(form):
                near.setdefault(blurred, set()).add(form)

    def literals(self, typed: str) -> frozenset[int]:
        """The literals that a typed word stands for, a slip or a spelling by ear forgiven."""
        if len(typed) > LONGEST:
            return frozenset()
        found = self._exactly(typed)
        if not found and len(typed) > MIN_SOUND and typed[0] in _ELIDED and typed[1] in _VOWELS:
            found = self._exactly(typed[1:])  # « lappel », « dinkasso »
        known = typed in self._whole or typed in SMALL or typed in COMMON
        if known or len(typed) < MIN_SOUND or not typed.isalpha():
            return frozenset(found)
        return frozenset(found or self._slipped(typed) or self._heard(typed))

    def _exactly(self, typed: str) -> set[int]:
        found = set(self._whole.get(typed, ()))
        for length in self._stem_lengths:
            if length <= len(typed):
                found |= self._stems.get(typed[:length], set())
        return found

    def _slipped(self, typed: str) -> set[int]:
        """What a word with a slip stands for.

        A stem in which a letter was changed or swapped comes before one that has a letter more or
        less: « intereasé » is « interessé », not « integré ».
        """
        found: set[int] = set()
        if len(typed) < LONG_WORD - 1:
            return found
        for form in _slips(typed, self._near):
            found |= self._whole[form]
        stems: dict[bool, set[str]] = {True: set(), False: set()}
        for size in range(LONG_WORD - 1, min(max(self._stem_lengths) + 1, len(typed)) + 1):
            for stem in _slips(typed[:size], self._near_stems):
                stems[len(stem) == size].add(stem)
        return found.union(*(self._stems[one] for one in stems[True] or stems[False]))

    def _heard(self, typed: str) -> set[int]:
        found = set(self._sounds.get(sound_of(typed), ()))
        whole = sound_of(typed, ended=False)
        for length in range(MIN_SOUND, len(whole) + 1):
            found |= self._stem_sounds.get(whole[:length], set())
        return found


def _inflected(word: str) -> set[str]:
    """A word with its usual plurals and feminines."""
    forms = {word}
    if len(word) > 3:
        forms |= {word + "s", word + "e", word + "es", word + "x"}
        if len(word) > 4 and word[-1] in "se":
            forms.add(word[:-1])
    return forms


def _blurred(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _slips(typed: str, near: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for blurred in _blurred(typed):
        found |= near.get(blurred, set())
    return {
        form
        for form in found
        if form[0] == typed[0] and abs(len(form) - len(typed)) <= 1 and one_slip(typed, form)
    }


_SPELLINGS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"), ("qu|ck|c(?![eiyh])|q", "k"), ("tion|ssion|cion", "sion"), ("sc(?=[ei])", "s"),
        ("c(?=[eiy])|ç", "s"), ("g(?=[eiy])", "j"), ("ge(?=[ao])", "j"), ("eaux?|aux?", "o"),
        ("ai|ei|ey|et$|er$|ez$", "e"), ("[ae]m(?=[bp])|em(?=m)|[ae]n(?![aeiouyn])", "an"),
        ("h", ""), ("y", "i"), (r"(.)\1", r"\1"), ("z", "s"),
    )
]  # fmt: skip
_SILENT = re.compile(r"(?:e?s?|nt|[tdpxs]+|es|ts|ds)$")


def sound_of(word: str, *, ended: bool = True) -> str:
    """A key that words spelt by ear share with the right spelling: « facturassion »."""
    for pattern, sound in _SPELLINGS:
        word = pattern.sub(sound, word)
    return _SILENT.sub("", word) if ended else word
