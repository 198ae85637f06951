"""What an expression names and the form or the phone does not know: paths, tables, functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from forms.lint.reading import Reading
from forms.lint.remark import Note, note
from forms.lint.spots import STEPS_MAX, Spot
from forms.xpath.faults import EvaluationError, NotHere, UnreadableExpression
from forms.xpath.functions.function import Function
from forms.xpath.parser import parse
from forms.xpath.registry import FUNCTIONS
from forms.xpath.syntax import WILDCARD, Call, Path, Step, Text, Unsupported

_OF_WEB_FORMS: Mapping[str, str] = {
    "substring": "substr(…)",
    "floor": "int(…)",
    "ceiling": "int(…) + 1",
    "last": "count(…)",
    "name": "",
    "local-name": "",
    "namespace-uri": "",
    "lang": "",
    "id": "",
}
"""Functions that web forms know and Collect does not, and what to write instead."""
_OPERATORS = ("and", "or", "div", "mod")
_UNSUPPORTED: Mapping[str, str] = {
    "nodeset union operation": "|",
    "variable reference": "$…",
    "a wildcard step": "*",
    "the root of a document": "/",
}
_COLUMNS_MAX = 12
"""How many columns of a table are listed."""


def check_names(spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find what is named in vain."""
    match spot.expression:
        case Unsupported("filter expression"):
            yield note("unsupported/behind")
        case Unsupported(what):
            yield note("unsupported", what=_UNSUPPORTED.get(what, what))
        case Path() as path:
            yield from _of_path(path, spot, reading)
        case Call() as call:
            yield from _of_call(call, spot, reading)
        case _:
            return


def spelled(path: Path) -> str:
    """Write a path as its designer might have, predicates left out."""
    start = {"root": "/", "here": ""}.get(path.start) if isinstance(path.start, str) else None
    if start is None:
        call = path.start
        argument = call.arguments[0] if isinstance(call, Call) and call.arguments else None
        name = f"'{argument.value}'" if isinstance(argument, Text) else ""
        start = f"{call.name}({name})/" if isinstance(call, Call) else ""
    return start + "/".join(_spelled_step(step) for step in path.steps[:STEPS_MAX])


def _spelled_step(step: Step) -> str:
    sign = {"self": ".", "parent": ".."}.get(step.axis)
    return sign or ("@" if step.axis == "attribute" else "") + step.name


def _of_path(path: Path, spot: Spot, reading: Reading) -> Iterator[Note]:
    odd = next((step.name for step in path.steps if step.axis == "unsupported"), None)
    if len(path.steps) > STEPS_MAX:
        yield note("too-many-steps")
    elif odd is not None:
        yield note("unsupported", what=odd)
    elif _picks_among_any(path):
        yield note("wildcard/with-brackets")
    elif _climbs(path):
        yield note("division" if path.start == "here" else "climbing-path", path=spelled(path))
    elif isinstance(path.start, Call) and path.start.name == "instance":
        yield from _of_instance(path.start, path, spot, reading)
    elif not (spot.in_unknown and path.start == "here"):
        yield from _of_reference(path, spot, reading)
    elif any(step.name == WILDCARD for step in path.steps):
        yield note("wildcard")


def _picks_among_any(path: Path) -> bool:
    """Say whether brackets stand at a wildcard or behind one: each would be asked of all nodes."""
    any_name = False
    for step in path.steps:
        any_name = any_name or step.name == WILDCARD
        if any_name and step.predicates:
            return True
    return False


def _climbs(path: Path) -> bool:
    """Say whether a path goes up behind a name: ``${a} / ${b}`` becomes ``../a/../b``."""
    named = False
    for step in path.steps:
        if step.axis == "parent" and named:
            return True
        named = named or step.axis in ("child", "attribute")
    return False


def _of_instance(call: Call, path: Path, spot: Spot, reading: Reading) -> Iterator[Note]:
    name = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(name, Text):
        yield note("unsupported", what="instance(…)")
    elif name.value not in reading.form.instances:
        yield note("unknown-instance", name=name.value)
    else:
        yield from _of_reference(path, spot, reading)


