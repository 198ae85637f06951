"""An uploaded form: converted, read and checked, before anything of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forms.conversion import Compiled, Fault, WorkbookFaults
from forms.definition import FormDef, UnreadableForm
from forms.house_rules import FORM_ID_LENGTH_MAX
from forms.lint.faults import lint_faults
from forms.versioning import VERSION_LENGTH_MAX
from forms.xform import read_form
from server.errors import Problem
from server.publishing import form_faults
from server.publishing.conversion import look_through
from server.publishing.kept_conversions import converted

UploadKind = Literal["xml", "xlsx", "xls"]
UPLOAD_BYTES_MAX = 16 * 1024 * 1024
TITLE_LENGTH_MAX = 255
_SMALL_BYTES = 128 * 1024
"""An XForm up to this size is looked through at once: whatever is in it, within a second."""
_ENDINGS = (".xls", ".xlsx", ".xml", ".svc")
_ODD = frozenset("/\\?#%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What a designer sends."""

    data: bytes
    kind: UploadKind
    form_id_fallback: str | None = None
    """The form's id where the workbook's settings give none."""
    ignore_warnings: bool = False
    lints: bool = True
    """What its designer should mend is looked for, and stops it where no phone could go on."""
    language: str = "en"
    """In which faults are told: ``vi`` or ``en``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An upload that makes a form."""

    xform: bytes
    form: FormDef
    workbook: bytes | None
    """As uploaded; None for an XForm."""
    workbook_type: Literal["xlsx", "xls"] | None
    itemsets: bytes | None
    """``itemsets.csv``, which pyxform makes of external choices."""
    warnings: tuple[Fault, ...] = ()
    """What its designer should look at, and was passed over."""


def read_upload(upload: Upload) -> Definition:
    """Make a form of an upload; raise 400.8, 400.13, 400.15 or 400.16. Takes up to a minute."""
    try:
        compiled = _compiled(upload)
        form = read_form(compiled.xform)
        looks = upload.lints and upload.kind == "xml"
        warnings = _looked_through(form, upload) if looks else compiled.warnings
    except WorkbookFaults as found:
        raise form_faults.refused(found.faults, upload.language) from found
    except UnreadableForm as unreadable:
        raise form_faults.refused(form_faults.xml_faults(unreadable), upload.language) from None
    if warnings and not upload.ignore_warnings:
        raise form_faults.warned(warnings, upload.language)
    _must_be_addressable(form.form_id)
    _must_not_be_long("version", form.version, VERSION_LENGTH_MAX)
    _must_not_be_long("title", form.title, TITLE_LENGTH_MAX)
    is_xml = upload.kind == "xml"
    return Definition(
        xform=compiled.xform,
        form=form,
        workbook=None if is_xml else upload.data,
        workbook_type=None if upload.kind == "xml" else upload.kind,
        itemsets=compiled.itemsets,
        warnings=warnings,
    )


def _compiled(upload: Upload) -> Compiled:
    if upload.kind == "xml":
        return Compiled(xform=upload.data)
    if not upload.data:
        raise WorkbookFaults(form_faults.xml_faults(UnreadableForm("empty")))
    return converted(
        upload.data,
        kind=upload.kind,
        form_id_fallback=upload.form_id_fallback,
        lints=upload.lints,
    )


def _looked_through(form: FormDef, upload: Upload) -> tuple[Fault, ...]:
    """Return the warnings about an XForm. Raises WorkbookFaults for what phones refuse."""
    if len(upload.data) <= _SMALL_BYTES:
        found = lint_faults(upload.data, form)
    else:
        found = look_through(upload.data)
    if any(fault.level == "error" for fault in found):
        raise WorkbookFaults(found)
    return found


def _must_be_addressable(form_id: str) -> None:
    """The id stands in addresses and file names, and must come back out of both."""
    _must_not_be_long("xmlFormId", form_id, FORM_ID_LENGTH_MAX)
    if any(char in _ODD or not char.isprintable() for char in form_id):
        raise _bad_id(form_id, r"it may not hold / \ ? # % or control characters")
    if form_id.lower().endswith(_ENDINGS) or form_id in (".", ".."):
        raise _bad_id(form_id, "it may not end in .xls, .xlsx, .xml or .svc")
    if form_id != form_id.strip():
        raise _bad_id(form_id, "it may not begin or end with a blank")


def _bad_id(form_id: str, reason: str) -> Problem:
    return Problem("400.8", field="xmlFormId", value=form_id, reason=reason)


def _must_not_be_long(field: str, text: str, length: int) -> None:
    if len(text) > length:
        raise Problem("400.13", field=field, length=length)
