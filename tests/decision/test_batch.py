"""Many cases at once: what a supervisor's words are taken for, and what they never are."""

from __future__ import annotations

import json
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision.batch import Answered, answered, as_cells, json_batch, sheet_batch
from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.labels import called, plain, words
from bot.errors import UnreadableSheet
from bot.lines import MAX_LINE
from bot.procedure.loader import load
from bot.sheets import as_file
from tests.decision.oracle import FACTS
from tests.decision.retention import CASES
from tests.procedures import RETENTION

COMPILED = Compiled(load(RETENTION))
PROCEDURE = COMPILED.procedure


def batch(content: str | bytes) -> list[Answered]:
    """What is decided of each line of a sheet."""
    content = content.encode() if isinstance(content, str) else content
    return [answered(COMPILED, case) for case in sheet_batch(PROCEDURE, content).cases]


def fact(name: str, cell: str) -> str | None:
    """The value that a cell states, « » for none, None where it is an error."""
    (one,) = batch(as_file([[name, "id"], [cell, "1"]]))
    return None if one.error else one.known.facts.get(plain(name).replace(" ", "-"), "")


# ── Words ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("demande", "plainte-formelle", "plainte-formelle"),
        ("DEMANDE", "Plainte Formelle", "plainte-formelle"),
        (" Demande ", "plainte_formelle ", "plainte-formelle"),
        ("demande", "RÉSILIER", "resiliation"),
        ("demande", "Resiliation", "resiliation"),
        ("Blocage", "inkasso/mindersaldo", "recouvrement"),
        ("feu rouge", "Oui", "oui"),
        ("Feu-Rouge", "NON", "non"),
        ("feu_rouge", "VRAI", "oui"),
        ("feu rouge", "false", "non"),
        ("feu rouge", "o", "oui"),
        ("feu rouge", "Pas de feu rouge", "non"),
        ("feu rouge", "", ""),
        ("feu rouge", " ? ", ""),
        ("feu rouge", "—", ""),
        ("feu rouge", "Inconnu", ""),
        ("feu rouge", "je ne sais pas", ""),
        ("feu rouge", "N/A", ""),
        ("feu rouge", "x", None),
        ("feu rouge", "1", None),
        ("feu rouge", "0", None),
        ("feu rouge ?", "oui", "oui"),
        ("feu rouge", "oui ?", None),
        ("feu rouge", "pas oui", None),
        ("feu rouge", "!", None),
        ("blocage", "non", None),
        ("blocage", "oui", None),
        ("demande", "résilier, downgrade", None),
    ],
)
def test_a_cell_says_what_its_writer_meant_or_is_an_error(
    name: str, cell: str, value: str | None
) -> None:
    """Whatever the case, accents and separators; a tick, a number or « non » elsewhere is none."""
    assert fact(name, cell) == value


def test_an_empty_cell_is_never_a_no() -> None:
    """It is asked for, as in a call."""
    (one,) = batch("demande;feu rouge\ndowngrade;\n")
    assert one.known.facts == {"demande": "downgrade"}
    assert one.decision == decide(COMPILED, {"demande": "downgrade"})


def test_a_row_that_ends_early_leaves_the_rest_unknown() -> None:
    """Which is never a « non », whatever the columns that it lacks."""
    one, other = batch("Demande;Blocage;Feu rouge;Commentaire\nRésilier;aucun\nRésilier;aucun;;\n")
    assert one.known.facts == {"demande": "resiliation", "blocage": "aucun"}
    assert one.case.cells == ("Résilier", "aucun", "", "")
    assert (one.error, one.decision) == ("", other.decision)


def test_a_label_that_two_share_names_neither() -> None:
    """Ids do, and they come before labels."""
    labels = {"a": "Même nom", "b": "même-nom", "c": "A", "d": "≥ 2", "e": "< 2", "f": "…"}
    assert words(labels) == {
        "a": "a", "b": "b", "c": "c", "d": "d", "e": "e", "f": "f", "≥ 2": "d", "< 2": "e",
    }  # fmt: skip
    assert called(labels) == {"a": "a", "b": "b", "c": "c", "d": "≥ 2", "e": "< 2", "f": "f"}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.data())
def test_every_way_to_write_a_case_comes_to_the_same_verdict(
    case: dict[str, str], data: st.DataObject
) -> None:
    """Ids or labels, in any order of the columns, in capitals or not, joined as one likes."""
    header, cells = [], []
    for name in data.draw(st.permutations(list(case))):
        known = PROCEDURE.facts[name]
        for said, told in (
            (header, (name, known.label)),
            (cells, (case[name], known.values[case[name]].label)),
        ):
            word = data.draw(st.sampled_from(told))
            change = data.draw(st.sampled_from([str, str.upper, str.title]))
            said.append(change(word).replace("-", data.draw(st.sampled_from("-_ "))))
    (one,) = batch(as_file([header, cells]))
    assert (one.error, one.decision) == ("", decide(COMPILED, case))


