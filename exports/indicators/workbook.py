"""The indicator workbook, as a designer edits it in Excel, read into definitions.

Sheets ``indicators``, ``dimensions``, ``categories`` and ``targets``; others are for people. What
is wrong is told by sheet, row and column. docs/indicators.md describes the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from exports.indicators.aggregates import UnreadableAggregate, read_measure
from exports.indicators.definition import (
    Dimension,
    Every,
    Indicator,
    Join,
    Level,
    Measure,
    Privacy,
    Source,
    Split,
    Text,
)
from exports.indicators.faults import fault
from exports.indicators.targets import TargetRow, read_targets
from exports.indicators.units import load_units
from exports.sheets import RefusedTable, SheetTable, TableRow, read_workbook
from forms.conversion import Fault
from forms.workbook import WorkbookLimits

INDICATORS_MAX = 500
_LIMITS = WorkbookLimits(cells_max=100_000)
"""It is read while somebody waits for the answer."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_SOURCE = re.compile(r"(?P<entities>entities:)?(?P<name>[^.\s]+)(?:\.(?P<repeat>\S+))?")
_SPLIT = re.compile(r"\s*(?P<category>[A-Za-z0-9_-]+)\s*=(?P<value>.+)", re.DOTALL)
_YES = ("yes", "có", "co", "x", "1", "true")
_NO = ("", "no", "không", "khong", "0", "false")
_PERIODS: tuple[Every, ...] = ("month", "quarter", "half", "nine", "year", "phase")
_LEVELS: tuple[Level, ...] = ("country", "province", "district", "commune")
_TARGETS = "targets"
_K = 5
"""How small a cell may be where the workbook says nothing."""


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """An indicator, and the row of the sheet that says it."""

    indicator: Indicator
    row: int
    dimension_rows: Mapping[str, int]
    """Rows of the sheet ``dimensions`` by name."""


