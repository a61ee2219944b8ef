"""What keeps the house in order: its layers, its generated files, its words."""

import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.config import LANGUAGES, ROOT
from bot.procedure.schema import FILES, schema_of

METHODS = [("bot/**.py", "python"), ("bot/web/templates/**.html", "jinja2")]


def _catalog(language: str) -> Catalog:
    file = ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(file.read_bytes()), locale=language)


def _extracted() -> set[str]:
    found = extract_from_dir(ROOT, METHODS)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_layers_know_only_those_under_them() -> None:
    """The import contracts of pyproject.toml hold."""
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert tool is not None
    done = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES)
def test_the_committed_schema_is_the_one_generated(file: str) -> None:
    """Editors underline by the model as it is."""
    committed = (ROOT / "dialogs" / f"{file}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_of(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_has_every_message_and_no_other(language: str) -> None:
    """Extraction from the code and the templates gives exactly the catalog's messages."""
    listed = {one.id if isinstance(one.id, str) else one.id[0] for one in _catalog(language)}
    assert listed - {""} == _extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_is_complete(language: str) -> None:
    """Every message is translated, in each plural form, with the same placeholders."""
    for message in _catalog(language):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(said), message.id
        assert not message.fuzzy
        wanted = set(re.findall(r"{\w+}", " ".join(ids)))
        assert set(re.findall(r"{\w+}", " ".join(said))) == wanted, message.id


def test_french_punctuation_has_its_spaces() -> None:
    """Before : ; ? ! and inside « » stands a non-breaking space, never an ordinary one."""
    for message in _catalog("fr"):
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        for text in said if message.id else []:
            assert not re.search(r" [:;?!»]|« |[^\s\u00a0:…][;?!]|'", text), text


def test_modules_and_functions_stay_short() -> None:
    """No file of the program is past 300 lines."""
    long = [
        file for file in (ROOT / "bot").rglob("*.py") if len(file.read_text().splitlines()) > 300
    ]
    assert long == []
