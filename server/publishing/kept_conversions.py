"""Conversions are kept for a while: the same workbook in another project is not converted again.

One folder is loaded into several projects, and what was sent over a bad network is sent again; each
conversion is a process of its own and takes the better part of a second.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from forms.conversion import Compiled, Kind
from server.publishing.conversion import convert

KEPT_MAX = 16
XFORM_BYTES_MAX = 1024 * 1024
"""What is larger is not kept."""
_Key = tuple[str, Kind, str | None, bool]
_kept: OrderedDict[_Key, Compiled] = OrderedDict()
_lock = threading.Lock()


def converted(
    data: bytes, *, kind: Kind, form_id_fallback: str | None, lints: bool = True
) -> Compiled:
    """Compile a workbook, or return what came of the same bytes before; raises as ``convert``."""
    key = (hashlib.sha256(data).hexdigest(), kind, form_id_fallback, lints)
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known
    made = convert(data, kind=kind, form_id_fallback=form_id_fallback, lints=lints)
    if len(made.xform) + len(made.itemsets or b"") <= XFORM_BYTES_MAX:
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT_MAX:
                _kept.popitem(last=False)
    return made
