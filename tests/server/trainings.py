"""Trainings are reported in a project: a form with a unit, a day and a rule, and its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from exports.indicators.cells import Cell
from exports.indicators.definition import Dimension, Text
from server.jobs import Mender
from server.reporting.definitions import Defined, define
from server.services import SYSTEM
from server.store import facts, indicators
from server.store.facts import Asked
from server.store.projects import Project
from tests.exports.indicators.designer import Row, indicator_workbook
from tests.kit.workbooks import XLSX, workbook
from tests.server.office import Asker, Office
from tests.server.survey import raw

FORM_ID = "training"
COMMUNE = "2024-01843"
_HEADINGS = ("type", "name", "label", "calculation", "bind::app:is")
_QUESTIONS = (
    ("date", "held", "Ngày", "", "event-date"),
    ("text", "commune", "Xã", "", "unit"),
    ("text", "kind", "Loại", "", ""),
    ("text", "topics", "Nội dung", "", ""),
    ("integer", "people", "Số người", "", ""),
)
_ONE_PER = (("calculate", "once", "", "concat(${commune}, ' ', ${held})", "one-per"),)
DIMENSIONS = (
    {"name": "kind", "label::vi": "Loại", "value": "${kind}"},
    {"name": "topics", "label::vi": "Nội dung", "value": "${topics}", "several": "yes"},
)


class Trainings:
    """The form in a project of an office."""

    def __init__(
        self, office: Office, *, one_per_day: bool = False, project: Project | None = None
    ) -> None:
        self.office = office
        self.project = project or office.project("Tập huấn")
        self.path = f"/v1/projects/{self.project.id}/forms/{FORM_ID}"
        self._questions = (*_QUESTIONS, *(_ONE_PER if one_per_day else ()))
        self._has_one_per = one_per_day
        self._first: dict[str, str] = {}
        self.publishes("1")

    def publishes(self, version: str, form_id: str = FORM_ID) -> None:
        book = workbook(*self._questions, form_id=form_id, version=version, headings=_HEADINGS)
        path = f"/v1/projects/{self.project.id}/forms?publish=true&ignoreWarnings=true"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        made = raw(self.office.admin, "POST", path, book, kind)
        assert made.status_code == 200, made.text

    def defines(self, *rows: Row, **sheets: Any) -> Defined:
        """Upload a workbook of these indicators."""
        parts = self.office.parts
        book = indicator_workbook(*rows, dimensions=DIMENSIONS, **sheets)
        file = parts.blobs.take([book])
        return define(parts, SYSTEM, self.project.id, file, "en")

    def puts(self, *rows: Row, dimensions: Sequence[Row] = DIMENSIONS) -> None:
        """Put such a workbook over REST, as a designer does."""
        book = indicator_workbook(*rows, dimensions=dimensions)
        path = f"/v1/projects/{self.project.id}/indicators"
        answer = raw(self.office.admin, "PUT", path, book, XLSX)
        assert answer.status_code == 200, answer.text

    def settles(self) -> None:
        """What the server does by itself, until there is nothing more to do."""
        mender = Mender(self.office.parts)
        while mender.mend():
            pass

    def sends(
        self,
        instance_id: str,
        edits: str | None = None,
        who: Asker | None = None,
        **answers: object,
    ) -> None:
        """Send one over REST."""
        given: Mapping[str, object] = {
            "held": "2021-09-14",
            "commune": COMMUNE,
            "kind": "talk",
            "topics": "gbv food",
            "people": 20,
        } | answers
        if self._has_one_per:
            given = {**given, "once": f"{given['commune']} {given['held']}"}
        inside = "".join(f"<{name}>{value}</{name}>" for name, value in given.items())
        before = f"<deprecatedID>{edits}</deprecatedID>" if edits else ""
        xml = (
            f'<data id="{FORM_ID}" version="1">{inside}'
            f"<meta><instanceID>{instance_id}</instanceID>{before}</meta></data>"
        )
        path = f"{self.path}/submissions"
        first = self._first[instance_id] = self._first.get(edits or "", instance_id)
        if edits:
            path = f"{path}/{quote(first, safe='')}"
        sent = raw(who or self.office.admin, "PUT" if edits else "POST", path, xml.encode())
        assert sent.status_code == 200, sent.text

    def reviews(self, instance_id: str, state: str | None) -> None:
        path = f"{self.path}/submissions/{quote(instance_id, safe='')}"
        assert self.office.admin.patch(path, {"reviewState": state}).status_code == 200

    def adds_up(
        self,
        code: str,
        *dimensions: str,
        part: str = "numerator",
        start: date = date(2021, 1, 1),
        end: date = date(2021, 12, 31),
    ) -> list[Cell]:
        """Return the facts of an indicator that reports answer from, added up, in order."""
        with self.office.parts.database.read() as cx:
            stored = indicators.list_all(SYSTEM, cx, self.project.id)
            (current,) = [one for one in stored if (one.code, one.state) == (code, "current")]
            asked = Asked(
                project_id=self.project.id,
                indicator_id=current.id,
                part=part,
                start=start,
                end=end,
                dimensions=tuple(_dimension(name) for name in dimensions),
            )
            found = facts.add_up(SYSTEM, cx, asked)
        return sorted(found, key=lambda cell: (cell.unit or "", cell.categories))

    def states(self) -> list[tuple[str, str]]:
        """Return the definitions and whether reports answer from them."""
        with self.office.parts.database.read() as cx:
            stored = indicators.list_all(SYSTEM, cx, self.project.id)
        return sorted((one.code, one.state) for one in stored)


def _dimension(name: str) -> Dimension:
    return Dimension(name=name, label=Text(vi=name, en=name), question="${x}")
