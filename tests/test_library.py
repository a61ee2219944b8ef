"""A procedure changed while the program runs: taken whole, or refused and left as it was."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import library as library_module
from bot.config import Config, read_config
from bot.conversation.coach import Coach
from bot.conversation.guide import Guide, Request
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError, ProcedureRefused, ProcedureUnproved
from bot.language.understanding import understanding_of
from bot.library import REMEMBERED, Library, Taken, proved_procedures
from bot.procedure.versions import Version, load_versions
from bot.proof import shelf
from bot.texts import load_texts
from tests.procedures import DIALOGS, RETENTION, example_folder, read, write

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


_SECONDS = count(1_800_000_000)


def save(file: Path, text: str) -> None:
    """Write a file later than any before: a test is quicker than the clock of a disk."""
    write(file, text)
    later = next(_SECONDS)
    os.utime(file, (later, later))


def edit(file: Path, old: str, new: str) -> None:
    text = read(file)
    assert old in text
    save(file, text.replace(old, new, 1))


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
    save(file, whole.replace(LABEL, 'label: "Passer à Retention"'))
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
        save(file, whole[: len(whole) * part // 5])
        assert scanned(library, 1) == []
    save(file, whole)
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
    save(later / "procedure.yaml", text)
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
    save(later / "procedure.yaml", text.replace("then: support", "then: suport", 1))
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


EXAMPLE = "objets-trouves"
TITLE = "Objets trouvés en gare\N{NO-BREAK SPACE}: que faire d’un objet trouvé"
DISAGREES = "rules:\n  chat: {when: {objet: animal}, then: police, passages: arme}\n"
"""A rule that can be read, and that does not hold."""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The folder of the README's example, which is quick to read."""
    return example_folder(tmp_path / "examples")


def retitle(folder: Path, title: str) -> None:
    """Write another title, whatever the file said."""
    lines = read(folder / "procedure.yaml").split("\n")
    changed = [f'title: "{title}"' if line.startswith("title:") else line for line in lines]
    save(folder / "procedure.yaml", "\n".join(changed))


def title(library: Library) -> str:
    return library[EXAMPLE].procedure.title


def dated(folder: Path, day: str, title: str) -> Path:
    """Write a version in force from a day on."""
    inner = folder / day
    inner.mkdir()
    text = read(folder / "procedure.yaml").replace("from: 2026-03-01", f"from: {day}")
    assert TITLE in text
    save(inner / "procedure.yaml", text.replace(f'title: "{TITLE}"', f'title: "{title}"'))
    return inner


def unprove(folder: Path) -> None:
    edit(folder / "procedure.yaml", "\nrules:\n", f"\n{DISAGREES}")


def test_twenty_quick_edits_are_one_change(example: Path) -> None:
    """Nothing is taken while somebody writes, then the last is, and what it replaced is known."""
    library = Library(example.parent, Day())
    before = library[EXAMPLE]
    for number in range(20):
        retitle(example, f"Titre {number}")
        assert scanned(library, 1) == []
    (taken,) = scanned(library, 3)
    assert (taken.old, taken.new) == (before, library[EXAMPLE])
    assert title(library) == "Titre 19"


def test_the_versions_known_end_with_the_one_in_force_and_what_it_replaced(example: Path) -> None:
    """One that was in force twice stands where it was last replaced."""
    library = Library(example.parent, Day())
    versions = {}
    for name in ("A", "B", "A", "C"):
        retitle(example, name)
        scanned(library)
        versions[library[EXAMPLE].edition.version] = name
    known = [versions.get(one.edition.version) for one in library.known(EXAMPLE)]
    assert known == [None, "B", "A", "C"]
    assert library.known("autre") == ()


def test_a_dated_version_comes_before_those_that_replaced_it(example: Path) -> None:
    """And one whose day has not come, after the one in force."""
    old, now, later = (
        dated(example, day, day) for day in ("2026-11-01", "2026-11-20", "2099-01-01")
    )
    library = Library(example.parent, Day())
    for name in ("A", "B"):
        edit(now / "procedure.yaml", "title: ", f"title: {name} ")
        scanned(library)
    known = [one.procedure.title.split()[0] for one in library.known(EXAMPLE)]
    assert known[-5:] == [old.name, now.name, "A", "B", later.name]


