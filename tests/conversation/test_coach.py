"""Training tap by tap: each answer counts once, whoever taps twice, late, or in two places."""

import asyncio
from dataclasses import replace

import pytest

from bot.conversation.card import Card, CardKind, Choices, Download, Items, Picture, Steps
from bot.conversation.lesson import Lesson, Step, read_step
from bot.training.learner import Learner
from bot.training.schedule import Memory, Sure
from tests.conversation.learners import DAY, GUIDE, NOW, Hurried, Pupil, begun, played
from tests.conversation.plain import buttons, plain
from tests.conversation.sittings import sitting
from tests.conversation.transcripts import GOLDEN, agrees


def number_of(card: Card) -> int:
    """The situation that a card shows."""
    assert card.here is not None
    return read_step(card.here).number


def test_a_first_time_is_welcomed_in_three_lines() -> None:
    """Nothing is kept of who has only looked, whatever they look at."""
    pupil = Pupil(GUIDE)
    for action in (Lesson.START, Lesson.PROGRESS, Lesson.STOP, Lesson.EXPORT, Lesson.ERASED):
        card = played(pupil.open(action))
        (items,) = (block for block in card.blocks if isinstance(block, Items))
        assert len(items.items) == 3
        assert [*buttons(card).values()] == ["retention!0*next"]
    assert pupil.notebook.learners == {}


def test_a_whole_sitting_goes_by_taps() -> None:
    """Ten calls, of which one is the twin of a miss; then how it went."""

    async def story() -> tuple[Pupil, list[Card]]:
        pupil, cards = await begun(), []
        for n in range(10):
            assert pupil.card is not None
            cards.append(pupil.card)
            cards.append(await pupil.answer(right=n != 4))
            await pupil.following()
        return pupil, cards

    pupil, cards = played(story())
    assert [card.kind for card in cards] == [CardKind.TRAINING, CardKind.FEEDBACK] * 10
    steps = [block.done for card in cards for block in card.blocks if isinstance(block, Steps)]
    assert steps == [n for n in range(1, 11) for _ in range(2)]
    assert [answer.right for answer in pupil.answers] == [n != 4 for n in range(10)]
    assert [answer.number for answer in pupil.answers] == list(range(1, 11))
    assert [answer.asked.twin for answer in pupil.answers] == [n == 5 for n in range(10)]
    assert pupil.card is not None
    assert "❌" in plain(pupil.card)
    assert plain(pupil.card).count("✅") == 9
    assert pupil.learner.asked is None


def test_a_double_tap_on_any_button_is_one() -> None:
    """The second shows what the first led to; an answer is written once."""

    async def story() -> None:
        pupil = await begun()
        for n in range(6):
            await pupil.answer(right=n % 2 == 0)
            assert pupil.card is not None
            for tap in buttons(pupil.card).values():
                one = await pupil.tap(tap)
                assert await pupil.tap(tap) == one
            assert len(pupil.answers) == n + 1
            await pupil.open()
            await _answers_twice(pupil)

    async def _answers_twice(pupil: Pupil) -> None:
        before, step = len(pupil.answers), pupil.step(right=False)
        first = await pupil.tap(step.token())
        for again in (step, replace(step, sure=Sure.GUESS), step):
            assert await pupil.tap(again.token()) == first
        assert len(pupil.answers) == before + 1
        pupil.notebook.kept[pupil.trainee].pop()
        await pupil.following()

    played(story())


def test_a_tap_on_an_older_situation_shows_where_it_is() -> None:
    """Neither answered again nor passed over."""

    async def story() -> None:
        pupil = await begun()
        old = pupil.step(right=False)
        await pupil.answer()
        feedback = pupil.card
        assert await pupil.tap(old.then(Lesson.SHOW).token()) == feedback
        current = await pupil.following()
        for tap in (old, old.then(Lesson.NEXT), old.then(Lesson.SHOW), old.then(Lesson.START)):
            assert await pupil.tap(tap.token()) == current
        assert number_of(current) == 2
        assert [one.right for one in pupil.answers] == [True]

    played(story())


