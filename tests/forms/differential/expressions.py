"""Random expressions over a form, typed so that most of them mean something.

What is written is a tree, so that of an expression on which two engines differ the smallest part
on which they differ can be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from forms.definition import FormDef
from tests.forms.differential import grammar
from tests.forms.differential.references import Scope, absolute, all_nodes, in_reach, one_node
from tests.forms.differential.shape import Field, Kind, Shape, Table, read_shape

_DEPTHS = (1, 2, 2, 3, 3, 3, 4, 4)
_PART = re.compile(r"\{([a-z_]+[a-z0-9_]*)\}")
_WRONG_SHARE = 0.015
_TYPED: Mapping[str, tuple[Kind, ...]] = {
    "number": ("number",),
    "text": ("text", "text", "one"),
    "boolean": ("boolean",),
    "date": ("date",),
}
_TYPES = ("text", "number", "boolean", "date")
_ANY = ("text", "text", "number", "number", "boolean", "boolean", "date")
_ALONE = {
    *("any", *_TYPES, "nodes", "form_nodes", "numbers", "dates", "looked_up_text"),
    *("looked_up_number", "chosen", "is_chosen", "point", "way", "plot"),
}
"""Parts that are expressions by themselves."""


@dataclass(frozen=True, slots=True)
class Made:
    """A piece of an expression, and those pieces of it that mean the same standing alone."""

    text: str
    parts: tuple[Made, ...] = ()

    def walk(self) -> Iterator[Made]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression and the node it is evaluated for, with the position of each repeat."""

    context: str
    made: Made

    @property
    def text(self) -> str:
        return self.made.text


def write_expressions(
    form: FormDef, files: Mapping[str, bytes], submission: bytes, *, seed: int, count: int
) -> list[Expression]:
    """Return ``count`` expressions about a submission; the same for the same seed."""
    shape = read_shape(form, files, submission)
    random = Random(seed)
    return [_expression(shape, random) for _ in range(count)]


def _expression(shape: Shape, random: Random) -> Expression:
    deep = [spot for spot in shape.spots if "[" in spot.place]
    spot = random.choice(deep if deep and random.random() < 0.6 else shape.spots)
    writer = Writer(shape, random, Scope(spot))
    return Expression(spot.place, writer.made("any", random.choice(_DEPTHS)))


