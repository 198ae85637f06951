"""What a form asks: the tree of questions that an XForm defines, as plain frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from forms.entities import EntityDeclaration
from forms.markup import Element

_INSTANCE = re.compile(r"""instance\(\s*(['"])(?P<id>.+?)\1\s*\)""")
NodeKind = Literal["group", "repeat", "field"]
Labels = Mapping[str, str]
"""A text by language name as the form writes it ("Tiếng Việt (vi)").

Key "" where the form has one language and does not name it.
"""


class UnreadableForm(ValueError):
    """The bytes define no form that could be used.

    ``reason`` is a stable word: one of forms.markup's, or ``not-xform``, ``no-primary-instance``,
    ``no-form-id``, ``media-name``, ``sensitivity``, ``marked-twice``, ``mark-in-repeat``,
    ``mark-not-a-question``, ``encoding``, ``version``. ``detail`` is what it is about: a path, a
    name, a value; "" where there is nothing to add.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that may be chosen."""

    name: str
    labels: Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """What is asked of a node: XPath expressions as the form writes them, "" where it has none."""

    relevant: str = ""
    required: str = ""
    constraint: str = ""
    calculate: str = ""
    readonly: str = ""
    constraint_message: Labels = field(default_factory=dict)
    required_message: Labels = field(default_factory=dict)
    preload: str = ""
    """``jr:preload``: what the phone fills in by itself ("timestamp", "date", "uid"...)."""
    preload_params: str = ""
    """``jr:preloadParams``: which of them ("start", "end", "deviceid")."""


NO_BIND = Bind()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSet:
    """Where the choices of a question come from: an ``<itemset>``."""

    nodeset: str
    """XPath to the items, with the choice filter as a predicate."""
    value: str
    """Child of an item that is stored ("name")."""
    label: str
    """Child that is shown ("label"), or that names its text ("jr:itext(itextId)")."""

    @property
    def instance_id(self) -> str | None:
        """Return the secondary instance that holds the items; None: they are entries of a repeat.

        Of a workbook's form it is called as the list is, or as the file without its ending.
        """
        listed = _INSTANCE.search(self.nodeset)
        return listed["id"] if listed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What a range widget offers; decimal texts as the form writes them."""

    start: str
    end: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryInstance:
    """A table that the form looks things up in."""

    id: str
    src: str
    """``jr://file-csv/communes.csv``; "" where it stands in the form itself."""
    content: Element | None
    """Its root element, where it stands in the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node of the primary instance: a question, a calculation, a group or a repeat."""

    name: str
    """Local name, without a namespace prefix."""
    path: str
    """Absolute, without the root element: ``/contact/phone``."""
    kind: NodeKind
    type: str
    """Bind type as written, without ``xsd:`` ("string", "int", "geopoint", "binary"...).

    "structure" for a group, "repeat" for a repeat.
    """
    select: Literal["", "one", "multiple"] = ""
    binary: bool = False
    """The answer is the name of a file."""
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    """The choice list, where it stands in the form itself."""
    choices_file: str | None = None
    """The media file that holds the choices (``select_one_from_file communes.csv``)."""
    sensitivity: str = "internal"
    """``bind::app:sensitivity``: public, internal, personal or sensitive; else its group's."""
    bind: Bind = NO_BIND
    asked: bool = False
    """A control of the body shows it; else it is hidden, and Collect asks nothing of it."""
    control: str = ""
    """That control as the body writes it: ``input``, ``trigger``, ``upload image/*``..."""
    item_set: ItemSet | None = None
    searches: bool = False
    """Its choices come out of a CSV file through ``search()`` in its appearance."""
    range: Range | None = None
    count: str = ""
    """``jr:count`` of a repeat: the path of the node that says how many entries it has."""
    attributes: tuple[Node, ...] = ()
    """Attributes that the primary instance gives it (those of an ``entity``): fields, too."""
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in form order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file that the form needs beside it."""

    name: str
    type: Literal["image", "audio", "video", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDef:
    """One version of a form, read from its XForm."""

    form_id: str
    version: str
    """Empty where the form gives none."""
    title: str
    root: str
    """Local name of the root element of a submission ("data")."""
    children: tuple[Node, ...]
    languages: tuple[str, ...] = ()
    default_language: str = ""
    media: tuple[MediaFile, ...] = ()
    unit_path: str | None = None
    """The question marked ``bind::app:is`` = ``unit``."""
    event_date_path: str | None = None
    """The question marked ``bind::app:is`` = ``event-date``."""
    one_per_path: str | None = None
    """The question marked ``one-per``: of submissions that answer it alike, the last counts."""
    public_key: str | None = None
    """``base64RsaPublicKey``: submissions arrive encrypted."""
    uses_entities: bool = False
    entities: tuple[EntityDeclaration, ...] = ()
    """The lists whose entries its submissions make or change."""
    instances: Mapping[str, SecondaryInstance] = field(default_factory=dict)
    """By id."""
    texts: Mapping[str, Labels] = field(default_factory=dict)
    """The itext of the form: what ``jr:itext('id')`` says, by id and language."""

    def walk(self) -> Iterator[Node]:
        """Yield every node below the root, depth first, in form order."""
        for child in self.children:
            yield from child.walk()

    def sensitive(self) -> tuple[str, ...]:
        """Paths of the questions marked sensitive."""
        return tuple(node.path for node in self.walk() if node.sensitivity == "sensitive")