def test_two_replicas_that_race_write_one_answer() -> None:
    """Both show the same feedback, of the answer that was first."""

    async def story() -> None:
        pupil = await begun()
        right, wrong = pupil.step(), pupil.step(right=False)
        coaches = [pupil.coach, pupil.coach]
        both = await asyncio.gather(
            *(
                coach.tapped("test", pupil.person, step.token())
                for coach, step in zip(coaches, (right, wrong), strict=True)
            )
        )
        assert both[0] == both[1]
        assert [one.number for one in pupil.answers] == [1]
        following = right.then(Lesson.NEXT).token()
        nexts = await asyncio.gather(
            *(coach.tapped("test", pupil.person, following) for coach in coaches)
        )
        assert nexts[0] == nexts[1]
        assert pupil.learner.number == 2

    played(story())


@pytest.mark.parametrize(("times", "kind"), [(1, CardKind.FEEDBACK), (99, CardKind.NOTICE)])
def test_a_write_overtaken_is_tried_again_and_not_for_ever(times: int, kind: CardKind) -> None:
    """What cannot be written is not judged."""

    async def story() -> None:
        pupil = await begun()
        hurried = Hurried(times)
        hurried.learners = pupil.notebook.learners
        pupil.notebook = hurried
        card = await pupil.tap(pupil.step().token())
        assert card.kind is kind
        assert len(pupil.answers) == (kind is CardKind.FEEDBACK)

    played(story())


def test_who_stops_takes_up_where_they_were() -> None:
    """The next day too, from the command."""

    async def story() -> None:
        pupil = await begun()
        await pupil.answer(right=False)
        asked = await pupil.following()
        stopped = await pupil.tap(Step("retention", Lesson.STOP, 2).token())
        assert "❌" in plain(stopped)
        pupil.now += DAY
        assert await pupil.open() == asked
        assert await pupil.tap("retention!2*start") == asked
        assert pupil.learner.asked is not None
        assert pupil.learner.asked.twin

    played(story())


def test_a_sitting_that_is_over_is_followed_by_another() -> None:
    """The command begins it; the last feedback does not."""

    async def story() -> None:
        pupil = await begun()
        for _ in range(10):
            await pupil.answer()
            over = await pupil.following()
        assert over.kind is CardKind.TRAINING
        assert pupil.learner.number == 10
        assert await pupil.following() == over
        await pupil.open()
        assert pupil.learner.number == 11
        assert pupil.learner.sitting == ()

    played(story())


def test_a_sentence_is_asked_from_the_second_success_on() -> None:
    """Once the destination is chosen, where one may be prescribed."""

    async def story(successes: int) -> list[str]:
        pupil = Pupil(GUIDE)
        memory = Memory(3.0, 5.0, NOW - DAY, NOW - 4 * DAY, successes)
        pupil.notebook.learners[pupil.trainee] = Learner(1, memories={"file-saturee": memory})
        await pupil.open()
        chosen = await pupil.tap(Step("retention", Lesson.SHOW, 1, "retention-general").token())
        return [step.action for step in map(read_step, _taps(chosen))]

    assert played(story(0)) == [Lesson.ANSWER] * 3
    assert played(story(1)) == [Lesson.SHOW] * 4


def _taps(card: Card) -> list[str]:
    """The taps of the choices of a card."""
    return [one.tap for block in card.blocks if isinstance(block, Choices) for one in block.buttons]


def test_nothing_is_judged_while_nothing_can_be_written() -> None:
    """The card has a button that tries again, and that works."""

    async def story() -> None:
        pupil = await begun()
        step = pupil.step()
        pupil.notebook.down = True
        card = await pupil.tap(step.token())
        assert card.kind is CardKind.NOTICE
        assert not {"✅", "❌"} & set(plain(card))
        (again,) = buttons(card).values()
        assert again == step.token()
        pupil.notebook.down = False
        assert (await pupil.tap(again)).kind is CardKind.FEEDBACK
        assert len(pupil.answers) == 1

    played(story())


