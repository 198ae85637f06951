"""Indicator workbooks as designers write them, and the trainings that they count."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import openpyxl

from exports.indicators.definition import Indicator
from exports.indicators.form_facts import compile_form, facts_of_submission
from exports.indicators.workbook import read_indicators
from forms.check import check_loaded
from tests.forms.little import Little, ask, calculate, choices, little

Row = Mapping[str, object]

TRAINING = little(
    ask("date", "held"),
    ask("text", "commune"),
    ask("select_one kind", "kind"),
    ask("select_multiple topic", "topics"),
    ask("begin group", "present"),
    ask("integer", "n_female"),
    ask("integer", "n_male"),
    calculate("n_total", "coalesce(${n_female}, 0) + coalesce(${n_male}, 0)"),
    ask("end group", "present"),
    ask("begin repeat", "online"),
    ask("text", "channel"),
    ask("integer", "posts"),
    ask("end repeat", "online"),
    choices=[
        *choices("kind", training="Tập huấn", talk="Nói chuyện"),
        *choices("topic", gbv="Bạo lực giới", food="An toàn thực phẩm"),
    ],
    form_id="training",
)
DIMENSIONS: Sequence[Row] = (
    {"name": "kind", "label::vi": "Loại", "value": "${kind}"},
    {"name": "topics", "label::vi": "Nội dung", "value": "${topics}", "several": "yes"},
    {"name": "sex", "label::vi": "Giới", "value": "f=${n_female}; m=${n_male}"},
)


def indicator_row(code: str, numerator: str, source: str = "training", **more: object) -> Row:
    """Return a row of the sheet ``indicators``; ``label`` is its code unless given."""
    return {"code": code, "label::vi": code, "source": source, "numerator": numerator, **more}


def indicator_workbook(
    *rows: Row, dimensions: Sequence[Row] = DIMENSIONS, **sheets: object
) -> bytes:
    """Return an .xlsx with these rows; further sheets by name, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    written = {"indicators": rows, "dimensions": dimensions, **sheets}
    for name, listed in written.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for row in listed for heading in row))  # type: ignore[attr-defined]
        sheet.append(headings)
        for row in listed:  # type: ignore[attr-defined]
            sheet.append([row.get(heading) for heading in headings])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def defined(*rows: Row) -> Sequence[Indicator]:
    """Return the definitions of these rows; none may have a fault."""
    read = read_indicators(indicator_workbook(*rows))
    assert read.faults == []
    return read.indicators


def facts_in(form: Little, indicator: Indicator, answers: str) -> list[tuple[object, ...]]:
    """Return what a submission adds: part, value, key, and its numbers in each category.

    The same whether it is read for this, or was read and checked before.
    """
    compiled, instance = compile_form(form.logic, [(1, indicator)]), form.submission(answers)
    facts_now = partial(
        facts_of_submission,
        compiled,
        instance,
        form.given,
        unit="2024-01843",
        event_date=date(2021, 9, 3),
    )
    found = facts_now()
    checked = check_loaded(form.logic, instance, form.given)
    assert checked.loaded is not None
    assert facts_now(loaded=checked.loaded) == found
    facts = [one.fact for one in found]
    return [(fact.part, fact.value, fact.key, fact.categories) for fact in facts]
