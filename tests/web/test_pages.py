"""What a reader finds on the pages: a call by links, by a checklist, in words; the procedure."""

from __future__ import annotations

import random
import re
import shutil
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import pytest

from bot.config import Config
from bot.procedure.loader import load
from tests.procedures import RETENTION, example_folder, planted
from tests.web.client import client_of, pages_of
from tests.web.html import Element, read

EDITION = load(RETENTION)
PROCEDURE = EDITION.procedure
NONE, UNKNOWN = "Rien de tout cela", "Je ne sais pas"
NOT_UNDERSTOOD = "Je n’ai pas compris"


def opened(client: httpx.Client, address: str = "/retention") -> Element:
    """The page at `address`, which must answer."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return read(answer.text)


def followed(client: httpx.Client, page: Element, label: str) -> Element:
    """The page behind the one link whose words are `label`, or start with it in bold."""
    targets = {
        link.attributes["href"]
        for link in page.find("a")
        if label in (link.text, *(bold.text for bold in link.find("strong")))
    }
    (target,) = targets
    return opened(client, target)


def by_links(client: httpx.Client, *labels: str) -> Element:
    """A call from its first card, one link after the other."""
    page = opened(client)
    for label in labels:
        page = followed(client, page, label)
    return page


def sent(
    client: httpx.Client, page: Element, ticks: tuple[str, ...] = (), unsure: tuple[str, ...] = ()
) -> Element:
    """A checklist filled in and sent as a browser does; lines are named by their words."""
    form = page.one("form", class_="checklist")
    query = [("geste", form.one("input", name="geste").attributes["value"])]
    for line in form.find("li"):
        ticked, doubted = line.find("label")
        for label, name, wanted in ((ticked, "coche", ticks), (doubted, "doute", unsure)):
            if any(words in ticked.text for words in wanted):
                query.append((name, label.one("input", name=name).attributes["value"]))
    assert len(query) == 1 + len(ticks) + len(unsure)
    answer = client.get(form.attributes["action"], params=query)
    assert answer.status_code == 200
    return read(answer.text)


def typed(client: httpx.Client, page: Element, text: str) -> httpx.Response:
    """Words typed on a page."""
    form = page.one("form", class_="typed")
    here = form.one("input", name="geste").attributes["value"]
    return client.post(form.attributes["action"], data={"geste": here, "texte": text})


def heading(page: Element) -> str:
    """The one main heading, its sign aside."""
    return "".join(one for one in page.one("h1").content if isinstance(one, str)).strip()


# ── The start ─────────────────────────────────────────────────────────────────────────────────


def test_the_home_page_goes_straight_to_the_only_procedure(client: httpx.Client) -> None:
    """With one procedure there is nothing to choose."""
    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/retention")


def test_the_home_page_lists_several_procedures(tmp_path: Path) -> None:
    """With two, each is named by its title, opened and read by a link."""
    example_folder(tmp_path)
    shutil.copytree(RETENTION, tmp_path / "retention")
    client = client_of(pages_of(Config(dialogs=tmp_path)))
    page = opened(client, "/")
    titles = [one.text for one in page.find("a", class_="choice")]
    assert titles[1] == PROCEDURE.title
    assert len(titles) == 2
    assert heading(followed(client, page, PROCEDURE.title)) == "Que demande le client\u00a0?"
    (read_it,) = page.find("a", href="/retention/procedure")
    assert heading(opened(client, read_it.attributes["href"])) == PROCEDURE.title


# ── A call ────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_call_is_answered_by_links_alone(client: httpx.Client) -> None:
    """Four taps without a script lead from the first question to a verdict on its ground."""
    page = by_links(client, "Résilier", NONE, NONE, "Durée déterminée (12/24/36 mois)")
    assert heading(page) == "Transférer à Retention"
    assert "Écrit dans la procédure" in page.one("p", class_="badge").text
    assert [one.text for one in page.find("a") if one.text.startswith("Changer")][:2] == [
        "Changer\u00a0: Demande\u00a0: Résilier ✎",
        "Changer\u00a0: Contrat\u00a0: Durée déterminée (12/24/36 mois) ✎",
    ]


def test_a_checklist_is_sent_as_a_plain_form(client: httpx.Client) -> None:
    """The lines ticked are stated and the others denied; both prescribed sentences are shown."""
    page = sent(client, by_links(client, "Résilier"), ticks=("Retention indisponible",))
    page = sent(client, page, ticks=("Mentionne un remboursement",))
    assert heading(page) == "Créer une tâche pour “Retention General”"
    said = [one.text for one in page.find("p") if one.text.startswith("«\u00a0")]
    names = ("phrase-remboursement", "phrase-transfert")
    prescribed = [words for name in names for words in PROCEDURE.phrases[name].say]
    assert said == [f"«\u00a0{phrase}\u00a0»" for phrase in prescribed]
    assert all(phrase in EDITION.source.text for phrase in prescribed)


def test_a_line_not_known_stays_unknown_and_is_named(client: httpx.Client) -> None:
    """« Je ne sais pas » on a line is no « non »: the answer shown bears the fact's name."""
    page = sent(client, by_links(client, "Résilier"), unsure=("Feu rouge",))
    (chip,) = (one for one in page.find("a") if UNKNOWN in one.text and "Changer" in one.text)
    seen = "".join(one.text for one in chip.find("span") if "class" not in one.attributes)
    assert seen == "Feu rouge\u00a0: "
    assert "Pas de feu rouge" not in page.text


