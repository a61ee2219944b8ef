"""Training: where each learner is, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = ["platform", "person", "procedure"]


def upgrade() -> None:
    """Create both tables, and the index that finds what was answered of late."""
    op.create_table(
        "learners",
        *(sa.Column(name, sa.Text, primary_key=True) for name in KEY),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "answers",
        *(sa.Column(name, sa.Text, primary_key=True) for name in KEY),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(KEY, [f"learners.{name}" for name in KEY], ondelete="CASCADE"),
    )
    op.create_index("answers_by_time", "answers", ["procedure", "at"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("answers")
    op.drop_table("learners")
