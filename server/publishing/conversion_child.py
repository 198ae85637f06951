"""The process that compiles one workbook, or looks an XForm through: limited, JSON out.

The request is a line of JSON, then the bytes, on stdin. What we need of our own is imported before
the limits hold: a library cannot be loaded without memory, and would not say so. See
server.publishing.conversion.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from forms.conversion import WorkbookFaults
from server import child

ROOM_BYTES = 8 * 1024 * 1024
"""What must be left of the memory when a conversion begins."""
FILE_BYTES_MAX = 64 * 1024 * 1024
"""Of the temporary file that pyxform writes."""


def main() -> int:
    """Compile the workbook on stdin and return the exit status."""
    gc.disable()  # it ends soon, and collecting takes a third of its time
    request = json.loads(sys.stdin.buffer.readline())
    answer = _looking_through() if request["kind"] == "xml" else _compiling(request)
    child.limit(request["memory_bytes"], request["cpu_seconds"], FILE_BYTES_MAX)
    try:
        bytearray(ROOM_BYTES)  # without room to begin, what fails first is chance
        sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))
    except MemoryError:
        return child.OUT_OF_MEMORY
    return 0


def _compiling(request: Mapping[str, Any]) -> Callable[[bytes], dict[str, object]]:
    from forms.compile import compile_workbook

    def compiled(data: bytes) -> dict[str, object]:
        try:
            made = compile_workbook(
                data,
                kind=request["kind"],
                form_id_fallback=request["form_id_fallback"],
                lints=request["lints"],
            )
        except WorkbookFaults as wrong:
            return {"faults": [asdict(fault) for fault in wrong.faults]}
        return {
            "xform": made.xform.decode(),
            "warnings": [asdict(fault) for fault in made.warnings],
            "itemsets": None if made.itemsets is None else made.itemsets.decode(),
        }

    return compiled


def _looking_through() -> Callable[[bytes], dict[str, object]]:
    from forms.lint.faults import lint_faults
    from forms.xform import read_form

    def looked_through(xform: bytes) -> dict[str, object]:
        found = lint_faults(xform, read_form(xform))
        return {"warnings": [asdict(fault) for fault in found]}

    return looked_through


if __name__ == "__main__":
    sys.exit(main())
