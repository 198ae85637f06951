"""What an indicator is: the frozen values that a designer's workbook is read into.

An indicator adds up the *facts* of submissions or of an entity list. Its expressions are XLSForm's
(``${question}``), its aggregates are ours: docs/adr/0004-indicators.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

AggregateKind = Literal[
    "count",
    "sum",
    "distinct",
    "last_sum",
    "period_sum",
    "indicator",
    "communes",
]
"""How the facts of a measure are put together.

``count``       a row counts 1 (where its condition holds)
``sum``         numbers are added up
``distinct``    different keys are counted
``last_sum``    of each unit the latest number in the period, then their sum (stock figures)
``period_sum``  numbers of the reports over exactly the period asked for; where a unit gave none,
                the sum of its monthly ones, if they are all there
``indicator``   the numerator of another indicator
``communes``    how many communes the unit has: no facts
"""
Level = Literal["country", "province", "district", "commune"]
Every = Literal["day", "month", "quarter", "half", "nine", "year", "phase"]
"""Kinds of period; ``day``: the state at a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in our two languages; ``en`` is the Vietnamese one where it was left empty."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """Return it in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the rows come from."""

    kind: Literal["form", "entities"]
    name: str
    """The form's id, or the entity list's name."""
    repeat: str = ""
    """Name of the repeat whose entries are the rows; "": one row for each submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A numerator or a denominator."""

    kind: AggregateKind
    value: str = ""
    """Expression of the number (``sum``, ``last_sum``, ``period_sum``) or key (``distinct``)."""
    condition: str = ""
    """Expression that a row must satisfy beside the indicator's filter; "": every row counts."""
    indicator: str = ""
    """Code of the other indicator."""
    at_start: bool = False
    """Of another indicator that is a stock: its figure when the period begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One category of a dimension that has a number of its own: ``female=${n_female}``."""

    category: str
    value: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A disaggregation."""

    name: str
    label: Text
    question: str = ""
    """Expression whose value is the category; of a select_multiple, each of its choices."""
    several: bool = False
    """A row counts once in each of its categories, and once in the total."""
    splits: tuple[Split, ...] = ()
    """Instead of ``question``: the numerator in parts."""
    categories: Mapping[str, Text] | None = None
    """Labels of the categories, in their order; None: they are what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Rows of another form that speak of the same case."""

    source: Source
    key: str
    """Expression in the other form."""
    condition: str
    """Expression in the other form: where it holds for any row, the numerator counts too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """How small a cell may be that is told."""

    k: int
    """A cell from 1 to below k is hidden."""
    periods: tuple[Every, ...]
    """The only kinds of period that are given."""
    lowest: Level
    """The lowest level that is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of a report."""

    code: str
    label: Text
    source: Source
    filter: str
    """Expression that a row must satisfy; "": every row."""
    numerator: Measure
    denominator: Measure | None
    """None: the figure is the numerator; else their quotient."""
    dimensions: tuple[Dimension, ...]
    day: str
    """Expression of the day a row counts on; "": the submission's event date."""
    unit: str
    """Expression of the unit's key (``2025-01906``); "": the submission's unit."""
    key: str = ""
    """Expression of the case a row speaks of, for ``join``."""
    join: Join | None = None
    report_period: str = ""
    """For ``period_sum``: expression of the kind of period a report is over."""
    stock: bool = False
    """A state at a day (of an entity list), not what happened in a period."""
    privacy: Privacy | None = None
    hidden: bool = False
    """Only used by other indicators."""
    percent: bool = False
    """Shown as a percentage."""
    topic: str = ""
    """The block (sheet) of the report it stands in."""

    @property
    def hash(self) -> str:
        """What identifies its figures: all but the labels, topic and order."""
        told = asdict(self)
        for silent in ("label", "topic", "percent", "privacy", "hidden"):
            del told[silent]
        for dimension in told["dimensions"]:
            del dimension["label"], dimension["categories"]
            for split in dimension["splits"]:
                del split["label"]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def dimension(self, name: str) -> Dimension | None:
        """Return the disaggregation of that name."""
        return next((one for one in self.dimensions if one.name == name), None)
