"""A stock figure: an indicator over the state of an entity list at a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
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
        adding.take(list(facts_of(rules, Row(frame, 0, day, None), run)))
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

    def take(self, facts: Sequence[Fact]) -> None:
        for part in self._by_key:
            own = [fact for fact in facts if fact.part == part]
            for categories, fact in self._crossed(own):
                key = fact.key if self._by_key[part] else ""
                place = (part, fact.unit, categories, key)
                told = 1.0 if self._by_key[part] else self._sums.get(place, 0.0) + fact.value
                self._sums[place] = told

    def _crossed(self, facts: Sequence[Fact]) -> list[tuple[tuple[str, ...], Fact]]:
        """Return the facts in the dimensions asked for: of two, each pair of categories."""
        names = [dimension.name for dimension in self._dimensions]
        if not names:
            return [((), fact) for fact in facts if not fact.dimension]
        first = [fact for fact in facts if fact.dimension == names[0]]
        if len(names) == 1:
            return [((fact.category,), fact) for fact in first]
        second = [fact for fact in facts if fact.dimension == names[1]]
        return [((one.category, two.category), one) for one in first for two in second]

    def cells(self) -> Mapping[Part, list[Cell]]:
        found: dict[Part, list[Cell]] = {"numerator": [], "denominator": []}
        for (part, unit, categories, key), value in self._sums.items():
            found[part].append(Cell(unit, categories, value, key))
        return found
