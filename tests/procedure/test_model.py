"""The form of a procedure file: shorthands, JSON Schema, and the ids that others rely on."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from bot.procedure.document import read_document
from bot.procedure.loader import load
from bot.procedure.model import Ground, Procedure, Rule
from tests.procedures import RETENTION, example_folder

SECTIONS = [
    "introduction",
    "transferer",
    "ne-pas-transferer",
    "file-saturee",
    "facturation",
    "a-savoir",
]
PASSAGES = {
    "resiliation-immediate": "introduction",
    "feu-rouge": "transferer",
    "duree-determinee": "transferer",
    "mensuel-ouvert": "transferer",
    "mbg": "transferer",
    "downgrade": "transferer",
    "insatisfaction": "transferer",
    "plusieurs-domaines": "transferer",
    "compte-verrouille": "transferer",
    "recouvrement": "ne-pas-transferer",
    "pinc": "ne-pas-transferer",
    "plainte-formelle": "ne-pas-transferer",
    "remboursement-apres-resiliation": "ne-pas-transferer",
    "remplacement-produit": "ne-pas-transferer",
    "fonctionnalite-incluse": "ne-pas-transferer",
    "pre-actif": "ne-pas-transferer",
    "file-saturee": "file-saturee",
    "phrase-transfert": "file-saturee",
    "facturation-avant-tache": "file-saturee",
    "remboursement-sans-blocage": "facturation",
    "ne-jamais-retirer": "facturation",
    "facturation-avant-transfert": "facturation",
    "ne-rien-promettre": "facturation",
    "phrase-remboursement": "facturation",
    "mct": "a-savoir",
    "cas-particulier": "a-savoir",
}
FACTS = {
    "demande": "resiliation downgrade insatisfaction plainte-formelle explication-pinc "
    "remboursement remplacement-produit fonctionnalite-incluse autre",
    "pre-actif": "oui non",
    "blocage": "aucun verrouille recouvrement",
    "feu-rouge": "oui non",
    "facturation-a-regler": "oui non",
    "retention-disponible": "oui non",
    "contrat": "determinee mensuel",
    "ouvert-offre": "oui non",
    "mecontent": "oui non",
    "mbg": "oui non",
    "plusieurs-domaines": "oui non",
    "remboursement-demande": "non remise remboursement",
    "situation-particuliere": "oui non",
    "resilie-par-support": "oui non",
}
RELEVANT = {
    "contrat": {"demande": ("resiliation",)},
    "ouvert-offre": {"contrat": ("mensuel",)},
    "mecontent": {"ouvert-offre": ("non",)},
    "mbg": {"demande": ("resiliation",)},
    "plusieurs-domaines": {"demande": ("resiliation",)},
    "remboursement-demande": {"demande": ("resiliation",)},
    "situation-particuliere": {"demande": ("resiliation", "downgrade")},
    "resilie-par-support": {"demande": ("remboursement",)},
}
DESTINATIONS = {
    "retention",
    "retention-general",
    "facturation-d-abord",
    "support",
    "est",
    "fraude",
    "escalade",
    "cas-particulier",
    "superviseur",
}


def test_the_real_procedure_keeps_the_ids_that_scripts_and_journals_rely_on() -> None:
    """Sections, passages, facts, values, destinations and phrases: all there, and no other."""
    procedure = load(RETENTION).procedure
    assert list(procedure.sections) == SECTIONS
    assert {name: one.section for name, one in procedure.passages.items()} == PASSAGES
    assert {n: set(fact.values) for n, fact in procedure.facts.items()} == {
        name: set(values.split()) for name, values in FACTS.items()
    }
    assert set(procedure.destinations) == DESTINATIONS
    assert set(procedure.phrases) == {"phrase-remboursement", "phrase-transfert"}


def test_the_real_facts_are_relevant_where_they_are_said_to_be() -> None:
    """Every other fact always is."""
    facts = load(RETENTION).procedure.facts
    relevant = {name: fact.relevant for name, fact in facts.items() if fact.relevant}
    assert relevant == {name: (when,) for name, when in RELEVANT.items()}


def test_the_real_priorities_between_requests_and_blocks_are_declared() -> None:
    """Where several values hold at once, the first of these is the answer."""
    facts = load(RETENTION).procedure.facts
    assert facts["demande"].if_several == ("plainte-formelle", "resiliation", "downgrade")
    assert facts["blocage"].if_several == ("recouvrement", "verrouille")
    assert facts["remboursement-demande"].if_several == ("remboursement", "remise")


def test_shorthands_are_widened_while_reading() -> None:
    """One item stands for a list of one, and a bare text for a label."""
    short = Rule.model_validate({"when": {"a": "b"}, "then": "c", "passages": "d"})
    long = Rule.model_validate({"when": [{"a": ["b"]}], "then": "c", "passages": ["d"]})
    assert short == long
    assert short.when == ({"a": ("b",)},)
    values = load(RETENTION).procedure.facts["feu-rouge"].values
    assert values["oui"].label == "Feu rouge (drapeau rouge)"
    assert values["oui"].help is None


def test_what_is_read_cannot_be_changed() -> None:
    """A procedure in use is the one that was proved."""
    rule = load(RETENTION).procedure.rules["mbg"]
    with pytest.raises(ValidationError):
        rule.then = "support"


def test_grounds_are_ranked_from_the_words_to_the_silence() -> None:
    """The weakest ground that a verdict uses is its basis."""
    assert sorted(Ground, key=lambda ground: ground.rank) == [
        Ground.WRITTEN,
        Ground.READING,
        Ground.CONFLICT,
        Ground.SILENT,
    ]


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    """The JSON Schema that editors complete with."""
    schema = Procedure.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(params=["retention", "example"])
def plain(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """The YAML data of a procedure that loads, its dates as texts."""
    folder = RETENTION if request.param == "retention" else example_folder(tmp_path)
    data = read_document("", (folder / "procedure.yaml").read_bytes()).data
    return json.loads(json.dumps(data, default=str))


def test_the_schema_accepts_what_loads(
    schema: jsonschema.Draft202012Validator, plain: dict[str, Any]
) -> None:
    """Shorthands included: an editor underlines nothing in a right file."""
    assert [error.message for error in schema.iter_errors(plain)] == []


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), "fact"),
        (("in_force",), "to_confim"),
        (("facts", 0), "relevent"),
        (("facts", 0, "values", 0), "labl"),
        (("destinations", 0, "settled"), "set"),
        (("rules", 0), "them"),
        (("rules", 0, "over", 0), "becose"),
        (("grey_zones", 0, "otherwise"), "prevail"),
    ],
)
def test_the_schema_refuses_a_misspelt_key_wherever_it_stands(
    schema: jsonschema.Draft202012Validator,
    plain: dict[str, Any],
    path: tuple[str | int, ...],
    key: str,
) -> None:
    """An editor underlines the very file that the loader refuses."""
    data = _long(plain)
    schema.validate(data)
    part: Any = data
    for step in path:
        part = list(part.values())[step] if isinstance(part, dict) and step == 0 else part[step]
    part[key] = "x"
    assert not schema.is_valid(data)


def _long(plain: dict[str, Any]) -> dict[str, Any]:
    """`plain` with a first fact, destination, rule and grey zone that use every kind of part."""
    data: dict[str, Any] = json.loads(json.dumps(plain))
    fact = {"label": "a", "question": "b", "where": "c"}
    data["facts"] = {"f": {**fact, "values": {"v": {"label": "d"}, "w": "e"}}}
    settled = {"label": "a", "sets": {"f": "v"}}
    data["destinations"] = {"d": {"label": "a", "sign": "b", "steps": "c", "settled": settled}}
    data["rules"] = {"r": {"when": {"f": "v"}, "then": "d", "over": [{"rules": "s"}]}}
    zone = {"question": "a", "reading": "b", "passages": [], "otherwise": {"without": "r"}}
    data["grey_zones"] = {"z": zone}
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("command",), "/objets"),
        (("rules", "r", "ground"), "silent"),
        (("rules", "r", "when"), "f"),
        (("facts", "f", "values"), {"v": "d"}),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses_by_its_form(
    schema: jsonschema.Draft202012Validator,
    plain: dict[str, Any],
    path: tuple[str, ...],
    value: object,
) -> None:
    """A name, a word out of a few, a condition and a size."""
    data = _long(plain)
    part = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert not schema.is_valid(data)
    with pytest.raises(ValidationError):
        Procedure.model_validate(data)
