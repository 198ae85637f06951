"""Requests as OkHttp and Collect's settings of it make them: headers, sign-in, redirects.

Read in getodk/collect (open-rosa, collect_app) and okhttp-digest; not Collect's code.
"""

from __future__ import annotations

import random
import string
import time
import xml.etree.ElementTree as ET
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3 import HTTPResponse

from tests.kit.collect.verdict import CollectFailsError, Verdict, must

USER_AGENT = "org.odk.collect.android/v2026.3.3 Dalvik/2.1.0 (Linux; U; Android 14)"
CONNECT_SECONDS, READ_SECONDS = 30, 60
_UNAUTHORIZED = 401


class Wire:
    """One install of Collect; ``certificates`` is a CA bundle that its Android trusts."""

    def __init__(
        self, server_url: str, verdict: Verdict, *, user: str, password: str, certificates: str
    ) -> None:
        self.device_id = "collect:" + "".join(random.choices(string.ascii_letters, k=16))
        self._server_url = server_url
        self._verdict = verdict
        self._user, self._password = user, password
        self._http = requests.Session()
        self._http.trust_env = False
        if certificates:
            self._http.verify = certificates
        self._known: dict[tuple[str, str], AuthBase] = {}

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def get(self, url: str, *, etag: str | None = None) -> requests.Response:
        """Ask for a document; with ``etag`` only if it has changed."""
        return self._call("GET", url, headers={"If-None-Match": etag} if etag else {})

    def head(self, url: str) -> requests.Response:
        """Ask where and how much may be sent."""
        return self._call("HEAD", url)

    def post(self, url: str, body: bytes, content_type: str) -> requests.Response:
        """Send; a redirect that would turn it into a GET loses the submission."""
        answer = self._call("POST", url, body=body, headers={"Content-Type": content_type})
        must(
            answer.status_code not in (301, 302, 303),
            f"POST redirected with {answer.status_code}: it becomes a GET and is lost",
        )
        if answer.status_code in (307, 308):
            return self.post(urljoin(url, answer.headers["Location"]), body, content_type)
        return answer

    def document(self, url: str, what: str) -> ET.Element:
        """Ask for an OpenRosa document."""
        answer = self.get(url)
        must(answer.status_code == requests.codes.ok, f"{what}: HTTP {answer.status_code}")
        content_type = answer.headers.get("Content-Type", "text/xml")
        must("text/xml" in content_type.lower(), f"{what}: Content-Type {content_type}")
        must("X-OpenRosa-Version" in answer.headers, f"{what}: no X-OpenRosa-Version header")
        if answer.headers["X-OpenRosa-Version"] != "1.0":
            self._verdict.note(f"{what}: OpenRosa {answer.headers['X-OpenRosa-Version']}")
        if not answer.headers.get("ETag") and not answer.headers.get("Last-Modified"):
            self._verdict.note(f"{what}: no ETag or Last-Modified, downloaded at every sync")
        try:
            return ET.fromstring(answer.content)
        except ET.ParseError as error:
            raise CollectFailsError(f"{what}: not XML: {error}") from error

    def _call(
        self, method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> requests.Response:
        parts = urlsplit(url)
        must(parts.scheme in ("http", "https") and parts.hostname, f"not an absolute URL: {url}")
        must(url.isascii() and " " not in url, f"URL not percent-encoded: {url}")
        if method != "POST" and "deviceID=" not in url:
            url += ("&" if parts.query else "?") + urlencode({"deviceID": self.device_id})
        place = (parts.scheme, parts.hostname or "")
        known = self._known.get(place)
        answer = self._go(method, url, headers or {}, body, known)
        if answer.status_code == _UNAUTHORIZED and known is None:
            answer = self._sign_in(method, url, headers or {}, body, answer)
        return answer

    def _go(
        self, method: str, url: str, headers: dict[str, str], body: bytes, auth: AuthBase | None
    ) -> requests.Response:
        # Collect's pattern is hh, a clock of twelve hours: its Date is wrong in the afternoon.
        date = time.strftime("%a, %d %b %Y %I:%M:%S GMT", time.gmtime())
        return self._http.request(
            method,
            url,
            headers={
                "User-Agent": USER_AGENT,
                "X-OpenRosa-Version": "1.0",
                "Date": date,
                "Accept-Encoding": "gzip",
                "Accept": cast(str, None),  # requests sends none then
                **headers,
            },
            data=body or None,
            auth=auth,
            allow_redirects=method != "POST",
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        )

    def _sign_in(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes,
        refusal: requests.Response,
    ) -> requests.Response:
        """Answer the first challenge that Collect knows: Digest, and Basic on https alone."""
        parts = urlsplit(url)
        offered = _challenges(refusal)
        known = [
            scheme
            for scheme in offered
            if scheme == "digest" or (scheme == "basic" and parts.scheme == "https")
        ]
        must(known or not offered, f"401 offers {offered}: unsupported auth scheme")
        if not known:
            return refusal
        own = parts.hostname == urlsplit(self._server_url).hostname
        user, password = (self._user, self._password) if own else ("", "")
        auth: AuthBase = (
            HTTPDigestAuth(user, password)
            if known[0] == "digest"
            else HTTPBasicAuth(user.encode(), password.encode())
        )
        answer = self._go(method, url, headers, body, auth)
        if answer.status_code != _UNAUTHORIZED:
            self._known[(parts.scheme, parts.hostname or "")] = auth
        return answer


def _challenges(refusal: requests.Response) -> list[str]:
    raw = refusal.raw
    assert isinstance(raw, HTTPResponse)
    given = raw.headers.getlist("WWW-Authenticate")
    return [challenge.split(" ", 1)[0].lower() for challenge in given]
