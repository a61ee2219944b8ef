"""A file of cases in a browser: what it comes to, and what is refused of it."""

from __future__ import annotations

import asyncio
import os
from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp, Message

from bot.config import Config
from bot.sheets import as_file, read
from bot.web import batch
from bot.web.batch import LARGEST, MOST, SHOWN
from bot.web.guard import MAX_BODY, MAX_LEFT
from tests.web.client import HOST, ask, pages_of
from tests.web.html import Element
from tests.web.html import read as page_of
from tests.web.test_hostile import PAYLOADS, assert_guarded, assert_told

LOT = "/retention/lot"
FORM = (b"content-type", b"multipart/form-data; boundary=x")
HEAD = b'--x\r\nContent-Disposition: form-data; name="fichier"; filename="cas.csv"\r\n\r\n'
TAIL = b"\r\n--x--\r\n"
TABLE = "Nom;Demande\nMarie;plainte formelle\nPaul;\nLuc;Résillier\n"


def sent(client: httpx.Client, content: str | bytes, name: str = "cas.csv") -> httpx.Response:
    """The answer to a file."""
    content = content.encode() if isinstance(content, str) else content
    return client.post(LOT, files={"fichier": (name, content)})


def told(answer: httpx.Response) -> Element:
    """A page that tells what a file comes to."""
    assert answer.status_code == 200, answer.text
    assert_told(answer)
    return page_of(answer.text)


def lines(page: Element) -> list[str]:
    """The lines of the table, as they are read aloud."""
    return [" ".join(row.text.split()) for row in page.one("tbody").find("tr")]


def file_of(page: Element) -> bytes:
    """The file that a page gives."""
    (link,) = [one for one in page.find("a") if one.attributes["href"].startswith("data:")]
    kind, _, content = link.attributes["href"].partition(",")
    assert kind == "data:text/csv;charset=utf-8;base64"
    assert link.attributes["download"] == "retention-verdicts.csv"
    return b64decode(unquote(content))


def refusal(answer: httpx.Response, status: int) -> str:
    """Why a file is refused; the form is there to send another."""
    assert answer.status_code == status
    assert_told(answer)
    page = page_of(answer.text)
    assert page.one("input", type="file")
    return page.one("p", role="alert").text


# ── The page ──────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_what_a_file_may_say(client: httpx.Client) -> None:
    """Each column, with its values, in the words of the procedure."""
    page = page_of(client.get(LOT).text)
    told = {one.one("dt").text: one.one("dd").text for one in page.one("dl").find("div")}
    assert told["Feu rouge"] == "oui · non"
    assert told["Contrat"] == "Durée déterminée (12/24/36 mois) · Mensuel"
    assert len(told) == 14


def test_the_example_is_understood_as_it_is(client: httpx.Client) -> None:
    """It names every column, and each of its cases has another verdict."""
    example = client.get(f"{LOT}/exemple.csv")
    assert example.headers["content-type"].startswith("text/csv")
    assert_guarded(example)
    page = told(sent(client, example.content))
    assert page.one("h1").text == "5 cas"
    assert [one.text for one in page.one("ul", class_="tally").find("strong")] == ["1"] * 5


def test_a_file_gets_its_verdicts_its_questions_and_its_errors(client: httpx.Client) -> None:
    """Errors first, each line with its number; the file that it gives has all, in order."""
    page = told(sent(client, TABLE))
    assert page.one("h1").text == "3 cas"
    wrong, verdict, asked = lines(page)
    assert wrong.startswith("4 Luc Dans la colonne « Demande », valeur inconnue « Résillier »")
    assert "vouliez-vous dire « Résilier »" in wrong
    assert verdict == (
        "2 Marie Plainte formelle 📣 Remonter par une Task à l’équipe EST Notre lecture"
    )
    assert asked == "3 Paul Rien n’est dit ❓ À demander : Que demande le client ?"
    sheet = read(file_of(page))
    assert sheet.header[:3] == ("Nom", "Demande", "Destination")
    names = [one.cells[0] for one in sheet.rows]  # type: ignore[union-attr]
    assert names == ["Marie", "Paul", "Luc"]


