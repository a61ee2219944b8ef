"""A database brought to the tables that this program knows, whichever it was left with."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import StoreUnavailable


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, or raise `StoreUnavailable` where it knows more of them.

    Nothing is changed until the connection commits; it is to be alone until then.
    """
    config = migrations_on(connection)
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise StoreUnavailable(
            "la base de DATABASE_URL vient d’une version plus récente du programme : "
            "installez cette version, ou indiquez une autre base"
        )
    command.upgrade(config, "head")


def migrations_on(connection: Connection) -> Config:
    """Alembic's settings, to run on a connection."""
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    return config
