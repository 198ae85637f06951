"""HTTP Digest (RFC 7616, MD5, qop=auth), as ODK Collect speaks it with a device password."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from server.auth.secrets import Box

REALM = "tincay"
_NONCE_SECONDS = 600
_FIELD = re.compile(r'\b(\w++)=(?:"((?:[^"\\]|\\.)*+)"|([^\s,]++))', re.ASCII)
"""Nothing in it is tried twice: a header of one long word takes no longer than any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAnswer:
    """What a client says to a challenge."""

    username: str
    nonce: str
    uri: str
    response: str
    nc: str
    cnonce: str
    qop: str


def ha1(username: str, password: str) -> str:
    """Return what the server keeps (encrypted) of a device password."""
    return _md5(f"{username}:{REALM}:{password}")


def challenge(box: Box, *, stale: bool = False) -> str:
    """Return the value of WWW-Authenticate."""
    stamp = f"{int(time.time()):x}"
    nonce = f"{stamp}.{box.sign('digest', stamp)}"
    end = ", stale=true" if stale else ""
    return f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{nonce}"{end}'


def read_answer(header: str) -> DigestAnswer | None:
    """Read an Authorization header; None where it lacks something."""
    found = {
        name.lower(): (quoted or bare).replace('\\"', '"')
        for name, quoted, bare in _FIELD.findall(header[len("Digest") :])
    }
    wanted = ("username", "nonce", "uri", "response", "nc", "cnonce", "qop")
    if any(name not in found for name in wanted) or found["qop"] != "auth":
        return None
    if found.get("realm") != REALM or found.get("algorithm", "MD5").upper() != "MD5":
        return None
    return DigestAnswer(**{name: found[name] for name in wanted})


def is_ours(box: Box, nonce: str) -> bool:
    """Say whether we made this nonce."""
    stamp, _, signature = nonce.partition(".")
    return hmac.compare_digest(signature.encode(), box.sign("digest", stamp).encode())


def is_stale(nonce: str) -> bool:
    """Say whether a nonce of ours is too old."""
    return time.time() - int(nonce.partition(".")[0], 16) > _NONCE_SECONDS


def is_right(answer: DigestAnswer, stored_ha1: str, method: str, path: str) -> bool:
    """Say whether the answer proves the password, for this method and (decoded) path."""
    try:
        if unquote(urlsplit(answer.uri).path) != path:
            return False
    except ValueError:  # it is no address at all
        return False
    ha2 = _md5(f"{method}:{answer.uri}")
    parts = (stored_ha1, answer.nonce, answer.nc, answer.cnonce, answer.qop, ha2)
    return hmac.compare_digest(_md5(":".join(parts)).encode(), answer.response.lower().encode())


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
