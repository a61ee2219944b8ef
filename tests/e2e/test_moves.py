"""Everything that can be done around an answer: go back, correct, ask why, try, copy, open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.hands import (
    EDITION,
    PROCEDURE,
    Digits,
    Mouse,
    call,
    destination,
    moving,
    phrases,
    tap,
)
from tests.e2e.places import FULL_QUEUE, PLACES, at, case

NONE = "Rien de tout cela"
FIRST = "Que demande le client\u00a0?"


def press(page: Page, label: str) -> None:
    """Click the one button or choice of this name, and wait for the next card."""
    named = re.compile(f"^{re.escape(label)}$")
    tap(page.locator(".button, .choice strong", has_text=named))


def title(page: Page) -> str:
    """The card's title, without its sign."""
    return page.locator("h1").inner_text().strip().removeprefix(_sign(page)).strip()


def _sign(page: Page) -> str:
    sign = page.locator("h1 .sign")
    return sign.inner_text() if sign.count() else ""


def answers(page: Page) -> list[str]:
    """The answers so far, as they are seen."""
    seen = "all => all.map(one => [...one.childNodes].filter(part => part.className !== 'hidden')"
    told: list[str] = page.locator(".answers a").evaluate_all(
        f"{seen}.map(part => part.textContent).join('').replace('✎', '').trim())"
    )
    return told


# ── Back and again ────────────────────────────────────────────────────────────────────────────


def test_the_browser_goes_back_and_forth_and_reloads(open_page: Open) -> None:
    """Each card has its address: nothing is sent twice and nothing is lost."""
    page = open_page()
    press(page, "Résilier")
    second = title(page)
    press(page, NONE)
    third = title(page)
    page.go_back()
    assert title(page) == second
    page.go_back()
    assert title(page) == FIRST
    page.go_forward()
    page.go_forward()
    assert title(page) == third
    page.reload()
    assert title(page) == third
    assert page.locator(".answers a", has_text="Résilier").count() == 1


def test_a_verdict_is_the_same_once_reloaded_and_shared(open_page: Open) -> None:
    """A checklist's address shows its verdict again, in this browser and in another."""
    page = open_page()
    call(page, {"demande": "downgrade", "retention-disponible": "non"}, Mouse(page))
    said = phrases(page)
    assert said
    page.reload()
    assert (destination(page), phrases(page)) == ("retention-general", said)
    other = open_page(page.url, phone=True)
    assert (destination(other), phrases(other)) == ("retention-general", said)


def test_retour_undoes_one_card_at_a_time(open_page: Open) -> None:
    """« Retour » leads to the card before, from a question and from a verdict."""
    page = open_page()
    press(page, "Résilier")
    second = title(page)
    press(page, NONE)
    press(page, "Retour")
    assert title(page) == second
    press(page, "Retour")
    assert title(page) == FIRST
    assert page.locator(".answers").count() == 0


def test_a_new_case_forgets_all(open_page: Open) -> None:
    """« Nouveau cas » shows the first question and no answer."""
    page = open_page(PLACES["verdict"])
    press(page, "Nouveau cas")
    assert title(page) == FIRST
    assert page.locator(".answers").count() == 0


# ── Changing one's mind ───────────────────────────────────────────────────────────────────────


def test_an_answer_is_changed_where_it_stands(open_page: Open) -> None:
    """A tap on an answer asks it again, and the other answers are kept."""
    page = open_page()
    call(page, {"demande": "resiliation", "contrat": "determinee"}, Mouse(page))
    assert destination(page) == "retention"
    tap(page.get_by_role("link", name="Changer : Contrat : Durée déterminée (12/24/36 mois)"))
    expect(page.locator("h1")).to_have_text("Quel est l’engagement du contrat\u00a0?")
    call(page, {"contrat": "mensuel", "ouvert-offre": "non", "mecontent": "non"}, Mouse(page))
    assert destination(page) == "support"
    assert PROCEDURE.facts["pre-actif"].values["non"].label in answers(page)


def test_corriger_lists_every_answer_and_changes_one(open_page: Open) -> None:
    """From a verdict, « Corriger » then the answer's number."""
    page = open_page(PLACES["verdict"])
    given = page.locator(".answers a").count()
    press(page, "Corriger")
    assert title(page) == "Que faut-il corriger\u00a0?"
    listed = page.locator(".choice small").all_inner_texts()
    assert len(listed) == given == len(FULL_QUEUE.steps[0].stated)
    number = listed.index(PROCEDURE.facts["remboursement-demande"].label) + 1
    with moving(page):
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
    press(page, "Ni remboursement ni remise")
    assert phrases(page) == list(PROCEDURE.phrases["phrase-transfert"].say)


def test_a_number_of_two_digits_is_not_taken_for_its_first(open_page: Open) -> None:
    """« 10 » then Enter takes the tenth choice, « 3 » then « 1 » the first; none without Enter."""
    page = open_page()
    for number, answer in (("10", "Demande\u00a0: Je ne sais pas"), ("31", "Résilier")):
        page.keyboard.type(number)
        assert title(page) == FIRST
        with moving(page):
            page.keyboard.press("Enter")
        assert answers(page) == [answer]
        page.go_back()


