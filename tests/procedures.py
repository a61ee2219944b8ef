"""Procedure folders for tests: the real one, the README's example, and copies with faults."""

import re
import shutil
from pathlib import Path

import pytest

from bot.errors import ProcedureRefused
from bot.procedure.loader import load

DIALOGS = Path(__file__).parents[1] / "dialogs"
RETENTION = DIALOGS / "retention"
README = DIALOGS / "README.md"

_NAMED_BLOCK = re.compile(r"^```\w+ ([\w.-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example_folder(into: Path) -> Path:
    """Write the README's example, « Objets trouvés en gare », in a folder under `into`."""
    folder = into / "objets-trouves"
    folder.mkdir(parents=True)
    texts: dict[str, str] = {}
    for block in _NAMED_BLOCK.finditer(README.read_text("utf-8")):
        texts[block[1]] = texts.get(block[1], "") + block[2]
    for file, text in texts.items():
        write(folder / file, text)
    return folder


def planted(
    folder: Path, into: Path, *edits: tuple[str, str], file: str = "procedure.yaml"
) -> Path:
    """Copy `folder` under `into`, each edit replacing words that stand exactly once in `file`."""
    copy = into / folder.name
    if copy != folder:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
    text = read(copy / file)
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times in {file}: {old}"
        text = text.replace(old, new)
    write(copy / file, text)
    return copy


def refusal(folder: Path) -> list[str]:
    """The problems for which `folder` is refused, each as « file:line:column: message »."""
    with pytest.raises(ProcedureRefused) as refused:
        load(folder)
    return [str(one).removeprefix(f"{folder}/") for one in refused.value.problems]


def place(file: Path, words: str) -> str:
    """« file:line:column » of `words`, which stand exactly once in `file`."""
    text = read(file)
    assert text.count(words) == 1, f"{text.count(words)} times in {file.name}: {words}"
    before = text[: text.index(words)]
    return f"{file.name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def read(file: Path) -> str:
    """The text of `file`, its line ends untouched."""
    return file.read_bytes().decode("utf-8")


def write(file: Path, text: str) -> None:
    """Write `text` as UTF-8, its line ends untouched."""
    file.write_bytes(text.encode("utf-8"))
