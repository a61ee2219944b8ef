"""Whatever is sent, a page in French comes back, and nothing of it is kept or said again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp

from bot.config import Config
from bot.conversation.guide import Guide
from bot.conversation.guide import Request as Asked
from bot.procedure.loader import load
from bot.web.guard import MAX_BODY
from tests.procedures import RETENTION
from tests.web.client import FORM, HOST, ask, pages_of
from tests.web.html import read

APP = pages_of(Config())
VERSION = load(RETENTION).version
TOKENS = [
    f"retention.{VERSION}.0",
    f"retention.{VERSION}.1~demande_demande.resiliation",
    f"retention.{VERSION}.1~demande_demande.resiliation*tick_compte",
    f"retention.{VERSION}.1~demande_demande.*answer_compte_pre-actif.non_blocage.aucun",
    f"retention.{VERSION}.2~demande_demande.autre~compte_pre-actif.non*change_demande",
    f"retention.{VERSION}.9999~demande_demande.plainte-formelle*what-if",
    f"retention.{VERSION}.1~demande_demande.plainte-formelle*why",
    f"retention.{VERSION}.1~demande_demande.downgrade*try_feu-rouge.oui_blocage.verrouille",
    "retention.000000000000.3~demande_demande.resiliation~engagement_contrat.mensuel*settled",
]
PAYLOADS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "{{ 7777 * 7777 * 7777 }}{% raw %}",
    "</title></textarea><b>gras</b>",
    "javascript:alert(1)//",
]  # fmt: skip


def assert_told(answer: httpx.Response, app_language: str = "fr") -> None:
    """The answer is no failure, is guarded, and speaks to a person in their language."""
    assert 200 <= answer.status_code < 500, answer.status_code
    assert_guarded(answer)
    if answer.headers.get("content-type", "").startswith("text/html") and answer.content:
        page = read(answer.text)
        assert page.one("html").attributes["lang"] == app_language
        assert page.one("h1").text
    else:
        assert answer.status_code in (303, 307) or not answer.content


def assert_guarded(answer: httpx.Response) -> None:
    """Each security header is there, once."""
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def posted(
    body: bytes | Sequence[bytes], app: ASGIApp = APP, kind: bytes = FORM[1]
) -> httpx.Response:
    """A form sent to the guided case, whole or in chunks."""
    chunks = [body] if isinstance(body, bytes) else body
    return ask(app, "POST", b"/retention", [HOST, (b"content-type", kind)], chunks)


# ── Anything at all ───────────────────────────────────────────────────────────────────────────

_printable = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=80)
_words = st.text(max_size=60) | st.sampled_from(PAYLOADS)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A button's content with a few places changed, dropped, doubled or joined to another."""
    token = draw(st.sampled_from(TOKENS))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(token)))
        size = draw(st.integers(0, 12))
        piece = token[place : place + size]
        other = draw(st.sampled_from(TOKENS))
        new = draw(st.sampled_from(["", piece * 2, "~", "_", ".", "*", "\0", "é", other[-25:]]))
        token = token[:place] + new + token[place + size :]
    return token


@settings(max_examples=300, deadline=None)
@given(_mutated(), st.lists(_words, max_size=3), st.lists(_words, max_size=3))
def test_any_change_to_a_button_is_answered_by_a_card(
    token: str, ticks: list[str], unsure: list[str]
) -> None:
    """A forged or cut token, with any lines ticked, gets a card or a notice."""
    fields = [("geste", token), *(("coche", one) for one in ticks)]
    query = urlencode([*fields, *(("doute", one) for one in unsure)], errors="surrogatepass")
    answer = ask(APP, "GET", f"/retention?{query}".encode())
    assert answer.status_code == 200
    assert_told(answer)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TOKENS) | _mutated(), _words)
def test_any_words_typed_anywhere_are_answered(token: str, text: str) -> None:
    """On any card, forged or not, any words lead to a card or to the address of one."""
    body = urlencode({"geste": token, "texte": text}, errors="surrogatepass").encode()
    answer = posted(body)
    assert answer.status_code in (200, 303)
    assert_told(answer)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "BREW"]), _printable, _printable)
