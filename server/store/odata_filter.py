"""OData's ``$filter`` on the system fields of a submission, turned into a condition.

Source: OData 4.0 part 2, 5.1.1; ODK Central's fields. Comparing knows null as Central does: ``ne``
is true where one side is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn

from odata_query import ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser
from sqlalchemy import ColumnElement, and_, extract, func, literal, not_, null, or_

from server import clock
from server.errors import Problem
from server.store.tables import Submission

LENGTH_MAX = 4000
_DEPTH_MAX = 100
_ORDER_MAX = 20
_ROOT = "root__"
"""What ``$root/Submissions`` becomes, since the parser knows no ``$``."""

Kind = Literal["text", "number", "moment", "null"]


@dataclass(frozen=True, slots=True)
class _Term:
    kind: Kind
    sql: ColumnElement[Any]
    value: object = None
    """Of a literal, so that it can be turned into the kind of the other side."""


_FIELDS: Mapping[str, _Term] = {
    "__id": _Term("text", Submission.instance_id.expression),
    "__system/submissionDate": _Term("moment", Submission.created_at.expression),
    "__system/updatedAt": _Term("moment", Submission.updated_at.expression),
    "__system/deletedAt": _Term("moment", Submission.deleted_at.expression),
    "__system/submitterId": _Term("number", Submission.submitter_id.expression),
    "__system/reviewState": _Term("text", Submission.review_state.expression),
}
_COMPARE: Mapping[type, Callable[[Any, Any], ColumnElement[bool]]] = {
    ast.Eq: lambda left, right: left.is_not_distinct_from(right),
    ast.NotEq: lambda left, right: left.is_distinct_from(right),
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}
_PARTS = frozenset(("year", "month", "day", "hour", "minute", "second"))


def condition_of(text: str, dialect: str, *, on_repeats: bool = False) -> ColumnElement[bool]:
    """Turn a filter into a condition on ``submission``.

    Raises 400.18 for what cannot be read, 501.4 for an expression and 501.5 for a field that is
    not supported. With ``on_repeats`` fields have to begin with ``$root/Submissions/``.
    """
    reading = _Reading(dialect, on_repeats)
    try:
        return reading.truth(_parsed(text), 0)
    except RecursionError:  # the parser's own, on a path of a thousand steps
        _unreadable("it is nested too deep")


def ordering_of(text: str) -> list[ColumnElement[Any]]:
    """Turn an ``$orderby`` on system fields into an order; raise 400.18 or 501.5.

    What has no value comes first upwards (OData 4.0 part 1, 11.2.5.2), on every database.
    """
    order: list[ColumnElement[Any]] = []
    items = text.split(",")
    if len(items) > _ORDER_MAX:
        _unreadable(f"it orders by more than {_ORDER_MAX} fields")
    for item in items:
        name, _, way = item.strip().partition(" ")
        if name not in _FIELDS:
            raise Problem("501.5", field=name)
        if way.strip().lower() not in ("", "asc", "desc"):
            _unreadable(f"{way!r} is no order")
        sql = _FIELDS[name].sql
        down = way.strip().lower() == "desc"
        order.append(sql.desc().nulls_last() if down else sql.asc().nulls_first())
    return order


def names_deleted(text: str) -> bool:
    """Say whether a filter speaks of deletedAt: deleted submissions are left out otherwise."""
    return any("__system/deletedAt" in part for part in text.split("'")[::2])


def _parsed(text: str) -> object:
    if len(text) > LENGTH_MAX:
        _unreadable(f"more than {LENGTH_MAX} characters")
    if "\0" in text:
        _unreadable("it holds NUL")
    # Every second part is a literal: what is said in it stays.
    parts = text.split("'")
    parts[::2] = [part.replace("$root/Submissions/", f"{_ROOT}/") for part in parts[::2]]
    try:
        tree: object = ODataParser().parse(ODataLexer().tokenize("'".join(parts).strip()))
    except (ODataException, ValueError, NotImplementedError) as error:
        _unreadable(str(error))
    if tree is None:
        _unreadable("it is empty")
    return tree


def _unreadable(reason: str) -> NoReturn:
    raise Problem("400.18", reason=reason)


def _unsupported(node: object) -> NoReturn:
    raise Problem("501.4", expression=type(node).__name__)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One filter being turned into SQL."""

    dialect: str
    on_repeats: bool

    def truth(self, node: object, depth: int) -> ColumnElement[bool]:
        """Read what is true or false."""
        if depth > _DEPTH_MAX:
            _unreadable(f"it is nested more than {_DEPTH_MAX} deep")
        match node:
            case ast.BoolOp(op=op, left=left, right=right):
                join = and_ if isinstance(op, ast.And) else or_
                return join(self.truth(left, depth + 1), self.truth(right, depth + 1))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not_(self.truth(operand, depth + 1))
            case ast.Compare(comparator=comparator, left=left, right=right):
                return self._comparison(comparator, left, right)
            case ast.Boolean():
                return literal(node.py_val)
            case _:
                _unsupported(node)

    def _comparison(self, comparator: object, left: object, right: object) -> ColumnElement[bool]:
        compare = _COMPARE.get(type(comparator))
        if compare is None:
            _unsupported(comparator)
        one, other = _alike(self._term(left), self._term(right))
        return compare(one.sql, other.sql)

    def _term(self, node: object) -> _Term:
        match node:
            case ast.Identifier() | ast.Attribute():
                return self._field(_path(node))
            case ast.Null():
                return _Term("null", null())
            case ast.String(val=text):
                return _Term("text", literal(text), text)
            case ast.GUID(val=text):
                return _Term("text", literal(text), text)
            case ast.Integer() | ast.Float():
                return _number(node.py_val)
            case ast.DateTime(val=text) | ast.Date(val=text):
                return _moment(text)
            case ast.Call(func=function, args=arguments):
                return self._call(_path(function).lower(), arguments)
            case _:
                _unsupported(node)

    def _field(self, path: str) -> _Term:
        name = path.removeprefix(f"{_ROOT}/")
        rooted = name != path
        if name not in _FIELDS or rooted != self.on_repeats:
            raise Problem("501.5", field=path.replace(_ROOT, "$root/Submissions"))
        return _FIELDS[name]

    def _call(self, name: str, arguments: Sequence[object]) -> _Term:
        if name == "now":
            return _Term("moment", literal(clock.now(), Submission.created_at.type))
        if name not in _PARTS:
            raise Problem("501.4", expression=f"{name}()")
        moment = _as_kind(self._term(arguments[0]), "moment")
        sql = moment.sql if self.dialect == "sqlite" else func.timezone("UTC", moment.sql)
        return _Term("number", extract(name, sql))


