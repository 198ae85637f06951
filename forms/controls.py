"""What the body of a form says of each node: repeat or group, one choice or several, its words.

Source: ODK XForms specification, Body elements and Secondary instances.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from forms.definition import Choice, ItemSet, Labels, Range
from forms.markup import Element
from forms.paths import absolute_path
from forms.translations import Translations, plain_labels

ControlKind = Literal["group", "repeat", "one", "multiple", "other"]
_KINDS: Mapping[str, ControlKind] = {
    "group": "group",
    "repeat": "repeat",
    "select1": "one",
    "select": "multiple",
}
_ITEXT_OF_CHILD = re.compile(r"jr:itext\(\s*(?P<child>[^'\"()]+?)\s*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """How one node is asked."""

    kind: ControlKind
    written: str = ""
    """As the body writes it: ``input``, ``trigger``, ``upload image/*``."""
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choices_file: str | None = None
    item_set: ItemSet | None = None
    searches: bool = False
    range: Range | None = None
    count: str = ""


class Controls:
    """The controls of a form, by the path of what they ask."""

    def __init__(self, model: Element, root: str, translations: Translations) -> None:
        self._root = root
        self._translations = translations
        self._instances = {
            instance.attributes["id"]: instance
            for instance in model.named("instance")
            if "id" in instance.attributes
        }
        self._binds = {
            bind.attributes["id"]: bind.attributes.get("nodeset", "")
            for bind in model.named("bind")
            if "id" in bind.attributes
        }
        self._lists: dict[tuple[str, str, str], tuple[Choice, ...]] = {}
        self._by_path: dict[str, Control] = {}

    def find(self, path: str) -> Control | None:
        """Return how the node at a path is asked; None where nobody is asked for it."""
        return self._by_path.get(path)

    def read(self, body: Element) -> Controls:
        """Take in the controls of a body."""
        waiting = [(element, "") for element in reversed(body.children)]
        while waiting:
            element, context = waiting.pop()
            path = self._path(element, context)
            if path is None:
                continue
            if path != context or element.name == "repeat":
                self._add(path, self._control(element))
            if element.name in ("group", "repeat"):
                waiting.extend((child, path) for child in reversed(element.children))
        return self

    def _path(self, element: Element, context: str) -> str | None:
        attributes = element.attributes
        ref = attributes.get("ref") or attributes.get("nodeset", "")
        if not ref and "bind" in attributes:
            ref = self._binds.get(attributes["bind"], "")
        if not ref and element.name == "group":
            repeat = element.find("repeat")
            ref = repeat.attributes.get("nodeset", "") if repeat else ""
        return absolute_path(ref, self._root, context)

    def _add(self, path: str, control: Control) -> None:
        """Keep a control; where a node has several (a repeat in its group), what each knows."""
        known = self._by_path.get(path)
        if known is None:
            self._by_path[path] = control
            return
        self._by_path[path] = replace(
            known,
            kind="repeat" if control.kind == "repeat" else known.kind,
            labels=known.labels or control.labels,
            hints=known.hints or control.hints,
            choices=known.choices or control.choices,
            choices_file=known.choices_file or control.choices_file,
            item_set=known.item_set or control.item_set,
            searches=known.searches or control.searches,
            range=known.range or control.range,
            count=known.count or control.count,
        )

    def _control(self, element: Element) -> Control:
        labels = self._translations.labels(element.find("label"))
        kind = _KINDS.get(element.name, "other")
        plain = Control(
            kind=kind,
            written=f"{element.name} {element.attributes.get('mediatype', '')}".strip(),
            labels=labels,
            hints=self._translations.labels(element.find("hint")),
            searches="search(" in element.attributes.get("appearance", ""),
            range=_range(element),
            count=element.attributes.get("count", "").strip(),
        )
        itemset = element.find("itemset")
        if itemset is None:
            return replace(plain, choices=self._inline_choices(element))
        item_set = ItemSet(
            nodeset=itemset.attributes.get("nodeset", ""),
            value=_ref(itemset, "value"),
            label=_ref(itemset, "label"),
        )
        asked = replace(plain, item_set=item_set)
        listed = item_set.instance_id
        instance = None if listed is None else self._instances.get(listed)
        if listed is None or instance is None:
            return asked
        if source := instance.attributes.get("src"):
            return replace(asked, choices_file=source.rpartition("/")[2])
        return replace(asked, choices=self._list(listed, itemset))

    def _inline_choices(self, element: Element) -> tuple[Choice, ...]:
        return tuple(
            Choice(name=value.text.strip(), labels=self._translations.labels(item.find("label")))
            for item in element.named("item")
            if (value := item.find("value"))
        )

    def _list(self, instance_id: str, itemset: Element) -> tuple[Choice, ...]:
        """Return the choices of a secondary instance, the same tuple for each who asks."""
        value, label = _ref(itemset, "value"), _ref(itemset, "label")
        key = (instance_id, value, label)
        if key not in self._lists:
            root = self._instances[instance_id].find("root")
            items = root.named("item") if root else ()
            self._lists[key] = tuple(self._choice(item, value, label) for item in items)
        return self._lists[key]

    def _choice(self, item: Element, value: str, label: str) -> Choice:
        translated = _ITEXT_OF_CHILD.fullmatch(label)
        if translated:
            labels = self._translations.texts.get(_text(item, translated["child"]), {})
        else:
            labels = plain_labels(_text(item, label))
        return Choice(name=_text(item, value), labels=labels)


def _range(element: Element) -> Range | None:
    if element.name != "range":
        return None
    said = element.attributes
    return Range(start=said.get("start", ""), end=said.get("end", ""), step=said.get("step", ""))


def _ref(itemset: Element, name: str) -> str:
    pointer = itemset.find(name)
    return pointer.attributes.get("ref", "").strip() if pointer else ""


def _text(item: Element, name: str) -> str:
    child = item.find(name)
    return child.text.strip() if child else ""