def _of_reference(path: Path, spot: Spot, reading: Reading) -> Iterator[Note]:
    try:
        route = reading.resolved(path, spot.site)
    except NotHere:
        return
    except EvaluationError as error:
        what = _what(str(error), path)
        yield note("wildcard") if what == WILDCARD else note("unsupported", what=what)
        return
    if route.target is None:
        yield _unknown(path, spot, reading)


def _what(said: str, path: Path) -> str:
    named = said.partition("[")[2].rpartition("]")[0]
    return _UNSUPPORTED.get(named, named) or spelled(path)


def _unknown(path: Path, spot: Spot, reading: Reading) -> Note:
    """Say what a path that leads nowhere may have been meant for."""
    names = [step.name for step in path.steps if step.axis != "self"]
    in_table = spot.site.here.chain()[0] is not reading.world.root
    if isinstance(path.start, Call) and path.start.name == "instance":
        return note("unknown-column", name=spelled(path))
    if path.start == "here" and in_table:
        columns = ", ".join(islice(spot.site.here.children, _COLUMNS_MAX))
        return note("unknown-column/of", name=spelled(path), columns=columns)
    if path.start == "here" and len(names) == 1:
        (name,) = names
        known = name in reading.names
        return note("name-without-braces" if known else "word-without-quotes", name=name)
    if path.start == "root" and names.count(reading.form.root) > 1:
        return note("unknown-path/joined", path=spelled(path))
    return note("unknown-path", path=spelled(path))


def _of_call(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    function = FUNCTIONS.get(call.name)
    if function is None:
        yield _unknown_function(call.name, reading)
    elif not _takes(function, len(call.arguments)):
        yield note("wrong-arguments", name=call.name, wanted=_wanted(function))
    elif call.name == "pulldata":
        yield from _of_pulldata(call, reading)
    elif call.name == "jr:choice-name":
        yield from _of_choice_name(call, spot, reading)
    elif call.name == "indexed-repeat":
        yield from _of_indexed_repeat(call, spot, reading)


def _unknown_function(name: str, reading: Reading) -> Note:
    if name in _OF_WEB_FORMS:
        instead = _OF_WEB_FORMS[name]
        code = "web-form-function/instead" if instead else "web-form-function"
        return note(code, name=name, instead=instead)
    if name.lower() in _OPERATORS:
        return note("unknown-function/operator", name=name, operator=name.lower())
    near = reading.nearest(name.lower(), FUNCTIONS)
    return note("unknown-function/misspelt" if near else "unknown-function", name=name, near=near)


def _takes(function: Function, count: int) -> bool:
    if function.name == "indexed-repeat" and count % 2 == 0:
        return False
    if function.name == "weighted-checklist" and count % 2:
        return False
    return function.takes(count)


def _wanted(function: Function) -> str:
    if function.name == "indexed-repeat":
        return "3, 5, 7, 9, 11"
    if function.most is None:
        return f"≥ {function.least}"
    if function.most == function.least:
        return str(function.least)
    return f"{function.least}–{function.most}"


def _of_pulldata(call: Call, reading: Reading) -> Iterator[Note]:
    name = call.arguments[0]
    if not isinstance(name, Text):
        yield note("pulldata-computed")
        return
    stem = name.value.strip().removesuffix(".csv")
    if stem not in reading.media:
        yield note("pulldata-unlisted", name=f"{stem}.csv")


def _of_choice_name(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    question = call.arguments[1]
    if not isinstance(question, Text):
        yield note("choice-name-quotes")
        return
    try:
        place = reading.target(parse(question.value), spot.site)
    except UnreadableExpression:
        place = None
    node = reading.node_at(place)
    if node is None or not (node.choices or node.item_set):
        yield note("choice-name-question", path=question.value)


def _of_indexed_repeat(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    target = reading.target(call.arguments[0], spot.site)
    if not isinstance(call.arguments[0], Path):
        yield note("indexed-repeat")
    elif target is not None:
        above = target.chain()
        groups = [reading.target(group, spot.site) for group in call.arguments[1::2]]
        if any(group not in above for group in groups):
            yield note("indexed-repeat")
