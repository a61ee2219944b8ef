"""The different hands that answer a card: a mouse, a finger, a keyboard, words typed.

Each reads the card on the screen and answers it by the facts of a call, whatever is asked first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from bot.procedure.loader import load
from tests.procedures import RETENTION

EDITION = load(RETENTION)
PROCEDURE = EDITION.procedure
MAX_CARDS = 8

Facts = Mapping[str, str]
USUAL: Facts = {
    "pre-actif": "non", "blocage": "aucun", "feu-rouge": "non", "facturation-a-regler": "non",
    "situation-particuliere": "non", "retention-disponible": "oui", "plusieurs-domaines": "non",
    "mbg": "non", "remboursement-demande": "non",
}  # fmt: skip


@contextmanager
def moving(page: Page) -> Iterator[None]:
    """What is done inside leads to another page, which is awaited."""
    with page.expect_navigation():
        yield


def tap(target: Locator) -> None:
    """Tap what leads to another page, and wait for it with its style."""
    with moving(target.page):
        target.click()


class Mouse:
    """Clicks; what a finger does on a phone too."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def pick(self, choice: Locator) -> None:
        tap(choice)

    def check(self, lines: list[Locator]) -> None:
        for line in lines:
            line.click()
        tap(self.page.locator(".checklist .main" if lines else ".checklist .none"))


class Finger(Mouse):
    """Taps."""

    def pick(self, choice: Locator) -> None:
        with moving(self.page):
            choice.tap()

    def check(self, lines: list[Locator]) -> None:
        for line in lines:
            line.tap()
        with moving(self.page):
            self.page.locator(".checklist .main" if lines else ".checklist .none").tap()


class Digits(Mouse):
    """Presses the numbers shown, and Enter."""

    def pick(self, choice: Locator) -> None:
        with moving(self.page):
            self.page.keyboard.type(choice.locator(".key").inner_text())
            self.page.keyboard.press("Enter")

    def check(self, lines: list[Locator]) -> None:
        for line in lines:
            self.page.keyboard.press(line.locator(".key").inner_text())
        if not lines:
            self.page.keyboard.press("0")
        with moving(self.page):
            self.page.keyboard.press("Enter")


class Tabs(Mouse):
    """Moves the focus with Tab; Space ticks, Enter picks."""

    def pick(self, choice: Locator) -> None:
        self._reach(choice)
        with moving(self.page):
            self.page.keyboard.press("Enter")

    def check(self, lines: list[Locator]) -> None:
        for line in lines:
            self._reach(line.locator("input"))
            self.page.keyboard.press("Space")
        self._reach(self.page.locator(".checklist .main" if lines else ".checklist .none"))
        with moving(self.page):
            self.page.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        for _ in range(80):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("Tab never reaches it")


class Words(Mouse):
    """Types a choice's own words; each line's, then « valider »."""

    def pick(self, choice: Locator) -> None:
        self._type(choice.locator("strong").inner_text().lower())

    def check(self, lines: list[Locator]) -> None:
        for words in [line.locator("strong").inner_text() for line in lines]:
            self._type(words.upper())
        self._type("valider" if lines else "rien")

    def _type(self, words: str) -> None:
        self.page.locator("#texte").fill(words)
        with moving(self.page):
            self.page.keyboard.press("Enter")


def call(page: Page, facts: Facts, hand: Mouse) -> None:
    """Answer each card by `facts`, and as usual for the rest, until one gives a verdict."""
    facts = {**USUAL, **facts}
    for _ in range(MAX_CARDS):
        if page.locator(".card.verdict").count():
            return
        if page.locator(".checklist").count():
            hand.check([line for line in page.locator(".line").all() if _is_so(line, facts)])
        else:
            hand.pick(_choice(page, facts))
    raise AssertionError("no verdict after eight cards")


def title(page: Page) -> str:
    """The card's title, its sign aside."""
    return page.locator("h1").inner_text().split("\n")[-1].strip()


def destination(page: Page) -> str:
    """The id of the destination that the card of a verdict names."""
    shown = page.locator(".card.verdict h1").inner_text()
    (name,) = (name for name, one in PROCEDURE.destinations.items() if one.label in shown)
    return name


def phrases(page: Page) -> list[str]:
    """The sentences to say, as they stand in the page, without the quotation marks around them."""
    shown = page.locator(".say blockquote p").all()
    texts = [one.evaluate("one => one.textContent") for one in shown]
    assert all(text.startswith("«\u00a0") and text.endswith("\u00a0»") for text in texts)
    return [text[2:-2] for text in texts]


def _is_so(line: Locator, facts: Facts) -> bool:
    fact, _, value = line.locator("input").get_attribute("value", timeout=1_000).partition(".")
    return facts.get(fact) == value


def _choice(page: Page, facts: Facts) -> Locator:
    """The choice that states most of what is so, and nothing else."""
    stated: dict[str, Facts] = {
        told.label: {fact: value}
        for fact, one in PROCEDURE.facts.items()
        for value, told in one.values.items()
    }
    for question in PROCEDURE.questions.values():
        stated.update({one.label: one.set for one in question.choices if one.label})
    true = [
        (len(stated[label]), place)
        for place, label in enumerate(page.locator(".choice strong").all_inner_texts())
        if label in stated and stated[label].items() <= facts.items()
    ]
    return page.locator(".choice").nth(max(true)[1])
