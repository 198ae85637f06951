"""A volunteer's phone: it fills forms and sends them, as often as it takes."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from requests.auth import AuthBase

from tests.kit.questionnaire import Filled, Questionnaire

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to a post."""

    status: int
    message: str
    headers: Mapping[str, str]


class Phone:
    """Sends over ``server_url`` (with its token in it, or with a sign-in in ``auth``)."""

    def __init__(
        self, server_url: str, *, app_user_id: int | None = None, auth: AuthBase | None = None
    ) -> None:
        self.server_url = server_url
        self.app_user_id = app_user_id
        self._http = requests.Session()
        self._http.headers["X-OpenRosa-Version"] = "1.0"
        self._http.headers["User-Agent"] = "org.odk.collect.android/v2026.3.3"
        self._http.auth = auth

    def fills(
        self,
        form: Questionnaire,
        *,
        instance_id: str | None = None,
        edits: str | None = None,
        files: Mapping[str, bytes] | None = None,
        **answers: object,
    ) -> Filled:
        """Fill a form."""
        return form.filled(instance_id=instance_id, edits=edits, files=files, **answers)

    def sends(
        self, filled: Filled, *, files: Mapping[str, bytes] | None = None, incomplete: bool = False
    ) -> Answer:
        """Post a filled form with its files (or with ``files`` instead)."""
        given = filled.files if files is None else files
        return self.posts(multipart(filled.xml, given, incomplete=incomplete))

    def posts(self, body: Body) -> Answer:
        """Post whatever it is."""
        response = self._http.post(
            f"{self.server_url}/submission?deviceID=collect%3Aphone",
            data=body.content,
            headers={"Content-Type": body.content_type},
            timeout=SECONDS,
        )
        return answer_of(response)

    def lists_forms(self) -> list[str]:
        """Return the ids of the forms that it is offered."""
        response = self._http.get(f"{self.server_url}/formList", timeout=SECONDS)
        assert response.status_code == requests.codes.ok, response.text
        return [
            element.text or ""
            for element in ET.fromstring(response.content).iter()
            if element.tag.endswith("}formID")
        ]

    def is_told(self, path: str) -> int:
        """Return the status that a GET of ``path`` is answered with."""
        return self._http.get(f"{self.server_url}/{path}", timeout=SECONDS).status_code

    def leaves(self) -> None:
        """Close its connections."""
        self._http.close()


@dataclass(frozen=True, slots=True)
class Body:
    """A request body and what it says it is."""

    content: bytes
    content_type: str


def multipart(xml: bytes, files: Mapping[str, bytes], *, incomplete: bool = False) -> Body:
    """Write a post as ODK Collect does: names raw in UTF-8, the XML first."""
    boundary = uuid.uuid4().hex
    pieces = [part("xml_submission_file", "phiếu.xml", xml, "text/xml")]
    pieces += [part(name, name, content, "image/jpeg") for name, content in files.items()]
    if incomplete:
        pieces.append(b'Content-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n')
    marked = b"".join(f"--{boundary}\r\n".encode() + piece for piece in pieces)
    return Body(
        marked + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
    )


def part(name: str, file_name: str, content: bytes, content_type: str) -> bytes:
    """Write one file part, without its boundary."""
    head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
    return f"{head}Content-Type: {content_type}\r\n\r\n".encode() + content + b"\r\n"


def answer_of(response: requests.Response) -> Answer:
    """Read an OpenRosaResponse; anything else has no message for the volunteer."""
    message = ""
    if b"OpenRosaResponse" in response.content:
        found = ET.fromstring(response.content).find("{*}message")
        message = (found.text or "") if found is not None else ""
    return Answer(response.status_code, message, response.headers)
