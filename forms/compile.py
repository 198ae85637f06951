"""A workbook becomes an XForm: the only place that knows pyxform.

Meant to run in a child process with limits on memory and time: server.publishing.conversion.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import ConvertResult, convert

from forms.cells import Cells, Sheet
from forms.conversion import Compiled, Fault, Kind, WorkbookFaults
from forms.definition import FormDef, UnreadableForm
from forms.diagnosis import faults_of
from forms.house_rules import empty_survey_faults, form_id_faults, unreadable_faults
from forms.lint.faults import lint_faults
from forms.workbook import NOT_A_WORKBOOK, check_workbook
from forms.xform import read_form

__all__ = ["Compiled", "Fault", "WorkbookFaults", "compile_workbook"]

WARNINGS_MAX = 200
_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_NO_CELLS = Cells({})


def compile_workbook(
    data: bytes, *, kind: Kind, form_id_fallback: str | None, lints: bool = True
) -> Compiled:
    """Compile a workbook and make sure that the result can be read, and run on a phone.

    ``form_id_fallback`` names the form where its settings do not. Without ``lints`` the form is
    taken as it is, and pyxform alone warns. Raises WorkbookFaults.
    """
    if faults := check_workbook(data, kind):
        raise WorkbookFaults(faults)
    read = _read(data, kind)
    cells = _cells(read)
    read.fallback_form_name = form_id_fallback
    converted = _convert(read, cells)
    faults = form_id_faults(cells, form_id_fallback) + empty_survey_faults(cells)
    if faults:
        raise WorkbookFaults(faults)
    xform = converted.xform.encode()
    try:
        form = read_form(xform)
    except UnreadableForm as unreadable:
        raise WorkbookFaults(unreadable_faults(unreadable, cells)) from unreadable
    said = [fault for said in converted.warnings for fault in faults_of(said, "warning", cells)]
    warnings = tuple(said[:WARNINGS_MAX])
    return Compiled(
        xform=xform,
        warnings=_judged(xform, form, cells, warnings) if lints else warnings,
        itemsets=converted.itemsets.encode() if converted.itemsets else None,
    )


def _judged(
    xform: bytes, form: FormDef, cells: Cells, said: tuple[Fault, ...]
) -> tuple[Fault, ...]:
    """Return all warnings, pyxform's before ours. Raises WorkbookFaults for what phones refuse."""
    found = lint_faults(xform, form, cells)
    errors = tuple(fault for fault in found if fault.level == "error")
    warnings = (*said, *found[len(errors) :])
    if errors:
        raise WorkbookFaults((errors + warnings)[:WARNINGS_MAX])
    return warnings[:WARNINGS_MAX]


def _read(data: bytes, kind: Kind) -> DefinitionData:
    try:
        return get_xlsform(xlsform=data, file_type=f".{kind}")
    except PyXFormError as error:
        said = str(error)
        if "not recognized as a supported type" in said:
            raise WorkbookFaults(NOT_A_WORKBOOK) from error
        raise WorkbookFaults(faults_of(said, "error", _NO_CELLS)) from error
    except MemoryError:
        raise
    except Exception as error:  # what the readers of Excel raise for broken files is endless
        raise WorkbookFaults(NOT_A_WORKBOOK) from error


def _cells(read: DefinitionData) -> Cells:
    """Copy the cells, since pyxform changes them as it goes."""
    sheets: dict[str, Sheet] = {}
    for name in _SHEETS:
        rows = getattr(read, name) or ()
        headings = (getattr(read, f"{name}_header") or [{}])[0]
        sheets[name] = Sheet(headings=tuple(headings), rows=tuple(dict(row) for row in rows))
    return Cells(sheets)


def _convert(read: DefinitionData, cells: Cells) -> ConvertResult:
    workbook: dict[str, Any] = {part.name: getattr(read, part.name) for part in fields(read)}
    try:
        return convert(xlsform=workbook, validate=False)
    except PyXFormError as error:
        raise WorkbookFaults(faults_of(str(error), "error", cells)) from error
    except (MemoryError, OSError):  # of the machine, not of the workbook
        raise
    except Exception as error:  # a workbook that pyxform itself stumbles over
        said = f"{type(error).__name__}: {error}"
        raise WorkbookFaults(faults_of(said, "error", cells)) from error
