"""A stock figure: an indicator over the state of an entity list at a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import product
from zoneinfo import ZoneInfo

from exports.indicators.cells import Cell
from exports.indicators.definition import Dimension, Indicator
from exports.indicators.expressions import ground_of_list
from exports.indicators.facts import Fact, Part, Row, facts_of
from exports.indicators.rules import compile_rules
from forms.xpath.moments import zone_of
from forms.xpath.run import OWN_TEXT, POSITION, STEPS_MAX, Run


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity as it stood."""

    name: str
    """Its uuid."""
    label: str
    properties: Mapping[str, str]


def cells_at(
    indicator: Indicator,
    dimensions: Sequence[Dimension],
    entities: Iterable[Entity],
    properties: Sequence[str],
    day: date,
) -> Mapping[Part, list[Cell]]:
    """Add up what entities are at a day; cells of numerator and denominator, as the store's are.

    ``properties``: all that the list has. Raises RefusedExpression where the list has changed so
    that the definition no longer fits.
    """
    ground = ground_of_list(properties)
    rules = compile_rules(indicator, ground)
    place = ground.site.here
    slots = {name: child.slot for name, child in place.children.items()}
    template = place.inner.template
    zone = zone_of(ZoneInfo("UTC"))
    noon = zone.of(int(datetime.combine(day, time(12), UTC).timestamp() * 1000))
    adding = _Adding(indicator, dimensions)
    for entity in entities:
        frame = template.copy()
        frame[POSITION], frame[OWN_TEXT] = 1, ""
        for name, slot in slots.items():
            frame[slot] = entity.properties.get(name, "")
        frame[slots["name"]], frame[slots["label"]] = entity.name, entity.label
        run = Run(frame, zone, noon)
        run.steps = STEPS_MAX
        for fact in facts_of(rules, Row(frame, day, None), run):
            adding.take(fact)
    return adding.cells()


class _Adding:
    def __init__(self, indicator: Indicator, dimensions: Sequence[Dimension]) -> None:
        self._dimensions = dimensions
        denominator = indicator.denominator
        self._by_key: Mapping[Part, bool] = {
            "numerator": indicator.numerator.kind == "distinct",
            "denominator": denominator is not None and denominator.kind == "distinct",
        }
        self._sums: dict[tuple[Part, str | None, tuple[str, ...], str], float] = {}

    def take(self, fact: Fact) -> None:
        by_key = self._by_key[fact.part]
        for categories, value in self._crossed(fact):
            place = (fact.part, fact.unit, categories, fact.key if by_key else "")
            self._sums[place] = 1.0 if by_key else self._sums.get(place, 0.0) + value

    def _crossed(self, fact: Fact) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield the categories that a fact is in, of two dimensions each pair, and its number."""
        numbers = (fact.categories.get(one.name, {}).items() for one in self._dimensions)
        for some in product(*numbers):
            value = fact.value
            for dimension, (_, number) in zip(self._dimensions, some, strict=True):
                if dimension.splits and fact.part == "numerator":
                    value = number
            yield tuple(category for category, _ in some), value

    def cells(self) -> Mapping[Part, list[Cell]]:
        found: dict[Part, list[Cell]] = {"numerator": [], "denominator": []}
        for (part, unit, categories, key), value in self._sums.items():
            found[part].append(Cell(unit, categories, value, key))
        return found
