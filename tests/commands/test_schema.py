"""`aiguillage schema`: what an editor needs to complete and underline a procedure's files."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.commands.conftest import Run
from tests.procedures import RETENTION

FILES = {"procedure": "procedure.yaml", "cases": "cases.yaml", "vocabulary": "vocabulary.yaml"}


def faults(run: Run, file: str, content: Any) -> list[str]:
    """What an editor would underline, by the schema as it is printed."""
    ran = run("schema", file)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    Draft202012Validator.check_schema(schema)
    # As an editor sees it: dates and numbers are those of JSON.
    plain = json.loads(json.dumps(content, default=str))
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(plain)]


def read(folder: Path, file: str) -> Any:
    """A file of a procedure, as plain data."""
    return yaml.safe_load((folder / FILES[file]).read_text("utf-8"))


@pytest.mark.parametrize("file", FILES)
def test_the_files_of_a_procedure_follow_their_schema(run: Run, example: Path, file: str) -> None:
    """The real ones and the example's, shorthands included."""
    assert faults(run, file, read(RETENTION, file)) == []
    assert faults(run, file, read(example / "objets-trouves", file)) == []


def test_the_schema_is_the_procedure_s_unless_another_is_named(run: Run) -> None:
    """The one that an owner needs most."""
    assert run("schema").out == run("schema", "procedure").out


def test_a_key_mistyped_is_underlined(run: Run, example: Path) -> None:
    """In a rule, as anywhere."""
    content = read(example / "objets-trouves", "procedure")
    rule = content["rules"]["arme"]
    rule["them"] = rule.pop("then")
    assert len(faults(run, "procedure", content)) > 0


def test_a_basis_mistyped_is_underlined(run: Run, example: Path) -> None:
    """In the calls."""
    content = read(example / "objets-trouves", "cases")
    content[0]["expect"]["basis"] = "writen"
    assert len(faults(run, "cases", content)) > 0


def test_a_file_that_has_no_schema_is_told(run: Run) -> None:
    """With those that have one."""
    ran = run("schema", "source")
    assert (ran.code, ran.out) == (2, "")
    assert "procedure, cases, vocabulary" in ran.err