# ── Columns ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("demande;blocag", "colonne inconnue « blocag » ; vouliez-vous dire « blocage » ?"),
        ("demande;Blocage;BLOCAGE", "deux colonnes disent « blocage »"),
        ("demande;;blocage", "la colonne 2 n’a pas de nom"),
        ("demande;zzz", "colonne inconnue « zzz » ; au choix : demande"),
        ("demande;zzz", "« # »"),
        ("id;commentaire", "aucune colonne ne porte le nom d’un fait : demande"),
    ],
)
def test_a_column_that_is_not_understood_refuses_the_sheet(header: str, told: str) -> None:
    """A mistyped fact would otherwise be left out without a word."""
    with pytest.raises(UnreadableSheet) as refused:
        batch(f"{header}\n1;2;3\n")
    assert told in str(refused.value)


def test_a_thousand_wrong_columns_are_told_in_a_few_words() -> None:
    """The first of them."""
    with pytest.raises(UnreadableSheet) as refused:
        batch(";".join(f"colonne {n} {'x' * 30_000}" for n in range(30)))
    assert len(str(refused.value)) < 1_000


def test_columns_of_its_own_are_given_back_untouched() -> None:
    """Those of a former verdict are not."""
    table = 'N°;Demande;# vu;Commentaire;Destination;Erreur\n 07 ;Résilier;x;"=a\nb";Support;z\n'
    found = sheet_batch(PROCEDURE, table.encode())
    (case,) = found.cases
    assert found.header == ("N°", "Demande", "# vu", "Commentaire")
    assert case.cells == (" 07 ", "Résilier", "x", "=a\nb")
    assert case.asides == (" 07 ", "x", "=a\nb")
    assert case.stated == {"demande": "resiliation"}


# ── Errors and answers ────────────────────────────────────────────────────────────────────────


def test_each_wrong_cell_is_told_with_its_line_and_its_column() -> None:
    """And the other lines are answered."""
    table = "Demande;Blocage\nrésillier;soft-lok\nplainte formelle;\ndowngrade;;aucun\n"
    one, two, three = batch(table)
    assert one.error == (
        "ligne 2 : dans la colonne « Demande », valeur inconnue « résillier » ; "
        "vouliez-vous dire « Résilier » ? ; dans la colonne « Blocage », valeur inconnue "
        "« soft-lok » ; au choix : aucun, verrouille, recouvrement"
    )
    assert two.decision == decide(COMPILED, {"demande": "plainte-formelle"})
    assert three.error == "ligne 4 : 2 cellules attendues, 3 trouvées"


def test_a_long_cell_is_told_shortened() -> None:
    """The error stays readable."""
    (one,) = batch(f"demande\n{'x' * 30_000}\n")
    assert "x…" in one.error
    assert len(one.error) < 400


def test_json_lines_state_facts_by_their_exact_ids() -> None:
    """Nothing is guessed there."""
    content = '{"demande": "Résilier"}\n\n{"Demande": "resiliation"}\n{"demande": "resiliation"}'
    cases = json_batch(PROCEDURE, content.encode()).cases
    one, two, three = [answered(COMPILED, case) for case in cases]
    assert one.error.startswith("ligne 1 : valeur inconnue de « demande »")
    assert two.error.startswith("ligne 3 : fait inconnu « Demande »")
    assert three.known.facts == {"demande": "resiliation"}


def elements(content: str | bytes) -> list[Answered]:
    """What is decided of each element of an array, read where a sheet or JSON lines are."""
    content = content.encode() if isinstance(content, str) else content
    (one, cases), (other, same) = (
        (found.header, list(found.cases))
        for found in (sheet_batch(PROCEDURE, content), json_batch(PROCEDURE, content))
    )
    assert (one, cases) == (other, same)
    return [answered(COMPILED, case) for case in cases]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_array_has_a_case_in_each_of_its_elements(indent: int | None, codec: str) -> None:
    """On a line or on many; each wrong one is told with its number, and the others answered."""
    case = {"demande": "plainte-formelle"}
    told = [{"demande": "Résilier"}, case, 7, {"Demande": "autre"}, None, {**case, "blocage": ""}]
    content = json.dumps(told, ensure_ascii=False, indent=indent)
    one, two, three, four, five, six = elements(f"\n {content}\n\n".encode(codec))
    assert one.error.startswith("élément 1 : valeur inconnue de « demande » : « Résilier » ;")
    assert three.error == "élément 3 : un objet { fait: valeur } est attendu"
    assert four.error.startswith("élément 4 : fait inconnu « Demande »")
    assert five.error.startswith("élément 5 : un objet")
    assert two.decision == six.decision == decide(COMPILED, case)
    assert six.case.cells[:3] == ("plainte-formelle", "", "")


