"""What pyxform said of a workbook becomes faults, each at its place in two languages.

pyxform often names only the row, or the thing and no place at all: the cells tell the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from forms.cells import PLACES_MAX, Cells, Place
from forms.complaints import COMPLAINTS, Complaint, Groups
from forms.conversion import Fault, FaultLevel

_ROW = re.compile(r"^\s*\[row : (?P<row>\d+)\]\s*")
_SHEET = re.compile(r"On the '(?P<sheet>\w+)' sheet(?:, the '(?P<column>[^']+)')?")


def faults_of(said: str, level: FaultLevel, cells: Cells) -> tuple[Fault, ...]:
    """Return the faults of one text of pyxform's, which may hold several lines of them."""
    lines = said.strip().splitlines()
    if len(lines) > 1 and all(_ROW.match(line) for line in lines):
        return tuple(fault for line in lines for fault in _faults(line, level, cells))
    return tuple(_faults(said.strip(), level, cells))


def _faults(said: str, level: FaultLevel, cells: Cells) -> Iterator[Fault]:
    for complaint in COMPLAINTS:
        found = complaint.pattern.search(said)
        if found:
            groups = {name: text or "" for name, text in found.groupdict().items()}
            vi, en = complaint.vi.format(**groups), complaint.en.format(**groups)
            for place in _places(said, complaint, groups, cells):
                yield _fault(level, complaint.code, vi, en, place)
            return
    plain = _ROW.sub("", said) or "?"
    vi = f"Biểu mẫu có chỗ chưa đúng. Bộ chuyển đổi XLSForm báo: {plain}"
    yield _fault(level, "other", vi, plain, _said_place(said, "", "", cells))


def _fault(level: FaultLevel, code: str, vi: str, en: str, place: Place) -> Fault:
    return Fault(
        level=level,
        code=code,
        vi=vi,
        en=en,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
    )


def _places(said: str, complaint: Complaint, groups: Groups, cells: Cells) -> list[Place]:
    """Return where a fault sits: each place that the cells show, else the one that was said."""
    named = _said_place(said, complaint.column, groups.get("value", ""), cells)
    sought = complaint.seek(cells, groups) if complaint.seek else iter(())
    places = list(islice(dict.fromkeys(sought), PLACES_MAX))
    if named.row is None:
        return places or [named]
    return places if named in places else [named]


def _said_place(said: str, column: str, value: str, cells: Cells) -> Place:
    row = _ROW.match(said)
    sheet = _SHEET.search(said)
    if row is None and sheet is None:
        return Place()
    number = int(row["row"]) if row else None
    name = sheet["sheet"] if sheet else "survey"
    wanted = (sheet["column"] if sheet else None) or column
    if not wanted:
        return Place(name, number)
    return Place(name, number, cells.heading(name, wanted, number, value))
