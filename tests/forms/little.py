"""Little forms, written as rows of a survey, and what is found in their submissions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from forms.check import Circumstances, check
from forms.findings import SENTENCES, Finding, Kind, Level
from forms.instance import Instance, read_instance
from forms.logic import Logic, read_logic
from forms.xform import read_form
from tests.forms.differential.forms import xform_of
from tests.forms.differential.sources import Row, ask, calculate, choices

__all__ = [
    "GIVEN",
    "Little",
    "Row",
    "ask",
    "calculate",
    "choices",
    "fault",
    "little",
    "little_xform",
    "note",
]

GIVEN = Circumstances(
    received_at=datetime(2026, 3, 5, 3, tzinfo=UTC),
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    languages=("",),
    language="vi",
)
META = "<meta><instanceID>uuid:1</instanceID></meta>"
_NO_FILES: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Little:
    """A form that submissions are held against."""

    logic: Logic
    given: Circumstances = GIVEN

    def told(self, **changes: Any) -> Little:
        """Return the same, under other circumstances."""
        return replace(self, given=replace(self.given, **changes))

    def submission(self, answers: str) -> Instance:
        root, form_id = self.logic.form.root, self.logic.form.form_id
        xml = f'<{root} id="{form_id}" version="1">{answers}{META}</{root}>'
        return read_instance(xml.encode())

    def finds(self, answers: str) -> list[Finding]:
        """Check a submission that holds these answers."""
        return self.finds_in(self.submission(answers))

    def finds_in(self, instance: Instance) -> list[Finding]:
        return list(check(self.logic, instance, self.given))


def little(
    *survey: Row,
    choices: Sequence[Row] = (),
    files: Mapping[str, bytes] = _NO_FILES,
    **settings: str,
) -> Little:
    """Return the form of these rows."""
    named = {"form_id": "little", "form_title": "little", "version": "1", **settings}
    workbook = {"survey": survey, "choices": choices, "settings": [named]}
    return little_xform(xform_of(workbook), files)


def little_xform(xform: bytes, files: Mapping[str, bytes] = _NO_FILES) -> Little:
    """Return the form that an XForm defines."""
    return Little(read_logic(read_form(xform), files))


def fault(
    path: str,
    kind: Kind,
    submitted: str | None = None,
    expected: str | None = None,
    *,
    expression: str = "",
    message: str | None = None,
    question: str | None = None,
    level: Level = "fault",
) -> Finding:
    """Return what should be found, with our own words for it unless others are given."""
    below_root = re.sub(r"\[\d+\]|^/[^/]+", "", path)
    return Finding(
        path=path,
        question=below_root if question is None else question,
        kind=kind,
        level=level,
        message=SENTENCES[kind]["vi"] if message is None else message,
        submitted=submitted,
        expected=expected,
        expression=expression,
    )


def note(
    path: str,
    kind: Kind,
    submitted: str | None = None,
    expected: str | None = None,
    *,
    expression: str = "",
    message: str | None = None,
    question: str | None = None,
) -> Finding:
    """Return what should be found, and is nobody's fault."""
    return fault(
        path,
        kind,
        submitted,
        expected,
        expression=expression,
        message=message,
        question=question,
        level="note",
    )