def test_a_line_cannot_be_ticked_and_not_known_at_once(client: httpx.Client) -> None:
    """The checklist comes back with a notice and nothing is stated."""
    before = by_links(client, "Résilier")
    page = sent(client, before, ticks=("Feu rouge",), unsure=("Feu rouge",))
    assert "cochée" in page.one("p", role="status").text
    assert "«\u00a0je ne sais pas\u00a0»" in page.one("p", role="status").text
    assert heading(page) == heading(before)


def test_an_answer_shown_on_the_card_is_changed_by_its_link(client: httpx.Client) -> None:
    """It asks its fact again; where the destination is certain, no empty list is shown."""
    page = by_links(client, "Résilier", NONE, NONE, "Durée déterminée (12/24/36 mois)")
    again = followed(
        client, page, "Changer\u00a0: Contrat\u00a0: Durée déterminée (12/24/36 mois) ✎"
    )
    assert heading(again) == "Quel est l’engagement du contrat\u00a0?"
    assert not re.search(r"Encore possible\s*:\s*$", again.one("p", class_="progress").text)
    assert heading(followed(client, again, "Mensuel")) != "Transférer à Retention"


# ── Typed words ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["1", "résilier", "RESILIER", "le 1"])
def test_a_typed_answer_moves_the_case_on(client: httpx.Client, text: str) -> None:
    """A number or the words of a choice lead to an address that shows the next card."""
    answer = typed(client, opened(client), text)
    assert answer.status_code == 303
    moved = opened(client, answer.headers["location"])
    assert heading(moved) == heading(by_links(client, "Résilier"))


@pytest.mark.parametrize("text", ["résilier zzyzx", "résilier", "Résilier !", "nouveau", "retour"])
def test_what_is_typed_is_in_no_address_and_on_no_page(client: httpx.Client, text: str) -> None:
    """A redirect bears the case and nothing that was typed; a notice does not repeat it."""
    answer = typed(client, opened(client), text)
    address = unquote(answer.headers.get("location", ""))
    assert "zzyzx" not in address + answer.text
    assert text not in address
    assert re.fullmatch(r"|/retention\?geste=retention\.[0-9a-f]{12}\.\d+[a-z~_.-]*", address)


def test_what_is_not_understood_is_told_in_place(client: httpx.Client) -> None:
    """The same card comes back with a notice, and can be answered from there."""
    page = by_links(client, "Résilier")
    answer = typed(client, page, "il neige sur la gare")
    again = read(answer.text)
    assert answer.status_code == 200
    assert again.one("p", role="status").text.startswith(NOT_UNDERSTOOD)
    assert heading(again) == heading(page)
    assert typed(client, again, "rien").status_code == 303


def test_a_hypothesis_is_shown_at_its_own_address(client: httpx.Client) -> None:
    """Tried by its number, it is told as one, and can be reloaded: nothing was lost on the way."""
    verdict = by_links(client, "Plainte formelle")
    answer = typed(client, followed(client, verdict, "Et si…\u00a0?"), "1")
    assert answer.status_code == 303
    tried = opened(client, answer.headers["location"])
    assert heading(tried) != heading(verdict)
    assert tried.one("p", role="status").text.startswith("Hypothèse")


