"""The logic of one form version, compiled: immutable, made once, shared by all who check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from forms.answers import COMPUTED, PARSERS, VALUE_TYPES, Parse
from forms.definition import FormDef, Node, UnreadableForm
from forms.dependencies import Order, order_of
from forms.frames import Entry, Plan
from forms.itemsets import names_of, offer_of
from forms.own_time import stamps_of
from forms.places import FormPlaces, lay_places
from forms.rules import (
    Bounds,
    Calculation,
    Choices,
    Count,
    Judgement,
    Relevance,
    Rule,
    ScopeRules,
    Settlement,
)
from forms.tables import read_file, read_table
from forms.xpath.analysis import impurities, type_of
from forms.xpath.compiler import compile_value, raising
from forms.xpath.faults import EvaluationError, NotHere, UnreadableExpression
from forms.xpath.functions.function import Impurity, ValueType
from forms.xpath.parser import parse
from forms.xpath.routes import Site, site_of
from forms.xpath.run import PARENT, Frame, Run
from forms.xpath.schema import Place, Scope
from forms.xpath.values import Value
from forms.xpath.walks import Evaluate
from forms.xpath.world import Table, World

_PURE: frozenset[Impurity] = frozenset()
_TRUE = "true()"


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """A form, ready to check submissions with."""

    form: FormDef
    places: FormPlaces
    world: World
    plan: Plan
    rank: Mapping[Place, int]
    """The order of the form, by which findings are sorted."""
    judgements: tuple[Judgement, ...]
    """What must be judged before anything else, in an order in which it can be."""
    scopes: tuple[ScopeRules, ...]
    """The rules of each scope of the plan."""
    stamps: tuple[str, ...]
    """Names of the questions in which the phone tells the time."""


def read_logic(
    form: FormDef, files: Mapping[str, bytes], changing: frozenset[str] = frozenset()
) -> Logic:
    """Compile the logic of a form. ``files``: its media by name; what is missing is not judged.

    ``changing``: names of those that the phone may have had in another state: entity lists.

    Raises UnreadableForm ``cycle`` where nodes depend on each other in a circle.
    """
    places = lay_places(form)
    world = _world(form, places, files, changing)
    order = order_of(places, world)
    if order.circle:
        raise UnreadableForm("cycle", " ".join(place.path for place in order.circle))
    return _Reading(form, places, world, order).logic()


def _world(
    form: FormDef, places: FormPlaces, files: Mapping[str, bytes], changing: frozenset[str]
) -> World:
    tables: dict[str, Table] = {}
    for name, instance in form.instances.items():
        table = read_table(instance, files)
        if table is not None:
            tables[name] = table
    bare = World(
        root=places.root,
        tables=tables,
        missing=frozenset(form.instances.keys() - tables.keys()),
        files=_csv_files(form, files, tables),
        texts=form.texts,
        changing=frozenset(_changing(form, changing)),
    )
    named = ((place, names_of(node, site_of(bare, place))) for place, node in places.nodes.items())
    return replace(bare, choices={place: names for place, names in named if names is not None})


def _changing(form: FormDef, changing: frozenset[str]) -> Iterator[str]:
    """Yield the ids of the secondary instances, and the names of the files, that may differ."""
    for instance in form.instances.values():
        if instance.src.rpartition("/")[2] in changing:
            yield instance.id
    for name in changing:
        yield name.removesuffix(".csv")


def _csv_files(
    form: FormDef, files: Mapping[str, bytes], tables: Mapping[str, Table]
) -> dict[str, Table]:
    """Return the files that ``pulldata`` may ask for; those of secondary instances are shared."""
    shared = {
        instance.src.rpartition("/")[2]: tables[instance.id]
        for instance in form.instances.values()
        if instance.src and instance.id in tables
    }
    found: dict[str, Table] = {}
    for name, data in files.items():
        if name.lower().endswith(".csv"):
            table = shared.get(name) or read_file(name, data)
            if table is not None:
                found[name[: -len(".csv")]] = table
    return found


class _Reading:
    """Compiles one form."""

    def __init__(self, form: FormDef, places: FormPlaces, world: World, order: Order) -> None:
        self._form = form
        self._places = places
        self._world = world
        self._order = order
        self._kinds: dict[Place, ValueType] = {}
        self._scopes = self._list_scopes()
        self._number = {scope: number for number, scope in enumerate(self._scopes)}

    def logic(self) -> Logic:
        for place in self._order.rank:  # each after those that it is computed from
            self.kind_of(place)
        rules = tuple(ScopeRules(scope) for scope in self._scopes)
        judgements: list[tuple[int, Judgement]] = []
        for place, node in self._places.nodes.items():
            self._add_rules(rules[self._number[place.scope]], place, node)
            rank = self._order.rank[place]
            judgements += [(rank, made) for made in self._judgements(place, node)]
        for scope in rules:
            scope.inside = tuple(
                place
                for place in self._places.nodes
                if place.scope is scope.scope and not place.name.startswith("@")
            )
        judgements.sort(key=lambda ranked: ranked[0])
        places = self._places.root.walk()
        return Logic(
            form=self._form,
            places=self._places,
            world=self._world,
            plan=self._plan(),
            rank={place: number for number, place in enumerate(places)},
            judgements=tuple(judgement for _, judgement in judgements),
            scopes=rules,
            stamps=stamps_of(self._form),
        )

    def _list_scopes(self) -> tuple[Scope, ...]:
        repeats = (place.inner for place in self._places.nodes if place.kind == "repeat")
        return (self._places.root.inner, *repeats)

    def _plan(self) -> Plan:
        children: dict[Place, dict[str, Entry]] = {}
        attributes: dict[Place, dict[str, Entry]] = {}
        for place in self._places.root.walk():
            children[place] = {name: self._entry(below) for name, below in place.children.items()}
            if place.attributes:
                attributes[place] = {
                    name: self._entry(below) for name, below in place.attributes.items()
                }
        return Plan(self._places.root, children, attributes, self._scopes)

    def _entry(self, place: Place) -> Entry:
        read: Parse | None = None
        must_be: Parse | None = None
        node = self._places.nodes.get(place)
        if place.kind == "field" and node is not None:
            read = PARSERS.get(node.type)
            if node.bind.calculate:
                must_be = read
                kind = self.kind_of(place)
                read = None if kind in ("text", "any") and must_be is None else COMPUTED[kind]
        number = self._number[place.inner] if place.kind == "repeat" else 0
        is_plain = place.kind == "field" and read is None and not place.attributes
        return Entry(place.kind, place.slot, place, read, must_be, number, is_plain)

    def kind_of(self, place: Place) -> ValueType:
        """Return what a place holds; a calculation, what it computes."""
        node = self._places.nodes.get(place)
        if node is None:
            return "text"  # of a table
        if not node.bind.calculate or node.type == "boolean":
            return VALUE_TYPES.get(node.type, "text")
        known = self._kinds.get(place)
        if known is None:
            self._kinds[place] = "any"  # while it is asked for itself
            try:
                expression = parse(node.bind.calculate)
                known = type_of(expression, self._site(place), self.kind_of)
            except UnreadableExpression:
                known = "text"
            self._kinds[place] = known
        return known

    def _site(self, place: Place) -> Site:
        return site_of(self._world, place)

    def _rule(self, place: Place, node: Node, text: str) -> Rule:
        site = self._site(place)
        try:
            expression = parse(text)
        except UnreadableExpression as error:
            return Rule(place, node, text, raising(EvaluationError(str(error))))
        impure = impurities(expression, site)
        return Rule(place, node, text, compile_value(expression, site), impure)

    def _judgements(self, place: Place, node: Node) -> list[Judgement]:
        made: list[Judgement] = []
        if node.bind.relevant and node.bind.relevant != _TRUE:
            rule = self._rule(place, node, node.bind.relevant)
            made.append(Relevance(rule, self._number[place.inner]))
        if node.bind.calculate and self.kind_of(place) == "any":
            rule = self._rule(place, node, node.bind.calculate)
            made.append(Settlement(Calculation(rule, "any"), self._number[place.scope]))
        return made

    def _add_rules(self, into: ScopeRules, place: Place, node: Node) -> None:
        bind = node.bind
        if bind.required and node.kind == "field":
            into.required.append(self._rule(place, node, bind.required))
        if bind.constraint and node.kind == "field":
            into.constraints.append(self._rule(place, node, bind.constraint))
        if bind.calculate and node.kind == "field":
            rule = self._rule(place, node, bind.calculate)
            into.calculations.append(Calculation(rule, self.kind_of(place)))
        if node.kind == "repeat" and node.count:
            into.counts.append(self._count(place, node))
        into.bounds.extend(_bounds(place, node))
        if node.asked and not node.searches and (node.choices or node.item_set):
            into.choices.extend(self._choices(place, node))

    def _count(self, place: Place, node: Node) -> Count:
        written = self._rule(place, node, node.count)
        rule = replace(written, evaluate=_at_entry(place, written.evaluate))
        relevant = node.bind.relevant
        return Count(rule, self._rule(place, node, relevant).evaluate if relevant else None)

    def _choices(self, place: Place, node: Node) -> list[Choices]:
        nodeset = node.item_set.nodeset if node.item_set else ""
        several = node.select != "one"
        impure: frozenset[Impurity] = _PURE
        try:
            offer = offer_of(node, self._site(place))
        except NotHere as error:
            rule = Rule(place, node, nodeset, raising(error), frozenset({"external"}))
            return [Choices(rule, several, frozenset())]
        except EvaluationError:
            return []  # the form's own fault: nobody could choose anything
        if offer is None:
            return []
        if nodeset:
            impure = impurities(parse(nodeset), self._site(place)) - {"random"}
        rule = Rule(place, node, nodeset, raising(EvaluationError("")), impure)
        return [Choices(rule, several, offer.allowed, offer.offers)]


def _at_entry(repeat: Place, evaluate: Evaluate) -> Evaluate:
    """Evaluate, in the frame around a repeat, what is written at its entries: ``../n`` is here."""

    def at_entry(frame: Frame, run: Run) -> Value:
        entries = frame[repeat.slot]
        return evaluate(entries[0] if entries else _blank_entry(repeat, frame), run)

    return at_entry


def _blank_entry(repeat: Place, around: Frame) -> Frame:
    entry = repeat.inner.template.copy()
    entry[PARENT] = around
    return entry


def _bounds(place: Place, node: Node) -> list[Bounds]:
    said = node.range
    if said is None:
        return []
    try:
        start, end, step = float(said.start), float(said.end), float(said.step)
    except ValueError:
        return []
    return [Bounds(place, node, min(start, end), max(start, end), abs(step))]
