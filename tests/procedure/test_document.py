"""A YAML text is read as plain data that remembers where each part stands, or refused there."""

import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ProcedureRefused
from bot.procedure.document import MAX_BYTES, MAX_DEPTH, read_document


def refused(content: bytes | str) -> list[str]:
    """The problems for which `content` is refused, each as « line:column: message »."""
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(ProcedureRefused) as error:
        read_document("f", raw)
    return [str(problem).removeprefix("f:") for problem in error.value.problems]


def noted(content: str) -> list[str]:
    """The problems noted on a document that is read all the same."""
    document = read_document("f", content.encode())
    return [str(problem).removeprefix("f:") for problem in document.problems]


def test_a_text_is_read_as_plain_data() -> None:
    """Names stay texts whatever they look like; values take their YAML type."""
    document = read_document(
        "f", b"oui: non\n1: 2\nno: .5\nde: 2025-08-13\nvide: null\nl: [a, b]\n"
    )
    assert document.problems == []
    assert document.data == {
        "oui": "non",
        "1": 2,
        "no": 0.5,
        "de": datetime.date(2025, 8, 13),
        "vide": None,
        "l": ["a", "b"],
    }


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """A file saved by Windows’ Notepad reads like any other, columns included."""
    document = read_document("f", b"\xef\xbb\xbfa: 1\n")
    document.report(("a",), "ici")
    assert document.data == {"a": 1}
    assert str(document.problems[0]) == "f:1:1: ici"


def test_columns_count_characters_not_bytes() -> None:
    """An accent before a fault moves it by one column, not two."""
    assert noted('{"é": 1, b: 1, b: 2}') == ["1:16: « b » est écrit deux fois"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("règles",), (1, 1)),
        (("règles", "a", "si"), (2, 7)),
        (("règles", "a", "si", "x", 1), (2, 21)),
        (("règles", "b", 1), (5, 7)),
        (("règles", "b", 1, "c"), (5, 7)),
        (("règles", "inconnu", "plus loin"), (1, 1)),
        (("rien",), (1, 1)),
    ],
)
def test_a_problem_stands_at_the_part_it_names_or_at_the_nearest_around_it(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    """A path leads to a name or to an item of a list; where it ends early, to what holds it."""
    text = "règles:\n  a: {si: {x: [oui, non]}}\n  b:\n    - 1\n    - c: 2\n"
    document = read_document("f", text.encode())
    document.report(path, "ici")
    problem = document.problems[0]
    assert (problem.line, problem.column) == place


def test_the_only_item_of_a_list_is_found_where_it_is_written_without_its_list() -> None:
    """`a: {b: c}` stands for `a: [{b: c}]`, and a fault in its first item is at `b`."""
    document = read_document("f", b"a: {b: c}\n")
    document.report(("a", 0, "b", 0), "ici")
    document.report(("a", 1, "b"), "plus loin")
    assert [str(one) for one in document.problems] == ["f:1:5: ici", "f:1:1: plus loin"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a:\n\tb: 1\n", "2:1: une tabulation ; utilisez des espaces"),
        ("é: [a,\n\tb\tc]\nb:\n \t- d\n", "4:2: une tabulation ; utilisez des espaces"),
        ("a: b: c\n", "1:5: un « : » de trop, ou des guillemets oubliés"),
        ("a: b\n - c: d\n", "2:5: un « : » de trop, ou des guillemets oubliés"),
        ("a: {b:, c: d}\n", "1:6: « : » veut une espace après lui"),
        ("a: - b\n", "1:4: un tiret de liste mal placé ou mal aligné"),
        ("a: 1\nb\nc: 2\n", "3:1: il manque « : » après le nom"),
        ("a: 1\n b: 2\n", "2:3: un « : » de trop, ou des guillemets oubliés"),
        ("  a: 1\n b: 2\n", "2:2: une ligne mal alignée avec la première"),
        ('a: "b" c\n', "1:8: une ligne mal alignée, ou un guillemet oublié"),
        ("- a\nb: 1\n", "2:1: une ligne de liste mal alignée"),
        ("a: [b\nc: d\n", "2:2: une virgule, « ] » ou « } » oublié"),
        ("a: {b: c\nd: e\n", "2:2: une virgule, « ] » ou « } » oublié"),
        ("a: [b, , c]\n", "1:8: il manque une valeur, ou un signe est de trop"),
        ('a: "b\n', "2:1: un guillemet jamais refermé"),
        ("a: 1\n---\nb: 2\n", "2:1: « --- » commence un second document ; un seul est permis"),
        ('a: "C:\\Mes"\n', "1:7: « \\ » entre guillemets droits ; doublez-le ou retirez-le"),
        ("a: @b\n", "1:4: un texte qui commence ainsi se met entre guillemets"),
        ("a: 100\nb: `c`\n", "2:4: un texte qui commence ainsi se met entre guillemets"),
        ("a: & b\n", "1:5: un texte qui commence ainsi se met entre guillemets"),
        ("a: b\x07\n", "1:5: un caractère invisible interdit (U+0007) ; effacez-le"),
        ("a: 1\né: \x00\n", "2:4: un caractère invisible interdit (U+0000) ; effacez-le"),
    ],
)
def test_a_text_that_is_no_yaml_is_refused_in_french_where_it_breaks(
    text: str, problem: str
) -> None:
    """Each slip of a person who is no programmer has its own words."""
    assert refused(text) == [problem]