def test_json_lines_are_read_too(client: httpx.Client) -> None:
    """Known by their first character, whatever the name."""
    page = told(sent(client, '\n{"demande": "plainte-formelle"}\n{"demande": "\\ud800"}\n{\n'))
    broken, no_json, verdict = lines(page)
    assert broken.startswith("3 Valeur inconnue de « demande »")
    assert no_json == "4 Cette ligne n’est pas du JSON"
    assert "équipe EST" in verdict


def test_an_array_is_read_too(client: httpx.Client) -> None:
    """An element is a case, and each wrong one has its number."""
    page = told(sent(client, '[\n {"demande": "plainte-formelle"},\n {"demande": "zut"},\n 7\n]\n'))
    unknown, no_object, verdict = lines(page)
    assert unknown.startswith("2 Valeur inconnue de « demande »")
    assert no_object == "3 Un objet { fait: valeur } est attendu"
    assert verdict.startswith("1 ")
    assert "équipe EST" in verdict
    errors = [one.cells[-1] for one in read(file_of(page)).rows]  # type: ignore[union-attr]
    assert errors[2] == "élément 3\u00a0: un objet { fait: valeur } est attendu"


def test_of_a_long_file_the_first_lines_are_shown(client: httpx.Client) -> None:
    """Those in error before all, wherever they stand; the counts and the file are of all."""
    page = told(sent(client, "demande\n" + "autre\n" * 2_000 + "zut\n"))
    assert len(lines(page)) == SHOWN
    assert lines(page)[0].startswith("2 002 Dans la colonne « demande »")
    assert "Les 200 premières lignes" in page.text
    assert [one.text for one in page.one("ul", class_="tally").find("strong")] == [
        "2\u202f000",
        "1",
    ]
    assert file_of(page).count(b"\r\n") == 2_002


# ── What is refused ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "Choisissez d’abord un fichier"),
        ("\n\n", "il est vide"),
        ("demande;blocag\n", "vouliez-vous dire « blocage »"),
        (b"PK\x03\x04", "c’est un classeur"),
        (b"demande;\x81\n", "ligne 1 : l’octet 0x81"),
        (b"demande;" * 100_000, "1\u202f000 au plus"),
        ('[{"demande": "autre"}, {"demande"}]', "l’élément 2 de ce tableau n’est pas du JSON"),
        ("[\n]", "ce tableau JSON est vide"),
    ],
)
def test_a_file_of_no_use_is_refused_with_its_reason(
    client: httpx.Client, content: str | bytes, why: str
) -> None:
    """In French, with its spaces."""
    assert why in refusal(sent(client, content), 400).replace("\u00a0", " ")


def test_a_file_with_too_many_cases_is_for_the_command_line(client: httpx.Client) -> None:
    """One more than the page takes."""
    assert "20\u202f000" in refusal(sent(client, "demande\n" + "z\n" * (MOST + 1)), 413)
    assert "20\u202f000" in refusal(sent(client, "[{}" + ",{}" * 3_000_000), 413)