def test_any_target_is_answered(method: str, path: str, query: str) -> None:
    """Any path and query that a server lets through get a page, a redirect or a refusal."""
    target = f"/{path.replace('?', '')}?{query}".encode()
    assert_told(ask(APP, method, target))


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([FORM[1], b"multipart/form-data; boundary=x", b"text/plain", b"", b"\xff;="])
    | st.binary(max_size=30),
)
def test_any_body_of_any_kind_is_answered(body: bytes, kind: bytes) -> None:
    """Bytes that are no form of ours are refused, not failed upon."""
    assert_told(posted(body, kind=kind))


# ── One fault at a time ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "target",
    ["/%00", "/retention%00", "/%ff%fe", "/%", "/%zz", "/retention?geste=%ff%00", "/static/%00",
     "/static/..%2fpages.py", "/static/../pages.py", "/static/" + "a" * 5_000, "//evil.example/",
     "/retention//", "/retention/procedure/", "/retention?" + "geste=a&" * 5_000,
     "/retention?" + "&".join(f"c{i}=1" for i in range(9_000)), "/retention/%2e%2e/%2e%2e"],
)  # fmt: skip
def test_a_broken_address_is_answered(target: str) -> None:
    """Null bytes, broken encodings, other folders and thousands of parameters fail nothing."""
    answer = ask(APP, "GET", target.encode())
    assert_told(answer)
    assert "evil.example" not in answer.headers.get("location", "").split("/")[2:3]
    assert "class Pages" not in answer.text


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("token", ["", TOKENS[1], TOKENS[6]])
def test_what_a_person_sends_is_on_no_page_unescaped(payload: str, token: str) -> None:
    """Neither typed, nor as a button, a line or a procedure's name does markup come back."""
    sent = [
        ask(APP, "GET", f"/retention?geste={quote(payload)}".encode()),
        ask(APP, "GET", f"/retention?geste={quote(token + payload)}".encode()),
        ask(APP, "GET", f"/retention?geste={quote(TOKENS[2])}&coche={quote(payload)}".encode()),
        ask(APP, "GET", f"/{quote(payload, safe='')}".encode()),
        posted(urlencode({"geste": token, "texte": payload}).encode()),
        posted(urlencode({"geste": payload, "texte": payload}).encode()),
    ]
    for answer in sent:
        assert_told(answer)
        assert payload not in answer.text
        assert "alert(1)" not in answer.text
        assert "470366406433" not in answer.text
    assert all("alert" not in answer.headers.get("location", "") for answer in sent[-2:])


