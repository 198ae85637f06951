"""Form definitions and their layouts, read once for each version and shared: both are frozen."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from exports.layout import Layout, layout_of
from forms.definition import FormDef
from forms.xform import read_form

_MODELS_MAX = 200


@dataclass(frozen=True, slots=True)
class FormModel:
    """One form version, ready to work with."""

    form_version_id: int
    form: FormDef
    layout: Layout


class FormCache:
    """The models used of late. A version's bytes never change, so nothing here grows stale."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._models: OrderedDict[int, FormModel] = OrderedDict()

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