def test_only_the_last_versions_replaced_are_remembered(example: Path) -> None:
    """A program that runs for months does not grow with each edit."""
    library = Library(example.parent, Day())
    known = [library[EXAMPLE].edition.version]
    for number in range(REMEMBERED + 1):
        retitle(example, f"Titre {number}")
        scanned(library)
        known.append(library[EXAMPLE].edition.version)
    found = [library.version(EXAMPLE, version) is not None for version in known]
    assert found == [False] + [True] * (REMEMBERED + 1)
    assert library.version("autre", known[-1]) is None


def test_a_file_put_in_the_place_of_another_is_seen(example: Path) -> None:
    """Of the same size and time: as editors save, and as a deployment copies."""
    library = Library(example.parent, Day())
    file, fresh = example / "procedure.yaml", example / ".procedure.yaml.swp"
    write(fresh, read(file).replace("Objets trouvés en gare", "Objets oubliés en gare", 1))
    before = file.stat()
    os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert fresh.stat().st_size == before.st_size
    fresh.replace(file)
    assert len(scanned(library)) == 1
    assert title(library).startswith("Objets oubliés en gare")


def test_files_written_again_as_they_were_change_nothing(example: Path) -> None:
    """The very same version goes on, with all that was made of it."""
    library = Library(example.parent, Day())
    before = library[EXAMPLE]
    save(example / "procedure.yaml", read(example / "procedure.yaml"))
    (example / "notes.txt").write_text("x")
    assert scanned(library, 3) == []
    assert library[EXAMPLE] is before


