"""A row is read with its day first, and a day that is none is told at its cell."""

from __future__ import annotations

from datetime import date

import pytest

from exports.importing.answers import RowReader
from exports.importing.headings import match_headings
from exports.indicators.units import load_units
from exports.sheets import TableRow
from forms.definition import FormDef
from tests.exports.importing.questions import question

TODAY = date(2021, 9, 30)


@pytest.mark.parametrize("kind", ["date", "dateTime", "string"])
@pytest.mark.parametrize(
    "day, codes",
    [
        ("2021-09-14", []),
        ("14/09/2021 lúc 8 giờ", ["not-a-date"]),
        ("", ["no-date"]),
        ("2021-10-01", ["future-date"]),
    ],
)
def test_a_day_of_whatever_type_is_read_or_told(kind: str, day: str, codes: list[str]) -> None:
    asked = question("day", "Ngày", type=kind)
    reader = RowReader(
        form=FormDef(
            form_id="visit",
            version="1",
            title="",
            root="data",
            children=(asked,),
            event_date_path="/day",
        ),
        questions={"/day": asked},
        headings=match_headings({"/day": asked}, ["Ngày"], {}),
        constants={},
        units=load_units(),
        today=TODAY,
    )
    read = reader.read(TableRow(2, {"Ngày": day} if day else {}))
    assert [(one.row, one.column, one.code) for one in read.faults] == [
        (2, "Ngày", code) for code in codes
    ]
