"""XML from strangers, read by expat alone: no DOCTYPE, nothing fetched, everything bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat

Refusal = Literal[
    "empty",
    "not-xml",
    "doctype",
    "too-large",
    "too-deep",
    "too-many-elements",
    "too-many-attributes",
]
_NO_ATTRIBUTES: Mapping[str, str] = {}
_PLAIN_TAGS_MAX = 20_000
_PLAIN_NAMESPACES_MAX = 20
_PLAIN_ATTRIBUTES_MAX = 50
_PLAIN_DEPTH_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkupLimits:
    """What is read at most; beyond it a document is refused, never cut short."""

    xml_bytes_max: int = 16 * 1024 * 1024
    depth_max: int = 200
    elements_max: int = 500_000
    attributes_max: int = 100
    """Per element; namespace declarations count."""


class Element(NamedTuple):
    """One element. Names are local: ``orx:meta`` is ``meta``, whatever the prefix stands for."""

    name: str
    text: str
    """Of a leaf, exactly as parsed, blanks included; of an element with children, empty."""
    children: tuple[Element, ...] = ()
    attributes: Mapping[str, str] = _NO_ATTRIBUTES
    """By local name, an unprefixed one first; namespace declarations are left out."""

    def named(self, name: str) -> Iterator[Element]:
        """Yield the children of this name."""
        return (child for child in self.children if child.name == name)

    def find(self, name: str) -> Element | None:
        """Return the first child of this name."""
        for child in self.children:
            if child[0] == name:
                return child
        return None

    def answer(self, path: str) -> str:
        """Return the text at a path below it, as ``/when/day``; "" where there is none.

        Of elements that there are several of, the first.
        """
        element: Element | None = self
        for name in path.split("/")[1:]:
            element = element.find(name) if element is not None else None
        return "" if element is None else element.text

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


_LIMITS = MarkupLimits()


class RefusedMarkup(ValueError):
    """The document cannot be trusted or is no XML; ``reason`` is a stable word for it."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason: Refusal = reason


def _local_attributes(pairs: list[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    prefixed: list[tuple[str, str]] = []
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if name == "xmlns" or name.startswith("xmlns:"):
            continue
        if ":" in name:
            prefixed.append((name.rpartition(":")[2], value))
        else:
            named[name] = value
    for name, value in prefixed:
        named.setdefault(name, value)
    return named


def hardened_parser() -> expat.XMLParserType:
    """Return an expat parser that refuses a DOCTYPE, and with it every entity but XML's five."""
    parser = expat.ParserCreate(intern={})
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ordered_attributes = True
    parser.buffer_text = True
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise RefusedMarkup("doctype")


def parse_whole(parser: expat.XMLParserType, xml: bytes) -> None:
    """Feed a whole document to a parser.

    Raises RefusedMarkup ``empty``, ``not-xml`` (broken, truncated, an encoding that nobody knows)
    or what a handler raises.
    """
    if not xml.strip():
        raise RefusedMarkup("empty")
    try:
        parser.Parse(xml, True)
    except RefusedMarkup:
        raise
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise RefusedMarkup("not-xml") from error
    except (LookupError, ValueError) as error:
        raise RefusedMarkup("not-xml") from error


def read_markup(
    xml: bytes,
    limits: MarkupLimits = MarkupLimits(),
    *,
    inline: Callable[[Element], str] | None = None,
) -> Element:
    """Return the root element of a document.

    ``inline`` keeps the text of elements with children, and says what stands in it for a child
    (a label with an ``<output/>``). Raises RefusedMarkup.
    """
    if len(xml) > limits.xml_bytes_max:
        raise RefusedMarkup("too-large")
    if inline is None and limits == _LIMITS:
        plain = _read_plain(xml)
        if plain is not None:
            return plain
    parser = hardened_parser()
    found = _collect(parser, limits, inline)
    parse_whole(parser, xml)
    if not found:
        raise RefusedMarkup("not-xml")
    return found[0]


def _read_plain(xml: bytes) -> Element | None:
    """Read what nearly all clients write: elements, attributes, texts, and nothing else.

    The tree builder of the standard library (expat below, C above) takes a third of the time that
    handlers in Python take. None for all that is not plain, large or deep, or broken: the handlers
    alone decide what is refused.
    """
    if b"<!" in xml or b"\0" in xml or xml.count(b"<") > _PLAIN_TAGS_MAX:
        return None
    if xml.count(b"<?") > 1 or xml.count(b"xmlns") > _PLAIN_NAMESPACES_MAX:
        return None
    parser = ET.XMLParser()
    try:
        parser.feed(xml)
        return _plain(parser.close(), _PLAIN_DEPTH_MAX)
    except (ET.ParseError, LookupError, ValueError):
        return None


def _plain(tree: ET.Element, depth: int) -> Element:
    """Make an element bottom up. Raises ValueError where it is too deep after all."""
    if depth == 0:
        raise ValueError
    name: str = tree.tag
    if name[0] == "{":
        name = name.rpartition("}")[2]
    attributes = _plain_attributes(tree.attrib) if tree.keys() else _NO_ATTRIBUTES
    if len(tree):
        children = tuple([_plain(child, depth - 1) for child in tree])
        return tuple.__new__(Element, (name, "", children, attributes))
    return tuple.__new__(Element, (name, tree.text or "", (), attributes))


def _plain_attributes(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Return attributes by local name, one without a namespace first."""
    if len(attributes) > _PLAIN_ATTRIBUTES_MAX:
        raise ValueError
    named = {name: value for name, value in attributes.items() if name[0] != "{"}
    for name, value in attributes.items():
        named.setdefault(name.rpartition("}")[2], value)
    return named


def _collect(
    parser: expat.XMLParserType, limits: MarkupLimits, inline: Callable[[Element], str] | None
) -> list[Element]:
    """Let a parser build elements bottom up; return the list that will hold the root.

    No recursion, whatever the depth. Every submission walks through these three functions, name by
    name, so they keep what they need in locals.
    """
    elements_max, depth_max = limits.elements_max, limits.depth_max
    attributes_max = 2 * limits.attributes_max
    begun: list[tuple[list[Element], list[str], list[str]]] = []
    children: list[Element] = []
    texts: list[str] = []
    elements = 0

    def start(_name: str, attributes: list[str]) -> None:
        nonlocal children, texts, elements
        elements += 1
        if elements > elements_max:
            raise RefusedMarkup("too-many-elements")
        if len(begun) >= depth_max:
            raise RefusedMarkup("too-deep")
        if len(attributes) > attributes_max:
            raise RefusedMarkup("too-many-attributes")
        begun.append((children, texts, attributes))
        children, texts = [], []

    def characters(text: str) -> None:
        texts.append(text)

    def end(name: str) -> None:
        nonlocal children, texts
        text = "" if children and not inline else "".join(texts)
        inside = tuple(children)
        children, texts, attributes = begun.pop()
        named = _local_attributes(attributes) if attributes else _NO_ATTRIBUTES
        local = name.rpartition(":")[2] if ":" in name else name
        element = Element(local, text, inside, named)
        children.append(element)
        if inline:
            texts.append(inline(element))

    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    parser.EndElementHandler = end
    return children
