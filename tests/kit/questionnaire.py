"""A small form as the stories need it, and what somebody answers in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A finished form on a phone: the XML and the files beside it, as bytes."""

    instance_id: str
    xml: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)

    def with_inside(self, answers: str) -> Filled:
        """Return it with more answers, written as XML, before the ``meta``."""
        xml = self.xml.replace(b"<meta>", answers.encode() + b"<meta>")
        return replace(self, xml=xml)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form with questions in a row, each with its XForm type (``binary``: a photo)."""

    form_id: str = "visit"
    version: str = "1"
    title: str = "Thăm hộ gia đình"
    questions: Sequence[tuple[str, str]] = (("name", "string"), ("age", "int"), ("photo", "binary"))

    def at_version(self, version: str) -> Questionnaire:
        """Return it under another version."""
        return replace(self, version=version)

    def xform(self) -> bytes:
        """Write it as an XForm."""
        fields = "".join(f"<{name}/>" for name, _ in self.questions)
        binds = "".join(
            f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in self.questions
        )
        controls = "".join(_control(name, kind) for name, kind in self.questions)
        return (
            '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
            'xmlns:jr="http://openrosa.org/javarosa">'
            f"<h:head><h:title>{escape(self.title)}</h:title><model>"
            f'<instance><data id="{self.form_id}" version="{self.version}">{fields}'
            "<meta><instanceID/></meta></data></instance>"
            f'{binds}<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>'
            f"</model></h:head><h:body>{controls}</h:body></h:html>"
        ).encode()

    def filled(
        self,
        *,
        instance_id: str | None = None,
        edits: str | None = None,
        files: Mapping[str, bytes] | None = None,
        **answers: object,
    ) -> Filled:
        """Fill it; ``edits`` is the instance id of the version that this one replaces."""
        name = instance_id or f"uuid:{uuid.uuid4()}"
        known = {question for question, _ in self.questions}
        assert answers.keys() <= known, f"no such questions: {answers.keys() - known}"
        written = "".join(
            f"<{question}>{escape(str(answers.get(question, '')))}</{question}>"
            for question, _ in self.questions
        )
        before = f"<deprecatedID>{edits}</deprecatedID>" if edits else ""
        xml = (
            f"<?xml version='1.0' encoding='UTF-8' ?><data id=\"{self.form_id}\" "
            f'version="{self.version}">{written}<meta><instanceID>{name}</instanceID>'
            f"{before}</meta></data>"
        )
        return Filled(instance_id=name, xml=xml.encode(), files=files or {})


def _control(name: str, kind: str) -> str:
    label = f"<label>{name}</label>"
    if kind == "binary":
        return f'<upload ref="/data/{name}" mediatype="image/*">{label}</upload>'
    return f'<input ref="/data/{name}">{label}</input>'
