"""XForm XML in, FormDef out: the tree from the primary instance, types from the binds, the rest.

Source: ODK XForms specification. Names are taken without their prefix, as makers differ in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from forms.binds import Binds
from forms.controls import Control, Controls
from forms.definition import FormDef, Node, SecondaryInstance, UnreadableForm
from forms.entities import EntityDeclaration, is_property
from forms.markup import Element, MarkupLimits, RefusedMarkup, read_markup
from forms.needed_files import needed_files
from forms.prefixes import unbound_prefix
from forms.translations import read_translations, spell_output
from forms.versioning import set_version

__all__ = ["FORM_LIMITS", "UnreadableForm", "read_form", "set_version"]

FORM_LIMITS = MarkupLimits(xml_bytes_max=32 * 1024 * 1024, elements_max=1_000_000)
_SENSITIVITIES = ("public", "internal", "personal", "sensitive")
_MARKS = ("unit", "event-date", "one-per")
_SENSITIVITY_UNMARKED = "internal"
_NO_CONTROL = Control(kind="other")


def read_form(xform: bytes) -> FormDef:
    """Read an XForm. Raises UnreadableForm."""
    try:
        document = read_markup(xform, FORM_LIMITS, inline=spell_output)
    except RefusedMarkup as refused:
        raise UnreadableForm(refused.reason) from refused
    if prefix := unbound_prefix(xform):
        raise UnreadableForm("unbound-prefix", prefix)
    model, root = _model_and_root(document)
    translations = read_translations(model.find("itext"))
    body = document.find("body") or Element("body", "")
    tree = _Tree(
        controls=Controls(model, root.name, translations).read(body),
        binds=Binds(model, root.name, translations),
    )
    children = tree.nodes(root, "", _SENSITIVITY_UNMARKED)
    marks = _marks(tree.binds, children)
    return FormDef(
        form_id=root.attributes["id"],
        version=root.attributes.get("version", ""),
        title=_title(document),
        root=root.name,
        children=children,
        languages=translations.languages,
        default_language=translations.default_language,
        media=needed_files(document),
        unit_path=marks.get("unit"),
        event_date_path=marks.get("event-date"),
        one_per_path=marks.get("one-per"),
        public_key=_public_key(model),
        uses_entities=bool(model.attributes.get("entities-version")),
        entities=() if _public_key(model) else _entities(root, tree.binds, children),
        instances=_instances(model),
        texts=translations.texts,
    )


def _model_and_root(document: Element) -> tuple[Element, Element]:
    head = document.find("head")
    model = head.find("model") if head else None
    if model is None:
        raise UnreadableForm("not-xform")
    instance = model.find("instance")
    if instance is None or not instance.children:
        raise UnreadableForm("no-primary-instance")
    root = instance.children[0]
    if not root.attributes.get("id", "").strip():
        raise UnreadableForm("no-form-id")
    return model, root


def _title(document: Element) -> str:
    head = document.find("head")
    title = head.find("title") if head else None
    return title.text.strip() if title else ""


def _public_key(model: Element) -> str | None:
    submission = model.find("submission")
    key = submission.attributes.get("base64RsaPublicKey", "") if submission else ""
    return key.strip() or None


def _instances(model: Element) -> dict[str, SecondaryInstance]:
    """Return the secondary instances by id; the first ``<instance>`` is the primary one."""
    instances: dict[str, SecondaryInstance] = {}
    for element in list(model.named("instance"))[1:]:
        name = element.attributes.get("id", "")
        content = element.children[0] if element.children else None
        src = element.attributes.get("src", "").strip()
        instances.setdefault(name, SecondaryInstance(id=name, src=src, content=content))
    return instances


@dataclass(frozen=True, slots=True)
class _Tree:
    """Makes nodes of the primary instance, with what binds and controls say of them."""

    controls: Controls
    binds: Binds

    def nodes(self, parent: Element, path: str, sensitivity: str) -> tuple[Node, ...]:
        """Return the children of an element; of a repeat's template and copy, the first."""
        first: dict[str, Element] = {}
        for child in parent.children:
            first.setdefault(child.name, child)
        return tuple(
            self._node(child, f"{path}/{name}", sensitivity) for name, child in first.items()
        )

    def _node(self, element: Element, path: str, inherited: str) -> Node:
        control = self.controls.find(path)
        sensitivity = self._sensitivity(path, inherited)
        attributes = self._attributes(element, path, sensitivity)
        if control is None:
            node = self._shown(element, path, _NO_CONTROL, sensitivity)
            return replace(node, attributes=attributes)
        node = self._shown(element, path, control, sensitivity)
        return replace(node, attributes=attributes, asked=True)

    def _shown(self, element: Element, path: str, control: Control, sensitivity: str) -> Node:
        if element.children or control.kind in ("group", "repeat"):
            repeats = control.kind == "repeat"
            return Node(
                name=element.name,
                path=path,
                kind="repeat" if repeats else "group",
                type="repeat" if repeats else "structure",
                labels=control.labels,
                sensitivity=sensitivity,
                bind=self.binds.bind(path),
                count=control.count if repeats else "",
                children=self.nodes(element, path, sensitivity),
            )
        return self._question(element.name, path, control, sensitivity)

    def _question(self, name: str, path: str, control: Control, sensitivity: str) -> Node:
        kind = self.binds.attribute(path, "type").removeprefix("xsd:")
        return Node(
            name=name,
            path=path,
            kind="field",
            type=kind or "string",
            select=control.kind if control.kind in ("one", "multiple") else "",
            binary=kind == "binary" or path == "/meta/audit",
            labels=control.labels,
            hints=control.hints,
            control=control.written,
            choices=control.choices,
            choices_file=control.choices_file,
            sensitivity=sensitivity,
            bind=self.binds.bind(path),
            item_set=control.item_set,
            searches=control.searches,
            range=control.range,
        )

    def _attributes(self, element: Element, path: str, sensitivity: str) -> tuple[Node, ...]:
        """Return the attributes that the form itself gives a node, as fields of it."""
        return tuple(
            self._question(f"@{name}", f"{path}/@{name}", _NO_CONTROL, sensitivity)
            for name in element.attributes
            if name != "template"
        )

    def _sensitivity(self, path: str, inherited: str) -> str:
        """Return how a node is marked; what is not marked is as sensitive as its group."""
        marked = self.binds.attribute(path, "sensitivity")
        if marked and marked not in _SENSITIVITIES:
            raise UnreadableForm("sensitivity", f"{path} {marked}")
        return marked or inherited