def _path(node: object) -> str:
    match node:
        case ast.Identifier(name=name, namespace=namespace):
            return ".".join((*namespace, name))
        case ast.Attribute(owner=owner, attr=str(name)):
            return f"{_path(owner)}/{name}"
        case _:
            _unsupported(node)


def _alike(one: _Term, other: _Term) -> tuple[_Term, _Term]:
    """Give a text the kind of what it is compared with: ``submitterId eq '5'``."""
    if one.kind == other.kind or "null" in (one.kind, other.kind):
        return one, other
    if isinstance(other.value, str):
        return one, _as_kind(other, one.kind)
    return _as_kind(one, other.kind), other


def _as_kind(term: _Term, kind: Kind) -> _Term:
    match kind, term.value:
        case _ if term.kind == kind:
            return term
        case "moment", str(text):
            return _moment(text)
        case "number", str(text):
            return _number_in(text)
        case _:
            _unreadable(f"a {term.kind} stands where a {kind} should")


def _number_in(text: str) -> _Term:
    try:
        return _number(int(text))
    except ValueError:
        _unreadable(f"{text!r} is not a number")


def _number(value: float) -> _Term:
    if not -(2**62) < value < 2**62:
        _unreadable("a number is too large")
    return _Term("number", literal(value), value)


def _moment(text: str) -> _Term:
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _Term("moment", literal(aware.astimezone(UTC), Submission.created_at.type), text)
    except (ValueError, OverflowError):
        _unreadable(f"{text!r} is not a date")