def test_what_is_written_while_it_is_read_is_not_taken(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read again once it has settled."""
    library = Library(example.parent, Day())

    def interrupted(folder: Path, name: str | None = None) -> tuple[Version, ...]:
        found = load_versions(folder, name)
        monkeypatch.undo()
        retitle(example, "Titre entier")
        return found

    retitle(example, "Titre coup")
    monkeypatch.setattr(library_module, "load_versions", interrupted)
    assert scanned(library, 2) == []
    assert title(library) == TITLE
    assert len(scanned(library, 2)) == 1
    assert title(library) == "Titre entier"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 8), st.booleans()), max_size=8))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_only_whole_versions_answer(
    example: Path, steps: list[tuple[str, int, bool]]
) -> None:
    """Files written in part or whole, with scans between any two: each answer is of a whole one."""
    file = example / "procedure.yaml"
    whole = read(file)
    texts = {name: whole.replace(TITLE, name) for name in "abc"}
    library = Library(example.parent, Day())
    try:
        last = TITLE
        for name, eighths, looked in steps:
            text = texts[name]
            # A part as long as the others would be whole but for its end: cut in the rules.
            part = text if eighths == 8 else text[: len(text) * eighths // 12]
            save(file, part)
            scanned(library, 2 if looked else 1)
            if looked and part == text:
                last = name
            assert title(library) == last
        save(file, texts["a"])
        scanned(library)
        assert (title(library), library.refused) == ("a", {})
    finally:
        save(file, whole)


def unlinked(file: Path) -> None:
    file.unlink()


def made_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def linked_to_nothing(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.parent / "rien")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (unlinked, "source.txt:1:1: ce fichier manque"),
        (made_a_folder, "source.txt:1:1: ce fichier ne se lit pas (c’est un dossier)"),
        (linked_to_nothing, "source.txt:1:1: ce fichier ne se lit pas (c’est un lien vers rien)"),
    ],
)
def test_a_file_that_is_gone_or_unreadable_is_told_until_it_is_back(
    example: Path, spoil: Callable[[Path], None], told: str
) -> None:
    """Meanwhile, nothing changes for who is answered."""
    library, file = Library(example.parent, Day()), example / "source.txt"
    before, text = library[EXAMPLE], read(file)
    spoil(file)
    assert scanned(library, 3) == []
    assert library.refused[EXAMPLE].endswith(told)
    assert library[EXAMPLE] is before
    if file.is_dir():
        file.rmdir()
    else:
        file.unlink(missing_ok=True)
    save(file, text)
    assert scanned(library) == []
    assert library.refused == {}
    assert library[EXAMPLE] is before


def test_a_folder_that_may_not_be_read_is_told(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rights were changed: those of the system are feigned, for a test may be run by root."""
    library = Library(example.parent, Day())
    real = Path.iterdir

    def forbidden(path: Path) -> Iterator[Path]:
        if path == example:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    retitle(example, "Autre")
    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert scanned(library, 3) == []
    assert library.refused == {EXAMPLE: f"{example}:1:1: ce dossier ne se lit pas (accès refusé)"}
    assert title(library) == TITLE


def test_files_of_the_procedure_may_be_links(example: Path, tmp_path: Path) -> None:
    """As an orchestrator mounts them: a hidden folder is swapped for another, at once."""
    dialogs, mounted = tmp_path / "mounted", tmp_path / "mounted" / EXAMPLE
    shutil.copytree(example, mounted / "..1")
    (mounted / "..data").symlink_to("..1")
    for file in (mounted / "..1").iterdir():
        (mounted / file.name).symlink_to(Path("..data") / file.name)
    library = Library(dialogs, Day())
    assert [len(library.versions(EXAMPLE)), library.refused] == [1, {}]
    shutil.copytree(mounted / "..1", mounted / "..2")
    retitle(mounted / "..2", "Autre")
    (mounted / "..new").symlink_to("..2")
    (mounted / "..new").replace(mounted / "..data")
    assert len(scanned(library)) == 1
    assert title(library) == "Autre"


def test_a_linked_folder_and_a_linked_version_are_followed(example: Path, tmp_path: Path) -> None:
    """What changes behind a link is seen."""
    inner = dated(example, "2026-06-15", "Été").rename(tmp_path / "ete")
    (example / "ete").symlink_to(inner)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / EXAMPLE).symlink_to(example)
    library = Library(tmp_path / "linked", Day())
    assert title(library) == "Été"
    retitle(inner, "Plein été")
    assert len(scanned(library)) == 1
    assert title(library) == "Plein été"


def test_a_version_in_force_that_is_broken_gives_way_to_no_older_one(example: Path) -> None:
    """What answers is what was last whole, and not what it had replaced."""
    inner = dated(example, "2026-06-15", "Été")
    library = Library(example.parent, Day())
    text = read(inner / "procedure.yaml")
    save(inner / "procedure.yaml", text.replace("then: police", "then: polise", 1))
    assert scanned(library, 3) == []
    assert title(library) == "Été"
    assert "polise" in library.refused[EXAMPLE]
    save(inner / "procedure.yaml", text)
    unprove(inner)
    assert scanned(library, 3) == []
    assert title(library) == "Été"
    assert f"« {EXAMPLE} du 2026-06-15 » ne tient pas" in library.refused[EXAMPLE]
    save(inner / "procedure.yaml", text)
    assert scanned(library, 3) == []
    assert library.refused == {}


def test_a_version_in_force_that_is_taken_away_is_withdrawn(example: Path) -> None:
    """Its folder is deleted, the procedure's is not: the version before is meant."""
    inner = dated(example, "2026-06-15", "Été")
    library = Library(example.parent, Day())
    shutil.rmtree(inner)
    (taken,) = scanned(library)
    assert (taken.old.procedure.title if taken.old else "", title(library)) == ("Été", TITLE)


def test_nothing_is_served_at_the_start_but_what_is_to_be_in_force(example: Path) -> None:
    """A version in force that does not hold stops it; one to come is only told."""
    inner = dated(example, "2026-12-01", "Hiver")
    unprove(inner)
    library = Library(example.parent, Day())
    assert title(library) == TITLE
    assert "silence périmé" in library.refused[EXAMPLE]
    day = Day()
    day.now = date(2026, 12, 1)
    with pytest.raises(ProcedureUnproved, match="du 2026-12-01"):
        Library(example.parent, day)
    save(inner / "procedure.yaml", "in_force: {from: 2026-06-15}")
    with pytest.raises(ProcedureRefused):
        Library(example.parent, Day())