@pytest.mark.parametrize("declared", [None, b"5", b"99999999999"])
def test_a_file_past_ten_megabytes_is_refused_whatever_it_declares(
    app: ASGIApp, declared: bytes | None
) -> None:
    """Its bytes are counted; the rest is taken in, so that the browser reads the refusal."""
    headers = [HOST, FORM] + ([(b"content-length", declared)] if declared else [])
    chunks = [HEAD, *[b"x" * MAX_BODY] * (LARGEST // MAX_BODY + 20), TAIL]
    answer = ask(app, "POST", LOT.encode(), headers, chunks)
    assert "10\u00a0Mo" in refusal(answer, 413)


def test_a_file_without_end_is_cut(app: ASGIApp) -> None:
    """What is taken in and let go is bounded too."""
    chunk, given, statuses = b"x" * 1024 * 1024, [0], []

    async def receive() -> Message:
        given[0] += len(chunk)
        body = HEAD if given[0] == len(chunk) else chunk
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: Message) -> None:
        statuses.append(message.get("status"))

    scope = {
        "type": "http", "method": "POST", "path": LOT, "query_string": b"", "scheme": "http",
        "headers": [HOST, FORM], "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    assert statuses[0] == 413
    assert given[0] <= LARGEST + MAX_LEFT + 2 * len(chunk)


@pytest.mark.parametrize("address", ["/lot", "/retention", "/retention/lot/x", "/a/b/lot"])
def test_no_other_page_takes_as_much(app: ASGIApp, address: str) -> None:
    """64 KB, as ever."""
    body = [b"texte=" + b"a" * MAX_BODY]
    kind = (b"content-type", b"application/x-www-form-urlencoded")
    assert ask(app, "POST", address.encode(), [HOST, kind], body).status_code in (404, 405, 413)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("address", "header", "status"),
    [
        (LOT, (b"x-forwarded-for", b"192.0.2.1"), 403),
        (f"{LOT}/exemple.csv", (b"via", b"1.1 proxy"), 403),
        ("/nulle-part/lot", (b"accept", b"*/*"), 404),
    ],
)
def test_only_whoever_sits_at_this_machine_is_answered(
    app: ASGIApp, method: str, address: str, header: tuple[bytes, bytes], status: int
) -> None:
    """Before any of the file is read."""
    answer = ask(app, method, address.encode(), [HOST, FORM, header], [HEAD, b"demande\n", TAIL])
    assert answer.status_code in (status, 405)
    assert_guarded(answer)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (b"text/csv", b"demande\nautre\n", 415),
        (b"application/x-www-form-urlencoded", b"fichier=demande", 415),
        (b"multipart/form-data", HEAD + TAIL, 400),
        (b"multipart/form-data; boundary=y", HEAD + TAIL, 400),
        (FORM[1], HEAD.replace(b"fichier", b"autre") + b"demande\n" + TAIL, 400),
        (FORM[1], (HEAD + b"demande\n\r\n") * 2 + TAIL, 400),
        (FORM[1], b'--x\r\nContent-Disposition: form-data; name="fichier"\r\n\r\nz' + TAIL, 400),
        (FORM[1], b"--x\r\n\r\n" + TAIL, 400),
    ],
)
def test_a_form_that_is_none_of_ours_is_refused(
    app: ASGIApp, kind: bytes, body: bytes, status: int
) -> None:
    """Another kind, without its boundary, without our file, with two, or with words for a file."""
    answer = ask(app, "POST", LOT.encode(), [HOST, (b"content-type", kind)], [body])
    assert answer.status_code == status
    assert_told(answer)


# ── Whatever is sent ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_file_holds_is_on_no_page_unescaped(client: httpx.Client, payload: str) -> None:
    """Neither as a name of a column, nor as a value, a comment, or the name of the file."""
    tables = [[["demande", payload]], [["demande", "id"], [payload, payload]],
              [["demande", f"# {payload}"], ["autre", payload]]]  # fmt: skip
    for table in tables:
        answer = sent(client, as_file(table), f"{payload}.csv")
        assert_told(answer)
        page = page_of(answer.text)
        assert "470366406433" not in answer.text
        shown = page.text.replace("\u00a0", " ")
        assert payload in shown or table[0][1].startswith("#")
        assert [one.attributes.keys() for one in page.find("script")] == [{"src", "defer"}]
        assert not [*page.find("svg"), *page.find("b"), *page.find("title")][1:]
        assert "onerror" not in [name for one in page.find("img") for name in one.attributes]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([HEAD, b"--x\r\n", b""]), st.booleans())
def test_any_body_is_answered(body: bytes, head: bytes, whole: bool) -> None:
    """A page, or a refusal."""
    chunks = [head, body, TAIL] if whole else [head + body]
    assert_told(ask(APP, "POST", LOT.encode(), [HOST, FORM], chunks))


APP = pages_of(Config())


def test_calls_are_answered_while_a_file_is_decided(app: ASGIApp) -> None:
    """A file gives way every few cases."""
    turns = []

    async def other() -> None:
        while True:
            turns.append(len(turns))
            await asyncio.sleep(0)

    async def both() -> None:
        beside = asyncio.create_task(other())
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000"
        ) as client:
            answer = await client.post(
                LOT, files={"fichier": ("cas.csv", b"demande\n" + b"autre\n" * 2_000)}
            )
        beside.cancel()
        assert answer.status_code == 200

    asyncio.run(both())
    assert len(turns) >= 2_000 // batch.SLICE


def test_nothing_of_a_file_touches_a_disk(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a large one: there is nowhere to put it."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "absent"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    content = "demande;id\n" + f"autre;{'x' * 30_000}\n" * 200
    assert told(sent(client, content)).one("h1").text == "200 cas"
    assert not os.listdir(tmp_path)
