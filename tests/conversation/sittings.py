"""A whole sitting, always the same: what was tapped, and the card that answered it."""

from __future__ import annotations

from contextlib import suppress

from bot.conversation.card import Card
from bot.conversation.guide import Guide
from bot.conversation.lesson import Lesson, Step
from bot.training.schedule import Sure
from tests.conversation.learners import Pupil

MISSED = (2, 7)
"""Which calls are answered wrong; each is followed by its twin."""


def sitting(guide: Guide) -> list[tuple[str, Card]]:
    """From the welcome to what is known, exported and erased."""
    told: list[tuple[str, Card]] = []

    async def story() -> None:
        pupil = Pupil(guide)
        told.append(("ouvrir", await pupil.open()))
        await pupil.press("Commencer", "Start")
        for n in range(10):
            assert pupil.card is not None
            told.append(("l’appel", pupil.card))
            right, sure = n not in MISSED, (Sure.SURE, Sure.RATHER, Sure.GUESS)[n % 3]
            step = pupil.step(right, sure)
            if n == 0:
                here = Step("retention", Lesson.SHOW, step.number)
                chosen = await pupil.tap(here.chosen(step.destination).token())
                told.append(("la destination", chosen))
                await pupil.open(Lesson.SHOW, step.number)
            told.append((step.token(), await pupil.answer(right, sure)))
            await pupil.following()
        assert pupil.card is not None
        told.append(("la fin", pupil.card))
        for action in (Lesson.PROGRESS, Lesson.DATA, Lesson.EXPORT, Lesson.ERASE, Lesson.ERASED):
            card = await pupil.tap(Step("retention", action, pupil.learner.number).token())
            told.append((action, card))

    # The notebook waits for nothing: no loop is needed, and a browser's may be running here.
    with suppress(StopIteration):
        story().send(None)
    return told
