"""Microsoft's own schema of Adaptive Cards, where it is to be had."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft6Validator

from bot.config import ROOT

FILE = ROOT.parent / "shared" / "schemas" / "adaptive-card-1.5.schema.json"


@cache
def _validator() -> Draft6Validator:
    return Draft6Validator(json.loads(FILE.read_text(encoding="utf-8")))


def unlike_the_schema(card: dict[str, Any]) -> list[str]:
    """Where a card is not as the schema asks; skips the test where there is no schema."""
    if not FILE.exists():
        pytest.skip("no schema of Adaptive Cards here")
    return [f"{list(error.absolute_path)}" for error in _validator().iter_errors(card)]