def test_a_version_to_come_in_the_own_folder_is_proved_too(example: Path) -> None:
    """Wherever a version stands, it never answers unproved."""
    day = Day()
    dated(example, "2026-06-15", "Été")
    edit(example / "procedure.yaml", "from: 2026-03-01", "from: 2026-12-01")
    unprove(example)
    library = Library(example.parent, day)
    assert "silence périmé" in library.refused[EXAMPLE]
    day.now = date(2026, 12, 1)
    assert scanned(library) == []
    assert title(library) == "Été"


def test_a_version_that_comes_into_force_is_ready(example: Path) -> None:
    """Its words are compiled and its first question found before its turn."""
    day = Day()
    dated(example, "2026-12-01", "Hiver")
    library = Library(example.parent, day)
    assert scanned(library) == []
    day.now = date(2026, 12, 1)
    (taken,) = scanned(library, 1)
    assert taken.new is library.versions(EXAMPLE)[1] is library[EXAMPLE]
    assert "book" in vars(understanding_of(taken.new))
    assert "planner" in vars(taken.new)
    assert scanned(library) == []


def test_a_version_comes_into_force_while_the_one_before_is_refused(example: Path) -> None:
    """As it was written last, though nothing was taken until its day."""
    day = Day()
    dated(example, "2026-12-01", "Hiver")
    library = Library(example.parent, day)
    unprove(example)
    retitle(example / "2026-12-01", "Grand hiver")
    scanned(library)
    assert library.refused
    day.now = date(2026, 12, 1)
    (taken,) = scanned(library, 1)
    assert taken.new.procedure.title == title(library) == "Grand hiver"


def test_a_version_comes_into_force_though_its_files_are_being_broken(example: Path) -> None:
    """As it was when it was last proved."""
    day = Day()
    inner = dated(example, "2026-12-01", "Hiver")
    library = Library(example.parent, day)
    unprove(example)
    scanned(library)
    unprove(inner)
    day.now = date(2026, 12, 1)
    scanned(library)
    assert title(library) == "Hiver"
    assert "du 2026-12-01" in library.refused[EXAMPLE]


def test_a_folder_that_is_back_is_no_longer_told(example: Path, tmp_path: Path) -> None:
    """With what it held: nothing has changed. So it is of the whole dialogs."""
    library = Library(example.parent, Day())
    before = library[EXAMPLE]
    for gone in (example, example.parent):
        gone.rename(tmp_path / "ailleurs")
        assert scanned(library, 3) == []
        assert "a disparu" in library.refused[EXAMPLE]
        (tmp_path / "ailleurs").rename(gone)
        assert scanned(library, 3) == []
        assert library.refused == {}
        assert library[EXAMPLE] is before


