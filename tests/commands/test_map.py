"""`aiguillage map`: the procedure as a picture, with the way of a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.procedures import RETENTION, planted, read

WAY = "Le chemin de ce cas"


def test_the_map_is_written_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    """In SVG, or in PNG where the file is called so."""
    svg, drawn = tmp_path / "plan.svg", tmp_path / "plan.PNG"
    assert run("map", "retention", "-o", str(svg)).code == 0
    assert svg.read_text("utf-8").startswith("<svg")
    assert WAY not in svg.read_text("utf-8")
    done = run("map", "retention", "demande=downgrade", "--output", str(drawn))
    assert (done.code, done.out) == (0, "")
    assert str(drawn) in done.err
    assert drawn.read_bytes().startswith(b"\x89PNG")


def test_without_a_file_it_is_called_after_the_procedure(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one stands; « - » is the standard output, with nothing else."""
    monkeypatch.chdir(tmp_path)
    assert run("map", "retention").code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["retention.svg"]
    done = run("map", "retention", "demande=downgrade", "blocage=aucun", "-o", "-")
    assert done.out.startswith("<svg")
    assert WAY in done.out


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (["demande"], "n’est pas de la forme fait=valeur"),
        (["demande=resilier"], "vouliez-vous dire « resiliation »"),
        (["couleur=rouge"], "fait inconnu « couleur »"),
    ],
)
def test_a_case_that_is_none_is_refused(run: Run, facts: list[str], told: str) -> None:
    """With what is wrong, and nothing is written."""
    done = run("map", "retention", *facts, "-o", "-")
    assert done.code == 1
    assert told in done.err.replace("\u00a0", " ")
    assert done.out == ""


def test_a_procedure_that_does_not_hold_is_not_drawn(run: Run, tmp_path: Path) -> None:
    """With the case that has no verdict."""
    text = read(RETENTION / "procedure.yaml")
    silences = text[text.index("silences:") : text.index("# ── Ce qui se dit")]
    planted(RETENTION, tmp_path, (silences, ""))
    done = run("map", "retention", "-o", "-", dialogs=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "aucune règle" in done.err


def test_a_file_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    """In French."""
    done = run("map", "retention", "-o", str(tmp_path / "absent" / "plan.svg"))
    assert done.code == 1
    assert "ne s’écrit pas" in done.err
