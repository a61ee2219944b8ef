"""What each version of the program left in its database, written as it wrote it then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alembic import command
from sqlalchemy import text

from bot.store.database import database_of
from bot.store.migration import migrations_on
from bot.store.pseudonyms import Pseudonyms

CAMILLE = Pseudonyms("a secret of tests").of("slack", "U0CAMILLE")
_ANSWER = (
    '{"number":1,"at":1763000000,"version":"0123456789ab","asked":{"skill":'
    '"resiliation_seule>contrat_pro","seed":4294967295,"facts":{"demande":"resiliation",'
    '"contrat":"pro"},"choices":["Ligne_Pro","Rétention"],"phrased":true,"twin":false},'
    '"destination":"Rétention","said":["transfert"],"sure":"guess","right":true}'
)
_STATE = (
    f'{{"seed":7,"number":1,"asked":null,"sitting":[{_ANSWER}],"memories":'
    '{"resiliation_seule>contrat_pro":{"stability":0.3333333333333333,'
    '"difficulty":0.30000000000000004,"due":1763086400,"seen":1763000000,"successes":1}}}'
)
_TRAINEE = {"platform": "slack", "person": CAMILLE, "procedure": "retention", "at": 1_763_000_000}
_CASE = {"case": "c1", "procedure": "retention", "platform": "slack", "at": 1_763_000_000}
LEFT: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "0001": {
        "threads": {
            "platform": "slack",
            "channel": "C01",
            "thread": "1763.0001",
            "procedure": "retention",
            "here": "retention.0123456789ab.1~demande_demande.resiliation*show",
            "opened_by": CAMILLE,
            "said_by": f'{{"demande": "{CAMILLE}"}}',
            "card": "1763.0002",
            "announced": True,
            "revision": 3,
            "at": 1_763_000_000,
        },
        "deliveries": {"id": "Ev1", "at": 1_763_000_000},
    },
    "0002": {
        "learners": {**_TRAINEE, "state": _STATE, "revision": 1},
        "answers": {**_TRAINEE, "number": 1, "content": _ANSWER},
    },
    "0003": {
        "verdicts": {
            **_CASE,
            "id": "c1.1",
            "version": "0123456789ab",
            "person": CAMILLE,
            "facts": "|contrat.pro|demande.resiliation|",
            "unknown": "|blocage|",
            "destination": "Ligne_Pro",
            "basis": "written",
            "rules": "|pro|",
            "phrases": "|",
            "cards": 2,
        },
        "openings": _CASE,
    },
    "0004": {
        "states": {
            "procedure": "retention",
            "name": "file",
            "fact": "file-retention",
            "value": "saturee",
            "since": 1_763_000_000,
            "until": 1_763_003_600,
            "platform": "slack",
            "said_by": CAMILLE,
        },
        "editions": {
            "procedure": "retention",
            "number": 0,
            "version": "0123456789ab",
            "at": 1_763_000_000,
            "told": "",
        },
    },
}
"""One row in each table that a revision added."""


def leave(url: str, revision: str) -> None:
    """Write what the program of a revision left."""
    database = database_of(url)
    with database.alone(database.engine) as connection:
        command.upgrade(migrations_on(connection), revision)
        for added in sorted(one for one in LEFT if one <= revision):
            for table, row in LEFT[added].items():
                columns = ", ".join(f'"{name}"' for name in row)
                values = ", ".join(f":{name}" for name in row)
                written = f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608
                connection.execute(text(written), row)
    database.engine.dispose()
