"""What the page for importing sends: a file, what all rows answer alike, what columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request

from server.errors import Problem
from server.importing.opening import Wanted
from server.importing.source import Source, read_source
from server.store.forms import Form

IMPORT_BYTES_MAX = 8 * 1024 * 1024
ROWS_MAX = 2_000
"""All of them are checked and stored while the browser waits."""
LEFT_OUT = "-"
"""Chosen for a column that is not to be read; "": as its heading says."""
ANSWER = "answer:"
"""What the name of a field for an answer begins with; the question's path follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What stays on the page while the file is chosen again."""

    sheet: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What is answered alike in all rows, by the question's path."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Paths of questions, or LEFT_OUT, by heading."""
    checks_only: bool = False
    leaves_known_out: bool = False


def read_asked() -> Asked:
    """Read the fields of the page's form; empty ones say nothing."""
    answers = {
        name.removeprefix(ANSWER): text.strip()
        for name, text in request.form.items()
        if name.startswith(ANSWER) and text.strip()
    }
    pairs = zip(request.form.getlist("heading"), request.form.getlist("column"), strict=False)
    return Asked(
        sheet=request.form.get("sheet", "").strip(),
        answers=answers,
        columns={_one_line(heading): chosen for heading, chosen in pairs if chosen},
        checks_only="check" in request.form,
        leaves_known_out="skip_known" in request.form,
    )


def read_file(asked: Asked) -> Source | None:
    """Read the table that was sent; None: no file was chosen.

    Raises RefusedTable, 413.1, or 400.85 where it has more rows than a page takes.
    """
    sent = request.files.get("table")
    if sent is None or not sent.filename:
        return None
    data = sent.stream.read(IMPORT_BYTES_MAX + 1)
    if len(data) > IMPORT_BYTES_MAX:
        raise Problem("413.1", limit=IMPORT_BYTES_MAX)
    source = read_source(sent.filename, data, asked.sheet)
    count = len(source.table.rows)
    if count > ROWS_MAX:
        raise Problem("400.85", count=count, limit=ROWS_MAX)
    return source


def wanted_of(form: Form, source: Source, asked: Asked) -> Wanted:
    """Return what is to be imported. Columns that the file has no longer are forgotten."""
    chosen = {heading: chosen_for(asked, heading) for heading in source.table.headings}
    return Wanted(
        form_id=form.xml_form_id,
        source=source,
        columns={
            heading: "" if path == LEFT_OUT else path for heading, path in chosen.items() if path
        },
        constants=asked.answers,
        leaves_known_out=asked.leaves_known_out,
    )


def chosen_for(asked: Asked, heading: str) -> str:
    """Return what was chosen for a column: a path, LEFT_OUT, or "" for nothing."""
    return asked.columns.get(_one_line(heading), "")


def _one_line(heading: str) -> str:
    """Write a heading so that it is known again: a browser sends other ends of lines."""
    return " ".join(heading.split())
