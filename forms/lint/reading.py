"""A form laid out for the linter: its places, its tables, what kind of value each node holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from forms.answers import VALUE_TYPES
from forms.definition import FormDef, Node
from forms.lint.spoken import Spoken
from forms.places import FormPlaces, lay_places
from forms.tables import read_table
from forms.xpath.analysis import type_of
from forms.xpath.faults import EvaluationError, UnreadableExpression
from forms.xpath.functions.function import ValueType
from forms.xpath.parser import parse
from forms.xpath.routes import Route, Site, resolve, site_of
from forms.xpath.schema import Place
from forms.xpath.syntax import Expression, Path
from forms.xpath.values import number_of
from forms.xpath.world import World

SEARCHES_MAX = 50
NAMES_MAX = 300
NAME_LENGTH_MAX = 40
_CONSTANT = ("true()", "false()")


class ChoiceValues(NamedTuple):
    """The names of choices, and the numbers that they are."""

    names: frozenset[str]
    numbers: frozenset[float]


class _Followed(NamedTuple):
    """A path, kept so that its id stays its own, and where it leads."""

    path: Path
    route: Route | EvaluationError


def _followed(path: Path, site: Site) -> _Followed:
    try:
        return _Followed(path, resolve(path, site))
    except EvaluationError as error:
        return _Followed(path, error)


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """An expression as it stands in a form."""

    text: str
    path: str
    """Of the node that it belongs to."""
    column: str
    """As a workbook calls it."""
    place: Place
    """Where it is evaluated."""
    gives_nodes: bool = False
    """An item set: all that it leads to are wanted."""
    language: str | None = None
    is_action: bool = False
    """Evaluated once, when something happens: nothing hangs on it."""


class Reading:
    """A form, ready to be looked through."""

    def __init__(self, form: FormDef) -> None:
        self.form = form
        self.places: FormPlaces = lay_places(form)
        tables = {
            name: table
            for name, instance in form.instances.items()
            if (table := read_table(instance, {})) is not None
        }
        self.world = World(
            root=self.places.root,
            tables=tables,
            missing=frozenset(form.instances.keys() - tables.keys()),
        )
        self._kinds: dict[Place, ValueType] = {}
        self._routes: dict[tuple[int, Place, bool, bool], _Followed] = {}
        self._choices: dict[int, ChoiceValues] = {}
        self._searches_left = SEARCHES_MAX
        self.media = frozenset(file.name.removesuffix(".csv") for file in form.media)
        """Names of the files that the form asks for; of CSV files without their ending."""
        self.names: dict[str, str] = {}
        """The path of the first node of a name."""
        for node in self.places.nodes.values():
            self.names.setdefault(node.name, node.path)

    def written(self) -> Iterator[Written]:
        """Yield the expressions of the binds and controls, in the order of the form."""
        for place, node in self.places.nodes.items():
            bind = node.bind
            for column, text in (
                ("relevant", bind.relevant),
                ("constraint", bind.constraint),
                ("calculation", bind.calculate),
                ("required", bind.required),
                ("readonly", bind.readonly),
            ):
                if text and text not in _CONSTANT:
                    yield Written(text, node.path, column, place)
            if node.item_set:
                text = node.item_set.nodeset
                yield Written(text, node.path, "choice_filter", place, gives_nodes=True)
            if node.count:
                yield Written(node.count, node.path, "repeat_count", place)

    def spoken(self, said: Spoken) -> Written | None:
        """Place an expression of a text or a default; None where its node is none of the form's."""
        place = self.places.by_path.get(said.path)
        if place is None:
            return None
        return Written(
            said.text, said.path, said.column, place, language=said.language, is_action=True
        )

    def site(self, place: Place) -> Site:
        """Return the site of an expression that belongs to a place."""
        return site_of(self.world, place)

    def node_at(self, place: Place | None) -> Node | None:
        """Return the node of a place; None for the root, a table's column, nothing."""
        return self.places.nodes.get(place) if place else None

    def resolved(self, path: Path, site: Site) -> Route:
        """Follow a path; each once at a place. Raises EvaluationError."""
        key = (id(path), site.here, site.judging, site.keying)
        known = self._routes.get(key)
        if known is None:
            known = self._routes[key] = _followed(path, site)
        if isinstance(known.route, EvaluationError):
            raise known.route
        return known.route

    def forget_routes(self) -> None:
        """Forget the routes of an expression that has been read."""
        self._routes.clear()

    def route(self, expression: Expression, site: Site) -> Route | None:
        """Return the route of a path; None where it is none or cannot be followed."""
        if not isinstance(expression, Path):
            return None
        try:
            return self.resolved(expression, site)
        except EvaluationError:
            return None

    def target(self, expression: Expression, site: Site) -> Place | None:
        """Return the one place that a path leads to; None where it is no such path."""
        route = self.route(expression, site)
        return route.target if route else None

    def choices_of(self, node: Node) -> ChoiceValues:
        """Return the names of a question's choices; of a list that several ask, once."""
        known = self._choices.get(id(node.choices))
        if known is None:
            names = frozenset(choice.name for choice in node.choices)
            known = ChoiceValues(names, frozenset(map(number_of, names)))
            self._choices[id(node.choices)] = known
        return known

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """Return the name that a word may have been meant for, "" for none.

        Seeking is slow: it is done so many times for a form, among so many names, and no more.
        """
        if self._searches_left == 0:
            return ""
        self._searches_left -= 1
        names = [name[:NAME_LENGTH_MAX] for name in islice(known, NAMES_MAX)]
        return "".join(get_close_matches(word[:NAME_LENGTH_MAX], names, 1))

    def kind_of(self, place: Place) -> ValueType:
        """Return what a place holds; a calculation, what it computes; ``any``: nobody knows."""
        node = self.places.nodes.get(place)
        if node is None:
            return "text"
        if not node.bind.calculate or node.type == "boolean":
            return VALUE_TYPES.get(node.type, "text")
        known = self._kinds.get(place)
        if known is None:
            self._kinds[place] = "any"  # while it is asked for itself
            known = self._kinds[place] = self._computed(node.bind.calculate, place)
        return known

    def _computed(self, text: str, place: Place) -> ValueType:
        try:
            return self.kind(parse(text), self.site(place))
        except UnreadableExpression:
            return "any"

    def kind(self, expression: Expression, site: Site) -> ValueType:
        """Return what an expression comes to."""
        try:
            return type_of(expression, site, self.kind_of)
        except RecursionError:  # calculations that hang on each other a thousand times over
            return "any"