@dataclass(frozen=True, slots=True)
class IndicatorWorkbook:
    """What a workbook says; where there are faults of level error, it is not to be used."""

    rows: Sequence[WorkbookRow]
    faults: Sequence[Fault]
    targets: Sequence[TargetRow] = ()
    """Of its indicators."""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The definitions, in their order."""
        return tuple(one.indicator for one in self.rows)


def read_indicators(data: bytes) -> IndicatorWorkbook:
    """Read a workbook. Faults of the file itself stand in ``faults`` as well."""
    try:
        sheets = read_workbook(data, _LIMITS)
    except RefusedTable as refused:
        return IndicatorWorkbook((), refused.faults)
    main = sheets.get("indicators")
    if main is None or not main.rows:
        return IndicatorWorkbook((), [fault("no-indicators", sheet="indicators")])
    reading = _Reading(
        dimensions=_by_name(sheets.get("dimensions")), lists=_lists(sheets.get("categories"))
    )
    rows = [one for row in main.rows[:INDICATORS_MAX] if (one := reading.row(row)) is not None]
    if len(main.rows) > INDICATORS_MAX:
        reading.note("too-many-indicators", INDICATORS_MAX + 2, "code", str(INDICATORS_MAX))
    reading.must_refer_to_each_other(rows)
    targets = reading.targets(sheets.get(_TARGETS))
    return IndicatorWorkbook(rows, reading.faults, targets)


@dataclass(slots=True)
class _Reading:
    dimensions: Mapping[str, Sequence[TableRow]]
    lists: Mapping[str, Mapping[str, Text]]
    faults: list[Fault] = field(default_factory=list)
    _codes: set[str] = field(default_factory=set)

    def note(
        self, code: str, row: int, column: str, detail: str, sheet: str = "indicators"
    ) -> None:
        self.faults.append(fault(code, detail, sheet=sheet, row=row, column=column))

    def targets(self, sheet: SheetTable | None) -> Sequence[TargetRow]:
        """Read what is aimed at, once all codes are known."""
        if sheet is None:
            return ()
        found, faults = read_targets(sheet, self._codes, load_units().keys())
        self.faults += (replace(one, sheet=_TARGETS) for one in faults)
        return found

    def row(self, row: TableRow) -> WorkbookRow | None:
        """Read one indicator; None where it has no code or no numerator to speak of."""
        cells, number = row.cells, row.number
        code = cells.get("code", "")
        if not _CODE.fullmatch(code):
            self.note("code", number, "code", code)
            return None
        if code in self._codes:
            self.note("code-twice", number, "code", code)
            return None
        self._codes.add(code)
        source = self._source(row, "source")
        numerator = self._measure(row, "numerator")
        if source is None or numerator is None:
            return None
        kind = cells.get("kind", "flow").lower()
        if kind not in ("flow", "stock"):
            self.note("kind", number, "kind", kind)
        indicator = Indicator(
            code=code,
            label=_label(cells, code),
            topic=cells.get("topic", ""),
            source=source,
            filter=cells.get("filter", ""),
            numerator=numerator,
            denominator=self._measure(row, "denominator") if cells.get("denominator") else None,
            dimensions=tuple(self._dimensions(row, code)),
            day=cells.get("day", ""),
            unit=cells.get("unit", ""),
            key=cells.get("key", ""),
            join=self._join(row),
            report_period=cells.get("report_period", ""),
            stock=kind == "stock",
            privacy=self._privacy(row),
            hidden=self._yes(row, "hidden"),
            percent=self._yes(row, "percent"),
        )
        self._must_fit(indicator, number)
        return WorkbookRow(indicator, number, dict(self._rows_of_dimensions(code, indicator)))

    def _rows_of_dimensions(self, code: str, indicator: Indicator) -> Iterator[tuple[str, int]]:
        for one in indicator.dimensions:
            row = self._dimension_row(one.name, code)
            if row is not None:
                yield one.name, row.number

    def _must_fit(self, one: Indicator, row: int) -> None:
        """Note what does not go together."""
        if one.stock != (one.source.kind == "entities"):
            self.note("kind-of-source", row, "kind", one.code)
        measures = [one.numerator, *([one.denominator] if one.denominator else [])]
        if any(measure.kind == "period_sum" for measure in measures) and not one.report_period:
            self.note("report-period", row, "report_period", one.code)
        if one.numerator.kind in ("indicator", "communes"):
            self.note("numerator-kind", row, "numerator", one.numerator.kind)
        if one.join is not None and not one.key:
            self.note("join-key", row, "key", one.code)

    def must_refer_to_each_other(self, rows: Sequence[WorkbookRow]) -> None:
        """Note denominators that name no indicator, or one that itself hangs on another."""
        plain = {
            row.indicator.code
            for row in rows
            if row.indicator.denominator is None or row.indicator.denominator.kind != "indicator"
        }
        for row in rows:
            measure = row.indicator.denominator
            is_other = measure is not None and measure.kind == "indicator"
            if measure is not None and is_other and measure.indicator not in plain:
                self.note("no-such-indicator", row.row, "denominator", measure.indicator)

    def _measure(self, row: TableRow, column: str) -> Measure | None:
        try:
            return read_measure(row.cells.get(column, ""))
        except UnreadableAggregate as error:
            self.note(error.reason, row.number, column, error.detail)
            return None

    def _source(self, row: TableRow, column: str) -> Source | None:
        text = row.cells.get(column, "")
        found = _SOURCE.fullmatch(text)
        if found is None or (found["entities"] and found["repeat"]):
            self.note("source", row.number, column, text)
            return None
        kind: Literal["entities", "form"] = "entities" if found["entities"] else "form"
        return Source(kind=kind, name=found["name"], repeat=found["repeat"] or "")

    def _join(self, row: TableRow) -> Join | None:
        if not row.cells.get("join_source"):
            return None
        source = self._source(row, "join_source")
        key, condition = row.cells.get("join_key", ""), row.cells.get("join_condition", "")
        if not key:
            self.note("join-key", row.number, "join_key", "")
        return None if source is None else Join(source=source, key=key, condition=condition)

    def _privacy(self, row: TableRow) -> Privacy | None:
        cells, number = row.cells, row.number
        columns = ("privacy_k", "privacy_periods", "privacy_lowest")
        if not any(cells.get(column) for column in columns):
            return None
        k = cells.get("privacy_k", str(_K))
        if not k.isdecimal() or not 2 <= int(k) <= 100:
            self.note("privacy-k", number, "privacy_k", k)
            return None
        periods = cells.get("privacy_periods", "year").split()
        for wrong in [one for one in periods if one not in _PERIODS]:
            self.note("privacy-period", number, "privacy_periods", wrong)
        lowest = cells.get("privacy_lowest", "province")
        if lowest not in _LEVELS:
            self.note("privacy-level", number, "privacy_lowest", lowest)
            lowest = "province"
        allowed = tuple(one for one in _PERIODS if one in periods)
        return Privacy(k=int(k), periods=allowed, lowest=cast("Level", lowest))

    def _yes(self, row: TableRow, column: str) -> bool:
        text = row.cells.get(column, "").lower()
        if text not in (*_YES, *_NO):
            self.note("yes-or-no", row.number, column, text)
        return text in _YES

    def _dimensions(self, row: TableRow, code: str) -> Iterator[Dimension]:
        for name in dict.fromkeys(row.cells.get("dimensions", "").replace(",", " ").split()):
            chosen = self._dimension_row(name, code)
            if chosen is None:
                self.note("no-such-dimension", row.number, "dimensions", name)
                continue
            yield self._dimension(name, chosen)

    def _dimension_row(self, name: str, code: str) -> TableRow | None:
        """Return the row of a dimension for an indicator: its own, else the one for all."""
        known = self.dimensions.get(name, ())
        own = [one for one in known if code in one.cells.get("for", "").split()]
        general = [one for one in known if not one.cells.get("for")]
        return next(iter(own or general), None)

    def _dimension(self, name: str, row: TableRow) -> Dimension:
        value = row.cells.get("value", "")
        listed = row.cells.get("list", "")
        categories = self.lists.get(listed) if listed else None
        if listed and categories is None:
            self.note("no-such-list", row.number, "list", listed, sheet="dimensions")
        splits = tuple(self._splits(value, categories or {}))
        if not value:
            self.note("no-value", row.number, "value", name, sheet="dimensions")
        return Dimension(
            name=name,
            label=_label(row.cells, name),
            question="" if splits else value,
            several=row.cells.get("several", "").lower() in _YES,
            splits=splits,
            categories=categories,
        )

    def _splits(self, value: str, labels: Mapping[str, Text]) -> Iterator[Split]:
        parts = [_SPLIT.fullmatch(part) for part in value.split(";") if part.strip()]
        found = [one for one in parts if one is not None]
        if not found or len(found) != len(parts):
            return
        for one in found:
            category = one["category"]
            text = labels.get(category, Text(vi=category, en=category))
            yield Split(category=category, value=one["value"].strip(), label=text)


def _by_name(sheet: SheetTable | None) -> Mapping[str, Sequence[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for row in sheet.rows if sheet else ():
        found.setdefault(row.cells.get("name", ""), []).append(row)
    return found


def _lists(sheet: SheetTable | None) -> Mapping[str, Mapping[str, Text]]:
    found: dict[str, dict[str, Text]] = {}
    for row in sheet.rows if sheet else ():
        name = row.cells.get("name", "")
        found.setdefault(row.cells.get("list", ""), {})[name] = _label(row.cells, name)
    return found


def _label(cells: Mapping[str, str], fallback: str) -> Text:
    vi = cells.get("label::vi") or cells.get("label::en") or fallback
    return Text(vi=vi, en=cells.get("label::en") or vi)
