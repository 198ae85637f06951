"""The lines of a report: what the store added up, rolled up to units, with shares and targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from math import fsum

from exports.indicators.cells import Cell
from exports.indicators.definition import AggregateKind, Dimension, Indicator, Measure
from exports.indicators.periods import Period
from exports.indicators.roll_up import UNKNOWN, UNKNOWN_NAMES, Placing

NOT_ANSWERED = {"vi": "Không trả lời", "en": "Not answered"}
"""The category of rows whose question was left empty."""
_SILENT: frozenset[AggregateKind] = frozenset({"last_sum", "period_sum"})
"""Numbers that somebody reports: without a report they are unknown, not 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the store knows of one indicator in one period."""

    indicator: Indicator
    period: Period
    numerator: Sequence[Cell]
    denominator: Sequence[Cell] = ()
    """Its cells have the numerator's categories, or () where one number serves all of them."""
    other: Measure | None = None
    """Where the denominator is another indicator: the numerator of that one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of a report."""

    indicator: str
    label: str
    vintage: str
    unit: str
    """Key of a unit or group; "": unknown."""
    unit_name: str
    period: str
    start: date
    """A stock figure is of one day: its first is its last."""
    end: date
    categories: tuple[str, ...]
    category_labels: tuple[str, ...]
    numerator: float | None
    denominator: float | None
    value: float | None
    """None: hidden, unknown, or a share of nothing."""
    target: float | None
    suppressed: bool
    bridged: float | None
    """How much of the numerator came by the default successor of units that were split.

    None where the indicator has privacy: it would be a figure about those units alone.
    """


Target = Callable[[str, str, Period], float | None]
"""What was aimed at: by the indicator's code, the unit's key and the period."""
IsTold = Callable[[Line, frozenset[str]], bool]
"""Whether a line may be given; of the line with its figures, and the reported units behind it
("" for none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is asked for, beside where and when."""

    dimensions: tuple[str, ...] = ()
    language: str = "vi"
    target: Target | None = None
    is_told: IsTold | None = None
    met: tuple[frozenset[str], ...] = ()
    """Of an indicator with privacy, the categories of each dimension that were ever met: they have
    their lines, and no others, for a line that is there would tell that there is something."""


def lines(figures: Figures, placing: Placing, asked: Asked) -> Iterator[Line]:
    """Yield the lines of an indicator in a period: by unit, and in each by category.

    Each unit of the area has all its lines, also where there was nothing; with dimensions, those
    of the categories without the total. What has no unit at that level stands in a last one, so
    that nothing is lost. Raises KeyError for a dimension that the indicator does not have.
    """
    making = _Making(figures, placing, asked)
    places = [*making.numerator.reported(), *making.denominator.reported()]
    units = [(unit.key, unit.label) for unit in placing.lines(places)]
    others = making.units() - {key for key, _ in units} - {UNKNOWN}
    units += [(key, key) for key in sorted(others)]  # none that we know of, but never silently
    unknown = UNKNOWN in making.units()
    # Whether there is such a line would tell of a small number as well.
    if unknown or (figures.indicator.privacy is not None and placing.leaves_some_unknown):
        units.append((UNKNOWN, UNKNOWN_NAMES[asked.language]))
    categories = list(product(*making.categories()))
    for key, name in units:
        for some in categories:
            yield making.line(key, name, some)


@dataclass(slots=True)
class _Sum:
    """What was added up in one line."""

    values: list[float] = field(default_factory=list)
    split_values: list[float] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    whole_keys: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    def amount(self, kind: AggregateKind) -> float:
        return float(len(self.keys)) if kind == "distinct" else fsum(self.values)

    def bridged(self, kind: AggregateKind) -> float:
        if kind == "distinct":
            return float(len(self.keys - self.whole_keys))
        return fsum(self.split_values)


class _Part:
    """The numerator or the denominator of all lines."""

    def __init__(
        self, kind: AggregateKind, cells: Iterable[Cell], placing: Placing, *, of_communes: bool
    ) -> None:
        self.kind = kind
        self.sums: dict[tuple[str, tuple[str, ...]], _Sum] = {}
        self._placing = placing
        self._reported: set[str | None] = set()
        for cell in cells:
            place = placing.place(cell.unit)
            if place is None:
                continue
            self._reported.add(cell.unit)
            one = self.sums.setdefault((place.unit, cell.categories), _Sum())
            one.places.add(cell.unit or UNKNOWN)
            one.values.append(cell.value)
            key = placing.commune(cell.key) if of_communes else cell.key
            one.keys.add(key)
            if place.split:
                one.split_values.append(cell.value)
            else:
                one.whole_keys.add(key)

    def reported(self) -> set[str | None]:
        return self._reported

    def amount(self, unit: str, categories: tuple[str, ...]) -> float | None:
        """Return the number of a line; None where nobody reported it."""
        if self.kind == "communes":
            return float(self._placing.communes(unit))
        found = self.sums.get((unit, categories)) or self.sums.get((unit, ()))
        if found is None:
            return None if self.kind in _SILENT else 0.0
        return found.amount(self.kind)

    def places(self, unit: str, categories: tuple[str, ...]) -> set[str]:
        found = self.sums.get((unit, categories)) or self.sums.get((unit, ()))
        return found.places if found else set()


