"""The interface's own words, from the catalogs in `locales/`, read when the program starts."""

from __future__ import annotations

from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

DEFAULT = "fr"


def load_texts(locales: Path, language: str = DEFAULT) -> NullTranslations:
    """The translations of a language; English, in which the messages are written, where absent."""
    file = locales / language / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as catalog:
        write_mo(compiled, read_po(catalog, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def cut(text: str, most: int) -> str:
    """`text`, ended by « … » where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip(" …") + "…"