def _entities(
    root: Element, binds: Binds, children: tuple[Node, ...]
) -> tuple[EntityDeclaration, ...]:
    """Return the list that submissions change: the entity of the form's own meta."""
    meta = root.find("meta")
    entity = meta.find("entity") if meta else None
    dataset = entity.attributes.get("dataset", "").strip() if entity else ""
    if not dataset:
        return ()
    once = dict(_questions(children, in_repeat=False))
    saved = tuple(
        (name, path)
        for path in binds.paths()
        if is_property(name := binds.attribute(path, "saveto")) and once.get(path) is False
    )
    creates = entity is not None and "create" in entity.attributes
    return (EntityDeclaration(dataset=dataset, saved=saved, creates=creates),)


def _marks(binds: Binds, children: tuple[Node, ...]) -> Mapping[str, str]:
    """Return the path of the question that each mark stands on.

    A submission has one unit and one date, so a mark stands once and outside of repeats.
    """
    once = dict(_questions(children, in_repeat=False))
    marks: dict[str, str] = {}
    for path in binds.paths():
        mark = binds.attribute(path, "is")
        if not mark:
            continue
        if mark not in _MARKS:
            raise UnreadableForm("mark-unknown", f"{mark} {path}")
        if mark in marks:
            raise UnreadableForm("marked-twice", f"{mark} {path}")
        if path not in once:
            raise UnreadableForm("mark-not-a-question", f"{mark} {path}")
        if once[path]:
            raise UnreadableForm("mark-in-repeat", f"{mark} {path}")
        marks[mark] = path
    return marks


def _questions(nodes: tuple[Node, ...], *, in_repeat: bool) -> Iterator[tuple[str, bool]]:
    """Yield the path of each field, and whether it stands in a repeat."""
    for node in nodes:
        if node.kind == "field":
            yield node.path, in_repeat
        else:
            yield from _questions(node.children, in_repeat=in_repeat or node.kind == "repeat")
