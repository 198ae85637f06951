"""Where rows come from: a form's collection, read in somebody's name with the form's versions."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

from exports.layout import Layout, LayoutTable
from exports.record import Row
from forms.definition import FormDef
from server.errors import Problem
from server.form_cache import FormModel
from server.scope import Scope
from server.services import SYSTEM, Services
from server.store import definitions, row_stream
from server.store.collected import Collection, Selection
from server.store.database import Cx
from server.store.forms import Form
from server.store.row_stream import NO_LAYOUT

BLANK_LAYOUT = Layout((LayoutTable("", (), None),))
"""Of a submission that could not be laid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose submissions are read, by whom, and with which definitions."""

    parts: Services
    scope: Scope
    form: Form
    collection: Collection
    model: FormModel
    """The published version (or the draft): its tables are written."""
    layouts: Mapping[str, Layout]
    """Of every version of the form: whatever a row was laid out with."""
    progress: Callable[[], None] | None = None
    """Told of each submission that an export has written."""

    def places(self, path: str, *, above: bool = False) -> dict[str, Sequence[int]]:
        """For each layout that has the repeat: its table's ordinal, after those above it."""
        return {
            key: _places(layout, path, above=above)
            for key, layout in self.layouts.items()
            if any(table.path == path for table in layout.tables)
        }

    @property
    def paths(self) -> dict[str, Sequence[str]]:
        """For each layout the paths of its tables, in their order."""
        return {
            key: tuple(table.path for table in layout.tables)
            for key, layout in self.layouts.items()
        }

    def stream(
        self,
        cx: Cx,
        selection: Selection,
        path: str,
        *,
        above: bool = False,
        checks: bool = False,
    ) -> Generator[Row]:
        """Yield the rows of the table at ``path``; ``above``: with what they hang from.

        ``checks``: those of the form's own table with what the check has found.
        """
        if not path and checks:
            return row_stream.stream_checked(self.scope, cx, self.collection, selection)
        if not path:
            return row_stream.stream_roots(self.scope, cx, self.collection, selection)
        places = self.places(path, above=above)
        return row_stream.stream_entries(self.scope, cx, self.collection, selection, places)


def _places(layout: Layout, path: str, *, above: bool) -> tuple[int, ...]:
    ordinals = {table.path: number for number, table in enumerate(layout.tables)}
    ancestors = layout.ancestors(path) if above else ()
    return (*(ordinals[table.path] for table in ancestors), ordinals[path])


def open_source(parts: Services, scope: Scope, cx: Cx, form: Form, *, draft: bool) -> Source:
    """Find the definitions that an export needs; raise 404.1 where there are none."""
    number = form.draft_id if draft else form.published_id
    if number is None:
        raise Problem("404.1")
    layouts = {NO_LAYOUT: BLANK_LAYOUT}
    for stored_hash, version_id in row_stream.find_layouts(scope, cx, form.id).items():
        layout = model_of(parts, cx, version_id).layout
        layouts |= {stored_hash: layout, layout.hash: layout}
    return Source(
        parts=parts,
        scope=scope,
        form=form,
        collection=Collection(project_id=form.project_id, form_id=form.id, draft=draft),
        model=model_of(parts, cx, number),
        layouts=layouts,
    )


def list_earlier(
    parts: Services, scope: Scope, cx: Cx, form_id: int, form_version_id: int
) -> list[FormDef]:
    """Return the published versions of a form beside one of its versions, the oldest first."""
    numbers = row_stream.list_published(scope, cx, form_id)
    return [model_of(parts, cx, one).form for one in numbers if one != form_version_id]


def model_of(parts: Services, cx: Cx, version_id: int) -> FormModel:
    """Return a form version, ready to work with."""
    return parts.forms.get(version_id, lambda: definitions.get_xform(SYSTEM, cx, version_id))
