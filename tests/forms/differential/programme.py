"""The programme's forms and the clients', as JavaRosa takes them: XForm and media in a folder."""

from __future__ import annotations

from pathlib import Path

from pyxform.xls2xform import convert

from forms.xform import read_form
from tests.forms.differential.forms import FuzzForm, OnDisk
from tests.kit.library import workbooks


def programme_forms(folder: Path) -> list[FuzzForm]:
    """Convert each workbook; nobody has filled them yet."""
    return [_form(workbook, folder / workbook.stem) for workbook in workbooks()]


def _form(workbook: Path, folder: Path) -> FuzzForm:
    place = OnDisk(xform=folder / "form.xml", media=folder / "media")
    place.media.mkdir(parents=True)
    place.xform.write_text(convert(str(workbook)).xform, "utf-8")
    form = read_form(place.xform.read_bytes())
    files = {file.name: workbook.with_name(file.name).read_bytes() for file in form.media}
    for name, data in files.items():
        (place.media / name).write_bytes(data)
    return FuzzForm(name=workbook.stem, form=form, files=files, place=place, submissions=())
