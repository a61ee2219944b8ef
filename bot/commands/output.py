"""Where a command writes what it makes: a file, or the standard output and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.errors import AiguillageError

STDOUT = Path("-")


def write(content: bytes, output: Path) -> None:
    """Write a file, and say so on standard error; « - » is the standard output."""
    if output == STDOUT:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        told = f"«\u00a0{output}\u00a0» ne s’écrit pas\u00a0: {error.strerror}"
        raise AiguillageError(told) from error
    sys.stderr.write(f"Écrit\u00a0: {output}\n")