class Writer:
    """Writes parts of an expression that stand in one scope."""

    def __init__(self, shape: Shape, random: Random, scope: Scope) -> None:
        self.shape = shape
        self.random = random
        self.scope = scope

    def made(self, part: str, depth: int) -> Made:
        """Return a part of the kind asked for; ``depth`` is how often it may nest."""
        if part == "any":
            part = self.random.choice(_ANY)
        if part in _TYPED:
            return self._typed(part, depth)
        if part in grammar.LITERALS:
            return Made(self.random.choice(grammar.LITERALS[part]))
        if part in _SIMPLE:
            return Made(_SIMPLE[part](self))
        return _NESTED[part](self, depth)

    def _typed(self, part: str, depth: int) -> Made:
        if self.random.random() < _WRONG_SHARE:
            return self._one_of(grammar.WRONG, depth - 1)
        if depth <= 0 or self.random.random() < 0.15:
            return Made(self._leaf(part))
        return self._one_of(_GRAMMARS[part], depth - 1)

    def _one_of(self, templates: Mapping[str, int], depth: int) -> Made:
        """Return a template filled in. One that the form has nothing for is not taken."""
        while True:
            (template,) = self.random.choices(list(templates), list(templates.values()))
            try:
                return self._filled(template, depth)
            except _Nothing:
                continue

    def _filled(self, template: str, depth: int) -> Made:
        alone: list[Made] = []

        def part(found: re.Match[str]) -> str:
            made = self.made(found[1], depth)
            if found[1] in _ALONE:
                alone.append(made)
            return made.text

        return Made(_PART.sub(part, template), tuple(alone))

    # ---------------------------------------------------------------- what has no parts

    def _leaf(self, part: str) -> str:
        choice = self.random.random()
        if choice < 0.6:
            try:
                return self._field(*_TYPED[part])
            except _Nothing:
                pass
        if part == "boolean":
            return self.random.choice(("true()", "false()"))
        if part == "number":
            return self._rare(grammar.NUMBERS, grammar.NUMBERS_RARE)
        if part == "date":
            return self._date_literal()
        if choice > 0.8 and self.shape.values:
            values = self.random.choice(list(self.shape.values.values()))
            return quoted(self.random.choice(values))
        return quoted(self._rare(grammar.TEXTS, grammar.TEXTS_RARE))

    def _date_literal(self) -> str:
        if self.random.random() < 0.5:
            return f"date('{self.random.choice(grammar.DATES)}')"
        return f"date-time('{self.random.choice(grammar.MOMENTS)}')"

    def _rare(self, usual: Sequence[str], rare: Sequence[str]) -> str:
        return self.random.choice(usual if self.random.random() < 0.8 else rare)

    def _field(self, *kinds: Kind) -> str:
        return self._path(self._some_field(*kinds))

    def _path(self, field: Field) -> str:
        """Return a path to one node; to a node of a repeat elsewhere by the entry's position."""
        if in_reach(field, self.scope.start) or in_reach(field, self.scope.spot.steps):
            return one_node(self.random, field, self.scope)
        parts = all_nodes(self.random, field.steps, self.shape.repeats, Scope(self.scope.spot))
        return "".join(
            f"{part}[position() = {self.random.randint(1, 2)}]" if number < len(parts) - 1 else part
            for number, part in enumerate(parts)
        )

    def _some_field(self, *kinds: Kind) -> Field:
        fields = [field for field in self.shape.fields if field.kind in kinds]
        start = self.scope.start
        near = [field for field in fields if in_reach(field, start) and field.repeats]
        reached = [field for field in fields if in_reach(field, start)]
        for some, share in ((near, 0.5), (reached, 0.9), (fields, 1.0)):
            if some and self.random.random() < share:
                return self.random.choice(some)
        raise _Nothing

    # ---------------------------------------------------------------- many nodes

    def _nodes(self, depth: int) -> Made:
        if self.shape.tables and self.random.random() < 0.2:
            return Made(self._table_path(self._table(), depth))
        return self._form_nodes(depth)

    def _form_nodes(self, depth: int) -> Made:
        steps = [field.steps for field in self.shape.fields if field.kind != "time"]
        goals = [*steps, *self.shape.repeats * 4, *self.shape.groups]
        return self._path_to_all(self.random.choice(goals), depth)

    def _nodes_of(self, kinds: tuple[Kind, ...], depth: int) -> Made:
        goals = [field for field in self.shape.fields if field.kind in kinds]
        repeated = [field for field in goals if field.repeats]
        if not goals:
            raise _Nothing
        some = repeated if repeated and self.random.random() < 0.85 else goals
        return self._path_to_all(self.random.choice(some).steps, depth)

    def _path_to_all(self, goal: tuple[str, ...], depth: int) -> Made:
        parts = all_nodes(self.random, goal, self.shape.repeats, self.scope)
        around = [repeat for repeat in self.shape.repeats if goal[: len(repeat)] == repeat]
        text = parts[0]
        for part, repeat in zip(parts[1:], around[len(around) - len(parts) + 1 :], strict=True):
            if self.random.random() < 0.35:
                inside = self.within(self.scope.judging(repeat))
                text += f"[{inside._one_of(grammar.PREDICATE, min(depth, 2)).text}]"
                if self.random.random() < 0.15:
                    text += f"[{inside._one_of(grammar.PREDICATE, 1).text}]"
            text += part
        return Made(text)

    def within(self, scope: Scope) -> Writer:
        """Return a writer for another scope."""
        return Writer(self.shape, self.random, scope)

    # ---------------------------------------------------------------- secondary instances

    def _table(self) -> Table:
        if not self.shape.tables or self.scope.table:
            raise _Nothing
        return self.random.choice(self.shape.tables)

    def _table_path(self, table: Table, depth: int, *, column: str | None = None) -> str:
        inside = self.within(self.scope.looking_up(table))
        text = f"instance('{table.id}')/root/item"
        text += f"[{inside._one_of(grammar.PREDICATE_OF_TABLE, min(depth, 2)).text}]"
        if self.random.random() < 0.1:
            text += f"[{inside._one_of(grammar.PREDICATE_OF_TABLE, 1).text}]"
        return f"{text}/{column or self.random.choice(list(table.columns))}"

    def _looked_up(self, depth: int, *, numeric: bool) -> Made:
        """Return a look-up of one item: by what only one has, or by position."""
        table = self._table()
        columns = [
            name
            for name, values in table.columns.items()
            if any(value.isdecimal() for value in values) == numeric
        ]
        if not columns:
            raise _Nothing
        column = self.random.choice(columns)
        if self.random.random() < 0.25:
            return Made(self._table_path(table, depth, column=column))
        key = next(iter(name for name in ("name", "id") if name in table.columns), column)
        value = self.within(self.scope.looking_up(table))._key(table, key, depth)
        return Made(f"instance('{table.id}')/root/item[{key} = {value}]/{column}")

    def _key(self, table: Table, key: str, depth: int) -> str:
        if self.random.random() < 0.5:
            return quoted(self.random.choice(table.columns[key]))
        try:
            return self._field("one") if self.random.random() < 0.8 else self.made("text", 1).text
        except _Nothing:
            return self.made("text", depth).text

    def _column(self) -> str:
        assert self.scope.table
        return self.random.choice(list(self.scope.table.columns))

    def _column_text(self) -> str:
        assert self.scope.table
        values = self.random.choice(list(self.scope.table.columns.values()))
        return quoted(self.random.choice(values))

    # ---------------------------------------------------------------- choices

    def _chosen(self) -> str:
        if self.random.random() < 0.25:
            return quoted(self.random.choice(grammar.CHOSEN))
        return self._field("multiple", "multiple", "one")

    def _is_chosen(self) -> str:
        field = self._some_field("one", "multiple")
        path = self._path(field)
        names = field.choices or ("c007", "w1")
        name = self.random.choice(names) if self.random.random() < 0.85 else "khác"
        how = self.random.choice(("selected", "selected", "is-selected", "="))
        return f"{path} = '{name}'" if how == "=" else f"{how}({path}, '{name}')"

    def _choice_name(self) -> str:
        listed = [field for field in self.shape.fields if field.listed]
        if not listed:
            raise _Nothing
        field = self.random.choice(listed)
        name = self._path(field)
        if self.random.random() < 0.4:
            name = quoted(self.random.choice(field.choices or ("c007", "w1", "")))
        return f"({name}, '{absolute(field.steps)}')"

    def _itext(self) -> str:
        if not self.shape.texts:
            raise _Nothing
        return quoted(self.random.choice(self.shape.texts))

    def _indexed(self, kind: Kind, depth: int) -> Made:
        fields = [field for field in self.shape.fields if field.kind == kind and field.repeats]
        if not fields:
            raise _Nothing
        field = self.random.choice(fields)
        arguments = [absolute(field.steps)]
        for repeat in field.repeats:
            index = str(self.random.randint(1, 3))
            if self.random.random() < 0.3:
                index = self.made("number", min(depth, 1)).text
            arguments += [absolute(repeat), index]
        return Made(f"({', '.join(arguments)})")

    def _point(self) -> str:
        if self.random.random() < 0.3:
            return quoted(self.random.choice(grammar.POINTS))
        return self._field("point")


