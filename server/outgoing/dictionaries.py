"""The data dictionary of a form, from all its published versions. It holds no data."""

from __future__ import annotations

from dataclasses import replace

from exports.dictionary import Dictionary, dictionary_of
from exports.options import ExportOptions
from server.errors import Problem
from server.outgoing.source import list_earlier, model_of
from server.scope import Scope
from server.services import Services
from server.store.database import Cx
from server.store.forms import Form


def explain(
    parts: Services,
    scope: Scope,
    cx: Cx,
    form: Form,
    options: ExportOptions,
    language: str,
    *,
    draft: bool = False,
) -> Dictionary:
    """Explain the tables as ``options`` ask for them; raise 404.1 where nothing is published.

    Columns that hang on the data are left out, as are those repeated from the tables above.
    """
    number = form.draft_id if draft else form.published_id
    if number is None:
        raise Problem("404.1")
    foretold = replace(options, split_select_multiples=False, parent_fields=())
    return dictionary_of(
        model_of(parts, cx, number).form,
        list_earlier(parts, scope, cx, form.id, number),
        foretold,
        language,
    )