def test_what_we_have_no_words_for_is_told_as_the_parser_tells_it() -> None:
    """A rare fault keeps its place and the parser’s own words."""
    (problem,) = refused("a: 1\nb: !x!y z\n")
    assert problem.startswith("2:4: YAML illisible (")


def test_a_repeated_name_is_told_once_at_its_second_place() -> None:
    """What stands under the repeated name is not told again."""
    assert noted("a: {x: 1, y: 2}\nb: 1\na: {x: 3, y: 4}\n") == ["3:1: « a » est écrit deux fois"]
    assert noted("a:\n  - {x: 1}\n  - {x: 1, x: 2}\n") == ["3:12: « x » est écrit deux fois"]


def test_a_list_or_a_group_is_no_name() -> None:
    """A complex key, legal in YAML, is refused where it stands; the rest is read."""
    expected = "un nom est attendu avant « : », pas une liste ni un groupe"
    assert noted("? [a, b]\n: c\n? {d: e}\n: f\n") == [f"1:3: {expected}", f"3:3: {expected}"]


def test_an_alias_is_refused_before_anything_is_built() -> None:
    """Nested aliases would otherwise grow without bound."""
    laughs = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    message = (
        "les renvois (« * ») ne se lisent pas ; répétez le texte, ou mettez-le entre guillemets"
    )
    assert refused(laughs) == [f"2:8: {message}"]
    assert refused("a: *important\n") == [f"1:4: {message}"]


def test_a_merge_key_is_a_name_like_another() -> None:
    """« << » brings nothing in from elsewhere."""
    assert read_document("f", b"a: {<<: {b: 1}}").data == {"a": {"<<": {"b": 1}}}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 300_000,
        "? " * 300_000,
        "".join(" " * n + "a:\n" for n in range(900)),
    ],
    ids=["lists", "groups", "items", "keys", "lines"],
)
def test_deep_nesting_is_refused_before_anything_is_built(text: str) -> None:
    """However it is written, nesting costs no stack."""
    (problem,) = refused(text)
    assert problem.endswith(f": imbrication trop profonde (plus de {MAX_DEPTH} niveaux)")


def test_nesting_is_counted_from_the_top() -> None:
    """The deepest nesting allowed is read, and one more is refused at its place."""
    assert read_document("f", b"[" * MAX_DEPTH + b"]" * MAX_DEPTH).problems == []
    (problem,) = refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert problem.startswith(f"1:{MAX_DEPTH + 1}: ")


def test_a_file_too_large_is_not_even_decoded() -> None:
    """The bound is a count of bytes, told with the size found."""
    assert read_document("f", b"#" * MAX_BYTES).data is None
    told = f"1:1: fichier trop grand : {MAX_BYTES + 1} octets, {MAX_BYTES} au plus"
    assert refused(b"\xff" * (MAX_BYTES + 1)) == [told]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: \xe9t\xe9\n", "1:4"),
        ("é: 1\nà: ".encode() + b"\xff\n", "2:4"),
        (b"\xef\xbb\xbf" + "é: ".encode() + b"\xff", "1:4"),
        ("a: é".encode("utf-16"), "1:1"),
    ],
)
def test_what_is_not_utf_8_is_refused_where_it_stops_being_so(content: bytes, place: str) -> None:
    """The place counts characters, and a byte order mark is none."""
    told = "ce fichier n’est pas en UTF-8 ; enregistrez-le en UTF-8"
    assert refused(content) == [f"{place}: {told}"]


@pytest.mark.parametrize(
    "value",
    ["2025-13-45", "=", "!!bool x", '!!int ""', "!!timestamp x", "!!float x", "!x y", "9" * 5000],
)
def test_a_value_that_cannot_be_read_is_noted_and_kept_as_written(value: str) -> None:
    """A date that does not exist, or a tag, is a problem at its place and not a crash."""
    document = read_document("f", f"a: 1\nb: {value}\n".encode())
    told = "f:2:1: cette valeur ne se lit pas ; mettez-la entre guillemets"
    assert [str(problem) for problem in document.problems] == [told]
    assert isinstance(document.data["b"], str)


def test_no_python_object_is_ever_built() -> None:
    """A tag that asks for one is ignored or refused."""
    document = read_document("f", b'a: !!python/object/apply:os.system ["exit 1"]\n')
    assert document.data == {"a": ["exit 1"]}
    assert noted("a: !!python/name:os.system\n") == [
        "1:1: cette valeur ne se lit pas ; mettez-la entre guillemets"
    ]


_SNIPPETS = st.sampled_from(
    [*"abé:-?[]{}&*!|>'\"%@`#,= \n\t", "\n  ", ": ", "- ", "!!int ", "!!timestamp ", "<<", "2025-1"]
)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.lists(_SNIPPETS).map("".join)))
def test_whatever_the_bytes_nothing_is_raised_but_a_refusal(content: bytes | str) -> None:
    """Arbitrary bytes, and YAML’s own signs in any order, are read or refused at a real place."""
    raw = content.encode() if isinstance(content, str) else content
    try:
        problems = tuple(read_document("f", raw).problems)
    except ProcedureRefused as error:
        problems = error.problems
        assert problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


_SCALARS = st.none() | st.booleans() | st.integers() | st.text("aé «:»-{[*&'\"#\n", max_size=8)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("aé", min_size=1), inner),
    max_leaves=8,
)


@given(_DATA)
def test_what_is_written_as_yaml_is_read_back_the_same(data: object) -> None:
    """Plain data survives, however the writer quotes and folds it."""
    text = yaml.safe_dump(data, allow_unicode=True)
    assert read_document("f", text.encode()).data == data
