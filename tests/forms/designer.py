"""A designer with an idea: rows of a workbook written in a line, and what she is told of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl

from forms.compile import compile_workbook
from forms.conversion import Fault, WorkbookFaults
from forms.lint.faults import lint_faults
from forms.xform import read_form

Row = Mapping[str, object]
Told = tuple[str, str | None, int | None, str | None]
"""Code, sheet, row, column."""
_BY_PYXFORM = frozenset(("missing-translation", "no-max-pixels", "choice-without-label"))


def ask(kind: str, name: str, **cells: object) -> dict[str, object]:
    """Write a row of the survey, with a label where people see it."""
    row: dict[str, object] = {"type": kind, "name": name}
    if not kind.startswith(("calculate", "csv-external", "start", "end")):
        row["label"] = name
    return row | cells


def choice(list_name: str, name: object, **cells: object) -> dict[str, object]:
    """Write a row of the choices."""
    return {"list_name": list_name, "name": name, "label": str(name)} | cells


YES_NO = (choice("yn", "yes"), choice("yn", "no"))
BEGIN = ask("begin_repeat", "child")
END = {"type": "end_repeat"}


def workbook(*survey: Row, **sheets: Sequence[Row]) -> bytes:
    """Make an .xlsx: the first row of the survey is row 2; a heading for each word that is used."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    settings: Sequence[Row] = ({"form_id": "f", "version": "1"},)
    for title, rows in {"survey": survey, "settings": settings, **sheets}.items():
        sheet = book.create_sheet(title)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def faults(*survey: Row, **sheets: Sequence[Row]) -> tuple[Fault, ...]:
    """Return what is said of a workbook, whether it makes a form or not."""
    data = workbook(*survey, **sheets)
    try:
        found = compile_workbook(data, kind="xlsx", form_id_fallback=None).warnings
    except WorkbookFaults as wrong:
        found = wrong.faults
        assert found[0].level == "error"
    assert all(fault.vi and fault.en and fault.vi != fault.en for fault in found)
    return tuple(fault for fault in found if fault.code not in _BY_PYXFORM)


def told(*survey: Row, **sheets: Sequence[Row]) -> list[Told]:
    """Return the codes and cells of what is said of a workbook."""
    return places(faults(*survey, **sheets))


def places(found: Sequence[Fault]) -> list[Told]:
    """Return codes and cells."""
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in found]


def told_of_xform(
    *binds: str, nodes: str = "<a/><b/>", head: str = "", body: str = ""
) -> list[Told]:
    """Return what is said of an XForm with these binds."""
    return places(faults_of_xform(*binds, nodes=nodes, head=head, body=body))


def faults_of_xform(
    *binds: str, nodes: str = "<a/><b/>", head: str = "", body: str = ""
) -> tuple[Fault, ...]:
    """Return what is said of an XForm with these binds: attributes, as they stand in a tag."""
    xform = f"""<h:html xmlns="http://www.w3.org/2002/xforms"
        xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><model><instance><data id="f">{nodes}</data></instance>{head}
        {"".join(f"<bind {bind}/>" for bind in binds)}</model></h:head>
        <h:body>{body}</h:body></h:html>""".encode()
    return lint_faults(xform, read_form(xform))
