"""Which choices a question offers: its list, or the items that its choice filter lets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.definition import ItemSet, Node
from forms.xpath.compiler import asks_position, compile_nodes, compile_test
from forms.xpath.faults import EvaluationError, UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.routes import Site, resolve
from forms.xpath.run import Frame, Run
from forms.xpath.schema import Place
from forms.xpath.syntax import Call, Expression, Path, Step
from forms.xpath.values import text_of
from forms.xpath.walks import Evaluate, slot_of
from forms.xpath.world import ChoiceNames, Table

Offers = Callable[[str, Frame, Run], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What a question offers: always the same, or by the answers given."""

    allowed: frozenset[str] | None = None
    offers: Offers | None = None


def offer_of(node: Node, site: Site) -> Offer | None:
    """Return what a question offers; None where it offers nothing that could be known.

    Raises EvaluationError, NotHere where its file is not here.
    """
    if node.item_set is None:
        names = frozenset(choice.name for choice in node.choices)
        return Offer(allowed=names) if names else None
    path = nodeset_of(node.item_set)
    if path is None:
        return None
    table = _table_of(path, site)
    if table is not None:
        offered = _offer_of_table(path, node.item_set, table, site)
        if offered is not None:
            return offered
    return Offer(offers=_by_walking(path, node.item_set, site))


def nodeset_of(item_set: ItemSet) -> Path | None:
    """Return the path of an item set, out of ``randomize()``; None where it is none."""
    try:
        expression: Expression = parse(item_set.nodeset)
    except UnreadableExpression:
        return None
    if isinstance(expression, Call) and expression.name == "randomize" and expression.arguments:
        expression = expression.arguments[0]
    return expression if isinstance(expression, Path) else None


def _table_of(path: Path, site: Site) -> Table | None:
    bare = Path(path.start, tuple(Step(step.axis, step.name) for step in path.steps))
    return resolve(bare, site).table


def _offer_of_table(path: Path, item_set: ItemSet, table: Table, site: Site) -> Offer | None:
    """Look a choice up in a table: by its value, then by the filter. None: it is no such table."""
    entry = _entry(path, table)
    value = entry.children.get(item_set.value) if entry else None
    if entry is None or value is None:
        return None
    if not path.steps[-1].predicates:
        return Offer(allowed=frozenset(table.index(entry, value)))
    tests = _filter(path, entry, site)
    if not tests:
        return None

    def offers(choice: str, frame: Frame, run: Run) -> bool:
        found = table.index(entry, value).get(choice, ())
        run.origin = frame
        run.spend(len(found))
        return any(all(test(item, run) is True for test in tests) for item in found)

    return Offer(offers=offers)


def _filter(path: Path, entry: Place, site: Site) -> tuple[Evaluate, ...]:
    """Compile a choice filter, each test by itself; nothing where it asks for positions.

    Whoever calls them has set the ``origin`` of the run.
    """
    predicates = path.steps[-1].predicates
    if any(asks_position(predicate) for predicate in predicates):
        return ()
    return tuple(compile_test(predicate, site.inside(entry)) for predicate in predicates)


def _entry(path: Path, table: Table) -> Place | None:
    """Return the entries that a path ends in, where they stand right below the table's root."""
    steps = path.steps
    if len(steps) != 2 or steps[0].predicates or steps[0].name != table.place.name:
        return None
    entry = table.place.children.get(steps[1].name)
    return entry if entry is not None and entry.kind == "repeat" else None


def _by_walking(path: Path, item_set: ItemSet, site: Site) -> Offers:
    """Find all items, and see whether a choice is among them: entries of a repeat, odd tables."""
    route, reach = compile_nodes(path, site)
    below = route.target.children.get(item_set.value) if route.target else None
    if reach is None or below is None:
        raise EvaluationError(f"no items at {item_set.nodeset}")
    found, slot = reach, slot_of(below)

    def offers(choice: str, frame: Frame, run: Run) -> bool:
        items = found(frame, run)
        return any(text_of(item[slot]) == choice for item in items if item[slot] is not None)

    return offers


def names_of(node: Node, site: Site) -> ChoiceNames | None:
    """Return where the labels of a question's choices come from; None where it has none."""
    if node.item_set is None:
        written = {choice.name: choice.labels for choice in reversed(node.choices)}
        return ChoiceNames(written=written) if written else None
    path = nodeset_of(node.item_set)
    try:
        table = _table_of(path, site) if path else None
    except EvaluationError:
        return None
    if path is None or table is None:
        return None
    entry = _entry(path, table)
    if entry is None:
        return None
    label = node.item_set.label.strip()
    by_text = label.startswith("jr:itext(")
    name = label.removeprefix("jr:itext(").removesuffix(")").strip() if by_text else label
    return ChoiceNames(
        written={},
        table=table,
        entry=entry,
        value=entry.children.get(node.item_set.value),
        label=entry.children.get(name),
        by_text=by_text,
        tests=_filter(path, entry, site),
    )
