"""The tables, as the latest migration leaves them; times are in seconds since the epoch."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)  # fmt: skip

metadata = MetaData()

threads = Table(
    "threads",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Column("procedure", Text, nullable=False),
    Column("here", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("threads_by_opener", "platform", "opened_by", "at"),
)
"""One row a thread; `opened_by` and the values of `said_by`, an object in JSON, are pseudonyms."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""What a platform has delivered of late, for it delivers again what it thinks was lost."""

learners = Table(
    "learners",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("procedure", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""One row a person and procedure; `person` is a pseudonym, and `state` a `Learner` in JSON."""

answers = Table(
    "answers",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("procedure", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
    ForeignKeyConstraint(
        ["platform", "person", "procedure"],
        ["learners.platform", "learners.person", "learners.procedure"],
        ondelete="CASCADE",
    ),
    Index("answers_by_time", "procedure", "at"),
)
"""One row an answer, an `Answer` in JSON; none outlives its learner."""

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("facts", Text, nullable=False),
    Column("unknown", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("phrases", Text, nullable=False),
    Column("cards", Integer, nullable=False),
    Index("verdicts_by_time", "procedure", "at"),
    Index("verdicts_by_case", "procedure", "case", "at"),
)
"""One row a verdict; `person` is a pseudonym. Lists stand between bars: `|a.b|c.d|`."""

openings = Table(
    "openings",
    metadata,
    Column("case", Text, primary_key=True),
    Column("procedure", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("openings_by_time", "procedure", "at"),
)
"""One row a case of which a first fact was known."""

states = Table(
    "states",
    metadata,
    Column("procedure", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("fact", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("platform", Text, nullable=False),
    Column("said_by", Text, nullable=False),
)
"""The last that was said of each state for all cases; `said_by` is a pseudonym."""

editions = Table(
    "editions",
    metadata,
    Column("procedure", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("version", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("told", Text, nullable=False),
)
"""The versions of each procedure that came into force, and what agents are told of each."""
