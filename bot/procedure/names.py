"""The nearest valid name to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name most like `name`, or None where none is close."""
    found = get_close_matches(name, list(valid), n=1, cutoff=0.6)
    return found[0] if found else None


def unknown(kind: str, name: str, valid: Iterable[str]) -> str:
    """Say in French that `name` is no `kind` (« fait inconnu »), with the nearest valid name."""
    names = list(valid)
    close = nearest(name, names)
    told = f"{kind} « {name if len(name) <= 60 else name[:60] + '…'} »"
    if close:
        return f"{told} ; vouliez-vous dire « {close} » ?"
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"{told} ; au choix : {listed}" if listed else f"{told} ; il n’y en a pas encore"
