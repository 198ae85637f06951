"""A desk in the office: somebody at a browser that keeps cookies and sends the forms it shows."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from typing import Any

import openpyxl
from werkzeug.test import TestResponse

from tests.server.office import PASSWORD, Office

ADMIN = "admin@tincay.local"
Rows = Sequence[Sequence[str]]
QUESTIONS: Rows = (("text", "name", "Họ tên"), ("integer", "age", "Tuổi"))
_PROOF = re.compile(r'name="__csrf" value="([^"]*)"')
_BETWEEN_TAGS = re.compile(r"<[^>]+>")


class Desk:
    """Somebody at a browser; ``page`` is what it shows."""

    def __init__(self, office: Office, project_id: int = 1) -> None:
        self.office = office
        self.project_id = project_id
        self.home = f"/projects/{project_id}"
        self.form = f"{self.home}/forms/visit"
        self.browser = office.app.test_client()
        self.page: TestResponse = self.browser.get("/sign-in")

    def signs_in(self, email: str = ADMIN, password: str = PASSWORD, to: str = "/") -> Desk:
        """Fill in the sign-in page and follow where it leads."""
        self.page = self.browser.post(
            "/sign-in",
            data={"email": email, "password": password, "next": to},
            follow_redirects=True,
        )
        return self

    def opens(self, path: str) -> str:
        """Open a page; return its text."""
        self.page = self.browser.get(path, follow_redirects=True)
        return self.text

    def sends(self, path: str, **fields: Any) -> str:
        """Send a form with the proof of the page that is shown; return the next page's text."""
        self.page = self.browser.post(
            path, data={"__csrf": self.proof, **fields}, follow_redirects=True
        )
        return self.text

    def uploads(self, path: str, workbook: bytes, name: str = "phieu.xlsx") -> str:
        """Upload a workbook; return the next page's text."""
        return self.sends(path, workbook=(io.BytesIO(workbook), name))

    def asks_api(self, path: str) -> Any:
        """Return what the API says below the project, to the administrator."""
        return self.office.admin.get(f"/v1{self.home}{path}").get_json()

    @property
    def proof(self) -> str:
        """What the page's forms repeat."""
        found = _PROOF.search(self.page.text)
        assert found is not None, self.page.text
        return html.unescape(found[1])

    @property
    def at(self) -> str:
        """The path where the browser is."""
        return self.page.request.path

    @property
    def text(self) -> str:
        """The words on the page, with one blank between them."""
        body = self.page.text.partition("<body>")[2]
        return " ".join(html.unescape(_BETWEEN_TAGS.sub(" ", body)).split())


def workbook(
    form_id: str, version: str = "1", questions: Rows = QUESTIONS, title: str = "Thăm hộ"
) -> bytes:
    """Write an XLSForm."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in (("type", "name", "label::Tiếng Việt (vi)"), *questions):
        survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_id", "form_title", "version", "default_language"))
    settings.append((form_id, title, version, "Tiếng Việt (vi)"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
