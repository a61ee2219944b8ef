"""The supervisors' pages: what they show, and to whom."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from bot.app import build_pages, proved_procedures
from bot.config import Config
from bot.journal.entry import WEEK, Tally, Week, monday
from bot.office import Office
from bot.shares import FEWEST
from bot.training.schedule import DAY
from tests.journal.calls import ENTRY, NOT_OPEN
from tests.procedures import RETENTION, planted, read, write
from tests.web.client import HOST, Noting, ask, client_of, pages_of

LAST = monday(int(time.time())) - WEEK
"""The last week that is over."""
PAGES = [
    "explorer",
    "zones-grises",
    "versions",
    "chiffres",
    "journal",
    "journal.csv",
    "lot",
    "plan",
    "plan.svg",
    "plan.png",
]


@pytest.fixture
def kept() -> Noting:
    return Noting()


@pytest.fixture
def client(kept: Noting) -> httpx.Client:
    return client_of(pages_of(Config(), kept))


@pytest.mark.parametrize("page", PAGES)
def test_whoever_comes_by_a_proxy_or_another_name_is_refused(page: str) -> None:
    """These pages are for whoever sits at this machine."""
    app = pages_of(Config(public_url="https://bot.example"))
    target = f"/retention/{page}".encode()
    assert ask(app, "GET", target).status_code == 200
    forwarded = [HOST, (b"x-forwarded-for", b"10.0.0.1")]
    refused = ask(app, "GET", target, forwarded)
    assert refused.status_code == 403
    assert "Cette page est pour les superviseurs" in refused.text
    assert ask(app, "GET", target, [(b"host", b"bot.example")]).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_a_proxy_that_says_nothing_of_itself_leads_to_none_of_these_pages(page: str) -> None:
    """They answer on a port of their own, the one to which no proxy leads."""
    app = pages_of(Config(public_url="https://bot.example", supervision_port=8001))
    target = f"/retention/{page}".encode()
    assert ask(app, "GET", target).status_code == 403
    assert ask(app, "GET", target, port=8001).status_code == 200
    assert ask(app, "GET", b"/retention", port=8001).status_code == 200


def test_a_link_of_the_explorer_shows_the_case_again(client: httpx.Client) -> None:
    """Facts in the address; what a form leaves unset is left out of it."""
    page = client.get("/retention/explorer?demande=plainte-formelle").text
    assert "Remonter par une Task à l’équipe EST" in page
    assert '<option value="plainte-formelle" selected>' in page
    cleaned = client.get("/retention/explorer?demande=autre&blocage=")
    assert cleaned.status_code == 303
    assert cleaned.headers["location"] == "/retention/explorer?demande=autre"
    wrong = client.get("/retention/explorer?demande=resilier")
    assert "vouliez-vous dire «" in wrong.text.replace("\u00a0", " ")


def test_what_a_link_states_wrongly_is_told_and_the_rest_is_shown(client: httpx.Client) -> None:
    """A link may be older than the procedure; a fact that does not count in a case is told too."""
    for page in ("explorer", "plan"):
        told = client.get(f"/retention/{page}?demande=plainte-formelle&ancien=oui").text
        assert "fait inconnu" in told
        assert "Remonter par une Task" in told
    told = client.get("/retention/explorer?demande=downgrade&contrat=mensuel").text
    assert "«\u00a0contrat\u00a0» est ignoré" in told


def test_grey_zones_stand_with_their_passages(client: httpx.Client) -> None:
    """The list leads to each; an unknown one shows the list."""
    page = client.get("/retention/zones-grises/mensuel-non-ouvert").text
    assert page.count('<figure class="quote">') == 3
    assert "Traiter en Support → Transférer à Retention" in page
    assert "Zones grises" in client.get("/retention/zones-grises/aucune").text


def test_the_map_shows_the_way_of_a_case_and_can_be_taken_away(client: httpx.Client) -> None:
    """In both forms, of the same case; the explorer and the map lead to each other."""
    page = client.get("/retention/plan?demande=plainte-formelle").text
    assert "Plainte formelle → Remonter par une Task" in page
    assert page.count("<svg") == 1
    svg = client.get("/retention/plan.svg?demande=plainte-formelle")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text in page
    assert "/retention/plan.png?demande=plainte-formelle" in page
    drawn = client.get("/retention/plan.png")
    assert (drawn.headers["content-type"], drawn.content[:4]) == ("image/png", b"\x89PNG")
    assert "/retention/explorer?demande=plainte-formelle" in page
    explored = client.get("/retention/explorer?demande=plainte-formelle").text
    assert "/retention/plan?demande=plainte-formelle" in explored


def test_a_map_of_no_case_says_so(client: httpx.Client) -> None:
    """On its page; a file of it is not there."""
    assert "fait inconnu" in client.get("/retention/plan?couleur=rouge").text
    assert client.get("/retention/plan.svg?couleur=rouge").status_code == 404


def test_a_verdict_in_the_browser_is_noted_once(client: httpx.Client, kept: Noting) -> None:
    """However often its page is looked at; nobody is named."""
    fields = {"geste": "", "texte": "plainte à la DGCCRF"}
    address = client.post("/retention", data=fields).headers["location"]
    for _ in range(3):
        assert client.get(address).status_code == 200
    (entry,) = kept.ledger.entries.values()
    assert (entry.platform, entry.person, entry.destination) == ("web", "", "est")


@pytest.mark.parametrize("page", ["journal", "journal.csv"])
def test_a_journal_that_does_not_answer_is_told_so(
    page: str, client: httpx.Client, kept: Noting
) -> None:
    """It is no fault of the request."""
    kept.ledger.down = True
    answer = client.get(f"/retention/{page}")
    assert answer.status_code == 503
    assert "La base ne répond pas. Réessayez." in answer.text


def test_a_verdict_that_cannot_be_noted_is_shown_and_counted(
    client: httpx.Client, kept: Noting
) -> None:
    """The watchman's page says how many wait."""
    kept.ledger.down = True
    fields = {"geste": "", "texte": "plainte à la DGCCRF"}
    address = client.post("/retention", data=fields).headers["location"]
    assert "Remonter par une Task" in client.get(address).text
    health = client.get("/healthz").json()
    assert health["journal"] == {"waiting": 1, "lost": 0}
    assert health["status"] == "ok"
    assert health["procedures"].keys() == {"retention"}


