"""The journal: verdicts given, and cases begun."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create both tables, and the indexes that find a time and a case."""
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("unknown", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("phrases", sa.Text, nullable=False),
        sa.Column("cards", sa.Integer, nullable=False),
    )
    op.create_index("verdicts_by_time", "verdicts", ["procedure", "at"])
    op.create_index("verdicts_by_case", "verdicts", ["procedure", "case", "at"])
    op.create_table(
        "openings",
        sa.Column("case", sa.Text, primary_key=True),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("openings_by_time", "openings", ["procedure", "at"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("openings")
    op.drop_table("verdicts")
