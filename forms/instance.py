"""A submission as it arrived: its identity and its tree of answers, read without trusting it.

The bytes stay the record; nothing here is ever written back. Source: OpenRosa metadata and
encryption specifications, with meta looked up by local name, since makers differ in the prefix.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from forms.definition import FormDef
from forms.markup import Element, MarkupLimits, Refusal, RefusedMarkup, read_markup

__all__ = [
    "Element",
    "Instance",
    "InstanceLimits",
    "UnreadableInstance",
    "files_match",
    "named_files",
    "read_instance",
]

InstanceLimits = MarkupLimits
INSTANCE_ID_LENGTH_MAX = 255
Reason = (
    Refusal | Literal["no-form-id", "no-instance-id", "instance-id-too-long", "two-instance-ids"]
)


class UnreadableInstance(ValueError):
    """The bytes are no submission that could be kept; ``reason`` is a stable word for it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One submission: who it says it is, and its answers."""

    form_id: str
    version: str
    """Empty where the submission gives none."""
    instance_id: str
    """Exactly as sent but for blanks around it; empty only where it was not required."""
    deprecated_id: str | None
    """The instance that this one replaces."""
    instance_name: str | None
    encrypted: bool
    """The tree is a manifest of encrypted files, not answers."""
    root: Element


def read_instance(
    xml: bytes,
    limits: InstanceLimits = InstanceLimits(),  # noqa: B008 - frozen
    *,
    instance_id_required: bool = True,
) -> Instance:
    """Read a submission's XML, UTF-8 or UTF-16.

    Raises UnreadableInstance. With ``instance_id_required=False`` a missing instance id is "".
    """
    try:
        root = read_markup(xml, limits)
    except RefusedMarkup as refused:
        raise UnreadableInstance(refused.reason) from refused
    form_id = root.attributes.get("id", "")
    if not form_id.strip():
        raise UnreadableInstance("no-form-id")
    meta = _meta_texts(root)
    return Instance(
        form_id=form_id,
        version=root.attributes.get("version", ""),
        instance_id=_instance_id(meta.get("instanceID", []), instance_id_required),
        deprecated_id=next(iter(meta.get("deprecatedID", [])), None),
        instance_name=next(iter(meta.get("instanceName", [])), None),
        encrypted=root.attributes.get("encrypted") == "yes",
        root=root,
    )


def _instance_id(ids: Sequence[str], required: bool) -> str:
    if len(ids) > 1:
        raise UnreadableInstance("two-instance-ids")
    if not ids:
        if required:
            raise UnreadableInstance("no-instance-id")
        return ""
    if len(ids[0]) > INSTANCE_ID_LENGTH_MAX:
        raise UnreadableInstance("instance-id-too-long")
    return ids[0]


def _meta_texts(root: Element) -> Mapping[str, Sequence[str]]:
    """Return what stands in ``meta``, by name, without blanks around it and without the empty."""
    texts: dict[str, list[str]] = {}
    for meta in root.children:
        if meta.name == "meta":
            for child in meta.children:
                if text := child.text.strip():
                    texts.setdefault(child.name, []).append(text)
    return texts


def named_files(form: FormDef | None, instance: Instance) -> tuple[str, ...]:
    """Return the file names that a submission gives, in its order, without repeats.

    They are the answers of the form's binary questions and meta/audit; of an encrypted
    submission the ``media`` files and the ``encryptedXmlFile``. Without a form, meta/audit alone.
    """
    if instance.encrypted:
        names = _encrypted_files(instance.root)
    else:
        names = _answered_files(_binary_paths(form), instance.root)
    return tuple(dict.fromkeys(name for name in map(str.strip, names) if name))


_Paths = dict[str, "_Paths"]
"""Paths as nested names, so that a walk follows these alone; a leaf holds nothing."""


def _binary_paths(form: FormDef | None) -> _Paths:
    paths: _Paths = {"meta": {"audit": {}}}
    for node in form.walk() if form else ():
        if node.binary:
            step = paths
            for name in node.path.split("/")[1:]:
                step = step.setdefault(name, {})
    return paths


def _answered_files(paths: _Paths, root: Element) -> Iterator[str]:
    waiting = [(root, paths)]
    while waiting:
        element, wanted = waiting.pop()
        if not wanted:
            yield element.text
        waiting.extend(
            (child, wanted[child.name])
            for child in reversed(element.children)
            if child.name in wanted
        )


def _encrypted_files(root: Element) -> Iterator[str]:
    for media in root.named("media"):
        yield from (file.text for file in media.named("file"))
    yield from (file.text for file in root.named("encryptedXmlFile"))


def files_match(a: str, b: str) -> bool:
    """Say whether two file names are the same to a person: equal once composed (NFC).

    A phone may write ``Ảnh.jpg`` composed in the XML and decomposed in the header.
    """
    return unicodedata.normalize("NFC", a) == unicodedata.normalize("NFC", b)