def test_the_journal_tells_nobody_s_name_nor_hour(client: httpx.Client, kept: Noting) -> None:
    """Before the works council's day, alike verdicts are counted by week, and no other told."""
    kept.ledger.entries["1"] = ENTRY
    kept.ledger.counted = (
        [Week(LAST + n * WEEK, FEWEST - (n < 0), 9, 0) for n in (-1, 0, 1)],
        [
            alike("support", 4),
            alike("fraude", 1),
            alike("est", 2, LAST - WEEK),  # of four people
            alike("escalade", 3, LAST + WEEK),  # not over yet
        ],
    )
    page = client.get("/retention/journal").text
    assert "5 verdicts" in page
    assert "<td>4</td><td>Traiter en Support</td><td>Écrit dans la procédure</td>" in page
    assert "Résilier · Inkasso / Mindersaldo" in page
    table = client.get("/retention/journal.csv")
    assert table.headers["content-type"].startswith("text/csv")
    header, *lines = table.text.lstrip("\ufeff").splitlines()
    assert header == "semaine;version;faits;inconnus;destination;fondement;regles;verdicts;cartes"
    assert [line.split(";")[4] for line in lines] == ["support", "fraude"]
    for told in (page, table.text):
        assert ENTRY.person not in told
        assert not re.search(r"\d\d:\d\d", told)


def test_the_journal_is_looked_through_by_facts(client: httpx.Client, kept: Noting) -> None:
    """Each that is stated, and the destination; nothing found is told."""
    kept.ledger.counted = ([Week(LAST, FEWEST, 9, 0)], [alike("support", 4), alike("est", 2)])
    found = client.get("/retention/journal.csv?destination=est&blocage=recouvrement").text
    assert [line.split(";")[4] for line in found.splitlines()[1:]] == ["est"]
    assert "0 verdict" in client.get("/retention/journal?blocage=aucun").text