def test_a_line_typed_is_shown_back_before_anything_rests_on_it(client: httpx.Client) -> None:
    """The page says what was read, with an answer to change each; « valider » denies the rest."""
    answer = typed(client, by_links(client, "Résilier"), "feu rouge, sans blocage")
    page = opened(client, answer.headers["location"])
    assert page.one("p", role="status").text.startswith("Compris\u00a0: ")
    assert "sans blocage" not in page.one("main").text
    sent_ = opened(client, typed(client, page, "valider").headers["location"])
    assert heading(sent_).startswith("Le client mentionne")


def test_an_answer_typed_on_an_old_version_says_that_the_procedure_changed(
    client: httpx.Client,
) -> None:
    """The notice is on the page that answers, not lost on the way to another address."""
    stale = f"retention.{'0' * 12}.0"
    answer = client.post("/retention", data={"geste": stale, "texte": "résilier"})
    page = read(answer.text)
    assert "La procédure a changé entre-temps" in page.one("p", role="status").text
    assert heading(page) == heading(by_links(client, "Résilier"))


# ── The procedure's page ──────────────────────────────────────────────────────────────────────


def test_each_passage_stands_under_its_anchor_byte_for_byte(client: httpx.Client) -> None:
    """Its fragments are the source's own, in order, and nothing is added between them."""
    page = opened(client, "/retention/procedure")
    for name, passage in PROCEDURE.passages.items():
        article = page.one("article", id=name)
        shown = [one.text for one in article.one("blockquote").find("p")]
        assert shown == list(passage.quote), name
        assert all(fragment.encode() in EDITION.source.text.encode() for fragment in shown)


def test_a_term_that_the_page_does_not_define_is_said_so(client: httpx.Client) -> None:
    """Each term of the glossary is listed; none is given a meaning that nobody wrote."""
    page = opened(client, "/retention/procedure")
    terms = {one.one("dt").text: one.one("dd").text for one in page.one("dl").find("div")}
    assert terms == dict.fromkeys(PROCEDURE.glossary, "non défini dans la procédure")
    assert "MCT" in terms


def test_the_whole_source_is_there_verbatim(client: httpx.Client) -> None:
    """The page as its owner wrote it can be read without leaving."""
    page = opened(client, "/retention/procedure")
    assert page.one("pre").text == EDITION.source.text
    assert (RETENTION / "source.txt").read_bytes().decode() == EDITION.source.text


def test_the_date_and_its_doubt_are_told(client: httpx.Client) -> None:
    """A date to be confirmed is not shown as certain."""
    page = opened(client, "/retention/procedure")
    assert "En vigueur depuis le 13 août 2025 (date à confirmer)" in page.text


def test_words_of_a_procedure_are_never_markup(tmp_path: Path) -> None:
    """A label with « < & > » is read as it was written, on a card and in what it answers."""
    written = "Résilier <b>& partir</b>"
    planted(RETENTION, tmp_path, ('{label: "Résilier", help', f'{{label: "{written}", help'))
    client = client_of(pages_of(Config(dialogs=tmp_path)))
    page = followed(client, opened(client), written)
    assert f"Changer\u00a0: Demande\u00a0: {written} ✎" in [one.text for one in page.find("a")]


# ── Links ─────────────────────────────────────────────────────────────────────────────────────


def _verdict(client: httpx.Client) -> Element:
    page = sent(client, by_links(client, "Résilier"), ticks=("Inkasso",))
    assert heading(page) == "Traiter en Support"
    return page


def test_a_passage_opens_the_bots_own_page_at_its_anchor(client: httpx.Client) -> None:
    """Without a knowledge base, each link of a verdict leads to an anchor that exists."""
    procedure = opened(client, "/retention/procedure")
    anchors = {one.attributes["id"] for one in procedure.find("article")}
    links = [one.attributes["href"] for one in _verdict(client).find("a", class_="passage")]
    assert links
    for link in links:
        page, _, anchor = link.partition("#")
        assert page == "/retention/procedure"
        assert anchor in anchors


