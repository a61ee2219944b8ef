"""The proof of each procedure told on a terminal: what does not hold, or the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table

from bot.config import read_config
from bot.decision.compiled import Compiled
from bot.errors import AiguillageError, ProcedureRefused, UnknownProcedure
from bot.language.understanding import Understanding
from bot.numbers import decimal, number
from bot.procedure.loader import Edition, procedures
from bot.procedure.names import unknown
from bot.procedure.versions import Version, called, in_force, load_versions
from bot.proof.cards import CardFigures
from bot.proof.checks import Figures, defects, figures
from bot.proof.defect import Defect
from bot.proof.vocabulary import vocabulary_defects
from bot.proof.words import GROUNDS


def check_procedures(name: str | None) -> int:
    """Check one procedure, or all; 1 where something does not hold."""
    dialogs = read_config().dialogs
    folders = procedures(dialogs)
    names = [name] if name else list(folders)
    if not names:
        raise AiguillageError(f"aucune procédure dans {dialogs}")
    out = Console(highlight=False, soft_wrap=True)
    holds = True
    for one in names:
        if one not in folders:
            raise UnknownProcedure(unknown("procédure inconnue :", one, folders))
        holds = _versions_hold(out, load_versions(folders[one], one)) and holds
    return 0 if holds else 1


def _versions_hold(out: Console, versions: Sequence[Version]) -> bool:
    """Whether every version of a procedure holds; which one answers is told where in doubt."""
    today = date.today()
    if len(versions) > 1 or versions[0].day > today:
        answers = in_force(versions, today)
        told = ", ".join(
            f"{one.day.isoformat()} ({_when(one, answers, today)})" for one in versions
        )
        out.print(f"«\u00a0{versions[0].name}\u00a0», par date\u00a0: {told}.\n", markup=False)
    holds = True
    for version in versions:
        if version is not versions[0]:
            out.print()
        if isinstance(version.content, ProcedureRefused):
            out.print(f"«\u00a0{called(version, versions)}\u00a0» est refusée\u00a0:", markup=False)
            out.print(str(version.content), markup=False)
            holds = False
        else:
            holds = _checked(out, called(version, versions), version.content) and holds
    return holds


def _when(version: Version, answers: Version, today: date) -> str:
    """What a version is, on a day on which another, or itself, answers."""
    if version.day > today:
        return "à venir, répond faute d’autre" if version is answers else "à venir"
    return "en vigueur" if version is answers else "passée"


def _checked(out: Console, called: str, edition: Edition) -> bool:
    """Whether a version holds; what does not, or its figures, is told."""
    with Console(stderr=True).status(f"Preuve de « {called} »…"):
        compiled = Compiled(edition)
        found = [*defects(compiled), *_misheard(compiled)]
        counted = None if found else figures(compiled)
    if counted is None:
        _tell_defects(out, called, found)
        return False
    _tell_figures(out, called, counted)
    return True


def _misheard(compiled: Compiled) -> Iterator[Defect]:
    procedure, vocabulary = compiled.procedure, compiled.edition.vocabulary
    return vocabulary_defects(procedure, vocabulary, Understanding(procedure, vocabulary))


def _tell_defects(out: Console, name: str, found: list[Defect]) -> None:
    out.print(f"« {name} » ne tient pas : {len(found)} défaut(s).", markup=False)
    for defect in found:
        out.print(f"- {defect}", markup=False)


def _tell_figures(out: Console, name: str, counted: Figures) -> None:
    out.print(f"« {name} » tient : chaque cas a un verdict, et un seul.", style="bold")
    out.print(
        f"{number(counted.cases)} cas distincts, {counted.facts} faits, {counted.rules} règles, "
        f"{counted.passages} passages ; {counted.calls} appels nommés, tous conformes."
    )
    precedences = ", ".join(f"{n} {GROUNDS[ground]}" for ground, n in counted.precedences.items())
    out.print(f"Précédences : {sum(counted.precedences.values())} ({precedences}).")
    bases = Table("fondement du verdict", "cas distincts", box=None, pad_edge=False)
    for ground, count in counted.bases.items():
        bases.add_row(GROUNDS[ground], number(count))
    destinations = Table("destination", "cas distincts", box=None, pad_edge=False)
    for destination, count in counted.destinations.items():
        destinations.add_row(destination, number(count))
    out.print("", bases, "", destinations, "", sep="\n")
    _tell_grey_zones(out, counted)
    _tell_cards(out, counted.cards)


def _tell_grey_zones(out: Console, counted: Figures) -> None:
    zones = Table("zone grise", "cas distincts déplacés", box=None, pad_edge=False)
    for zone, count in counted.grey_zones.items():
        zones.add_row(zone, "sans effet calculable" if count is None else number(count))
    if counted.grey_zones:
        out.print(zones, "", sep="\n")


def _tell_cards(out: Console, cards: CardFigures) -> None:
    table = Table("cartes jusqu’au verdict", "en moyenne", "au pire", box=None, pad_edge=False)
    order = "ordre calculé" + (" (optimum prouvé)" if cards.exact else " (non prouvé optimal)")
    for label, cost in (
        (order, cards.computed),
        ("un fait à la fois, au mieux", cards.one_at_a_time),
        ("un fait à la fois, dans l’ordre du texte", cards.reading_order),
    ):
        table.add_row(label, decimal(cost.expected), str(cost.worst))
    gap = max(0.0, cards.computed.expected - cards.bound)
    table.add_row(f"minorant (écart {decimal(gap, 4)})", decimal(cards.bound), "")
    out.print(table)
    out.print("Les moyennes reposent sur les poids déclarés : une hypothèse.", style="italic")
