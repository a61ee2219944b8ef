"""What the commands that answer line by line have in common: where they read, and progress."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import Progress

from bot.errors import AiguillageError


def opened(file: str) -> TextIO:
    """The text of a file, or of the standard input for « - »; `AiguillageError` if unreadable."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise AiguillageError(f"« {file} » ne se lit pas : {error.strerror}") from error
    return io.StringIO(content.decode("utf-8-sig", errors="replace"), newline="")


def with_progress(rows: Iterator[Any], description: str) -> Iterator[Any]:
    """Show progress on a terminal to which the answers, their own progress, do not scroll."""
    console = Console(stderr=True)
    hidden = not console.is_terminal or sys.stdout.isatty()
    # Rich would otherwise send what is printed to its own console: nothing would reach a file.
    with Progress(
        console=console, transient=True, disable=hidden, redirect_stdout=False
    ) as progress:
        yield from progress.track(rows, description=description)
