"""The path's secret, and the proxy's word, taken off a request before anybody routes or logs it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from server.config import Network

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_KEY = re.compile(r"(/v1)/key/([^/]*)(/.*)?", re.DOTALL)
_TEST = re.compile(r"(/v1)/test/([^/]*)(/.*)?", re.DOTALL)

_ENCODED_SLASH = re.compile("%2f", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
SLASH = "\0"
"""Stands in PATH_INFO where the address had ``%2F``: a slash inside a part, not between two."""

KEY = "tincay.key"
DRAFT_TOKEN = "tincay.draft_token"  # noqa: S105 - the name of a place, not a token
PREFIX = "tincay.prefix"
ASKED_PATH = "tincay.asked_path"
HTTPS = "tincay.https"
ADDRESS = "tincay.address"


class Front:
    """WSGI middleware: ``/v1/key/TOKEN/projects/1`` goes on as ``/v1/projects/1`` with its key.

    The prefix works on any path of the API and wins over other ways to sign in. What was asked
    for stays in ``tincay.asked_path`` (Digest signs it); absolute addresses that are handed to
    the phone begin with ``tincay.prefix``.
    """

    def __init__(self, app: WsgiApp, proxies: tuple[Network, ...]) -> None:
        """Wrap ``app``; believe forwarded headers from ``proxies`` alone."""
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        self._take_address(environ)
        self._take_secret(environ)
        return self._app(environ, start_response)

    def _take_address(self, environ: Environ) -> None:
        address = environ.get("REMOTE_ADDR", "")
        environ[HTTPS] = environ.get("wsgi.url_scheme") == "https"
        environ[ADDRESS] = address
        if not self._is_proxy(address):
            return
        environ[HTTPS] = environ.get("HTTP_X_FORWARDED_PROTO", "http").strip() == "https"
        for hop in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not _is_address(hop.strip()):
                break
            environ[ADDRESS] = hop.strip()
            if not self._is_proxy(hop.strip()):
                break

    def _is_proxy(self, address: str) -> bool:
        return _is_address(address) and any(
            ipaddress.ip_address(address) in network for network in self._proxies
        )

    def _take_secret(self, environ: Environ) -> None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        environ[ASKED_PATH] = path
        environ[PREFIX] = "/v1"
        # Collect removes one slash at the end of a typed address: what follows is //submission.
        path = _SLASHES.sub("/", _parted(environ, path))
        environ["PATH_INFO"] = _wsgi(path)
        for pattern, name in ((_KEY, KEY), (_TEST, DRAFT_TOKEN)):
            if match := pattern.fullmatch(path):
                environ[name] = match[2]
                environ[PREFIX] = path[: match.start(3)] if match[3] else path
                environ["PATH_INFO"] = _wsgi(f"{match[1]}{match[3] or ''}")
                return


def _parted(environ: Environ, path: str) -> str:
    """Return the path with its inner slashes marked: WSGI decodes ``%2F`` like any other."""
    asked = environ.get("REQUEST_URI", "")
    path = path.replace(SLASH, "\ufffd")
    if "%2f" not in asked.lower():
        return path
    written = asked if asked.startswith("/") else urlsplit(asked).path
    parts = _ENCODED_SLASH.split(written.partition("?")[0])
    decoded = (
        unquote_to_bytes(part.encode("latin-1")).decode("utf-8", "replace") for part in parts
    )
    return SLASH.join(part.replace(SLASH, "\ufffd") for part in decoded)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _wsgi(path: str) -> str:
    return path.encode().decode("latin-1")
