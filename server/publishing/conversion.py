"""Workbooks are compiled in a process of their own: one that runs wild takes nobody with it.

So are large XForms looked through for what their designers should mend.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from forms.conversion import Compiled, Fault, Kind, WorkbookFaults
from forms.workbook import check_workbook
from server import child

AT_ONCE_MAX = 2
_CHILD = "server.publishing.conversion_child"
_slots = threading.BoundedSemaphore(AT_ONCE_MAX)

TOO_HEAVY = Fault(
    level="error",
    code="too-heavy",
    vi="Chuyển đổi sổ tính này tốn quá nhiều thời gian hoặc bộ nhớ. Hãy chuyển danh sách dài sang "
    "tệp CSV và dùng select_one_from_file, hoặc chia biểu mẫu làm nhiều phần.",
    en="Converting this workbook takes too much time or memory. Move long lists to a CSV file and "
    "use select_one_from_file, or cut the form into several.",
)
TOO_HEAVY_XFORM = Fault(
    level="error",
    code="too-heavy",
    vi="Kiểm tra biểu mẫu này tốn quá nhiều thời gian hoặc bộ nhớ. Hãy chia biểu mẫu làm nhiều "
    "phần.",
    en="Checking this form takes too much time or memory. Cut it into several.",
)
BUSY = Fault(
    level="error",
    code="busy",
    vi="Máy chủ đang chuyển đổi các biểu mẫu khác. Hãy thử lại sau một phút.",
    en="The server is converting other forms. Try again in a minute.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionLimits:
    """What one conversion may take."""

    memory_bytes: int = 768 * 1024 * 1024
    """Address space. pyxform needs 50 MB for itself, 270 MB for a form of 20,000 questions."""
    cpu_seconds: int = 30
    """pyxform needs 8 for a form of 20,000 questions, looking it through another 4."""
    wall_seconds: float = 60
    queue_seconds: float = 40
    """How long to wait for one of the ``AT_ONCE_MAX`` places."""


DEFAULT = ConversionLimits()


class ConversionBroken(RuntimeError):
    """The child failed in a way that no workbook should cause: a fault of ours."""


def convert(
    data: bytes,
    *,
    kind: Kind,
    form_id_fallback: str | None,
    lints: bool = True,
    limits: ConversionLimits = DEFAULT,
) -> Compiled:
    """Compile a workbook within limits; see forms.compile.

    Raises WorkbookFaults, among them ``too-heavy`` and ``busy``, and ConversionBroken.
    """
    if faults := check_workbook(data, kind):
        raise WorkbookFaults(faults)
    request = {"kind": kind, "form_id_fallback": form_id_fallback, "lints": lints}
    answer = _answer(request, data, limits, TOO_HEAVY)
    itemsets = answer["itemsets"]
    return Compiled(
        xform=answer["xform"].encode(),
        warnings=_faults(answer["warnings"]),
        itemsets=None if itemsets is None else itemsets.encode(),
    )


def look_through(xform: bytes, *, limits: ConversionLimits = DEFAULT) -> tuple[Fault, ...]:
    """Return what the designer of an XForm should mend, found within limits.

    Raises WorkbookFaults ``too-heavy`` and ``busy``, and ConversionBroken.
    """
    answer = _answer({"kind": "xml"}, xform, limits, TOO_HEAVY_XFORM)
    return _faults(answer["warnings"])


def _answer(
    request: Mapping[str, object], data: bytes, limits: ConversionLimits, too_heavy: Fault
) -> Mapping[str, Any]:
    head = dict(request, memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds)
    with _slot(limits.queue_seconds):
        ended = child.run(_CHILD, json.dumps(head).encode() + b"\n" + data, limits.wall_seconds)
    if ended is None or ended.returncode in child.KILLED:
        raise WorkbookFaults((too_heavy,))
    if ended.returncode != 0:
        raise ConversionBroken(ended.stderr.decode(errors="replace")[-2_000:])
    answer: Mapping[str, Any] = json.loads(ended.stdout)
    if "faults" in answer:
        raise WorkbookFaults(_faults(answer["faults"]))
    return answer


@contextmanager
def _slot(queue_seconds: float) -> Iterator[None]:
    if not _slots.acquire(timeout=queue_seconds):
        raise WorkbookFaults((BUSY,))
    try:
        yield
    finally:
        _slots.release()


def _faults(said: Sequence[Mapping[str, Any]]) -> tuple[Fault, ...]:
    return tuple(Fault(**fault) for fault in said)