def test_the_journal_is_of_as_many_days_as_are_asked_for(
    client: httpx.Client, kept: Noting
) -> None:
    """Ninety where none are, whole weeks always; all of it, for whoever asks."""
    looked: dict[str, list[int]] = {}
    for query in ("", "?jours=7", "?jours=0", "?jours=-1", "?jours=x"):
        kept.ledger.times = []
        assert client.get(f"/retention/journal{query}").status_code == 200
        looked[query] = kept.ledger.times
    days = {query: (time.time() - times[0]) / DAY for query, times in looked.items()}
    assert all(times[0] == monday(times[0]) for times in looked.values())
    assert 90 <= days[""] < 98
    assert 7 <= days["?jours=7"] < 15
    assert days["?jours=0"] > 9_999
    assert looked[""] == looked["?jours=-1"] == looked["?jours=x"]
    assert "journal.csv?jours=7" in client.get("/retention/journal?jours=7").text


def test_once_it_is_allowed_verdicts_are_told_one_by_one(kept: Noting) -> None:
    """With their time and pseudonym, and only what was given since; however many there are."""
    allowed = date(2026, 11, 25)
    midnight = 1_795_564_800
    before = replace(ENTRY, id="before", at=midnight - 1)
    given = [replace(ENTRY, id=str(n), at=midnight + n) for n in range(5_000)]
    kept.ledger.entries = {one.id: one for one in (before, *given)}
    client = client_of(pages_of(Config(individual_from=allowed), kept))
    page = client.get("/retention/journal?jours=0").text
    assert ENTRY.person in page
    assert "5\u202f000 verdicts" in page
    assert "Les 200\u00a0premières lignes sont montrées" in page
    lines = client.get("/retention/journal.csv?jours=0").text.splitlines()
    assert len({line.split(";")[0] for line in lines[1:]}) == len(lines) - 1 == 5_000
    later = client_of(pages_of(Config(individual_from=date(2999, 1, 1)), kept))
    assert ENTRY.person not in later.get("/retention/journal").text


def test_a_database_that_does_not_answer_is_not_taken_for_an_empty_journal(
    client: httpx.Client, kept: Noting
) -> None:
    """What it would have told of real calls is said not to be known."""
    kept.ledger.down = True
    version = re.search(r"value=\"([0-9a-f]{12})\"", client.get("/retention/versions").text)
    assert version
    same = f"/retention/versions?avant={version[1]}&apres={version[1]}"
    assert client.get(same).status_code == 200
    assert "La base ne répond pas" in client.get("/retention/zones-grises").text


def alike(destination: str, verdicts: int, week: int = LAST) -> Tally:
    """Verdicts of a week that are alike."""
    return Tally(
        week, "0123456789ab", ENTRY.facts, ENTRY.unknown, destination, "written", verdicts,
        2 * verdicts, ENTRY.rules,
    )  # fmt: skip


def test_what_is_looked_for_stands_in_the_address(client: httpx.Client, kept: Noting) -> None:
    """And in the form, and in the link to the table."""
    page = client.get("/retention/journal?destination=support&blocage=recouvrement").text
    assert '<option value="recouvrement" selected>' in page
    assert "journal.csv?blocage=recouvrement&amp;destination=support" in page


def test_pages_of_no_procedure_are_not_there(client: httpx.Client) -> None:
    """As any address that leads nowhere."""
    assert {client.get(f"/autre/{page}").status_code for page in PAGES} == {404}


def test_health_is_json(client: httpx.Client, tmp_path: Path) -> None:
    """For a program."""
    assert json.loads(client.get("/healthz").text)["refused"] == {}


