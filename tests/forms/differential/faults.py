"""The ways to damage a sound submission, each as the submission with that one thing wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from forms.definition import FormDef, Node
from tests.kit.javarosa.engine import HeldNode, Problem

Kind = Literal[
    "type",
    "required",
    "relevant",
    "constraint",
    "choice",
    "calculate",
    "unknown",
    "missing",
    "count",
]

_WRONG: Mapping[str, tuple[str, ...]] = {
    "int": ("nhiều", "29.0", "2147483648", "1e3"),
    "decimal": ("10,5", "ba", "1 000"),
    "date": ("hôm qua", "2026-02-30", "05/03/2026"),
    "dateTime": ("hôm qua", "2026-13-01T00:00:00.000+07:00"),
    "time": ("sáng", "25:00:00.000+07:00"),
    "geopoint": ("Hà Nội", "21.02 đông"),
    "geotrace": ("ở đây",),
    "geoshape": ("ở đây",),
}
_EXTREMES: Mapping[str, tuple[str, ...]] = {
    "int": ("-1", "0", "1", "13", "200"),
    "decimal": ("-1.5", "0.0", "0.5", "13.0", "200.0", "2000000000.0"),
    "date": ("1900-01-01", "2999-12-31", "2019-12-31"),
    "dateTime": ("1900-01-01T00:00:00.000+07:00", "2999-12-31T00:00:00.000+07:00"),
    "string": ("?", "0", "no", "x" * 1000, "12345"),
}
_OTHER: Mapping[str, str] = {
    "int": "7",
    "decimal": "7.25",
    "date": "2001-02-03",
    "dateTime": "2001-02-03T04:05:06.000+07:00",
    "time": "04:05:06.000+07:00",
    "geopoint": "10.5 106.25 0.0 0.0",
    "boolean": "1",
}
"""A value that each type takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A submission with one thing wrong."""

    what: str
    kind: Kind
    paths: tuple[str, ...]
    """What was touched; the first is where the fault should be found.

    As JavaRosa reports it: ``/data/member[2]/age``, with the position of each repeat.
    """
    xml: bytes
    problems: tuple[Problem, ...] = ()
    """All that JavaRosa finds wrong in it."""


Attempt = tuple[Damaged, ...]
"""The same damage with several values; the first that JavaRosa objects to is meant."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A submission in which nothing is wrong."""

    form: FormDef
    xml: bytes
    held: Mapping[str, HeldNode]
    """What JavaRosa holds of each node, by path."""
    names: Mapping[str, tuple[str, ...]]
    """What each itemset that filters could hold, by the path of its question in the form."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in a submission: a node of the form, there or not there."""

    path: str
    node: Node
    parent: Node | None
    within: ET.Element
    element: ET.Element | None

    @property
    def text(self) -> str:
        return (self.element.text or "") if self.element is not None else ""


def attempts(sound: Sound) -> Iterator[Attempt]:
    """Yield every single damage that can be done."""
    spots = list(_spots(sound.form, ET.fromstring(sound.xml)))
    for spot in spots:
        for damage in _DAMAGES:
            yield from damage(sound, spot)
    yield from _unknown_at_root(sound)


def _spots(form: FormDef, root: ET.Element) -> Iterator[_Spot]:
    """Yield the places whose parent is there, ``meta`` left out."""

    def below(
        nodes: tuple[Node, ...], parent: Node | None, within: ET.Element, path: str
    ) -> Iterator[_Spot]:
        for node in nodes:
            found = [child for child in within if _local(child) == node.name]
            if not found:
                yield _Spot(f"{path}/{node.name}", node, parent, within, None)
            for position, element in enumerate(found, start=1):
                reached = f"{path}/{node.name}" + f"[{position}]" * (node.kind == "repeat")
                yield _Spot(reached, node, parent, within, element)
                yield from below(node.children, node, element, reached)

    asked = tuple(node for node in form.children if node.name != "meta")
    return below(asked, None, root, f"/{form.root}")


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _changed(sound: Sound, path: str, change: Callable[[_Spot], None]) -> bytes:
    root = ET.fromstring(sound.xml)
    change(next(spot for spot in _spots(sound.form, root) if spot.path == path))
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _retold(sound: Sound, spot: _Spot, what: str, kind: Kind, *texts: str) -> Attempt:
    """Return the damage of writing another text."""

    def said(text: str) -> bytes:
        def change(at: _Spot) -> None:
            assert at.element is not None
            at.element.text = text

        return _changed(sound, spot.path, change)

    return tuple(
        Damaged(what=what, kind=kind, paths=(spot.path,), xml=said(text))
        for text in texts
        if text != spot.text
    )


def _is_answered(spot: _Spot) -> bool:
    return spot.node.kind == "field" and bool(spot.text) and not spot.node.bind.calculate


