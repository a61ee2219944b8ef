"""The command line: each command, its arguments, and what it runs."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import AiguillageError
from bot.numbers import number

app = typer.Typer(
    name="aiguillage",
    help="Aiguillage : la bonne équipe, la phrase prescrite, le passage qui le dit.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(help="Le dossier de la procédure dans dialogs/.")]
Cases = Annotated[
    str,
    typer.Option("--cases", help="Des lignes ou un tableau JSON, ou un .csv ; « - » : l’entrée."),
]
MOST_DAYS = 3_650
"""Days of the journal that can be read: ten years."""


def _days(days: int | None) -> int | None:
    """Refuse no day at all, and more than any journal has."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise typer.BadParameter(f"«\u00a0{days}\u00a0»\u00a0: de 1 à {number(MOST_DAYS)} jours")
    return days


@app.callback(invoke_without_command=True)
def serve(context: typer.Context) -> None:
    """Sans commande : sert la page sur cette machine, et dit à quelle adresse."""
    if context.invoked_subcommand is None:
        from bot.app import serve as serving
        from bot.config import read_config

        serving(read_config())


@app.command()
def decide(
    procedure: Name,
    cases: Cases,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Les cas et leurs verdicts, pour un tableur français.")
    ] = False,
) -> None:
    """Donne le verdict de chaque cas, ou la question qui manque : une ligne JSON par cas."""
    from bot.commands.decide import decide_cases

    raise typer.Exit(decide_cases(procedure, cases, as_csv))


@app.command()
def explain(procedure: Name, cases: Cases) -> None:
    """Dit pourquoi, et ce qui changerait le verdict : une ligne JSON par cas."""
    from bot.commands.decide import explain_cases

    raise typer.Exit(explain_cases(procedure, cases))


@app.command()
def understand(
    procedure: Name,
    text: Annotated[
        str, typer.Option("--text", help="Un fichier, un énoncé par ligne ; « - » : l’entrée.")
    ],
) -> None:
    """Dit les faits que chaque ligne de français énonce, et ceux dont elle n’est pas sûre."""
    from bot.commands.understand import understand_lines

    raise typer.Exit(understand_lines(procedure, text))


@app.command()
def check(
    procedure: Annotated[str | None, typer.Argument(help="Une procédure ; sinon toutes.")] = None,
) -> None:
    """Prouve la procédure sur toutes les combinaisons de faits, et montre ses chiffres."""
    from bot.commands.check import check_procedures

    raise typer.Exit(check_procedures(procedure))


@app.command()
def compare(
    procedure: Name,
    old: Annotated[Path, typer.Argument(help="Le dossier d’une version.")],
    new: Annotated[Path, typer.Argument(help="Le dossier d’une autre.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Une ligne JSON par classe de cas, toutes.")
    ] = False,
    days: Annotated[
        int | None,
        typer.Option("--days", callback=_days, help="Peser aussi par tant de jours de journal."),
    ] = None,
) -> None:
    """Montre chaque cas dont le verdict change d’une version à l’autre, et les textes changés."""
    if as_json and days:
        raise typer.BadParameter("--days pèse le tableau\u00a0: il ne va pas avec --json")
    from bot.commands.compare import compare_versions

    raise typer.Exit(compare_versions(procedure, old, new, as_json, days))


@app.command("map")
def draw(
    procedure: Name,
    facts: Annotated[
        list[str] | None, typer.Argument(help="Un cas dont tracer le chemin : fait=valeur …")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Un fichier .svg ou .png ; « - » : du SVG, ici même."),
    ] = None,
) -> None:
    """Dessine le plan : chaque question, où mène chaque réponse, et le chemin d’un cas."""
    from bot.commands.map import draw_map

    draw_map(procedure, facts or [], output)


@app.command()
def training(
    procedure: Annotated[str, typer.Argument(help="Une procédure.")] = "retention",
) -> None:
    """Montre ce que savent les groupes qui s’entraînent, par semaine : cinq personnes au moins."""
    from bot.commands.training import tell_groups

    raise typer.Exit(tell_groups(procedure))


@app.command()
def weights(
    procedure: Name,
    days: Annotated[
        int, typer.Option("--days", callback=_days, help="Les jours de journal à lire.")
    ] = 90,
    as_yaml: Annotated[
        bool, typer.Option("--yaml", help="Le bloc « weights » à coller dans procedure.yaml.")
    ] = False,
) -> None:
    """Montre les poids que le journal apprend, et ce que l’ordre des questions y gagnerait."""
    from bot.commands.weights import tell_weights

    raise typer.Exit(tell_weights(procedure, days, as_yaml))


@app.command()
def schema(
    file: Annotated[
        str, typer.Argument(help="procedure, cases, vocabulary ou vignettes.")
    ] = "procedure",
) -> None:
    """Écrit le schéma JSON d’un fichier de procédure, que les éditeurs lisent."""
    from bot.procedure.schema import FILES, schema_of

    if file not in FILES:
        raise typer.BadParameter(f"« {file} » : {', '.join(FILES)}")
    sys.stdout.write(schema_of(file))


@app.command()
def manifest(
    platform: Annotated[str, typer.Argument(help="slack ou teams.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Le fichier à écrire ; « - » : la sortie standard."),
    ] = None,
) -> None:
    """Écrit ce qui installe l’application, tiré des procédures.

    slack : son manifeste, sur la sortie standard ; par HTTP si PUBLIC_URL est là.

    teams : son paquet, aiguillage-teams.zip ; il y faut TEAMS_APP_ID et PUBLIC_URL.
    """
    if platform not in ("slack", "teams"):
        raise typer.BadParameter(f"« {platform} » : slack, teams")
    from bot.commands.manifest import write_slack_manifest, write_teams_package

    write = write_slack_manifest if platform == "slack" else write_teams_package
    write(output)


def main() -> None:
    """Run the command line; what is refused is told on standard error, in French.

    What is printed is UTF-8 whatever the machine's settings.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except AiguillageError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
