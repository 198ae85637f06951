"""XForm XML in, FormDef out: the tree from the primary instance, types from the binds, the rest.

Source: ODK XForms specification. Names are taken without their prefix, as makers differ in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.controls import Control, Controls
from forms.definition import FormDef, Node, UnreadableForm
from forms.markup import Element, MarkupLimits, RefusedMarkup, read_markup
from forms.needed_files import needed_files
from forms.paths import absolute_path
from forms.prefixes import unbound_prefix
from forms.translations import read_translations, spell_output
from forms.versioning import set_version

__all__ = ["FORM_LIMITS", "UnreadableForm", "read_form", "set_version"]

FORM_LIMITS = MarkupLimits(xml_bytes_max=32 * 1024 * 1024, elements_max=1_000_000)
_SENSITIVITIES = ("public", "internal", "personal", "sensitive")
_MARKS = ("unit", "event-date")
_SENSITIVITY_UNMARKED = "internal"
_NO_CONTROL = Control(kind="other")
_NO_BIND: Mapping[str, str] = {}


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
        binds=_binds(model, root.name),
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
        public_key=_public_key(model),
        uses_entities=bool(model.attributes.get("entities-version")),
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


def _binds(model: Element, root: str) -> dict[str, Mapping[str, str]]:
    binds: dict[str, Mapping[str, str]] = {}
    for bind in model.named("bind"):
        path = absolute_path(bind.attributes.get("nodeset", ""), root)
        if path:
            binds.setdefault(path, bind.attributes)
    return binds


@dataclass(frozen=True, slots=True)
class _Tree:
    """Makes nodes of the primary instance, with what binds and controls say of them."""

    controls: Controls
    binds: Mapping[str, Mapping[str, str]]

    def nodes(self, parent: Element, path: str, sensitivity: str) -> tuple[Node, ...]:
        """Return the children of an element; of a repeat's template and copy, the first."""
        first: dict[str, Element] = {}
        for child in parent.children:
            first.setdefault(child.name, child)
        return tuple(
            self._node(child, f"{path}/{name}", sensitivity) for name, child in first.items()
        )

    def _node(self, element: Element, path: str, inherited: str) -> Node:
        control = self.controls.find(path) or _NO_CONTROL
        sensitivity = self._sensitivity(path, inherited)
        if element.children or control.kind in ("group", "repeat"):
            repeats = control.kind == "repeat"
            return Node(
                name=element.name,
                path=path,
                kind="repeat" if repeats else "group",
                type="repeat" if repeats else "structure",
                labels=control.labels,
                sensitivity=sensitivity,
                children=self.nodes(element, path, sensitivity),
            )
        return self._question(element.name, path, control, sensitivity)

    def _question(self, name: str, path: str, control: Control, sensitivity: str) -> Node:
        kind = self.binds.get(path, _NO_BIND).get("type", "").strip().removeprefix("xsd:")
        return Node(
            name=name,
            path=path,
            kind="field",
            type=kind or "string",
            select=control.kind if control.kind in ("one", "multiple") else "",
            binary=kind == "binary" or path == "/meta/audit",
            labels=control.labels,
            choices=control.choices,
            choices_file=control.choices_file,
            sensitivity=sensitivity,
        )

    def _sensitivity(self, path: str, inherited: str) -> str:
        """Return how a node is marked; what is not marked is as sensitive as its group."""
        marked = self.binds.get(path, _NO_BIND).get("sensitivity", "").strip()
        if marked and marked not in _SENSITIVITIES:
            raise UnreadableForm("sensitivity", f"{path} {marked}")
        return marked or inherited


def _marks(binds: Mapping[str, Mapping[str, str]], children: tuple[Node, ...]) -> Mapping[str, str]:
    """Return the path of the question that each mark stands on.

    A submission has one unit and one date, so a mark stands once and outside of repeats.
    """
    once = dict(_questions(children, in_repeat=False))
    marks: dict[str, str] = {}
    for path, bind in binds.items():
        mark = bind.get("is", "").strip()
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
