"""The command line: serve, decide, explain, check, schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import AiguillageError

app = typer.Typer(
    name="aiguillage",
    help="Aiguillage : la bonne équipe, la phrase prescrite, le passage qui le dit.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
ProcedureName = Annotated[str, typer.Argument(help="Le dossier de la procédure dans dialogs/.")]


@app.callback(invoke_without_command=True)
def serve(context: typer.Context) -> None:
    """Sans commande : sert la page sur cette machine, et le bot là où ses accès sont donnés."""
    if context.invoked_subcommand is None:
        from bot.serving import run

        run()


@app.command()
def decide(
    procedure: ProcedureName,
    cases: Annotated[
        str, typer.Option("--cases", help="Fichier JSON-lines ou .csv ; « - » pour l’entrée.")
    ],
) -> None:
    """Donne le verdict de chaque cas, ou la question qui manque : une ligne JSON par cas."""
    from bot.batch import decide_file

    raise typer.Exit(decide_file(procedure, cases))


@app.command()
def explain(
    procedure: ProcedureName,
    cases: Annotated[
        str, typer.Option("--cases", help="Fichier JSON-lines ou .csv ; « - » pour l’entrée.")
    ],
) -> None:
    """Dit pourquoi, et ce qui changerait le verdict : une ligne JSON par cas."""
    from bot.batch import explain_file

    raise typer.Exit(explain_file(procedure, cases))


@app.command()
def check(
    procedure: Annotated[str | None, typer.Argument(help="Une procédure ; sinon toutes.")] = None,
) -> None:
    """Prouve la procédure sur toutes les combinaisons de faits, et montre ses chiffres."""
    from bot.report import check_all

    raise typer.Exit(check_all(procedure))


@app.command()
def schema() -> None:
    """Écrit le schéma JSON de procedure.yaml, pour que les éditeurs complètent et soulignent."""
    from bot.schema import procedure_schema

    sys.stdout.write(procedure_schema())


def main() -> None:
    """Run the command line; what is refused is told on standard error, in French."""
    try:
        app()
    except AiguillageError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


__all__ = ["Path", "app", "main"]
