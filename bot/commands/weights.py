"""The weights that the journal teaches, on a terminal, before anything is changed by them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

import yaml
from rich.console import Console
from rich.table import Table

from bot.commands.journal import counted, too_few
from bot.config import read_config
from bot.decision.compiled import Compiled
from bot.decision.order import Cost
from bot.journal.learned import DECLARED, Learned, Move, Order, learn, order_under
from bot.journal.traffic import is_enough
from bot.numbers import decimal, number, percent
from bot.procedure.versions import load_named
from bot.shares import bounds

MOST_MOVES = 10
"""Moves told one by one; past that, their number."""
_WIDEST = 1_000
"""Columns: no fact is told on two lines, in a file or in YAML."""


def tell_weights(name: str, days: int, as_yaml: bool) -> int:
    """Print what the journal teaches of the weights, or the block that a procedure takes."""
    config = read_config()
    compiled = Compiled(load_named(config.dialogs, name, date.today()))
    tallies = counted(config, name, days)
    out = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDEST)
    if not is_enough(tallies):
        told = Console(stderr=True, highlight=False, soft_wrap=True) if as_yaml else out
        told.print(too_few(tallies, days), soft_wrap=True)
        return 0
    learned, verdicts = learn(compiled, tallies), sum(one.verdicts for one in tallies)
    if as_yaml:
        since = min(one.week for one in tallies)
        sys.stdout.write(_block(compiled, learned, verdicts, since, int(time.time())))
        return 0
    _tell(out, compiled, learned, f"{number(verdicts)} verdicts en {days} jours")
    _tell_order(out, order_under(compiled, learned))
    return 0


def _tell(out: Console, compiled: Compiled, learned: Mapping[str, Learned], journal: str) -> None:
    out.print(f"«\u00a0{compiled.procedure.procedure}\u00a0»\u00a0: {journal}.", style="bold")
    table = Table(box=None, pad_edge=False)
    table.add_column("fait")
    table.add_column("valeur")
    for heading in ("déclaré", "au journal (95\u00a0%)", "appris", "verdicts"):
        table.add_column(heading, justify="right")
    for fact, one in learned.items():
        for n, (value, declared) in enumerate(one.declared.items()):
            low, high = bounds(one.counts[value], one.verdicts)
            seen = f"{decimal(100 * low, 1)} à {percent(high, 1)}"
            verdicts = number(one.verdicts) if n == 0 else ""
            told = decimal(declared, 3), seen, decimal(one.learned[value], 3), verdicts
            table.add_row(fact if n == 0 else "", value, *told)
    out.print("", table, "", sep="\n")
    left = [fact for fact in compiled.space.facts if fact not in learned]
    if left:
        out.print(f"Gardés tels quels, faute de verdicts\u00a0: {', '.join(left)}.")


def _tell_order(out: Console, order: Order) -> None:
    out.print("Cartes jusqu’au verdict, si les appels sont ceux du journal\u00a0:")
    table = Table("ordre des questions", box=None, pad_edge=False)
    for heading in ("en moyenne", "au pire"):
        table.add_column(heading, justify="right")
    table.add_row("avec les poids déclarés", *_cards(order.declared))
    table.add_row("avec les poids appris", *_cards(order.learned))
    gain = max(0.0, order.declared.expected - order.learned.expected)
    table.add_row("gain", decimal(gain, 4), "")
    out.print("", table, "", sep="\n")
    if not order.moves:
        out.print("L’ordre des questions ne changerait pas.")
    else:
        out.print(
            f"La question suivante changerait dans {number(len(order.moves))} "
            f"état{'s' if len(order.moves) > 1 else ''} sur {number(order.states)}\u00a0:"
        )
        _tell_moves(out, order.moves)
    out.print(
        f"Un fait n’est connu que des appels où il a été demandé\u00a0: ses fréquences sont celles "
        f"de ces appels-là. Les poids déclarés comptent pour {DECLARED} verdicts. Aucun verdict ne "
        "dépend des poids\u00a0: ils n’ordonnent que les questions.",
        style="italic",
        soft_wrap=True,
    )
    out.print("Rien n’est changé\u00a0; «\u00a0--yaml\u00a0» écrit le bloc pour procedure.yaml.")


def _tell_moves(out: Console, moves: Sequence[Move]) -> None:
    for move in moves[:MOST_MOVES]:
        facts = ", ".join(f"{fact} = {value}" for fact, value in move.facts.items())
        out.print(f"- {facts or 'd’emblée'}\u00a0: {move.before} → {move.after}", markup=False)
    if len(moves) > MOST_MOVES:
        out.print(f"- et {number(len(moves) - MOST_MOVES)} autre(s)")


def _cards(cost: Cost) -> Iterable[str]:
    return decimal(cost.expected, 2), str(cost.worst)


def _block(
    compiled: Compiled, learned: Mapping[str, Learned], verdicts: int, since: int, until: int
) -> str:
    """The weights of a procedure file, and what they come from."""
    declared = compiled.procedure.weights
    weights = {
        fact: dict(learned[fact].learned) if fact in learned else declared[fact]
        for fact in compiled.procedure.facts
        if fact in learned or fact in declared
    }
    first, last = (datetime.fromtimestamp(at, UTC).date().isoformat() for at in (since, until))
    block = yaml.safe_dump(
        {"weights": weights}, default_flow_style=None, sort_keys=False, width=_WIDEST
    )
    return f"# Appris du journal\u00a0: {number(verdicts)} verdicts, du {first} au {last}.\n{block}"
