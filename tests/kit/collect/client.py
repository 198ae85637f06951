"""A strict stand-in for ODK Collect: forms come down, filled ones go up.

CollectFailsError: Collect would show an error. Findings: it would work, and suffer.
"""

from __future__ import annotations

import hashlib
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlencode, urlsplit

import requests

from tests.kit.collect.documents import (
    ListedFile,
    ListedForm,
    must_be_an_entity_list,
    must_be_integrity,
    must_be_the_form,
    read_form_list,
    read_manifest,
)
from tests.kit.collect.posts import DEFAULT_LIMIT_BYTES, posts_of
from tests.kit.collect.verdict import CollectFailsError, Verdict, must
from tests.kit.collect.wire import Wire

_NAME = "Biểu mẫu_2026-11-22_15-00-00.xml"
_NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Sending:
    """How sending one filled form went; ``finished`` is False where an answer was lost."""

    codes: list[int]
    message: str | None
    finished: bool = True


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form on the phone, with its files."""

    listed: ListedForm
    xform: Path
    media: Path


class Collect:
    """One project on one phone."""

    def __init__(
        self, server_url: str, *, user: str = "", password: str = "", certificates: str = ""
    ) -> None:
        self.verdict = Verdict()
        self._server_url = server_url
        self._wire = Wire(
            server_url, self.verdict, user=user, password=password, certificates=certificates
        )
        self._moved: dict[str, str] = {}

    def close(self) -> None:
        """Close its connections."""
        self._wire.close()

    def form_list(self) -> list[ListedForm]:
        """Ask which forms there are."""
        url = self._server_url.rstrip("/") + "/formList"
        return read_form_list(self._wire.document(url, "formList"), self.verdict)

    def download(self, listed: ListedForm, folder: Path) -> BlankForm:
        """Download a form and the files that its manifest names into ``folder``."""
        media = folder / "media"
        media.mkdir(parents=True, exist_ok=True)
        xform = self._get(listed.url, f"form {listed.form_id}")
        if _md5(xform) != listed.md5:
            self.verdict.note(f"form {listed.form_id}: its MD5 is not the listed hash")
        must_be_the_form(xform, listed, self.verdict)
        (folder / "form.xml").write_bytes(xform)
        if listed.manifest_url:
            root = self._wire.document(listed.manifest_url, f"manifest of {listed.form_id}")
            for file in read_manifest(root):
                self._download_file(file, media)
        return BlankForm(listed, folder / "form.xml", media)

    def _download_file(self, file: ListedFile, media: Path) -> None:
        content = self._get(file.url, file.name)
        (media / PurePosixPath(file.name).name).write_bytes(content)
        if file.is_entity_list:
            must_be_an_entity_list(content, file)
            self._ask_integrity(file)
        elif _md5(content) != file.md5:
            self.verdict.note(f"{file.name}: its MD5 is not the hash in the manifest")

    def _ask_integrity(self, file: ListedFile) -> None:
        if not file.integrity_url:
            self.verdict.note(f"entity list {file.name} has no integrityUrl")
            return
        joiner = "&" if "?" in file.integrity_url else "?"
        asked = urlencode({"id": f"{uuid.uuid4()},{uuid.uuid4()}"})
        must_be_integrity(self._wire.document(f"{file.integrity_url}{joiner}{asked}", "integrity"))

    def _get(self, url: str, what: str) -> bytes:
        answer = self._wire.get(url)
        must(answer.status_code == requests.codes.ok, f"{what}: HTTP {answer.status_code}")
        etag = answer.headers.get("ETag")
        if not etag:
            self.verdict.note(f"{what}: no ETag")
        elif self._wire.get(url, etag=etag).status_code != requests.codes.not_modified:
            self.verdict.note(f"{what}: If-None-Match does not answer 304")
        return answer.content

    def send(
        self, xml: bytes, files: Mapping[str, bytes], *, lose_answer_of: int | None = None
    ) -> Sending:
        """Send a filled form; ``lose_answer_of=2``: the answer to the second post never comes."""
        url, limit = self._where_to_send()
        codes: list[int] = []
        message = None
        for post in posts_of(xml, _NAME, files, limit):
            answer = self._wire.post(url, post.body, post.content_type)
            codes.append(answer.status_code)
            if lose_answer_of == len(codes):
                return Sending(codes, None, finished=False)
            message = _message(answer)
            if answer.status_code not in (201, 202):
                raise CollectFailsError(f"POST /submission: {answer.status_code}: {message}")
            if message is None:
                self.verdict.note("POST /submission: no OpenRosaResponse message")
        return Sending(codes, message)

    def _where_to_send(self) -> tuple[str, int]:
        """Ask with HEAD: the address, and the bytes that one post may have."""
        base = self._server_url.removesuffix("/")
        url = f"{base}/submission?{urlencode({'deviceID': self._wire.device_id})}"
        if url in self._moved:
            return self._moved[url], DEFAULT_LIMIT_BYTES
        answer = self._wire.head(url)
        must(answer.status_code != requests.codes.unauthorized, "HEAD /submission: 401 after login")
        if answer.status_code != _NO_CONTENT:
            must(answer.status_code >= 300, f"HEAD gives {answer.status_code}, must be 204")
            self.verdict.note(f"HEAD /submission gives {answer.status_code}; Collect goes on")
            return url, DEFAULT_LIMIT_BYTES
        if location := answer.headers.get("Location"):
            self._moved[url] = self._moved_to(url, location)
        return self._moved.get(url, url), self._limit(answer)

    def _limit(self, answer: requests.Response) -> int:
        said = answer.headers.get("X-OpenRosa-Accept-Content-Length", "")
        if said.isdigit():
            return int(said)
        self.verdict.note("HEAD /submission: no usable X-OpenRosa-Accept-Content-Length")
        return DEFAULT_LIMIT_BYTES

    def _moved_to(self, url: str, location: str) -> str:
        same = urlsplit(location).hostname == urlsplit(url).hostname
        must(same, "HEAD redirects to another host")
        return location if "?" in location else f"{location}?{urlsplit(url).query}"


def _message(answer: requests.Response) -> str | None:
    if "OpenRosaResponse" not in answer.text:
        return None
    found = ET.fromstring(answer.content).find("{*}message")
    return None if found is None else found.text


def _md5(content: bytes) -> str:
    return hashlib.md5(content).hexdigest()
