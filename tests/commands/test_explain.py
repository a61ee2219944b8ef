"""`aiguillage explain`: why each case is decided as it is, and what would change it."""

import json
from pathlib import Path

from tests.commands.conftest import Run

PASSPORT = {"objet": "papiers", "proprietaire": "prouve"}
CAT = {"objet": "animal"}
OPEN = {"objet": "bagage"}


def test_a_verdict_is_told_with_its_reasons_and_its_neighbours(run: Run, example: Path) -> None:
    """Added to what `decide` says."""
    stdin = json.dumps(PASSPORT)
    (decided,) = run("decide", "objets-trouves", "--cases", "-", stdin=stdin, dialogs=example).lines
    (told,) = run("explain", "objets-trouves", "--cases", "-", stdin=stdin, dialogs=example).lines
    assert {key: told[key] for key in decided} == decided
    assert told["deciding"] == ["restitution"]
    assert told["silence"] is None
    (aside,) = told["set_aside"]
    assert (aside["rule"], aside["by"]) == ("remise-a-la-police", "restitution")
    assert (aside["ground"], aside["words"]) == ("conflict", [])
    assert "nous rendons à qui prouve" in aside["because"]
    nearest = {one["destination"]: one["facts"] for one in told["would_change"]}
    assert nearest["police"] == {"proprietaire": "absent"}
    assert "guichet" not in nearest


def test_a_silence_is_told_with_its_name(run: Run, example: Path) -> None:
    """No rule decides."""
    stdin = json.dumps(CAT)
    (told,) = run("explain", "objets-trouves", "--cases", "-", stdin=stdin, dialogs=example).lines
    assert (told["deciding"], told["set_aside"], told["silence"]) == ([], [], "animal")


def test_what_is_set_aside_in_some_completions_is_told_apart(run: Run) -> None:
    """A formal complaint goes to EST, whatever the flag and the block turn out to be."""
    stdin = json.dumps({"demande": "plainte-formelle", "pre-actif": "oui"})
    (told,) = run("explain", "retention", "--cases", "-", stdin=stdin).lines
    assert [aside["rule"] for aside in told["set_aside"]] == ["pre-actif"]
    assert {aside["rule"] for aside in told["perhaps_set_aside"]} == {"feu-rouge", "recouvrement"}


def test_an_open_case_gets_its_question_and_a_wrong_one_its_error(run: Run, example: Path) -> None:
    """As `decide` says."""
    stdin = json.dumps(OPEN) + "\n[]\n"
    one = run("explain", "objets-trouves", "--cases", "-", stdin=stdin, dialogs=example)
    two = run("decide", "objets-trouves", "--cases", "-", stdin=stdin, dialogs=example)
    assert one == two
    assert one.code == 2
