"""What a supervisor asks for by a word: the explorer, the map, a state said for all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.frame import Frame
from bot.conversation.inquiry import Inquiry, Look
from bot.language.numbers import number_at
from bot.language.words import MAX_TYPED, Word, folded, folded_words, read_words

ORDERS = (Look.EXPLORE, Look.GREY_ZONES, Look.MAP, Look.FIGURES)
"""What any procedure has."""
MOST_MINUTES = 24 * 60
UNKNOWN = "inconnu"
"""Said of a state that is to be asked again, case by case."""
_UNKNOWN = {UNKNOWN: UNKNOWN, f"{UNKNOWN}e": UNKNOWN}
_BEGINNING = 3
"""Letters from which the beginning of a value stands for it."""
_MOST_WORDS = 8
"""Words that may still be how long a state holds, badly said; beyond, they tell of a case."""
_BREAK = re.compile(r"[,;.\n](?!\d)\s*\w")
"""After it something else is said."""
_POINT = re.compile(r"(?<=\d)[,.](?=\d)")
_TOKEN = re.compile(r"[^\s,;]+")
_FOR = re.compile(r"^(?:(?:pour|pendant|durant|encore|environ) )+")
_PLEASE = re.compile(r"(?:(?:^| )(?:merci|(?:si|s|sil)(?: il)? (?:vous|te) plait))+$")
_MINUTE = r"(?:min|mins|mn|m|minutes?)"
_MINUTES = re.compile(rf"(\d{{1,4}})(?: (?:de )?{_MINUTE})?")
_HOURS = re.compile(
    r"(?P<hours>\d{1,4}) (?:virgule (?P<decimals>\d|25|50|75) (?:h|heures?)|(?:h|heures?)"
    rf"(?: (?:et )?(?:(?P<minutes>[0-5]?\d)(?: {_MINUTE})?|(?:1 )?(?P<part>demie?|quart)))?)"
)
_PARTS = re.compile(r"(?:(?P<count>\d) )?(?P<part>demie?|quart)s? (?:de )?heures?")
_PART = {"demi": 30, "demie": 30, "quart": 15}


@dataclass(frozen=True)
class Order:
    """What is asked for; `minutes` is how long a state holds, where it was said.

    `is_plain` tells that the words could not be meant of a caller; `is_understood` is False where
    they say how long in a way that is not understood, or not between a minute and a day.
    """

    inquiry: Inquiry
    minutes: int | None = None
    text: str = ""
    is_plain: bool = True
    is_understood: bool = True


def read_order(frame: Frame, text: str) -> Order | None:
    """What a supervisor's words ask for; None for any others."""
    name = frame.compiled.edition.name
    text = text.strip()[:MAX_TYPED]
    said, _, rest = text.partition(" ")
    word = "-".join(folded_words(said))
    if word in (Look.EXPLORE, Look.MAP):
        return _of_a_case(frame, Look(word), rest.strip())
    if word == Look.FIGURES and not rest:
        return Order(Inquiry(name, Look.FIGURES))
    if word == Look.GREY_ZONES or folded(text) in ("zones grises", "zone grise"):
        return Order(Inquiry(name, Look.GREY_ZONES))
    return _state(frame, text)


def _of_a_case(frame: Frame, look: Look, text: str) -> Order:
    """The explorer or the map, with facts or in words; « plan mensuel » may be an agent's."""
    name, stated = frame.compiled.edition.name, _stated(frame, text)
    if stated is not None:
        return Order(Inquiry(name, look, stated))
    return Order(Inquiry(name, look), text=text, is_plain=look is Look.EXPLORE)


def _stated(frame: Frame, text: str) -> Mapping[str, str] | None:
    """The facts of `demande=resiliation Feu rouge=oui`; None where the text says otherwise.

    Facts and values go by their names or their labels; a word that is neither stays, to be told of.
    """
    facts = frame.compiled.procedure.facts
    names = _names({name: fact.label for name, fact in facts.items()})
    *before, last = (_TOKEN.findall(piece) for piece in text.split("="))
    named = [_ending(piece, names) for piece in before]
    first, *said = (*(words for words, _ in named), last)
    if first or not all(fact for _, fact in named):
        return None
    stated: dict[str, str] = {}
    for (_, fact), words in zip(named, said, strict=True):
        declared = facts[fact].values if fact in facts else {}
        values = _names({value: one.label for value, one in declared.items()})
        value = _slug(words)
        if value not in values and len(words) > 1:
            return None
        stated |= {fact: values.get(value, value)} if value else {}
    return stated


