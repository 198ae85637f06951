"""A table as CSV (RFC 4180 with bare line feeds), written as it is read, in flat memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from exports.answer import Cell
from exports.columns import TableView
from exports.options import ExportOptions
from exports.record import Row

_CHUNK_BYTES = 65_536
_ROWS_FIRST, _ROWS_MAX = 16, 1024
_SEPARATORS = {"comma": ",", "semicolon": ";"}

_FORMULA_BEGINS = frozenset("=+-@\t\r\n＝＋－＠")  # the wide ones count as well
_FIGURES = re.compile(r"[+-]?[0-9][0-9 .,;()/-]*([eE][+-]?[0-9]+)?")


def write(
    view: TableView, rows: Iterable[Row], options: ExportOptions | None = None
) -> Iterator[bytes]:
    """Yield the CSV of ``rows``, all of the view's own table: the header, then chunks of ~64 KB.

    UTF-8. Cells are quoted as csv-stringify does for Central, only where they hold the separator,
    a quote or a line feed; a bare carriage return is quoted as well, as readers break lines at it.
    """
    yield from table(view.header, map(view.cells, rows), options)


def table(
    header: Sequence[str], lines: Iterable[Sequence[Cell]], options: ExportOptions | None = None
) -> Iterator[bytes]:
    """Yield a header and ``lines`` as CSV, with what ``options`` say of byte order mark and cells.

    The header is a chunk of its own, and its cells stay as they are.
    """
    asked = options or ExportOptions()
    separator = _SEPARATORS[asked.separator]
    head = _encoded([header], separator)
    yield b"\xef\xbb\xbf" + head if asked.bom else head
    yield from chunks(map(_guarded, lines) if asked.safe else lines, separator)


def chunks(lines: Iterable[Sequence[Cell]], separator: str = ",") -> Iterator[bytes]:
    """Yield ``lines`` as CSV in chunks of about 64 KB, whatever the width of the rows."""
    source, count = iter(lines), _ROWS_FIRST
    while batch := list(islice(source, count)):
        chunk = _encoded(batch, separator)
        yield chunk
        count = min(_ROWS_MAX, max(1, count * _CHUNK_BYTES // len(chunk)))


def guarded(cell: Cell) -> Cell:
    """Make ``cell`` harmless in a spreadsheet: an apostrophe before what may be a formula.

    Figures stay: ``-5``, ``+84 912 345 678``, ``-1.5E-7``, ``-21.03 105.85 0 4.5``. They hold no
    letter that could name a function.
    """
    if not cell or cell[0] not in _FORMULA_BEGINS or _FIGURES.fullmatch(cell):
        return cell
    return "'" + cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before ``guarded``: what we wrote for Excel comes back from there."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def _guarded(cells: Sequence[Cell]) -> Sequence[Cell]:
    return [guarded(cell) for cell in cells]


def _encoded(lines: Sequence[Sequence[Cell]], separator: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(lines)
    written = text.getvalue()
    if "\r" in written:  # whether the csv module quotes it depends on the version of Python
        written = "".join(_line(cells, separator) for cells in lines)
    return written.encode(errors="replace")


def _line(cells: Sequence[Cell], separator: str) -> str:
    return separator.join(_quoted(cell or "", separator) for cell in cells) + "\n"


def _quoted(cell: str, separator: str) -> str:
    if separator in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
