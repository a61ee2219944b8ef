"""French spacing for the words we write ourselves; quotes and phrases never pass through here."""

import re

NBSP = "\N{NO-BREAK SPACE}"
NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"

_BEFORE = re.compile(r"[ \u00a0\u202f]+([;?!»%])")
_COLON = re.compile(r"[ \u00a0\u202f]+(:)(?=\s|$)")
_AFTER = re.compile(r"(«)[ \u00a0\u202f]*")


def french_spaces(text: str) -> str:
    """Return `text` with the non-breaking spaces that French punctuation asks for."""
    text = _BEFORE.sub(rf"{NBSP}\1", text)
    text = _COLON.sub(rf"{NBSP}\1", text)
    return _AFTER.sub(rf"\1{NBSP}", text)
