"""The small words of French are written as they are looked up: folded, and once."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.language import french
from bot.language.words import folded

FILE = yaml.safe_load(Path(french.__file__).with_name("french.yaml").read_bytes())
LISTS = {name: FILE[name] for name in ("small", "unwritten", "light", "common", "endings")}
LISTS |= FILE["turns"]


@pytest.mark.parametrize("name", LISTS)
def test_words_are_folded(name: str) -> None:
    """An accent or a capital would never be heard."""
    assert [
        one for one in LISTS[name] if folded(one.replace("…", "")) != one.replace("…", "")
    ] == []


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_written_twice(name: str) -> None:
    """In one list."""
    assert [one for one, times in Counter(LISTS[name]).items() if times > 1] == []


@pytest.mark.parametrize("name", ["small", "unwritten", "light", "common", "endings"])
def test_a_list_of_words_holds_words(name: str) -> None:
    """What an apostrophe, a hyphen or a space cuts is never looked up."""
    assert [one for one in LISTS[name] if not one.isalpha()] == []