def _wrong_type(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if _is_answered(spot):
        for text in _WRONG.get(spot.node.type, ()):
            yield _retold(sound, spot, f"{spot.node.type} reads {text!r}", "type", text)


def _emptied(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    held = sound.held.get(spot.path)
    if _is_answered(spot) and held is not None and held.required:
        yield _retold(sound, spot, "required is empty", "required", "")


def _constraint_broken(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if _is_answered(spot) and spot.node.bind.constraint:
        texts = _EXTREMES.get(spot.node.type, ())
        yield _retold(
            sound, spot, f"constraint on {spot.node.path} is broken", "constraint", *texts
        )


def _not_a_choice(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    node = spot.node
    if not node.select or not spot.text:
        return
    where = "a file" if node.choices_file else "the form"
    if node.select == "one":
        yield _retold(sound, spot, f"one of {where} is none of them", "choice", "khong_co")
    else:
        text = f"{spot.text} khong_co"
        yield _retold(sound, spot, f"one of several of {where} is none of them", "choice", text)
    if others := sound.names.get(node.path):
        what = f"choice of {node.path} is filtered out"
        yield _retold(sound, spot, what, "choice", *others)


def _out_of_range(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if spot.node.range and spot.text:
        yield _retold(sound, spot, "range is left", "choice", "-1", "1000000")


def _calculated_otherwise(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    node = spot.node
    # what is calculated once is never calculated again
    if spot.element is None or not node.bind.calculate or "once(" in node.bind.calculate:
        return
    if not spot.text:
        texts: tuple[str, ...] = (_OTHER.get(node.type, "7"),)
    elif re.fullmatch(r"-?[0-9]+", spot.text):
        texts = (str(int(spot.text) + 1),)
    elif re.fullmatch(r"-?[0-9]+\.[0-9]+(E-?[0-9]+)?", spot.text):
        texts = (str(float(spot.text) * 2 + 1),)
    else:
        texts = (_OTHER.get(node.type, f"{spot.text} khác"),)
    filled = "filled" if spot.text else "empty"
    yield _retold(sound, spot, f"calculated, {filled}, is another", "calculate", *texts)


def _irrelevant(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    """Put in what the form hides: it is not there, and by a rule of its own."""
    if spot.element is not None or not spot.node.bind.relevant or spot.node.kind == "repeat":
        return
    asked = next((node for node in spot.node.walk() if node.kind == "field"), None)
    if asked is None:
        return
    is_group = spot.node.kind == "group"
    text = asked.choices[0].name if asked.choices else _OTHER.get(asked.type, "có")

    def change(at: _Spot) -> None:
        element = ET.Element(at.node.name)
        leaf = element
        for name in asked.path.removeprefix(at.node.path).split("/")[1:]:
            leaf = ET.SubElement(leaf, name)
        leaf.text = text
        at.within.insert(_place(at), element)

    paths = (spot.path, spot.path + asked.path.removeprefix(spot.node.path))
    yield (
        Damaged(
            what=f"hidden {'group' if is_group else 'question'} is answered",
            kind="relevant",
            paths=paths if is_group else paths[:1],
            xml=_changed(sound, spot.path, change),
        ),
    )


def _place(at: _Spot) -> int:
    """Return where a missing node belongs among those that are there."""
    siblings = [child.name for child in at.parent.children] if at.parent else None
    if siblings is None:
        return len(at.within)
    before = siblings[: siblings.index(at.node.name)]
    return sum(_local(child) in before for child in at.within)


def _removed(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if spot.element is None or spot.node.kind == "repeat":
        return
    calculated = "calculation" if spot.node.bind.calculate else "question"

    def change(at: _Spot) -> None:
        assert at.element is not None
        at.within.remove(at.element)

    xml = _changed(sound, spot.path, change)
    kind = "group" if spot.node.kind == "group" else calculated
    yield (Damaged(what=f"{kind} is not there", kind="missing", paths=(spot.path,), xml=xml),)


def _doubled(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if spot.element is None or spot.node.kind == "repeat":
        return

    def change(at: _Spot) -> None:
        assert at.element is not None
        at.within.insert(list(at.within).index(at.element) + 1, deepcopy(at.element))

    xml = _changed(sound, spot.path, change)
    what = f"{spot.node.kind} is there twice"
    yield (Damaged(what=what, kind="unknown", paths=(spot.path,), xml=xml),)


def _miscounted(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if spot.node.kind != "repeat" or not spot.node.count or spot.element is None:
        return

    def fewer(at: _Spot) -> None:
        assert at.element is not None
        at.within.remove(at.element)

    def more(at: _Spot) -> None:
        assert at.element is not None
        at.within.insert(list(at.within).index(at.element) + 1, deepcopy(at.element))

    whole = re.sub(r"\[[0-9]+\]$", "", spot.path)
    for what, change in (("repeat has too few", fewer), ("repeat has too many", more)):
        xml = _changed(sound, spot.path, change)
        yield (Damaged(what=what, kind="count", paths=(whole,), xml=xml),)


def _unknown_inside(sound: Sound, spot: _Spot) -> Iterator[Attempt]:
    if spot.element is None or spot.node.kind == "field":
        return

    def change(at: _Spot) -> None:
        assert at.element is not None
        ET.SubElement(at.element, "la_gi").text = "gì đây"

    xml = _changed(sound, spot.path, change)
    what, path = f"unknown node in a {spot.node.kind}", f"{spot.path}/la_gi"
    yield (Damaged(what=what, kind="unknown", paths=(path,), xml=xml),)


def _unknown_at_root(sound: Sound) -> Iterator[Attempt]:
    root = ET.fromstring(sound.xml)
    ET.SubElement(root, "la_gi").text = "gì đây"
    xml = _bytes(root)
    path = f"/{sound.form.root}/la_gi"
    yield (Damaged(what="unknown node at the root", kind="unknown", paths=(path,), xml=xml),)


_DAMAGES = (
    _wrong_type,
    _emptied,
    _constraint_broken,
    _not_a_choice,
    _out_of_range,
    _calculated_otherwise,
    _irrelevant,
    _removed,
    _doubled,
    _miscounted,
    _unknown_inside,
)
