"""Communes report with the programme's own form, on days that the story chooses."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import openpyxl
import pytest

from server import clock
from server.jobs import Mender
from server.people import onboarding
from server.publishing import library
from server.reporting.definitions import define
from server.services import SYSTEM
from server.store import forms
from server.store.projects import Project
from tests.exports.indicators.designer import indicator_workbook
from tests.server.office import Office
from tests.server.survey import SurveyPhone, raw

FORM_ID = "f8_commune_report"


class CommuneReports:
    """The form in a project of an office, beside the indicator of reports in time."""

    def __init__(
        self,
        office: Office,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        project: Project | None = None,
        *,
        indicators: bool = True,
    ) -> None:
        self.office = office
        self.project = project or office.project("Đề án 938")
        self._monkeypatch = monkeypatch
        self.path = f"/v1/projects/{self.project.id}/forms/{FORM_ID}"
        for name in (f"{FORM_ID}.xlsx", "admin_units.csv"):
            shutil.copy(library.PROGRAMME / name, folder)
        (loaded,) = library.load_folder(office.parts, self.project, folder)
        assert (loaded.outcome, loaded.missing) == ("published", ())
        self.version = loaded.version
        if indicators:
            self._defines()

    def _defines(self) -> None:
        book = indicator_workbook(_of_the_programme("Q1"), dimensions=())
        file = self.office.parts.blobs.take([book])
        define(self.office.parts, SYSTEM, self.project.id, file, "vi")
        mender = Mender(self.office.parts)
        while mender.mend():
            pass

    def is_now(self, moment: str) -> None:
        """Let the server's clock stand: ``2021-10-05T23:59+07:00``."""
        now = datetime.fromisoformat(moment)
        self._monkeypatch.setattr(clock, "now", lambda: now)

    def goes_on(self) -> None:
        """Let the server's clock be right again: browsers have their own."""
        self._monkeypatch.undo()

    def comes(
        self,
        commune: str,
        period_end: str,
        received: str,
        *,
        period_type: str = "month",
        instance_id: str = "",
        edits: str = "",
    ) -> None:
        """A commune's report of a period reaches the server at a moment."""
        self.is_now(received)
        name = instance_id or f"uuid:{commune} {period_type} {period_end}"
        xml = self._filled(commune, period_end, period_type, name, edits)
        path = f"{self.path}/submissions"
        path = f"{path}/{quote(edits, safe='')}" if edits else path
        sent = raw(self.office.admin, "PUT" if edits else "POST", path, xml)
        assert sent.status_code == 200, sent.text

    def comes_by_phone(self, commune: str, period_end: str, *, version: str) -> None:
        """A phone has a version of the form that was never published here."""
        parts = self.office.parts
        user = onboarding.add_app_user(parts, SYSTEM, self.project, display_name="Mai")
        with parts.database.read() as cx:
            form = forms.get(SYSTEM, cx, self.project.id, FORM_ID)
        self.office.gives("app-user", user.actor.id, self.project, form_id=form.id)
        xml = self._filled(commune, period_end, "month", "uuid:phone", "", version)
        sent = SurveyPhone(self.office.stranger.client, user.token or "").posts(
            self.project.id, xml
        )
        assert sent.status_code == 201, sent.text

    def _filled(
        self,
        commune: str,
        period_end: str,
        period_type: str,
        instance_id: str,
        edits: str,
        version: str = "",
    ) -> bytes:
        answers = {
            "period_end": period_end,
            "commune": commune,
            "period_type": period_type,
            "once_per": f"{commune} {period_type} {period_end}",
        }
        inside = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
        before = f"<deprecatedID>{edits}</deprecatedID>" if edits else ""
        return (
            f'<data id="{FORM_ID}" version="{version or self.version}">{inside}'
            f"<meta><instanceID>{instance_id}</instanceID>{before}</meta></data>"
        ).encode()

    def rejects(self, instance_id: str) -> None:
        path = f"{self.path}/submissions/{quote(instance_id, safe='')}"
        answer = self.office.admin.patch(path, {"reviewState": "rejected"})
        assert answer.status_code == 200, answer.text

    def deletes(self, instance_id: str) -> None:
        path = f"{self.path}/submissions/{quote(instance_id, safe='')}"
        assert self.office.admin.delete(path).status_code == 200

    def asks(self, ending: str = "csv", /, **asked: str | list[str]) -> bytes:
        answer = self.office.admin.get(self.address(ending, **asked))
        assert answer.status_code == 200, answer.text
        return bytes(answer.data)

    def address(self, ending: str = "csv", /, **asked: str | list[str]) -> str:
        return f"{self.path}/reporting.{ending}?{urlencode(asked, doseq=True)}"

    def lines(self, **asked: str | list[str]) -> Iterator[dict[str, str]]:
        """The list, a line for each commune and period."""
        return csv.DictReader(io.StringIO(self.asks(**asked).decode()))

    def counts(self, **asked: str) -> Iterator[dict[str, str]]:
        """What the indicator of reports in time says."""
        path = f"/v1/projects/{self.project.id}/indicators.csv?indicator=Q1&{urlencode(asked)}"
        answer = self.office.admin.get(path)
        assert answer.status_code == 200, answer.text
        return csv.DictReader(io.StringIO(answer.text))


def _of_the_programme(code: str) -> dict[str, object]:
    """A row of the programme's own workbook of indicators, as it is."""
    book = openpyxl.load_workbook(library.PROGRAMME / library.INDICATORS, read_only=True)
    headings, *rows = book["indicators"].iter_rows(values_only=True)
    found = [dict(zip(map(str, headings), row, strict=True)) for row in rows if row[0] == code]
    book.close()
    return found[0]
