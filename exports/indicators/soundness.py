"""Does a workbook fit its project? Every source is there, every expression compiles over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.answer import languages_of, text_in
from exports.indicators.definition import Dimension, Indicator, Source, Text
from exports.indicators.expressions import (
    Ground,
    RefusedExpression,
    ground_of_form,
    ground_of_list,
    names_in,
)
from exports.indicators.faults import fault
from exports.indicators.rules import compile_join, faults_in
from exports.indicators.workbook import IndicatorWorkbook, WorkbookRow
from forms.conversion import Fault
from forms.definition import FormDef, Labels
from forms.logic import Logic

FAULTS_MAX = 200


@dataclass(frozen=True, slots=True)
class Sources:
    """What a project's indicators can be made of."""

    forms: Mapping[str, Logic]
    """Published forms by id."""
    lists: Mapping[str, Sequence[str]]
    """Entity lists by name, with their properties."""


def faults_against(workbook: IndicatorWorkbook, sources: Sources) -> list[Fault]:
    """Return what does not fit, by sheet, row and column."""
    found: list[Fault] = []
    for row in workbook.rows:
        found += _of_row(row, sources)
        if len(found) >= FAULTS_MAX:
            break
    return found[:FAULTS_MAX]


def _of_row(row: WorkbookRow, sources: Sources) -> Iterator[Fault]:
    indicator = row.indicator
    ground = _ground(indicator.source, sources)
    if isinstance(ground, str):
        detail = indicator.source.repeat if ground == "no-such-repeat" else indicator.source.name
        yield fault(ground, detail, sheet="indicators", row=row.row, column="source")
        return
    for heading, refused in faults_in(indicator, ground):
        yield _refused(row, heading, refused)
    if indicator.join is not None:
        yield from _of_join(row, sources)


def _of_join(row: WorkbookRow, sources: Sources) -> Iterator[Fault]:
    join = row.indicator.join
    ground = _ground(join.source, sources) if join else "no-such-form"
    if join is None or isinstance(ground, str):
        name = join.source.name if join else ""
        yield fault(str(ground), name, sheet="indicators", row=row.row, column="join_source")
        return
    try:
        compile_join(row.indicator, ground)
    except RefusedExpression as refused:
        yield _refused(row, "join_condition", refused)


def _ground(source: Source, sources: Sources) -> Ground | str:
    """Return the ground of a source, or the code of what is wrong with it."""
    if source.kind == "entities":
        properties = sources.lists.get(source.name)
        return "no-such-entity-list" if properties is None else ground_of_list(properties)
    logic = sources.forms.get(source.name)
    if logic is None:
        return "no-such-form"
    return ground_of_form(logic, source.repeat) or "no-such-repeat"


def _refused(row: WorkbookRow, heading: str, refused: RefusedExpression) -> Fault:
    sheet, number, column = "indicators", row.row, heading
    if heading.startswith("dimensions/"):
        name = heading.removeprefix("dimensions/")
        sheet, number, column = "dimensions", row.dimension_rows.get(name, row.row), "value"
    return fault(refused.reason, refused.detail, sheet=sheet, row=number, column=column)


def labelled(indicator: Indicator, sources: Sources) -> Indicator:
    """Name the categories that the workbook does not: as the form names its choices."""
    forms = [logic.form for logic in sources.forms.values()]
    forms.sort(key=lambda form: form.form_id != indicator.source.name)
    dimensions = tuple(_labelled(one, forms) for one in indicator.dimensions)
    return replace(indicator, dimensions=dimensions)


def _labelled(dimension: Dimension, forms: Sequence[FormDef]) -> Dimension:
    if dimension.categories is not None or dimension.splits:
        return dimension
    named = names_in(dimension.question) or [dimension.name]
    for form in forms:
        for node in form.walk():
            if node.name == named[0] and node.choices:
                categories = {
                    choice.name: _text(form, choice.labels, choice.name) for choice in node.choices
                }
                return replace(dimension, categories=categories)
    return dimension


def _text(form: FormDef, labels: Labels, name: str) -> Text:
    vi = text_in(labels, languages_of(form, "vi")) or name
    return Text(vi=vi, en=text_in(labels, languages_of(form, "en")) or vi)
