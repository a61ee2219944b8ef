"""What somebody takes away is everything that is kept, and can be read back."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.sheets import Row, read
from bot.training.export import HEADER, as_csv
from bot.training.learner import Answer, Asked
from bot.training.schedule import Sure
from tests.training.retention import NOW

ids = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)
said = st.none() | st.lists(ids | ids.map("{}.0".format), max_size=3).map(tuple)
asked = st.builds(
    Asked,
    st.tuples(ids, ids).map(">".join),
    st.just(0),
    st.dictionaries(ids, ids),
    st.just(()),
    st.just(False),
    st.booleans(),
)
answers = st.lists(
    st.builds(
        Answer,
        st.integers(1, 9_999),
        st.integers(0, NOW),
        st.just("0123456789ab"),
        asked,
        ids,
        said,
        st.sampled_from(Sure),
        st.booleans(),
    )
)


def read_back(row: dict[str, str]) -> Answer:
    """The answer that a line tells."""
    told = Asked(
        row["regle"],
        0,
        dict(one.split("=") for one in row["faits"].split()),
        (),
        False,
        row["jumelle"] == "oui",
    )
    phrases = None if not row["phrases"] else tuple(row["phrases"].split())
    at = datetime.fromisoformat(row["date"])
    return Answer(
        int(row["numero"]),
        int(at.timestamp()),
        row["version"],
        told,
        row["destination"],
        () if phrases == ("aucune",) else phrases,
        Sure(row["certitude"]),
        row["juste"] == "oui",
    )


@given(answers)
def test_what_is_exported_is_read_back(given_out: list[Answer]) -> None:
    """To the second and in the order given; nothing said is told from nothing asked."""
    sheet = read(as_csv(given_out).encode())
    rows = [row.cells for row in sheet.rows if isinstance(row, Row)]
    found = [read_back(dict(zip(sheet.header, cells, strict=True))) for cells in rows]
    assert found == given_out


def test_an_export_has_its_heading_and_nothing_dangerous() -> None:
    """No cell begins as a formula does."""
    told = as_csv([])
    assert told.startswith(";".join(HEADER))
    assert told.count("\r\n") == 1