def test_an_array_may_be_longer_than_any_line() -> None:
    """Programs write one on a single line."""
    content = json.dumps([{"demande": "autre"}] * 60_000)
    assert len(content) > MAX_LINE
    cases = json_batch(PROCEDURE, content.encode()).cases
    assert sum(not case.wrong for case in cases) == 60_000


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "ce tableau JSON est vide"),
        ("[\n]\n", "ce tableau JSON est vide"),
        ('[{"demande": "autre"}, {"demande": }]', "l’élément 2 de ce tableau n’est pas du JSON"),
        ('[{"demande": "autre"},]', "l’élément 2 de ce tableau n’est pas du JSON"),
        ("[{'demande': 'autre'}]", "l’élément 1 de ce tableau n’est pas du JSON"),
        ('[{"demande": "autre"}', "après l’élément 1 de ce tableau, il manque « , » ou « ] »"),
        ('[{}, {"demande": "autre"} {}]', "après l’élément 2 de ce tableau"),
        ('[{"demande": "autre"}] []', "après l’élément 1 de ce tableau"),
        ("[" * 100_000, "l’élément 1 de ce tableau n’est pas du JSON"),
        ("[[" + "9" * 5_000 + "]]", "l’élément 1 de ce tableau n’est pas du JSON"),
    ],
    ids=["empty", "blank", "value", "comma", "quotes", "open", "run on", "more", "deep", "huge"],
)
def test_an_array_that_is_not_json_is_refused_where_it_is_not(content: str, told: str) -> None:
    """And not as a sheet with a strange header; where JSON lines are read, its lines are told."""
    with pytest.raises(UnreadableSheet) as refused:
        list(sheet_batch(PROCEDURE, content.encode()).cases)
    assert told in str(refused.value)
    cases = list(json_batch(PROCEDURE, content.encode()).cases)
    assert [case.line for case in cases if case.wrong] == list(range(1, len(cases) + 1))


@pytest.mark.parametrize(
    "content",
    ['[{"demande": "autre"}]\n{"demande": "autre"}\n', "[1, 2]\n", '[\n{"demande": "autre"}'],
)
def test_a_line_of_json_that_is_an_array_is_an_error_like_another(content: str) -> None:
    """Where no array holds the whole file, or none of its elements is a case."""
    cases = list(json_batch(PROCEDURE, content.encode()).cases)
    assert len(cases) == len(content.splitlines())
    assert [case.unit for case in cases] == ["ligne"] * len(cases)
    assert cases[0].wrong


def test_a_name_in_brackets_is_still_a_column_s() -> None:
    """As some databases write it."""
    (one,) = batch("[Demande];[Feu rouge]\nrésilier;oui\n")
    assert one.known.facts == {"demande": "resiliation", "feu-rouge": "oui"}


def test_a_verdict_is_told_in_the_words_of_the_procedure() -> None:
    """Or the question is, or the error."""
    cells = [as_cells(PROCEDURE, one) for one in batch("demande\nplainte-formelle\ndowngrade\nz\n")]
    verdict, asked, wrong = cells
    assert verdict == (
        "Remonter par une Task à l’équipe EST", "Notre lecture", "", "plainte-formelle",
        "plainte-formelle", "", "",
    )  # fmt: skip
    assert asked == ("", "", "", "", "", "Que voyez-vous sur le compte\u00a0?", "")
    assert wrong[-1].startswith("ligne 4\u00a0: dans la colonne «\u00a0demande\u00a0»")


_words = st.sampled_from(
    ["demande", "Blocage", "feu-rouge", "id", "# x", "résilier", "oui", "?", "", "aucun", "zut",
     "Destination", "\u0130", "ﬁ", "…", "'=x"]
)  # fmt: skip
_tables = st.lists(st.lists(_words, min_size=1, max_size=4), max_size=5).map(as_file)


@settings(deadline=None)
@given(
    _tables
    | st.binary(max_size=100).map(b"demande;blocage\n".__add__)
    | st.lists(st.sampled_from([*'[]{},: "', '"demande"', '"autre"', "7", "\n"])).map(
        lambda told: "".join(["[", *told]).encode()
    )
)
def test_whatever_a_sheet_holds_is_answered_or_told(content: bytes) -> None:
    """Each line has a verdict, a question or an error, under as many cells as the header."""
    try:
        found = sheet_batch(PROCEDURE, content)
        cases = list(found.cases)
    except UnreadableSheet:
        return
    for case in cases:
        one = answered(COMPILED, case)
        assert (one.decision is None) == bool(one.error)
        assert len(one.case.cells) == len(found.header)
        assert any(as_cells(PROCEDURE, one))


def test_all_cases_are_decided_as_one_by_one() -> None:
    """By the labels of the procedure."""
    names = called({name: known.label for name, known in PROCEDURE.facts.items()})
    header = [names[name] for name in FACTS]
    chosen = CASES[::53]
    told = (
        [PROCEDURE.facts[name].values[case[name]].label if name in case else "" for name in FACTS]
        for case in chosen
    )
    found = batch(as_file(chain([header], told)))
    assert [one.decision for one in found] == [decide(COMPILED, case) for case in chosen]
