"""What people call facts and values: by their ids or their labels, however they type them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.procedure.names import nearest

LONGEST = 200
"""Characters past which a text is the name of nothing."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` in words without case or accents, whatever stands between them."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    text = "".join(one for one in text if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+|[<>≤≥=+%€$]", text))


def words(labels: Mapping[str, str]) -> dict[str, str]:
    """The ids by what they are called: themselves, and the labels that no two share."""
    shared = Counter(plain(label) for label in labels.values())
    called = {plain(label): name for name, label in labels.items() if shared[plain(label)] == 1}
    called.pop("", None)
    return called | {plain(name): name for name in labels}


def called(labels: Mapping[str, str]) -> dict[str, str]:
    """What to call each id: by its label, unless another could be meant."""
    meant = words(labels)
    return {
        name: label if meant.get(plain(label)) == name else name for name, label in labels.items()
    }


def unknown(kind: str, said: str, labels: Mapping[str, str], listed: bool = True) -> str:
    """Say that `said` is none of these, with the nearest of their ids and labels, or a list."""
    shown = {plain(word): word for word in (*labels.values(), *labels)}
    close = nearest(plain(said[:LONGEST]), shown)
    told = f"{kind} « {said if len(said) <= 60 else said[:60] + '…'} »"
    if close:
        return f"{told} ; vouliez-vous dire « {shown[close]} » ?"
    if not listed:
        return told
    return f"{told} ; au choix : {', '.join([*labels][:12])}{', …' if len(labels) > 12 else ''}"