def test_a_passage_opens_the_knowledge_base_at_the_quoted_words() -> None:
    """With PROCEDURE_URL, a link carries a text fragment whose words are the source's."""
    base = "https://wiki.example/retention"
    client = client_of(pages_of(Config(procedure_url=f"{base}#haut")))
    links = [one.attributes["href"] for one in _verdict(client).find("a", class_="passage")]
    assert links
    for link in links:
        page, _, words = link.partition("#:~:text=")
        assert page == base
        for end in words.split(","):
            assert unquote(end) in re.sub(r"\s+", " ", EDITION.source.text).replace("\u00a0", " ")


def test_a_page_served_behind_a_proxy_is_linked_at_its_public_address() -> None:
    """With PUBLIC_URL, a passage's link can be opened from elsewhere, and that host answers."""
    client = client_of(pages_of(Config(public_url="https://bot.example/")))
    links = [one.attributes["href"] for one in _verdict(client).find("a", class_="passage")]
    assert all(link.startswith("https://bot.example/retention/procedure#") for link in links)
    assert client.get("/retention", headers={"host": "bot.example"}).status_code == 200


def test_every_link_of_every_page_answers(client: httpx.Client) -> None:
    """A walk of 500 pages, wide then deep, finds every link answered and every anchor in place."""
    shuffled = random.Random(1)
    todo, seen, kinds, anchors = deque(["/retention"]), {"/", "/retention"}, set(), set()
    for walked in range(500):
        address = todo.popleft()
        page = opened(client, address)
        kinds |= {one.attributes["class"].split()[1] for one in page.find("article", class_="card")}
        links = [urljoin(address, one.attributes["href"]) for one in page.find("a")]
        shuffled.shuffle(links)
        for link in links:
            target, _, anchor = link.partition("#")
            anchors.add((urlsplit(target).path, anchor))
            once = re.sub(r"(\.[0-9a-f]{12})\.\d+", r"\1", target)
            if once not in seen:
                seen.add(once)
                todo.append(target) if walked < 100 else todo.appendleft(target)
    assert kinds == {"question", "verdict", "depends", "why", "what-if", "correct", "training"}
    (procedure,) = {path for path, anchor in anchors if anchor not in ("", "contenu")}
    there = {one.attributes["id"] for one in opened(client, procedure).find("article")}
    assert {anchor for path, anchor in anchors if path == procedure} <= {"", "contenu", *there}


def test_what_a_page_needs_to_be_drawn_is_there(client: httpx.Client) -> None:
    """The style, the script and the picture are served as what they are, and from nowhere else."""
    page = opened(client)
    needed = {one.attributes["href"] for one in page.find("link")}
    needed |= {one.attributes["src"] for tag in ("script", "img") for one in page.find(tag)}
    kinds = {client.get(address).headers["content-type"].split(";")[0] for address in needed}
    assert all(address.startswith("/static/") for address in needed)
    assert kinds == {"text/css", "text/javascript", "image/svg+xml"}


# ── Another language around it ────────────────────────────────────────────────────────────────


def test_the_interface_speaks_english_around_a_procedure_in_french() -> None:
    """UI_LANGUAGE=en changes the bot's own words and none of the procedure's."""
    client = client_of(pages_of(Config(language="en")))
    page = opened(client)
    assert page.one("html").attributes["lang"] == "en"
    assert heading(page) == "Que demande le client\u00a0?"
    assert "I don’t know" in page.text
    assert UNKNOWN not in page.text
    assert [one.attributes["href"] for one in page.find("a", href="/retention/procedure")]
    procedure = opened(client, "/retention/procedure")
    assert "not defined in the procedure" in procedure.text
    assert "In force since August 13, 2025" in procedure.text
    assert procedure.one("pre").text == EDITION.source.text
    lost = read(client.get("/nulle-part").text)
    assert heading(lost) == "Nothing here"


def test_each_choice_is_told_in_the_procedures_own_words(client: httpx.Client) -> None:
    """Every answer to the first question stands on its card with its help, whole."""
    page = opened(client)
    shown = [
        (one.one("strong").text, "".join(help_.text for help_ in one.find("small")))
        for one in page.find("a", class_="choice")
    ]
    values = PROCEDURE.facts["demande"].values.values()
    assert shown == [*((told.label, told.help or "") for told in values), (UNKNOWN, "")]
