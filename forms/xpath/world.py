"""What an expression can refer to: the form's own places, its tables, its texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.definition import Labels
from forms.xpath.run import Frame, Run
from forms.xpath.schema import Place


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A secondary instance, or the rows of a CSV file: frames that never change."""

    place: Place
    """Its root element."""
    frame: Frame
    indexes: dict[tuple[Place, Place], Mapping[str, Sequence[Frame]]] = field(default_factory=dict)
    """Entries by the text of a field, made when first asked for: see ``index``."""

    def index(self, entry: Place, key: Place) -> Mapping[str, Sequence[Frame]]:
        """Return the entries of a repeat right below the root by the text of one of their fields.

        Made once; two threads that make it at a time make the same.
        """
        made = self.indexes.get((entry, key))
        if made is None:
            built: dict[str, list[Frame]] = {}
            slot = key.slot
            for frame in self.frame[entry.slot]:
                built.setdefault(frame[slot] or "", []).append(frame)
            made = self.indexes[entry, key] = built
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceNames:
    """Where the label of a choice comes from, for ``jr:choice-name``."""

    written: Mapping[str, Labels]
    """By the choice's name, where the choices stand in the form."""
    table: Table | None = None
    entry: Place | None = None
    value: Place | None = None
    label: Place | None = None
    by_text: bool = False
    """The label names a text of the form: ``jr:itext(itextId)``."""
    tests: tuple[Callable[[Frame, Run], object], ...] = ()
    """The choice filter, which an item passes where all of them say true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that the expressions of one form can refer to."""

    root: Place
    tables: Mapping[str, Table] = field(default_factory=dict)
    """Secondary instances by id."""
    missing: frozenset[str] = frozenset()
    """Ids of secondary instances whose file is not here."""
    files: Mapping[str, Table] = field(default_factory=dict)
    """CSV files by name without ``.csv``, for ``pulldata``."""
    changing: frozenset[str] = frozenset()
    """Tables and files of which the phone may have had another state: entity lists."""
    texts: Mapping[str, Labels] = field(default_factory=dict)
    choices: Mapping[Place, ChoiceNames] = field(default_factory=dict)