def test_a_version_left_out_is_told_once(example: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not again at each change of the others, nor at each scan."""
    unprove(dated(example, "2026-12-01", "Hiver"))
    with caplog.at_level(logging.ERROR, "aiguillage"):
        library = Library(example.parent, Day())
        scanned(library, 3)
        retitle(example, "Autre")
        assert len(scanned(library, 3)) == 1
    assert len(caplog.records) == 1
    assert f"{EXAMPLE}\u00a0: version écartée, les autres restent\n" in caplog.text


def test_a_new_procedure_that_is_refused_is_not_read_at_each_scan(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it told again; fixed, it is taken."""
    library, other = Library(example.parent, Day()), example.parent / "autre"
    shutil.copytree(example, other)
    read_folders: list[Path] = []

    def counted(folder: Path, name: str | None = None) -> tuple[Version, ...]:
        read_folders.append(folder)
        return load_versions(folder, name)

    monkeypatch.setattr(library_module, "load_versions", counted)
    assert scanned(library, 6) == []
    assert read_folders == [other]
    assert "le dossier s’appelle « autre »" in library.refused["autre"]
    edit(other / "procedure.yaml", "procedure: objets-trouves", "procedure: autre")
    edit(other / "procedure.yaml", "command: objets", "command: autre")
    (taken,) = scanned(library)
    assert (taken.old, taken.new) == (None, library["autre"])
    assert list(library) == ["autre", EXAMPLE]


def test_a_command_that_is_freed_can_be_taken(example: Path) -> None:
    """What was refused for it is read again, though its own files did not change."""
    library, other = Library(example.parent, Day()), example.parent / "autre"
    shutil.copytree(example, other)
    edit(other / "procedure.yaml", "procedure: objets-trouves", "procedure: autre")
    scanned(library)
    told = "deux procédures ont la commande «\u00a0objets\u00a0»"
    assert library.refused["autre"].startswith(told)
    edit(example / "procedure.yaml", "command: objets", "command: gare")
    scanned(library, 3)
    assert (set(library), library.refused) == ({"autre", EXAMPLE}, {})


def test_a_version_to_come_takes_no_command_of_another(example: Path) -> None:
    """Two procedures would answer to it from that day on."""
    other = example.parent / "autre"
    shutil.copytree(example, other)
    edit(other / "procedure.yaml", "procedure: objets-trouves", "procedure: autre")
    edit(other / "procedure.yaml", "command: objets", "command: autre")
    inner = dated(other, "2026-12-01", "Hiver")
    edit(inner / "procedure.yaml", "command: autre", "command: objets")
    with pytest.raises(
        AiguillageError, match="«\u00a0autre\u00a0» et «\u00a0objets-trouves\u00a0»"
    ):
        Library(example.parent, Day())


def test_a_fault_of_ours_stops_no_other_procedure(
    example: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told with the reference under which it was logged, and files go on being read."""
    library, other = Library(example.parent, Day()), example.parent / "zoo"
    real = shelf.defects

    def faulty(compiled: Compiled) -> object:
        if compiled.edition.name == EXAMPLE:
            raise RecursionError
        return real(compiled)

    monkeypatch.setattr(shelf, "defects", faulty)
    shutil.copytree(example, other)
    edit(other / "procedure.yaml", "procedure: objets-trouves", "procedure: zoo")
    edit(other / "procedure.yaml", "command: objets", "command: zoo")
    retitle(example, "Autre")
    (taken,) = scanned(library, 3)
    assert taken.new is library["zoo"]
    assert title(library) == TITLE
    reference = library.refused[EXAMPLE].split("incident ")[1].split(",")[0]
    assert reference in caplog.text


def test_what_is_taught_follows_what_is_in_force(dialogs: Path) -> None:
    """A version whose words are the same is taught on; another one, from its first lesson."""
    library = Library(dialogs, Day())
    guide = Guide(library, texts=FRENCH)
    coach = Coach(guide, learners=None, clock=lambda: 0.0, seed=lambda: 1)  # type: ignore[arg-type]
    before = coach.courses["retention"]
    assert coach.courses["retention"] is before
    vignettes = dialogs / "retention" / "vignettes.yaml"
    save(vignettes, read(vignettes) + "\n# relu\n")
    scanned(library)
    assert coach.courses["retention"] is before
    edit(dialogs / "retention/procedure.yaml", LABEL, 'label: "Passer à Retention"')
    scanned(library)
    assert coach.courses["retention"].compiled is library["retention"]
    vignettes.unlink()
    scanned(library)
    assert coach.courses == {}


def test_the_program_starts_with_every_procedure_proved(example: Path, tmp_path: Path) -> None:
    """Or tells that there is none."""
    assert list(proved_procedures(_config(example.parent))) == [EXAMPLE]
    (tmp_path / "vide").mkdir()
    with pytest.raises(AiguillageError, match=r"aucune procédure dans .*vide"):
        proved_procedures(_config(tmp_path / "vide"))


def _config(dialogs: Path) -> Config:
    return read_config({"DIALOGS": str(dialogs)})
