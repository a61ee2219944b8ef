"""What the commands that answer line by line have in common: where they read, and progress."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import Progress

from bot.errors import AiguillageError
from bot.lines import MOST


def content(file: str) -> bytes:
    """What a file holds, or the standard input for « - ».

    `AiguillageError` where it is unreadable, or too large: it is then not read.
    """
    try:
        if file == "-":
            held = sys.stdin.buffer.read(MOST + 1)
        else:
            with Path(file).open("rb") as source:
                if os.fstat(source.fileno()).st_size > MOST:
                    raise _too_large(file)
                held = source.read(MOST + 1)
    except OSError as error:
        raise AiguillageError(f"« {file} » ne se lit pas : {error.strerror}") from error
    if len(held) > MOST:
        raise _too_large(file)
    return held


def opened(file: str) -> TextIO:
    """The text of a file, or of the standard input for « - »; `AiguillageError` if unreadable."""
    return io.StringIO(content(file).decode("utf-8-sig", errors="replace"), newline="")


def with_progress(rows: Iterator[Any], description: str) -> Iterator[Any]:
    """Show progress on a terminal to which the answers, their own progress, do not scroll."""
    console = Console(stderr=True)
    hidden = not console.is_terminal or sys.stdout.isatty()
    # Rich would otherwise send what is printed to its own console: nothing would reach a file.
    with Progress(
        console=console, transient=True, disable=hidden, redirect_stdout=False
    ) as progress:
        yield from progress.track(rows, description=description)


def _too_large(file: str) -> AiguillageError:
    return AiguillageError(f"« {file} » est trop gros : {MOST >> 20} Mo au plus")
