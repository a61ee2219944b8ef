"""What went wrong and was not foreseen: logged under a reference that the person is given too."""

from __future__ import annotations

import logging
import secrets
import traceback

_log = logging.getLogger("aiguillage")


def logged(error: BaseException, doing: str) -> str:
    """Log where an error arose and return its reference.

    Its own message is left out, for it could hold what was typed.
    """
    reference = secrets.token_hex(3).upper()
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s: %s (%s)\n%s", reference, doing, type(error).__name__, where)
    return reference
