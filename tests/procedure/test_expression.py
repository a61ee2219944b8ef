"""The small language of the vocabulary: what is read, and what is refused in words."""

import pytest

from bot.procedure.expression import (
    DAYS,
    MAX_NUMBER,
    Date,
    Element,
    Gap,
    Literal,
    Number,
    Unreadable,
    read_expression,
)

MONTHS = Literal(("mois",))
NUMBERS = "écrivez <5>, <2+>, <0-4>, <12|24>, <0-30 jours> ou <date>"


def words(*each: str) -> list[Literal]:
    """One literal a word."""
    return [Literal((word,)) for word in each]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client mécontent", words("client", "mécontent")),
        ("  client\t mécontent\n", words("client", "mécontent")),
        ("résili*", words("résili*")),
        ("=au mois", words("=au", "mois")),
        ("=offr*", words("=offr*")),
        ("n’est pas", words("n’est", "pas")),
        ("pré-actif", words("pré", "actif")),
        ("pré-acti*", words("pré", "acti*")),
        ("$service", words("$service")),
        ("$sac … $clos", [*words("$sac"), Gap(), *words("$clos")]),
        ("soft/hard lock", [Literal(("soft", "hard")), *words("lock")]),
        ("=au/par mois*", [Literal(("=au", "par")), *words("mois*")]),
        ("a/pré-actif", [Literal(("a", "pré-actif"))]),
        ("(très) déçu", [Literal(("très",), optional=True), *words("déçu")]),
        ("(très/trop) déçu", [Literal(("très", "trop"), optional=True), *words("déçu")]),
        ("[résilie] son pack", [Literal(("résilie",), context=True), *words("son", "pack")]),
        ("[$sac] noir", [Literal(("$sac",), context=True), *words("noir")]),
        ("([très]) déçu", [Literal(("très",), optional=True, context=True), *words("déçu")]),
        ("engagé … mois", [*words("engagé"), Gap(), MONTHS]),
        ("engagé ... mois", [*words("engagé"), Gap(), MONTHS]),
        ("offre … , … non", [*words("offre"), Gap(), *words(","), Gap(), *words("non")]),
        (", donc", words(",", "donc")),
    ],
)
def test_words_are_read_in_their_order(text: str, expected: list[Element]) -> None:
    """A hyphen parts two words, save among alternatives; the marks stay on what they mark."""
    assert list(read_expression(text)) == expected


@pytest.mark.parametrize(
    ("text", "ranges", "duration"),
    [
        ("<5>", [(5, 5)], False),
        ("<0>", [(0, 0)], False),
        ("<2+>", [(2, MAX_NUMBER)], False),
        ("<0-4>", [(0, 4)], False),
        ("<12|24|36>", [(12, 12), (24, 24), (36, 36)], False),
        ("<0-30 jours>", [(0, 30)], True),
        ("<1 jour>", [(1, 1)], True),
        ("<3 semaines>", [(21, 21)], True),
        ("<1-2 mois>", [(30, 60)], True),
        ("<12|24 mois>", [(360, 360), (720, 720)], True),
        ("<1 an>", [(365, 365)], True),
        ("<2 ans>", [(730, 730)], True),
    ],
)
def test_a_number_is_read_as_ranges(
    text: str, ranges: list[tuple[int, int]], duration: bool
) -> None:
    """A duration as ranges of days, whatever its unit."""
    assert read_expression(text) == (Number(tuple(ranges), duration=duration),)


@pytest.mark.parametrize("unit", DAYS)
def test_a_duration_that_has_no_end_holds_any_longer_one(unit: str) -> None:
    """Its upper bound is out of reach of a number that is typed."""
    (number,) = read_expression(f"<2+ {unit}>")
    assert isinstance(number, Number)
    ((low, high),) = number.ranges
    assert (low, high >= MAX_NUMBER) == (2 * DAYS[unit], True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<date>", Date()),
        ("(<date>)", Date(optional=True)),
        ("[<date>]", Date(context=True)),
        ("(<2+>)", Number(((2, MAX_NUMBER),), optional=True)),
        ("[<2+>]", Number(((2, MAX_NUMBER),), context=True)),
        ("(<0-30 jours>)", Number(((0, 30),), duration=True, optional=True)),
        ("[<0-30 jours>]", Number(((0, 30),), duration=True, context=True)),
    ],
)
def test_a_number_or_a_date_may_be_optional_or_context(text: str, expected: Element) -> None:
    """As a word may, the space in a duration being part of it."""
    assert read_expression(f"{text} domaines") == (expected, Literal(("domaines",)))


def test_a_number_needs_no_space_around_it() -> None:
    """What stands against it is a word of its own."""
    assert read_expression("à<5>km") == read_expression("à <5> km")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *((text, "il faut au moins un mot") for text in ("", " ", "…", "(très)", "(a) (b)")),
        *((text, "« … » se place entre deux mots") for text in ("… mois", "mois …", "… mois …")),
        ("(…) mois", "« … » ne se met pas entre parenthèses"),
        ("engagé […] mois", "« … » ne se met pas entre parenthèses"),
        ("$sac/valise", "« $sac/valise » : un groupe se nomme seul, sans « / »"),
        ("valise/$sac", "« valise/$sac » : un groupe se nomme seul, sans « / »"),
        ("soft//hard", "« soft//hard » n’est pas un mot"),
        ("/hard", "« /hard » n’est pas un mot"),
        ("soft/", "« soft/ » n’est pas un mot"),
        ("(très bien) clos", "« (très » n’est pas un mot"),
        ("[très bien clos", "« [très » n’est pas un mot"),
        ("très) clos", "« très) » n’est pas un mot"),
        ("bien, clos", "« bien, » n’est pas un mot"),
        ("clos ?", "« ? » n’est pas un mot"),
        ("rési*li", "« rési*li » n’est pas un mot"),
        ("résili**", "« résili** » n’est pas un mot"),
        ("*", "« * » n’est pas un mot"),
        ("=", "« = » n’est pas un mot"),
        ("==au", "« ==au » n’est pas un mot"),
        ("❌", "« ❌ » n’est pas un mot"),
        ("-", "« - » n’est pas un mot"),
        ("<2+>/<3+> mois", "« / » n’est pas un mot"),
        *(
            (text, f"« {text} » : {NUMBERS}")
            for text in ("<", "<>", "<deux>", "<-3>", "< 2+>", "<2 +>", "<0-1|3>", "<5 heures>")
        ),
    ],
)
def test_what_is_no_expression_is_refused_in_words(text: str, message: str) -> None:
    """What is quoted is the very word that is wrong."""
    with pytest.raises(Unreadable) as refused:
        read_expression(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "text",
    [
        *("()", "[]", "() clos", "clos []"),
        *("<5", "<5 mois", "a<b"),
        *("<4-2>", "<4-2 mois>", "<9999999>"),
        *("=$sac", "$sac*", "$"),
        *("'", "_", "привет", "clos/_", "clos/привет"),
        *("[clos]", "[clos] (bien)"),
    ],
)
def test_what_could_never_be_heard_is_refused(text: str) -> None:
    """Empty brackets, an open « < », a range upside down, a marked group, no letter, no word."""
    with pytest.raises(Unreadable):
        read_expression(text)
