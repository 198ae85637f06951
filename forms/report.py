"""The findings of one check as they come up: put into words, counted, sorted as the form is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.definition import Labels, Node
from forms.findings import SENTENCES, Finding, Kind, Language, Level
from forms.frames import document_key, path_of, text_at
from forms.rules import Rule
from forms.xpath.names import text_in
from forms.xpath.run import Frame
from forms.xpath.schema import Place

FINDINGS_MAX = 1_000
"""Of one submission. What is beyond says nothing more about it."""
TEXT_LENGTH_MAX = 10_000
"""Of an answer in a finding, in characters; beyond it is cut, with an ellipsis."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes as text, and functions on texts may still make."""


def quoted(text: str | None) -> str | None:
    """Return an answer as a finding quotes it."""
    if text is None:
        return None
    if len(text) > TEXT_LENGTH_MAX:
        text = f"{text[: TEXT_LENGTH_MAX - 1]}…"
    return _UNSTORABLE.sub("\ufffd", text)


class TooManyFindings(Exception):
    """So much does not hold that it makes no sense to go on."""


@dataclass(slots=True, eq=False)
class Report:
    """Collects what does not hold."""

    rank: Mapping[Place, int]
    languages: tuple[str, ...]
    language: Language
    _found: list[tuple[tuple[object, ...], int, Finding]] = field(default_factory=list)

    def add(
        self,
        place: Place,
        frame: Frame,
        node: Node | None,
        kind: Kind,
        level: Level = "fault",
        *,
        expected: str | None = None,
        expression: str = "",
        message: Labels | None = None,
    ) -> None:
        """Note what does not hold at a node. Raises TooManyFindings."""
        is_field = place.kind == "field"
        finding = Finding(
            path=path_of(place, frame),
            question=node.path if node else "",
            kind=kind,
            level=level,
            message=text_in(message or {}, self.languages) or SENTENCES[kind][self.language],
            submitted=quoted(text_at(place, frame)) if is_field else None,
            expected=quoted(expected),
            expression=expression,
        )
        self._put(document_key(place, frame, self.rank), finding)

    def add_rule(self, rule: Rule, frame: Frame, kind: Kind, level: Level = "fault") -> None:
        """Note that a rule of a bind does not hold."""
        bind = rule.node.bind
        own = {"constraint": bind.constraint_message, "required": bind.required_message}
        self.add(
            rule.place,
            frame,
            rule.node,
            kind,
            level,
            expression=rule.expression,
            message=own.get(kind),
        )

    def add_at(
        self, parent: Place, frame: Frame, name: str, submitted: str | None, node: Node | None
    ) -> None:
        """Note an element that is not the form's, below one that is."""
        finding = Finding(
            path=f"{path_of(parent, frame)}/{name}",
            question=node.path if node else "",
            kind="unknown",
            level="fault",
            message=SENTENCES["unknown"][self.language],
            submitted=quoted(submitted),
        )
        self._put(document_key(parent, frame, self.rank), finding)

    def add_count(self, rule: Rule, frame: Frame, level: Level, have: int, want: int) -> None:
        """Note that a repeat in a frame has too few or too many entries."""
        around = rule.place.parent or rule.place
        finding = Finding(
            path=f"{path_of(around, frame)}/{rule.place.name}",
            question=rule.node.path,
            kind="count",
            level=level,
            message=SENTENCES["count"][self.language],
            submitted=str(have),
            expected=str(want),
            expression=rule.expression,
        )
        self._put(document_key(rule.place, frame, self.rank, all_entries=True), finding)

    def _put(self, key: tuple[object, ...], finding: Finding) -> None:
        if len(self._found) >= FINDINGS_MAX:
            raise TooManyFindings
        self._found.append((key, len(self._found), finding))

    def forget_type(self, place: Place, frame: Frame) -> None:
        """Take back that a text is not of its type: the form itself computes it so."""
        path = path_of(place, frame)
        self._found = [one for one in self._found if (one[2].kind, one[2].path) != ("type", path)]

    def findings(self) -> tuple[Finding, ...]:
        """Return all, in the order of the form."""
        return tuple(finding for *_, finding in sorted(self._found, key=lambda one: one[:2]))
