"""Passwords, tokens and the server's own secret: made, kept and compared."""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken

from server import clock
from server.config import Argon2Cost
from server.errors import Problem

PASSWORD_CHARACTERS_MIN = 10
PASSWORD_CHARACTERS_MAX = 200
_HASHES_AT_ONCE = 4


class Passwords:
    """Argon2id with this installation's cost. A few at once: each takes its memory."""

    def __init__(self, cost: Argon2Cost) -> None:
        """Take the cost; hash one password to have something to compare strangers with."""
        self._hasher = PasswordHasher(cost.passes, cost.memory_kib, cost.lanes)
        self._turn = threading.Semaphore(_HASHES_AT_ONCE)
        self._nobody = self._hasher.hash(clock.new_password())

    def hash(self, password: str) -> str:
        """Hash a password; raise 400.21 or 400.38 for one too short or too long."""
        if len(password) < PASSWORD_CHARACTERS_MIN:
            raise Problem("400.21")
        if len(password) > PASSWORD_CHARACTERS_MAX:
            raise Problem("400.38")
        with self._turn:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Say whether it is the password. As slow for nobody (None) as for somebody."""
        try:
            with self._turn:
                self._hasher.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


class Box:
    """Locks and opens small secrets with the key file in the data folder (mode 0600)."""

    def __init__(self, data: Path) -> None:
        """Read the key file, or make it."""
        path = data / "secret.key"
        if not path.exists():
            _make_key(path)
        key = path.read_bytes().strip()
        self._fernet = Fernet(key)
        self._key = base64.urlsafe_b64decode(key)

    def lock(self, text: str) -> str:
        """Encrypt and authenticate ``text``."""
        return self._fernet.encrypt(text.encode()).decode()

    def unlock(self, locked: str | None) -> str | None:
        """Give the text back; None where it was locked with another key."""
        if locked is None:
            return None
        try:
            return self._fernet.decrypt(locked.encode()).decode()
        except InvalidToken:
            return None

    def sign(self, purpose: str, text: str) -> str:
        """Return a short keyed hash of ``text``, for nonces and form tokens."""
        return hashlib.blake2b(
            text.encode(), key=self._key, person=purpose.encode()[:16], digest_size=16
        ).hexdigest()


def _make_key(path: Path) -> None:
    """Put a new key there, whole and durable; one that somebody else put there first stays."""
    with NamedTemporaryFile(dir=path.parent, prefix=".secret-") as stream:  # mode 0600
        stream.write(Fernet.generate_key())
        stream.flush()
        os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(stream.name, path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def digest_of(token: str) -> str:
    """Return what a token is found by: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()