_GRAMMARS: Mapping[str, Mapping[str, int]] = {
    "number": grammar.NUMBER,
    "text": grammar.TEXT,
    "boolean": grammar.BOOLEAN,
    "date": grammar.DATE,
}


_SIMPLE: Mapping[str, Callable[[Writer], str]] = {
    "column": Writer._column,
    "column_text": Writer._column_text,
    "chosen": Writer._chosen,
    "is_chosen": Writer._is_chosen,
    "choice_name": Writer._choice_name,
    "itext": Writer._itext,
    "point": Writer._point,
    "time": lambda writer: writer._field("time"),
    "way": lambda writer: writer._field("way"),
    "plot": lambda writer: writer._field("plot"),
}

_NESTED: Mapping[str, Callable[[Writer, int], Made]] = {
    "nodes": Writer._nodes,
    "form_nodes": Writer._form_nodes,
    "numbers": lambda writer, depth: writer._nodes_of(("number",), depth),
    "dates": lambda writer, depth: writer._nodes_of(("date",), depth),
    "looked_up_text": lambda writer, depth: writer._looked_up(depth, numeric=False),
    "looked_up_number": lambda writer, depth: writer._looked_up(depth, numeric=True),
    "indexed_number": lambda writer, depth: writer._indexed("number", depth),
    "indexed_text": lambda writer, depth: writer._indexed("text", depth),
}


class _Nothing(Exception):
    """The form has no such field, table, text."""


def quoted(text: str) -> str:
    """Return a literal; what would need both quotes loses one kind."""
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', "") + '"'
