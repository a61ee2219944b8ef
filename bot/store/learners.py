"""What is kept of whoever learns, in a database: where they are, and each answer once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import RowMapping, delete, func, insert, select

from bot.store.tables import answers, learners
from bot.store.transactions import Transactions, at, written_over
from bot.training.learner import Answer, Learner, Trainee

_LEARNER, _ANSWER = TypeAdapter(Learner), TypeAdapter(Answer)


class LearnerStore(Transactions):
    """The `Learners` of a database, under pseudonyms."""

    async def learner(self, trainee: Trainee) -> Learner | None:
        """Where somebody is; None for whoever has never begun, or was forgotten.

        Where another version of the program wrote what this one cannot read, they begin again, and
        their answers stay.
        """
        key = self._key(trainee)
        last = select(func.max(answers.c.number)).where(at(answers, key)).scalar_subquery()
        found = select(learners, last.label("last")).where(at(learners, key))
        row = await self._done(lambda connection: connection.execute(found).mappings().first())
        return _learner(row) if row else None

    async def learnt(self, trainee: Trainee, learner: Learner, answer: Answer | None) -> bool:
        """Write where somebody is over the revision that it bears, and their answer with it.

        False, and nothing is written, where another has been written meanwhile, or an answer of
        the same number.
        """
        key = self._key(trainee)
        state = _LEARNER.dump_json(learner, exclude={"revision"}).decode()
        content = {"state": state, "at": self._now()}
        rows = [written_over(learner.revision, learners, key, content)]
        if answer:
            told = _ANSWER.dump_json(answer).decode()
            own = {"number": answer.number, "at": answer.at, "content": told}
            rows.append(insert(answers).values({**key, **own}))
        return await self._written(*rows)

    async def answers(self, trainee: Trainee) -> Sequence[Answer]:
        """Everything that somebody answered and that is still kept, the oldest first."""
        theirs = select(answers).where(at(answers, self._key(trainee))).order_by(answers.c.number)
        rows = await self._done(lambda connection: connection.execute(theirs).mappings().all())
        return [answer for _, answer in _readable(rows)]

    async def answered_since(self, procedure: str, since: int) -> Sequence[tuple[str, Answer]]:
        """What everybody answered from a time on, each with a key that tells learners apart."""
        late = select(answers).where(answers.c.procedure == procedure, answers.c.at >= since)
        found = late.order_by(answers.c.at, answers.c.number)
        rows = await self._done(lambda connection: connection.execute(found).mappings().all())
        return list(_readable(rows))

    async def forget_learner(self, trainee: Trainee) -> None:
        """Erase everything of somebody; their answers go with where they are."""
        theirs = delete(learners).where(at(learners, self._key(trainee)))
        await self._done(lambda connection: connection.execute(theirs))

    def _key(self, trainee: Trainee) -> dict[str, str]:
        return {
            "platform": trainee.platform,
            "person": self._pseudonyms.of(trainee.platform, trainee.person),
            "procedure": trainee.procedure,
        }


def _learner(row: RowMapping) -> Learner:
    try:
        learner = _LEARNER.validate_json(row["state"])
    except ValidationError:
        # No number is given twice, so that any seed draws other situations than before.
        learner = Learner(seed=row["revision"], number=row["last"] or 0)
    return replace(learner, revision=row["revision"])


def _readable(rows: Sequence[RowMapping]) -> Iterator[tuple[str, Answer]]:
    """The answers that this version of the program can read, each with whose it is."""
    for row in rows:
        try:
            yield f"{row['platform']} {row['person']}", _ANSWER.validate_json(row["content"])
        except ValidationError:
            continue