def test_a_version_just_replaced_is_compared_with_the_one_in_its_place(tmp_path: Path) -> None:
    """As one comes to the page; files that are refused since are told with why."""
    folder = planted(RETENTION, tmp_path)
    config = Config(dialogs=tmp_path)
    library = proved_procedures(config)
    client = client_of(build_pages(config, Office(config, library, Noting())))

    def written(words: str) -> None:
        write(folder / "procedure.yaml", words)
        asyncio.run(library.scan())
        asyncio.run(library.scan())

    text = read(folder / "procedure.yaml")
    written(text.replace("Créez une Task pour l’équipe EST.", "Créez une Task pour l’EST."))
    page = client.get("/retention/versions").text
    old, new = re.findall(r'<option value="([0-9a-f]{12})" selected', page)
    assert "· remplacée</option>" in page
    assert "· en vigueur</option>" in page
    assert "Aucun verdict ne change." in page
    assert "+ Créez une Task pour l’EST." in page
    assert "Refusé" not in page
    back = client.get(f"/retention/versions?avant={new}&apres={old}").text
    assert "− Créez une Task pour l’EST." in back
    same = client.get(f"/retention/versions?avant={new}&apres={new}").text
    assert "une seule et même version" in same
    written(text.replace("    then: est\n", "    then: personne\n"))
    assert "Refusé, dans l’état des fichiers" in client.get("/retention/versions").text


def test_versions_too_far_apart_are_told_so(tmp_path: Path) -> None:
    """Another pair can still be chosen."""
    folder = planted(RETENTION, tmp_path)
    config = Config(dialogs=tmp_path)
    library = proved_procedures(config)
    client = client_of(build_pages(config, Office(config, library, Noting())))
    renamed = "|".join(one for one in library["retention"].procedure.facts if "-" in one)
    for file in folder.glob("*.yaml"):
        write(file, re.sub(rf"(?<![\w-])({renamed})(?![\w-])", r"\1-bis", read(file)))
    asyncio.run(library.scan())
    asyncio.run(library.scan())
    answer = client.get("/retention/versions")
    assert answer.status_code == 200
    assert "· remplacée</option>" in answer.text
    assert "Ces deux versions sont trop éloignées" in answer.text


def test_two_versions_are_compared_and_the_journal_replayed(tmp_path: Path) -> None:
    """Where cases go, by which rule, when; what is written otherwise."""
    dialogs = tmp_path / "dialogs"
    shutil.copytree(RETENTION, dialogs / "retention")
    later = dialogs / "retention" / "2099-01-01"
    later.mkdir()
    text = read(RETENTION / "procedure.yaml").replace("from: 2025-08-13", "from: 2099-01-01")
    rule = "then: support\n    passages: [mensuel-ouvert, insatisfaction, downgrade]"
    assert rule in text
    text = re.sub(r"\n  mensuel-non-ouvert:\n    question.*?(?=\n  \S)", "", text, flags=re.DOTALL)
    write(later / "cases.yaml", "[]\n")
    write(later / "procedure.yaml", text.replace(rule, rule.replace("support", "retention")))
    kept = Noting()
    client = client_of(pages_of(Config(dialogs=dialogs), kept))
    page = client.get("/retention/versions").text
    old, new = re.findall(r'<option value="([0-9a-f]{12})"', page)[:2]
    told = client.get(f"/retention/versions?avant={old}&apres={new}").text
    assert "cas changent" in told
    assert "Traiter en Support → Transférer à Retention" in told
    assert "mensuel-non-ouvert" in told
    assert "La part des appels repose sur les poids déclarés" in told
    assert "Le journal n’en contient pas encore assez" in told
    tally = Tally(LAST, "v", NOT_OPEN, (), "support", "conflict", 4_250, 9_000)
    kept.ledger.counted = ([Week(LAST, 6, 4_300, 0)], [tally])
    told = client.get(f"/retention/versions?avant={old}&apres={new}").text
    assert "Verdicts réels\u00a0: 4\u202f250 en 90 jours." in told
    assert "<td>4\u202f250</td>" in told
    assert "4250\u00a0: Traiter en Support → Transférer à Retention" in told.replace("\u202f", "")
    assert "Par exemple\u00a0: Résilier" in told
    assert client.get("/retention/versions?avant=x&apres=y").status_code == 200