def _ending(words: list[str], names: Mapping[str, str]) -> tuple[list[str], str]:
    """Words without the fact that they end with, and that fact; at worst the last word."""
    for place in range(len(words)):
        if name := names.get(_slug(words[place:])):
            return words[:place], name
    return words[:-1], _slug(words[-1:])


def _names(labels: Mapping[str, str]) -> dict[str, str]:
    """What has labels, by these and by its own name, as they are typed."""
    return {_slug([label]): name for name, label in labels.items()} | {one: one for one in labels}


def _slug(words: Iterable[str]) -> str:
    return "-".join(folded_words(" ".join(words)))


def _state(frame: Frame, text: str) -> Order | None:
    """« file saturee 30 min »; « file » alone asks what it is, « file inconnue » takes it back."""
    procedure, words = frame.compiled.edition.name, _words(text)
    for name, state in frame.compiled.procedure.states.items():
        rest = _after(words, name)
        if rest is None:
            continue
        if not rest:
            return Order(Inquiry(procedure, Look.STATE, subject=name), is_plain=False)
        if found := _value(rest, state.values):
            value, lasting = found
            inquiry = Inquiry(procedure, Look.STATE, {name: value}, name)
            order = _lasting(inquiry, lasting)
            tells = not order.is_understood and _tells_of_a_case(frame, text, lasting, state.fact)
            return None if tells else order
    return None


def _value(words: Sequence[Word], values: Iterable[str]) -> tuple[str, Sequence[Word]] | None:
    """The value that words begin with, or whose beginning they have, and the words after it."""
    said = {value: value for value in values} | _UNKNOWN
    whole = [(said[one], rest) for one in said if (rest := _after(words, one)) is not None]
    if whole:
        return min(whole, key=lambda found: len(found[1]))
    begun = words[0].text
    meant = {said[one] for one in said if len(begun) >= _BEGINNING and one.startswith(begun)}
    return (meant.pop(), words[1:]) if len(meant) == 1 else None


def _lasting(inquiry: Inquiry, words: Sequence[Word]) -> Order:
    """A state said for all, for as long as the words after its value say."""
    said = _FOR.sub("", _PLEASE.sub("", " ".join(_in_digits(words))))
    takes_back = UNKNOWN in inquiry.facts.values()
    if not said:
        return Order(inquiry, is_plain=takes_back)
    minutes = _minutes(said)
    if minutes is None or not 1 <= minutes <= MOST_MINUTES:
        return Order(inquiry, is_plain=False, is_understood=False)
    return Order(inquiry, minutes, is_plain=takes_back or not said.isdigit())


def _minutes(said: str) -> int | None:
    """The minutes of « 30 », « 1 virgule 5 h », « 1 heure et demie », « 3 quarts de heure »."""
    if found := _MINUTES.fullmatch(said):
        return int(found[1])
    if found := _HOURS.fullmatch(said):
        hours = float(f"{found['hours']}.{found['decimals'] or 0}")
        more = _PART[found["part"]] if found["part"] else int(found["minutes"] or 0)
        return round(hours * 60) + more
    if found := _PARTS.fullmatch(said):
        return int(found["count"] or 1) * _PART[found["part"]]
    return None


def _tells_of_a_case(frame: Frame, text: str, rest: Sequence[Word], fact: str) -> bool:
    """Whether words are of a case, rather than of how long a state holds, badly said."""
    if len(rest) > _MOST_WORDS or _BREAK.search(text):
        return True
    understood = frame.understanding.read(text)
    return bool({*understood.facts, *understood.unsure, *understood.unknown} - {fact})


def _words(text: str) -> list[Word]:
    """The words of a text without its marks; « 1,5 » is « 1 virgule 5 »."""
    return [word for word in read_words(_POINT.sub(" virgule ", text)) if not word.is_mark]


def _after(words: Sequence[Word], name: str) -> Sequence[Word] | None:
    """The words that follow a name; None where they do not begin with it."""
    named = [word.text for word in _words(name)]
    begins = [word.text for word in words[: len(named)]] == named
    return words[len(named) :] if begins else None


def _in_digits(words: Sequence[Word]) -> Iterator[str]:
    """Words with their numbers in digits: « une heure » is « 1 heure »."""
    place = 0
    while place < len(words):
        text = words[place].text
        found = None if text.isdigit() else number_at(words, place)
        number, place = found or (text, place + 1)
        yield str(number)
