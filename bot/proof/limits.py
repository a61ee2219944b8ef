"""Every text of a procedure fits where Slack, Teams and a glance at a screen can take it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.procedure.model import Procedure
from bot.proof.defect import Defect, Kind

CHOICE = 75
"""Characters on a button or in a menu (Slack: button and option text)."""
HEADING = 140
"""Characters in a heading (Slack: header text 150, less a sign and a space)."""
SIGN = 9
"""Characters of a destination's sign (the rest of Slack's 150, with a space)."""
LINE = 300
"""Characters in a step, a reminder or a hint: more is not read during a call."""
BLOCK = 2_900
"""Characters in one block of text (Slack: section text 3,000, less quotation marks)."""
TICKS = 7
"""Lines in a checklist: more is not taken in at a glance (Slack itself allows ten)."""
CHOICES = 99
"""Choices on a card (Slack: 100 options in a menu, less « je ne sais pas »)."""
CASE = 1_600
"""Characters of a whole case in a button (Slack: value 2,000, less version and answer)."""


def limit_defects(procedure: Procedure) -> Iterator[Defect]:
    """Yield the texts that are too long, and the cards that offer too much."""
    for where, text, most in _texts(procedure):
        if len(text) > most:
            message = f"{where} : {len(text)} caractères, {most} au plus"
            yield Defect(Kind.TOO_LONG, message)
    for name, question in procedure.questions.items():
        if len(question.ticks) > TICKS:
            message = (
                f"question « {name} » : {len(question.ticks)} lignes à cocher, {TICKS} au plus"
            )
            yield Defect(Kind.TOO_LONG, message)
        if len(question.choices) > CHOICES:
            yield Defect(Kind.TOO_LONG, f"question « {name} » : {CHOICES} choix au plus")
    for name, fact in procedure.facts.items():
        if len(fact.values) > CHOICES:
            yield Defect(Kind.TOO_LONG, f"fait « {name} » : {CHOICES} valeurs au plus")
    longest = sum(
        2 * len(n) + max(map(len, fact.values)) + 3 for n, fact in procedure.facts.items()
    )
    if longest > CASE:
        message = f"un cas entier prend {longest} caractères, {CASE} au plus : abrégez les noms"
        yield Defect(Kind.TOO_LONG, message)


def _texts(procedure: Procedure) -> Iterator[tuple[str, str, int]]:
    yield "title", procedure.title, HEADING
    for name, title in procedure.sections.items():
        yield f"section « {name} »", title, HEADING
    for name, passage in procedure.passages.items():
        yield f"passage « {name} »", "\n".join(passage.quote), BLOCK
    yield from _asked(procedure)
    for name, destination in procedure.destinations.items():
        yield f"destination « {name} »", destination.label, HEADING
        yield f"destination « {name} », « sign »", destination.sign, SIGN
        for step in destination.steps:
            yield f"destination « {name} », « steps »", step, LINE
        for settled in destination.settled:
            yield f"destination « {name} », « settled »", settled.label, CHOICE
    for name, phrase in procedure.phrases.items():
        yield f"phrase « {name} »", "\n".join(phrase.say), BLOCK
    for name, reminder in procedure.reminders.items():
        yield f"rappel « {name} »", reminder.text, LINE
    yield from _grounds(procedure)


def _asked(procedure: Procedure) -> Iterator[tuple[str, str, int]]:
    for name, fact in procedure.facts.items():
        yield f"fait « {name} »", fact.label, CHOICE
        yield f"fait « {name} », « question »", fact.question, HEADING
        yield f"fait « {name} », « where »", fact.where, LINE
        for value, told in fact.values.items():
            yield f"fait « {name} », valeur « {value} »", told.label, CHOICE
            yield f"fait « {name} », valeur « {value} », « help »", told.help or "", 2 * CHOICE
    for name, question in procedure.questions.items():
        yield f"question « {name} »", question.text, HEADING
        yield f"question « {name} », « where »", question.where, LINE
        for choice in question.choices:
            yield f"question « {name} », choix", choice.label or "", CHOICE


def _grounds(procedure: Procedure) -> Iterator[tuple[str, str, int]]:
    for name, rule in procedure.rules.items():
        yield f"règle « {name} », « because »", rule.because or "", LINE
        for precedence in rule.over:
            yield f"règle « {name} », « over »", precedence.because or "", LINE
            for words in precedence.words:
                yield f"règle « {name} », « words »", words, BLOCK
    for name, silence in procedure.silences.items():
        yield f"silence « {name} », « because »", silence.because, LINE
    for name, zone in procedure.grey_zones.items():
        yield f"zone grise « {name} »", zone.question, LINE
        yield f"zone grise « {name} », « reading »", zone.reading, LINE
