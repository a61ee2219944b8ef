"""The dated versions of a procedure: which one answers, what it takes from its folder, and why not.

Days are handed in; files are the README's example, copied.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ProcedureRefused
from bot.procedure.loader import Edition, procedures
from bot.procedure.versions import Version, called, in_force, load_named, load_versions
from tests.procedures import RETENTION, example_folder, place, read, write

OWN = "2026-03-01"
"""The day of the example."""
REFUSED = ProcedureRefused([])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return example_folder(tmp_path / "dialogs")


def version(folder: Path, day: str, name: str = "", **edits: str) -> Path:
    """Write a version of the example that holds `procedure.yaml` alone, in force from a day on."""
    inner = folder / (name or day)
    inner.mkdir()
    text = read(folder / "procedure.yaml").replace(f"from: {OWN}", f"from: {day}")
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    write(inner / "procedure.yaml", text)
    return inner


def refusal(one: Version) -> str:
    assert isinstance(one.content, ProcedureRefused)
    return str(one.content)


def in_force_on(folder: Path, day: str) -> str:
    """The day of the version that answers on another."""
    edition = load_named(folder.parent, folder.name, date.fromisoformat(day))
    return edition.procedure.in_force.start.isoformat()


def test_a_folder_without_dated_versions_is_its_only_one(folder: Path) -> None:
    """Whatever the day, even before its own."""
    (only,) = load_versions(folder)
    assert (only.folder, only.day) == (folder, date(2026, 3, 1))
    assert in_force_on(folder, "2026-02-28") == in_force_on(folder, "2027-01-01") == OWN
    assert called(only, [only]) == "objets-trouves"


def test_the_version_whose_day_came_last_answers(folder: Path) -> None:
    """From its day on, until the day of the next; folders may bear any name."""
    version(folder, "2026-12-01", "noel")
    version(folder, "2026-06-15", "ete")
    assert [in_force_on(folder, day) for day in ("2026-06-14", "2026-06-15", "2026-11-30")] == [
        OWN,
        "2026-06-15",
        "2026-06-15",
    ]
    assert in_force_on(folder, "2026-12-01") == in_force_on(folder, "2030-01-01") == "2026-12-01"
    names = [called(one, load_versions(folder)) for one in load_versions(folder)]
    assert names[1:] == ["objets-trouves du 2026-06-15", "objets-trouves du 2026-12-01"]


@given(st.lists(DAYS, min_size=1, unique=True), DAYS)
def test_no_version_answers_before_its_day_where_another_has_come(
    days: list[date], today: date
) -> None:
    """And no older one where a newer has; the earliest, where none has come."""
    versions = [Version("x", Path(str(day)), day, REFUSED) for day in sorted(days)]
    come = [day for day in days if day <= today]
    assert in_force(versions, today).day == (max(come) if come else min(days))


@given(st.lists(DAYS, min_size=1, unique=True), DAYS)
def test_the_version_in_force_changes_only_on_a_day_of_one(days: list[date], today: date) -> None:
    """From one day to the next, nothing else moves it."""
    versions = [Version("x", Path(str(day)), day, REFUSED) for day in sorted(days)]
    tomorrow = today + timedelta(days=1)
    before, after = in_force(versions, today), in_force(versions, tomorrow)
    assert (before is not after) == (tomorrow in days and tomorrow != min(days))


def test_a_version_takes_what_it_lacks_from_the_procedure_s_own_folder(folder: Path) -> None:
    """The page, the calls and the words; those that it has are its own."""
    inner = version(folder, "2026-12-01")
    own, new = (one.content for one in load_versions(folder))
    assert isinstance(own, Edition)
    assert isinstance(new, Edition)
    assert (new.source, new.calls, new.vocabulary) == (own.source, own.calls, own.vocabulary)
    assert new.version != own.version
    write(inner / "cases.yaml", "[]")
    write(inner / "source.txt", read(folder / "source.txt") + "\nUne ligne de plus.\n")
    other = load_versions(folder)[1].content
    assert isinstance(other, Edition)
    assert (other.calls, other.vocabulary) == ((), own.vocabulary)
    assert other.source.text.endswith("Une ligne de plus.\n")
    assert own.calls


def test_two_versions_of_one_day_are_told_where_the_day_stands(folder: Path) -> None:
    """A copy whose date was left: nobody can know which is meant."""
    inner = version(folder, OWN, "brouillon")
    own, twin = load_versions(folder)
    assert own.folder == folder
    at = place(inner / "procedure.yaml", "from: 2026-03-01").removeprefix("procedure.yaml")
    told = f"{folder / 'procedure.yaml'} est déjà en vigueur à partir de ce jour"
    assert refusal(twin) == f"{inner / 'procedure.yaml'}{at}: {told}"
    with pytest.raises(ProcedureRefused, match="déjà en vigueur"):
        in_force_on(folder, "2026-11-26")


@pytest.mark.parametrize("break_it", ["label: [", "then: polise", "\x07"])
def test_a_broken_version_keeps_the_others(folder: Path, break_it: str) -> None:
    """Until its day: then its own errors are told, and no older one stands in for it."""
    inner = version(folder, "2026-12-01", "noel")
    write(inner / "procedure.yaml", read(inner / "procedure.yaml") + f"\n{break_it}\n")
    own, broken = load_versions(folder)
    assert isinstance(own.content, Edition)
    assert broken.day == date(2026, 12, 1)
    assert f"{inner / 'procedure.yaml'}:" in refusal(broken)
    assert in_force_on(folder, "2026-11-30") == OWN
    with pytest.raises(ProcedureRefused):
        in_force_on(folder, "2026-12-01")


def test_a_version_that_tells_no_day_has_that_of_its_folder_s_name(folder: Path) -> None:
    """Half a file is left of it."""
    inner = version(folder, "2026-12-01", "2026-12-01-noel")
    write(inner / "procedure.yaml", "procedure: objets-trouves\ntitle: [")
    assert [one.day.isoformat() for one in load_versions(folder)] == [OWN, "2026-12-01"]


def test_a_version_of_which_nobody_knows_the_day_has_everything_refused(folder: Path) -> None:
    """It could be the one in force."""
    inner = version(folder, "2026-12-01", "noel")
    write(inner / "procedure.yaml", "in_force: {from: 2026-13-41}")
    with pytest.raises(ProcedureRefused, match=r"noel/procedure\.yaml:"):
        load_versions(folder)


def test_a_file_of_the_procedure_that_does_not_fit_a_version_is_told_with_it(folder: Path) -> None:
    """Its owner would otherwise look for a fault in a file that is right."""
    version(folder, "2026-12-01", "noel", **{"bureau-ouvert": "guichet-ouvert"})
    told = refusal(load_versions(folder)[1]).splitlines()
    words = " (lu pour la version «\u00a0noel\u00a0», qui n’a pas ce fichier)"
    assert told
    assert all(line.startswith(f"{folder}/") and line.endswith(words) for line in told)


def test_a_version_of_another_procedure_is_refused(folder: Path) -> None:
    """Its folder's name is free; the procedure's is not."""
    version(folder, "2026-12-01", "noel", **{"procedure: objets-trouves": "procedure: perdus"})
    told = "la procédure s’appelle « objets-trouves » ; écrivez « procedure: objets-trouves »"
    assert told in refusal(load_versions(folder)[1])


def test_hidden_folders_and_others_hold_no_version(folder: Path) -> None:
    """Such as those that an orchestrator mounts files from, and those of an editor."""
    version(folder, "2026-12-01", "..data")
    (folder / "images").mkdir()
    (folder / "notes.txt").write_text("x")
    (folder.parent / ".git").mkdir()
    (folder.parent / ".git" / "procedure.yaml").touch()
    assert len(load_versions(folder)) == 1
    assert list(procedures(folder.parent)) == ["objets-trouves"]


def test_a_linked_folder_is_a_version_like_another(folder: Path, tmp_path: Path) -> None:
    """Where it really stands is nobody's business."""
    version(folder, "2026-12-01").rename(tmp_path / "ailleurs")
    (folder / "noel").symlink_to(tmp_path / "ailleurs")
    assert in_force_on(folder, "2026-12-01") == "2026-12-01"


@pytest.mark.parametrize(
    ("there", "why"),
    [("rien", "c’est un lien vers rien"), ("procedure.yaml", "c’est un lien qui tourne en rond")],
)
def test_a_version_that_cannot_be_read_is_not_taken_for_missing(
    folder: Path, there: str, why: str
) -> None:
    """An older one would else come into force, and nobody would know."""
    inner = version(folder, "2026-06-15")
    (inner / "procedure.yaml").unlink()
    (inner / "procedure.yaml").symlink_to(inner / there)
    told = refusal(load_versions(folder)[1])
    assert told == f"{inner / 'procedure.yaml'}:1:1: ce fichier ne se lit pas ({why})"
    with pytest.raises(ProcedureRefused):
        in_force_on(folder, "2026-11-26")


def test_the_real_procedure_has_a_version_in_force() -> None:
    """The one that is shipped."""
    assert load_named(RETENTION.parent, "retention", date(2026, 11, 26)).name == "retention"
