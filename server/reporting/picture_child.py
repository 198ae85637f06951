"""The process that makes one picture: a line of JSON and the drawing in, PNG out.

What is needed is imported before the limits hold. See server.reporting.pictures.
"""

from __future__ import annotations

import json
import sys

from exports.indicators.chart_png import png
from server import child

ROOM_BYTES = 8 * 1024 * 1024
"""What must be left of the memory when drawing begins."""


def main() -> int:
    """Draw what is on stdin and return the exit status."""
    request = json.loads(sys.stdin.buffer.readline())
    svg = sys.stdin.buffer.read().decode()
    child.limit(request["memory_bytes"], request["cpu_seconds"], file_bytes=0)
    try:
        bytearray(ROOM_BYTES)  # the library aborts without memory, which says less
        sys.stdout.buffer.write(png(svg, request["width"]))
    except MemoryError:
        return child.OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