def test_a_duration_typed_anywhere_picks_no_choice(open_page: Open) -> None:
    """« 24 mois » begins with the number of a choice, and is not it."""
    page = open_page(PLACES["engagement"])
    before = title(page)
    page.keyboard.type("24 mois")
    assert title(page) == before
    assert page.locator("#texte").input_value() == "mois"


def test_a_letter_starts_a_typed_answer_in_which_digits_are_text(open_page: Open) -> None:
    """Words go to the text box from anywhere on the page; there a digit picks nothing."""
    page = open_page()
    page.keyboard.type("choix 2")
    assert page.locator("#texte").input_value() == "choix 2"
    page.locator("#texte").fill("")
    page.keyboard.type("1")
    assert page.locator("#texte").input_value() == "1"
    assert title(page) == FIRST


def test_facturation_reglee_gives_a_new_verdict(open_page: Open) -> None:
    """Once what the destination asks is done, one tap says where the call goes."""
    page = open_page(PLACES["verdict-conflict"])
    assert destination(page) == "facturation-d-abord"
    tap(page.locator(".card .button.main"))
    assert destination(page) == "retention"
    assert phrases(page) == list(PROCEDURE.phrases["phrase-remboursement"].say)


# ── Why, and what if ──────────────────────────────────────────────────────────────────────────


def test_pourquoi_quotes_what_decides_and_what_is_set_aside(open_page: Open) -> None:
    """Every quote is the source's, byte for byte, and one tap leads back to the verdict."""
    page = open_page(PLACES["verdict-conflict"])
    press(page, "Pourquoi\u00a0?")
    headings = page.locator(".card h2").all_inner_texts()
    assert any(one.startswith("Ce qui décide → Régler la facturation d’abord") for one in headings)
    assert any(one.startswith("Écarté → ") for one in headings)
    quoted = page.locator(".quote blockquote p").all()
    assert quoted
    for one in quoted:
        assert one.evaluate("one => one.textContent") in EDITION.source.text
    press(page, "Revenir au cas")
    assert destination(page) == "facturation-d-abord"


def test_et_si_keeps_its_promises(open_page: Open) -> None:
    """Trying a change comes to the destination that was told beside it."""
    page = open_page(PLACES["verdict"])
    verdict = title(page)
    press(page, "Et si…\u00a0?")
    told = page.locator(".choice small").all_inner_texts()
    real = page.url
    assert len(told) >= 3
    for place, promise in enumerate(told[:3]):
        tap(page.locator(".choice").nth(place))
        expected = promise.removeprefix("→ ").partition(", avec")[0]
        assert title(page) == expected
        assert bool(phrases(page)) == (", avec" in promise)
        assert page.get_by_role("status").inner_text().startswith("Hypothèse")
        press(page, "Retour")
        assert title(page) == verdict
        page.goto(real)


# ── What is not known ─────────────────────────────────────────────────────────────────────────


def test_not_knowing_leads_to_what_it_depends_on(open_page: Open) -> None:
    """A line and a question not known: « Cela dépend » says on what, and where to look."""
    page = open_page(at(case(demande="resiliation")))
    line = page.locator(".checklist li", has_text="Inkasso / Mindersaldo")
    line.get_by_label("Je ne sais pas").check()
    tap(page.locator(".checklist .main"))
    while not page.locator(".card.depends").count():
        press(page, NONE if page.locator(".checklist").count() else "Je ne sais pas")
    assert title(page) == "Cela dépend"
    shown = page.locator(".card").inner_text()
    assert "Le compte est-il bloqué\u00a0?" in shown
    assert PROCEDURE.facts["blocage"].where in shown
    assert "Blocage\u00a0: Je ne sais pas" in answers(page)
    tap(page.get_by_role("link", name="Changer\u00a0: Blocage"))
    press(page, "Inkasso / Mindersaldo")
    assert destination(page) == "support"


def test_a_line_is_either_ticked_or_not_known(open_page: Open) -> None:
    """Ticking one box of a line clears the other."""
    page = open_page(PLACES["checklist"])
    line = page.locator(".checklist li").first
    ticked, unsure = line.locator("[name=coche]"), line.locator("[name=doute]")
    ticked.check()
    unsure.check()
    expect(ticked).not_to_be_checked()
    ticked.check()
    expect(unsure).not_to_be_checked()


def test_enter_on_an_empty_line_sends_the_checklist(open_page: Open) -> None:
    """After ticking by mouse, Enter in the empty field is « Valider »."""
    page = open_page(PLACES["checklist"])
    page.locator(".line", has_text="Contrat pré-actif").click()
    with moving(page):
        page.locator("#texte").press("Enter")
    assert destination(page) == "fraude"