class _Making:
    def __init__(self, figures: Figures, placing: Placing, asked: Asked) -> None:
        one = figures.indicator
        self.figures, self.asked, self.placing = figures, asked, placing
        self.dimensions = [_dimension(one, name) for name in asked.dimensions]
        self.labels = [labels_of(dimension, asked.language) for dimension in self.dimensions]
        measure = one.denominator
        if measure is not None and measure.kind == "indicator":
            measure = figures.other or measure
        of_communes = measure is not None and measure.kind == "communes"
        self.numerator = _Part(
            one.numerator.kind, figures.numerator, placing, of_communes=of_communes
        )
        self.has_denominator = measure is not None
        kind = measure.kind if measure else "count"
        self.denominator = _Part(kind, figures.denominator, placing, of_communes=False)

    def units(self) -> set[str]:
        """Return the lines' units in which there is something."""
        return {unit for part in (self.numerator, self.denominator) for unit, _ in part.sums}

    def categories(self) -> list[list[str]]:
        """Return the categories of each dimension asked for, in their order."""
        if self.figures.indicator.privacy is not None:
            met = self.asked.met or [frozenset[str]()] * len(self.labels)
            return [
                _ordered(labels, set(some)) for labels, some in zip(self.labels, met, strict=True)
            ]
        seen = [categories for _, categories in self.numerator.sums]
        seen += [self._of_lines(categories) for _, categories in self.denominator.sums]
        return [
            _ordered(labels, {categories[place] for categories in seen if categories})
            for place, labels in enumerate(self.labels)
        ]

    def line(self, unit: str, name: str, categories: tuple[str, ...]) -> Line:
        one, period, asked = self.figures.indicator, self.figures.period, self.asked
        shared = self._of_denominator(categories)
        numerator = self.numerator.amount(unit, categories)
        denominator = self.denominator.amount(unit, shared) if self.has_denominator else None
        sums = self.numerator.sums.get((unit, categories))
        line = Line(
            indicator=one.code,
            label=one.label.of(asked.language),
            vintage=self.placing.area.vintage,
            unit=unit,
            unit_name=name,
            period=period.name,
            start=period.end if one.stock else period.start,
            end=period.end,
            categories=categories,
            category_labels=tuple(
                labels.get(category, category) or NOT_ANSWERED[asked.language]
                for labels, category in zip(self.labels, categories, strict=True)
            ),
            numerator=numerator,
            denominator=denominator,
            value=self._value(numerator, denominator),
            target=asked.target(one.code, unit, period)
            if asked.target and not categories and unit != UNKNOWN
            else None,
            suppressed=False,
            bridged=(sums.bridged(self.numerator.kind) if sums else 0.0)
            if one.privacy is None
            else None,
        )
        places = self.numerator.places(unit, categories) | self.denominator.places(unit, shared)
        if asked.is_told is None:
            is_told = one.privacy is None  # who cannot say what may be told, tells nothing
        else:
            is_told = asked.is_told(line, frozenset(places))
        if is_told:
            return line
        return replace(
            line, numerator=None, denominator=None, value=None, bridged=None, suppressed=True
        )

    def _value(self, numerator: float | None, denominator: float | None) -> float | None:
        if not self.has_denominator:
            return numerator
        return numerator / denominator if denominator and numerator is not None else None

    def _of_denominator(self, categories: tuple[str, ...]) -> tuple[str, ...]:
        """Parts of the numerator (``female=${n_female}``) are shares of the whole."""
        return tuple(
            "" if dimension.splits else category
            for dimension, category in zip(self.dimensions, categories, strict=True)
        )

    def _of_lines(self, categories: tuple[str, ...]) -> tuple[str, ...]:
        """Return which lines a cell of the denominator calls for: of parts, those there are."""
        return tuple(
            dimension.splits[0].category if dimension.splits else category
            for dimension, category in zip(self.dimensions, categories, strict=False)
        )


def labels_of(dimension: Dimension, language: str) -> dict[str, str]:
    """Return what people read for the categories that the definition knows, in their order."""
    told = {one.category: one.label.of(language) for one in dimension.splits}
    for category, label in (dimension.categories or {}).items():
        told[category] = label.of(language)
    return told


def _ordered(known: Mapping[str, str], seen: set[str]) -> list[str]:
    """Order categories: those of the definition, others that were met, not answered."""
    others = sorted(seen - set(known) - {""})
    blank = [""] if "" in seen and "" not in known else []
    return [*known, *others, *blank]


def _dimension(indicator: Indicator, name: str) -> Dimension:
    found = indicator.dimension(name)
    if found is None:
        raise KeyError(name)
    return found