@pytest.mark.parametrize("chunks", [1, 7, 70])
def test_a_body_past_64_kilobytes_is_too_long(chunks: int) -> None:
    """Whole or in pieces, the first byte too many refuses it; the last one allowed does not."""
    allowed = b"texte=" + b"a" * (MAX_BODY - len(b"texte="))
    size = -(-MAX_BODY // chunks)
    cut = [allowed[at : at + size] for at in range(0, MAX_BODY, size)]
    assert posted(cut).status_code == 200
    answer = posted([*cut, b"a"])
    assert answer.status_code == 413
    assert read(answer.text).one("h1").text == "Trop long"
    assert_told(answer)


@pytest.mark.parametrize("name", ["geste", "texte", "a"])
def test_a_form_of_thousands_of_fields_is_refused(name: str) -> None:
    """A few fields are read, as many as our pages send and some more."""
    assert posted(b"&".join([f"{name}=1".encode()] * 9)).status_code in (200, 303)
    answer = posted(b"&".join([f"{name}=1".encode()] * 5_000))
    assert answer.status_code == 400
    assert_told(answer)


@pytest.mark.parametrize("charset", ["utf-8", "undefined", "idna", "nulle-part"])
def test_a_file_is_refused_unread(charset: str) -> None:
    """A form with a file is no form of ours, in any encoding that it claims."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="texte"; filename="\xff"\r\n'
        b"Content-Type: text/html\r\n\r\n<b>\xff</b>\r\n--x--\r\n"
    )
    answer = posted(body, kind=f"multipart/form-data; boundary=x; charset={charset}".encode())
    assert answer.status_code == 415
    assert_told(answer)


@pytest.mark.parametrize("body", [b"texte=\xff\xfe", b"texte=%ff%fe%00", b"texte=%uZZZZ%", b"\0"])
def test_words_that_are_no_text_are_not_understood(body: bytes) -> None:
    """Invalid UTF-8 and broken encodings are words that mean nothing here."""
    answer = posted(body)
    assert answer.status_code == 200
    assert "Je n’ai pas compris" in answer.text
    assert_told(answer)


@pytest.mark.parametrize(
    "host",
    [b"evil.example", b"127.0.0.1.evil.example", b"evil@127.0.0.1", b"127.0.0.1/evil", b"", b"[",
     b"127.0.0.1:port", b"127.0.0.1, evil.example", b"\xff", None],
)  # fmt: skip
def test_another_host_is_refused(host: bytes | None) -> None:
    """A page of another name cannot reach the bot through its reader (DNS rebinding)."""
    answer = ask(APP, "GET", b"/retention", [(b"host", host)] if host is not None else [])
    assert answer.status_code == 400
    assert read(answer.text).one("h1").text == "Demande refusée"
    assert_told(answer)


@pytest.mark.parametrize("host", [b"127.0.0.1", b"localhost:8000", b"LOCALHOST"])
def test_this_machines_own_names_are_answered(host: bytes) -> None:
    """Loopback by any of its names, with or without a port."""
    assert ask(APP, "GET", b"/retention", [(b"host", host)]).status_code == 200


@pytest.mark.parametrize(
    ("method", "target", "allowed"),
    [("DELETE", "/retention", "GET, HEAD, POST"), ("PUT", "/retention", "GET, HEAD, POST"),
     ("POST", "/", "GET, HEAD"), ("POST", "/retention/procedure", "GET, HEAD"),
     ("POST", "/static/style.css", "GET, HEAD")],
)  # fmt: skip
def test_a_page_asked_for_in_another_way_says_how_it_is(
    method: str, target: str, allowed: str
) -> None:
    """The refusal is a page, and names every method that the address takes."""
    answer = ask(APP, method, target.encode(), [HOST, FORM])
    assert answer.status_code == 405
    assert sorted(answer.headers["allow"].split(", ")) == allowed.split(", ")
    assert read(answer.text).one("h1").text == "Demande refusée"
    assert_told(answer)


@pytest.mark.parametrize(
    ("target", "status"),
    [("/", 303), ("/retention", 200), ("/retention/procedure", 200), ("/static/style.css", 200),
     ("/static/keys.js", 200), ("/static/icon.svg", 200), ("/static/none", 404), ("/autre", 404),
     ("/autre/procedure", 404), ("/retention/", 307)],
)  # fmt: skip
def test_every_answer_bears_the_security_headers(target: str, status: int) -> None:
    """Pages, redirects, errors and files alike."""
    answer = ask(APP, "GET", target.encode())
    assert answer.status_code == status
    assert_guarded(answer)


# ── What is typed is kept nowhere ─────────────────────────────────────────────────────────────

SECRET = "madame zyzzogeton"  # noqa: S105


def _assert_silent(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    out, err = capfd.readouterr()
    assert "zyzzogeton" not in (caplog.text + out + err).lower()


def test_nothing_typed_reaches_a_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """With every logger wide open, words understood or not, refused or too long, leave no trace."""
    caplog.set_level(logging.DEBUG)
    for text in (SECRET, f"résilier {SECRET}", f"{SECRET}\n{SECRET}", SECRET * 5_000):
        body = urlencode({"geste": TOKENS[0], "texte": text}).encode()
        posted(body)
        posted(body, kind=b"text/plain")
        posted(b"--x\r\n" + body, kind=b"multipart/form-data; boundary=x")
    ask(APP, "GET", f"/retention?geste={quote(SECRET)}".encode())
    ask(APP, "GET", f"/{quote(SECRET)}".encode())
    _assert_silent(caplog, capfd)


def test_a_failure_is_told_in_french_and_logged_without_what_was_typed(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The page is whole and guarded; the log says what failed and where, not on which words."""

    def failing(guide: Guide, request: Asked) -> None:
        raise LookupError(request.text)

    monkeypatch.setattr(Guide, "respond", failing)
    caplog.set_level(logging.DEBUG)
    answer = posted(urlencode({"texte": SECRET}).encode())
    assert answer.status_code == 500
    assert_guarded(answer)
    assert read(answer.text).one("h1").text == "Le bot a échoué"
    assert "Rien n’a été décidé." in answer.text
    assert "LookupError" in caplog.text
    assert "in failing" in caplog.text
    _assert_silent(caplog, capfd)