def test_a_write_that_seemed_lost_is_not_done_twice() -> None:
    """Trying again shows its feedback."""

    async def story() -> None:
        pupil = await begun()
        step = pupil.step()
        pupil.notebook.lost = 1
        assert (await pupil.tap(step.token())).kind is CardKind.NOTICE
        assert (await pupil.tap(step.token())).kind is CardKind.FEEDBACK
        assert len(pupil.answers) == 1

    played(story())


def test_everything_is_exported_and_erased_on_demand() -> None:
    """The file has each answer; once erased, nothing is left, and one begins anew."""

    async def story() -> None:
        pupil = await begun()
        await pupil.answer()
        card = await pupil.tap("retention!1*export")
        (download,) = (block for block in card.blocks if isinstance(block, Download))
        assert len(download.content.splitlines()) == 2
        assert pupil.answers[0].destination in download.content
        asks = await pupil.tap("retention!1*erase")
        assert pupil.trainee in pupil.notebook.learners
        assert "retention!1*erased" in buttons(asks).values()
        await pupil.tap("retention!1*erased")
        assert (pupil.notebook.learners, pupil.notebook.kept) == ({}, {})
        assert [*buttons(await pupil.open()).values()] == ["retention!0*next"]

    played(story())


def test_progress_is_drawn_and_told() -> None:
    """The picture has its words; nothing of it is written."""

    async def story() -> None:
        pupil = await begun()
        await pupil.answer()
        written = pupil.notebook.written
        card = await pupil.tap("retention!1*progress")
        (picture,) = (block for block in card.blocks if isinstance(block, Picture))
        assert picture.svg.startswith("<svg")
        assert picture.alt
        assert pupil.notebook.written == written

    played(story())


def test_learners_do_not_see_one_another() -> None:
    """Two people, one store."""

    async def story() -> None:
        one = await begun()
        other = Pupil(GUIDE, one.notebook, person="U0DOMINIQUE")
        await one.answer()
        await other.open()
        assert [*buttons(other.card).values()] == ["retention!0*next"]  # type: ignore[arg-type]
        await other.tap("retention!0*next")
        assert other.answers == []
        assert len(one.answers) == 1

    played(story())


def test_a_sitting_reads_as_its_transcript() -> None:
    """Word for word; `GOLDEN=write` writes it anew, to be reviewed as a diff."""

    told = ["Une séance entière : huit appels, et les jumeaux des deux qui sont ratés.", ""]
    for move, card in sitting(GUIDE):
        told += [f"> {move}", plain(card), ""]
    assert agrees(GOLDEN / "entrainement.txt", "\n".join(told))


def test_only_the_hour_of_an_answer_is_kept() -> None:
    """Nothing tells how long somebody took over a call."""

    async def story() -> None:
        pupil = Pupil(GUIDE, now=NOW + 1_234.5)
        await pupil.open()
        await pupil.press("Commencer")
        await pupil.answer()
        (answer,) = pupil.answers
        (memory,) = pupil.learner.memories.values()
        assert answer.at % 3_600 == memory.seen % 3_600 == 0
        assert 0 <= pupil.now - answer.at < 3_600

    played(story())


def test_an_old_button_of_whoever_was_forgotten_tells_how_it_goes() -> None:
    """Nothing is begun behind their back."""

    async def story() -> None:
        pupil = Pupil(GUIDE)
        await pupil.open()
        await pupil.press("Commencer")
        await pupil.answer()
        await pupil.tap("retention!1*erased")
        card = await pupil.tap("retention!1*next")
        assert "Commencer" in buttons(card)
        assert pupil.trainee not in pupil.notebook.learners

    played(story())


def test_no_choice_bears_the_sign_of_a_verdict() -> None:
    """« ✅ » before one of them would give the answer away."""

    async def story() -> None:
        pupil = Pupil(GUIDE)
        await pupil.open()
        card = await pupil.press("Commencer")
        signs = {one.sign for one in GUIDE.procedures["retention"].procedure.destinations.values()}
        assert not [label for label in buttons(card) if any(sign in label for sign in signs)]

    played(story())
