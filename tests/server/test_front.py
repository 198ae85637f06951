"""The secret of a path and the word of a proxy, taken off before anybody routes or logs."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from server.front import ADDRESS, ASKED_PATH, DRAFT_TOKEN, HTTPS, KEY, PREFIX, Front

PROXY = (ipaddress.ip_network("10.0.0.0/8"),)


def walk(path: str, *, address: str = "192.0.2.7", **headers: str) -> dict[str, Any]:
    """Send a request through the front and return what the app behind it sees."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        seen.update(environ)
        return ()

    environ = {
        "PATH_INFO": path.encode().decode("latin-1"),
        "REMOTE_ADDR": address,
        "wsgi.url_scheme": "http",
        **headers,
    }
    Front(app, PROXY)(environ, lambda *_: None)
    return seen


def test_a_token_in_the_path_is_taken_out_of_it() -> None:
    seen = walk("/v1/key/abc$!/projects/1/forms/phiếu.xml")
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/v1/projects/1/forms/phiếu.xml"
    assert (seen[KEY], seen[PREFIX]) == ("abc$!", "/v1/key/abc$!")
    assert seen[ASKED_PATH] == "/v1/key/abc$!/projects/1/forms/phiếu.xml"


def test_a_test_token_is_taken_out_likewise() -> None:
    seen = walk("/v1/test/xyz/projects/1/forms/f/draft/formList")
    assert seen["PATH_INFO"] == "/v1/projects/1/forms/f/draft/formList"
    assert (seen[DRAFT_TOKEN], seen[PREFIX]) == ("xyz", "/v1/test/xyz")
    assert KEY not in seen


def test_a_doubled_slash_of_a_typed_address_is_forgiven() -> None:
    assert walk("/v1/key/abc/projects/1//submission")["PATH_INFO"] == "/v1/projects/1/submission"


def test_an_empty_key_is_still_a_key() -> None:
    assert walk("/v1/key//projects/1/formList")["PATH_INFO"] != "/v1/projects/1/formList"


def test_a_strangers_forwarded_headers_are_not_believed() -> None:
    seen = walk("/", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert (seen[HTTPS], seen[ADDRESS]) == (False, "192.0.2.7")


def test_a_known_proxys_are_and_the_nearest_stranger_is_the_client() -> None:
    seen = walk(
        "/",
        address="10.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9, 10.0.0.2",
    )
    assert (seen[HTTPS], seen[ADDRESS]) == (True, "203.0.113.9")


def test_a_broken_forwarded_address_is_passed_over() -> None:
    seen = walk("/", address="10.0.0.1", HTTP_X_FORWARDED_FOR="not an address")
    assert (seen[HTTPS], seen[ADDRESS]) == (False, "10.0.0.1")
