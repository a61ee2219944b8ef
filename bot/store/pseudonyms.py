"""The names under which people are kept: only whoever holds the key can tell who they are."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import InvalidSetting

_PURPOSE = b"aiguillage: pseudonyms"
_KEY_BYTES = 64


class Pseudonyms:
    """One pseudonym for each person of a platform, the same each time (AES-SIV, RFC 5297)."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise InvalidSetting("le secret des pseudonymes ne peut pas être vide")
        derivation = HKDF(SHA512(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
        self._cipher = AESSIV(derivation.derive(secret.encode()))

    def of(self, platform: str, person: str) -> str:
        """The pseudonym of a person."""
        sealed = self._cipher.encrypt(person.encode(), [platform.encode()])
        return urlsafe_b64encode(sealed).decode("ascii")

    def person(self, platform: str, pseudonym: str) -> str | None:
        """The person behind a pseudonym; None where it was made with another key, or is not one."""
        try:
            sealed = b64decode(pseudonym, altchars=b"-_", validate=True)
            return self._cipher.decrypt(sealed, [platform.encode()]).decode()
        except (ValueError, InvalidTag):
            return None
