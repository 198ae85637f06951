"""The process that compiles one workbook: limits first, then the request from stdin, JSON out.

The request is a line of JSON and the bytes of the workbook, or of an XForm that is only looked
through. See server.publishing.conversion.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from forms.conversion import WorkbookFaults
from server.publishing.conversion import OUT_OF_MEMORY

FILE_BYTES_MAX = 64 * 1024 * 1024
"""Of the temporary file that pyxform writes."""


def main() -> int:
    """Compile the workbook on stdin and return the exit status."""
    gc.disable()  # it ends soon, and collecting takes a third of its time
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request["memory_bytes"], request["cpu_seconds"])
    try:
        data = sys.stdin.buffer.read()
        if request["kind"] == "xml":
            answer = _look_through(data)
        else:
            answer = _compile(data, request)
        sys.stdout.write(json.dumps(answer))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, FILE_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _compile(data: bytes, request: Mapping[str, Any]) -> dict[str, object]:
    from forms.compile import compile_workbook

    try:
        compiled = compile_workbook(
            data,
            kind=request["kind"],
            form_id_fallback=request["form_id_fallback"],
            lints=request["lints"],
        )
    except WorkbookFaults as wrong:
        return {"faults": [asdict(fault) for fault in wrong.faults]}
    return {
        "xform": compiled.xform.decode(),
        "warnings": [asdict(fault) for fault in compiled.warnings],
        "itemsets": None if compiled.itemsets is None else compiled.itemsets.decode(),
    }


def _look_through(xform: bytes) -> dict[str, object]:
    from forms.lint.faults import lint_faults
    from forms.xform import read_form

    return {"warnings": [asdict(fault) for fault in lint_faults(xform, read_form(xform))]}


if __name__ == "__main__":
    sys.exit(main())