# ── Words ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("script", [True, False])
def test_what_is_not_understood_is_said_and_not_repeated(open_page: Open, script: bool) -> None:
    """The card stays, with a notice; neither the address nor the page repeats the words."""
    page = open_page(java_script_enabled=script)
    page.locator("#texte").fill("zyzzogeton")
    tap(page.get_by_role("button", name="Répondre"))
    assert title(page) == FIRST
    assert page.get_by_role("status").inner_text().startswith("Je n’ai pas compris")
    assert "zyzzogeton" not in page.content() + page.url
    page.locator("#texte").fill("plainte formelle")
    with moving(page):
        page.keyboard.press("Enter")
    assert answers(page) == ["Plainte formelle"]


def test_short_commands_are_typed_on_a_verdict(open_page: Open) -> None:
    """« pourquoi » and « corriger » do what their buttons do."""
    page = open_page(PLACES["verdict"])
    came = {}
    for words in ("pourquoi", "corriger"):
        page.goto(PLACES["verdict"])
        page.locator("#texte").fill(words)
        with moving(page):
            page.keyboard.press("Enter")
        came[words] = title(page).split("\u00a0")[0]
    assert came == {"pourquoi": "Pourquoi", "corriger": "Que faut-il corriger"}


def test_going_back_to_a_page_that_answered_words_sends_nothing_again(open_page: Open) -> None:
    """After words that were not understood, the browser's arrows and reload work as anywhere."""
    page = open_page()
    page.locator("#texte").fill("zyzzogeton")
    with moving(page):
        page.keyboard.press("Enter")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.method))
    press(page, "Résilier")
    page.go_back()
    assert title(page) == FIRST
    page.reload()
    assert title(page) == FIRST
    assert set(sent) == {"GET"}


# ── Old and forged buttons ────────────────────────────────────────────────────────────────────


def test_an_old_version_is_told_and_its_answers_are_kept(open_page: Open) -> None:
    """A page left open while the procedure changed still answers, and says so."""
    page = open_page(PLACES["stale"])
    assert "La procédure a changé entre-temps" in page.get_by_role("status").inner_text()
    assert destination(page) == "retention-general"
    press(page, "Retour")
    assert page.get_by_role("status").count() == 0


@pytest.mark.parametrize(
    "token",
    ["nope", f"retention.{EDITION.version}.1~a_demande.inconnue", "objets-trouves.000000000000.0"],
)
def test_a_forged_button_decides_nothing(open_page: Open, token: str) -> None:
    """It is said plainly, and one tap starts a new case."""
    page = open_page(f"/retention?geste={token}")
    assert page.locator(".card.notice").count() == 1
    assert "Rien n’a été décidé." in page.locator(".card").inner_text()
    press(page, "Nouveau cas")
    assert title(page) == FIRST


# ── The note and the passages ─────────────────────────────────────────────────────────────────


def test_the_note_is_copied_by_its_button(open_page: Open) -> None:
    """The clipboard then holds the facts, the decision and the passages."""
    page = open_page(PLACES["verdict"], permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Note à coller").click()
    button = page.locator(".copy")
    button.click()
    expect(button).to_have_text("Copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == page.locator("textarea").input_value()
    assert "Décision\u00a0: Créer une tâche pour “Retention General”" in copied


def test_without_a_script_the_note_can_still_be_selected(open_page: Open) -> None:
    """No button that does nothing is shown; the text is there."""
    page = open_page(PLACES["verdict"], java_script_enabled=False)
    page.get_by_text("Note à coller").click()
    expect(page.locator("textarea")).to_be_visible()
    expect(page.locator(".copy")).to_be_hidden()
    assert "Passages\u00a0: " in page.locator("textarea").input_value()


def test_a_passage_opens_the_procedure_at_its_words(open_page: Open) -> None:
    """In a new tab, the passage is marked, on the screen, and it is the one that was named."""
    page = open_page(PLACES["verdict"])
    links = page.locator(".items a.passage")
    assert links.count() >= 2
    for link in links.all():
        named = link.inner_text().removeprefix("§ ").splitlines()[0].split(" (nouvel")[0]
        with page.expect_popup() as popup:
            link.click()
        opened = popup.value
        opened.wait_for_load_state()
        target = opened.locator(":target")
        expect(target).to_be_in_viewport()
        first_words = named.rstrip("…").rstrip()
        assert first_words in re.sub(r"\s+", " ", target.inner_text())
        opened.close()


def test_the_procedure_page_leads_back_to_a_case(open_page: Open) -> None:
    """From the bar at the top, and passage links within the page stay in it."""
    page = open_page("/retention/procedure")
    page.locator("#mct .anchor").click()
    assert page.url.endswith("/retention/procedure#mct")
    expect(page.locator(":target")).to_be_in_viewport()
    tap(page.get_by_role("link", name="Nouveau cas"))
    expect(page.locator("h1")).to_have_text(FIRST)


def test_a_keyboard_reaches_the_content_first(open_page: Open) -> None:
    """The first Tab on the procedure's page shows a link that skips the bar."""
    page = open_page("/retention/procedure")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_two_calls_in_two_tabs_do_not_meet(open_page: Open) -> None:
    """Nothing is kept between pages: each tab has its own case."""
    one, other = open_page(), open_page()
    press(one, "Résilier")
    call(other, {"demande": "autre"}, Digits(other))
    assert destination(other) == "superviseur"
    one.reload()
    assert answers(one) == ["Résilier"]
