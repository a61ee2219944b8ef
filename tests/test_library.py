"""A procedure changed while the program runs: taken whole, or refused and left as it was."""

from __future__ import annotations

import asyncio
import logging
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.guide import Guide, Request
from bot.library import Library, Taken
from bot.texts import load_texts
from tests.procedures import DIALOGS, RETENTION, read, write

FRENCH = load_texts(DIALOGS.parent / "locales", "fr")
TODAY = date(2026, 11, 26)
LABEL = 'label: "Transférer à Retention"'


class Day:
    """The day that it is."""

    def __init__(self) -> None:
        self.now = TODAY

    def __call__(self) -> date:
        return self.now


@pytest.fixture
def dialogs(tmp_path: Path) -> Path:
    shutil.copytree(RETENTION, tmp_path / "dialogs" / "retention")
    return tmp_path / "dialogs"


def edit(file: Path, old: str, new: str) -> None:
    text = read(file)
    assert old in text
    write(file, text.replace(old, new, 1))


def scanned(library: Library, times: int = 2) -> list[Taken]:
    async def scan() -> list[Taken]:
        return [one for _ in range(times) for one in await library.scan()]

    return asyncio.run(scan())


def label(library: Library) -> str:
    return library["retention"].procedure.destinations["retention"].label


def test_a_change_is_taken_once_two_scans_find_it(dialogs: Path) -> None:
    """And an open case is carried over, with what was answered."""
    library = Library(dialogs, Day())
    guide = Guide(library, texts=FRENCH)
    opened = guide.respond(Request("retention", text="feu rouge, veut résilier"))
    edit(dialogs / "retention/procedure.yaml", LABEL, 'label: "Passer à Retention"')
    assert scanned(library, 1) == []
    assert label(library) == "Transférer à Retention"
    (taken,) = scanned(library, 1)
    assert (taken.old, taken.new) == (library.version("retention", taken.old.edition.version),
                                      library["retention"])  # fmt: skip
    assert label(library) == "Passer à Retention"
    carried = guide.respond(Request("retention", tap=opened.here))
    assert any("La procédure a changé" in getattr(block, "text", "") for block in carried.blocks)
    assert "feu-rouge" in (carried.here or "")
    assert scanned(library, 3) == []


def test_a_broken_file_is_refused_once_and_changes_nothing(
    dialogs: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With where it is broken; once it is right again, it is taken."""
    library, file = Library(dialogs, Day()), dialogs / "retention/procedure.yaml"
    whole = read(file)
    edit(file, "then: support", "then: suport")
    with caplog.at_level(logging.ERROR, "aiguillage"):
        assert scanned(library, 5) == []
    assert len(caplog.records) == 1
    assert "procedure.yaml:" in caplog.text
    assert "support" in library.refused["retention"]
    assert label(library) == "Transférer à Retention"
    write(file, whole.replace(LABEL, 'label: "Passer à Retention"'))
    assert len(scanned(library)) == 1
    assert library.refused == {}


def test_a_procedure_that_does_not_hold_is_refused(dialogs: Path) -> None:
    """It can be read, and two rules disagree."""
    library = Library(dialogs, Day())
    rule = "rules:\n  chat: {when: {demande: autre}, then: fraude, passages: pre-actif}\n"
    edit(dialogs / "retention/procedure.yaml", "\nrules:\n", f"\n{rule}")
    assert scanned(library, 3) == []
    assert "désaccord non déclaré" in library.refused["retention"]


def test_a_half_written_file_is_never_taken(dialogs: Path) -> None:
    """As long as it changes from one scan to the next."""
    library, file = Library(dialogs, Day()), dialogs / "retention/procedure.yaml"
    whole = read(file).replace(LABEL, 'label: "Passer à Retention"')
    for part in range(1, 5):
        write(file, whole[: len(whole) * part // 5])
        assert scanned(library, 1) == []
    write(file, whole)
    assert len(scanned(library)) == 1
    assert library.refused == {}


def test_other_words_are_understood_under_the_same_version(dialogs: Path) -> None:
    """The vocabulary changes no verdict: agents are told nothing of it."""
    library = Library(dialogs, Day())
    guide = Guide(library, texts=FRENCH)
    before = library["retention"].edition.version
    vocabulary = dialogs / "retention/vocabulary.yaml"
    edit(vocabulary, "    débarrass*, défaire,", "    zorglub*, débarrass*, défaire,")
    (taken,) = scanned(library)
    assert taken.new.edition.version == before
    card = guide.respond(Request("retention", text="il veut zorgluber son contrat"))
    assert "demande.resiliation" in (card.here or "")


def test_a_dated_version_answers_from_its_day_on(dialogs: Path) -> None:
    """It takes what it lacks from the procedure's own folder; the one before answers until then."""
    day = Day()
    later = dialogs / "retention" / "2026-12-01"
    later.mkdir()
    text = read(dialogs / "retention/procedure.yaml")
    text = text.replace("from: 2025-08-13", "from: 2026-12-01").replace(LABEL, 'label: "Autre"')
    write(later / "procedure.yaml", text)
    library = Library(dialogs, day)
    assert label(library) == "Transférer à Retention"
    assert [one.procedure.in_force.start for one in library.versions("retention")] == [
        date(2025, 8, 13),
        date(2026, 12, 1),
    ]
    day.now = date(2026, 11, 30)
    assert scanned(library) == []
    day.now = date(2026, 12, 1)
    (taken,) = scanned(library, 1)
    assert label(library) == "Autre"
    assert library.version("retention", taken.old.edition.version) is taken.old


def test_a_broken_dated_version_keeps_nobody_from_answering(dialogs: Path) -> None:
    """It is told, and left out even on its day."""
    day = Day()
    later = dialogs / "retention" / "2026-12-01"
    later.mkdir()
    text = read(dialogs / "retention/procedure.yaml").replace("2025-08-13", "2026-12-01")
    write(later / "procedure.yaml", text.replace("then: support", "then: suport", 1))
    library = Library(dialogs, day)
    assert "2026-12-01/procedure.yaml:" in library.refused["retention"]
    day.now = date(2026, 12, 2)
    assert scanned(library) == []
    assert label(library) == "Transférer à Retention"


def test_a_folder_that_is_gone_goes_on_answering(dialogs: Path) -> None:
    """Agents are on the phone: what was in force stays so, and it is told."""
    library = Library(dialogs, Day())
    shutil.rmtree(dialogs / "retention")
    assert scanned(library, 3) == []
    assert label(library) == "Transférer à Retention"
    assert "disparu" in library.refused["retention"]


def test_a_new_procedure_is_taken_and_a_command_of_another_is_not(dialogs: Path) -> None:
    """Two procedures never answer to one command."""
    library = Library(dialogs, Day())
    other = dialogs / "autre"
    shutil.copytree(dialogs / "retention", other)
    edit(other / "procedure.yaml", "procedure: retention", "procedure: autre")
    scanned(library)
    assert "deux procédures ont la commande" in library.refused["autre"]
    edit(other / "procedure.yaml", "command: retention", "command: autre")
    scanned(library)
    assert set(library) == {"retention", "autre"}
    assert library.refused == {}
