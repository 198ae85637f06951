"""Form versions, read and compiled once and shared: definition, layout, and the form's logic."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from exports.layout import Layout, layout_of
from forms.definition import FormDef, UnreadableForm
from forms.logic import Logic, read_logic
from forms.xform import read_form

_MODELS_MAX = 200
FILES_BYTES_MAX = 64 * 1024 * 1024
"""Of the files that one form looks things up in."""
LOGICS_BYTES_MAX = 256 * 1024 * 1024
"""Of memory that the files take of all forms whose logic is kept, as ``_weight`` reckons."""
_CELL_BYTES = 60


@dataclass(frozen=True, slots=True)
class FormModel:
    """One form version, ready to work with."""

    form_version_id: int
    form: FormDef
    layout: Layout


@dataclass(slots=True)
class _Compiling:
    """The logic of one form version with its files: made by one thread, awaited by others."""

    files: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_made: bool = False
    logic: Logic | None = None
    weight_bytes: int = 0


class FormCache:
    """The models used of late. A version's bytes never change, so nothing here grows stale."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._models: OrderedDict[int, FormModel] = OrderedDict()
        self._logics: OrderedDict[int, _Compiling] = OrderedDict()

    def get(self, form_version_id: int, read_xform: Callable[[], bytes]) -> FormModel:
        """Return the model of a version; ``read_xform`` gives its bytes where it is not known."""
        with self._lock:
            if model := self._models.get(form_version_id):
                self._models.move_to_end(form_version_id)
                return model
        form = read_form(read_xform())
        model = FormModel(form_version_id, form, layout_of(form))
        with self._lock:
            self._models[form_version_id] = model
            while len(self._models) > _MODELS_MAX:
                self._models.popitem(last=False)
        return model

    def logic(
        self,
        model: FormModel,
        files: str,
        read_files: Callable[[], Mapping[str, bytes]],
        changing: frozenset[str] = frozenset(),
    ) -> Logic | None:
        """Return the logic of a version; None where its calculations go in a circle.

        ``files`` stands for the content of its files, which a draft may change; ``read_files``
        gives them where the logic is not known; ``changing`` are those that are entity lists.
        Nobody waits here for the logic of another form.
        """
        with self._lock:
            kept = self._logics.get(model.form_version_id)
            if kept is None or kept.files != files:
                kept = self._logics[model.form_version_id] = _Compiling(files)
            self._logics.move_to_end(model.form_version_id)
        if not kept.is_made:
            with kept.lock:
                self._make(kept, model, read_files, changing)
        return kept.logic

    def _make(
        self,
        kept: _Compiling,
        model: FormModel,
        read_files: Callable[[], Mapping[str, bytes]],
        changing: frozenset[str],
    ) -> None:
        if kept.is_made:  # while we waited
            return
        given = read_files()
        kept.logic = _logic(model.form, given, changing)
        kept.weight_bytes = sum(map(_weight, given.values()))
        kept.is_made = True
        self._forget()

    def _forget(self) -> None:
        """Let go of what was used least of late, until what is kept has room; the last stays."""
        with self._lock:
            weight = sum(kept.weight_bytes for kept in self._logics.values())
            while len(self._logics) > 1 and (
                len(self._logics) > _MODELS_MAX or weight > LOGICS_BYTES_MAX
            ):
                _, gone = self._logics.popitem(last=False)
                weight -= gone.weight_bytes


def _weight(file: bytes) -> int:
    """Reckon what a table takes in memory: its text, and what Python adds for each cell."""
    return len(file) + _CELL_BYTES * (file.count(b",") + file.count(b"\n"))


def _logic(form: FormDef, files: Mapping[str, bytes], changing: frozenset[str]) -> Logic | None:
    try:
        return read_logic(form, files, changing)
    except UnreadableForm:  # published before circles were refused: nobody can judge by it
        return None
