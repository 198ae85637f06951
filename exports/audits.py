"""The logs that phones keep of a form being filled (``audit.csv``), joined into one table.

Source: ODK XForms specification, "Audit"; Central's ``{form} - audit.csv`` for the columns.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence

from exports.csv_table import chunks, guarded

COLUMNS = (
    "event",
    "node",
    "start",
    "end",
    "latitude",
    "longitude",
    "accuracy",
    "old-value",
    "new-value",
    "user",
    "change-reason",
)
HEADER = ("instance ID", *COLUMNS)
UNREADABLE = "unreadable"
"""Stands as the event where the rest of a log could not be read: it is not dropped in silence."""
_LINE_LENGTH_MAX = 100_000


def merge_audits(
    entries: Iterable[tuple[str, Iterable[bytes]]], *, safe: bool = False
) -> Iterator[bytes]:
    """Yield one CSV of the logs of ``entries``: (instance id, content of its log).

    Columns are found by their names, since phones write what the form asks for; missing ones stay
    blank, unknown ones are left out, short and long lines are taken as they are. Without entries
    nothing is yielded, as Central then leaves the file out. ``safe`` guards cells as in CSVs.
    """
    lines = (line for instance_id, log in entries for line in _events(instance_id, log))
    started = False
    for chunk in chunks([guarded(c) for c in line] if safe else line for line in lines):
        if not started:
            yield from chunks([HEADER])
            started = True
        yield chunk


def _events(instance_id: str, log: Iterable[bytes]) -> Iterator[Sequence[str]]:
    reader = csv.reader(_lines(log), skipinitialspace=True)
    try:
        places = _places(next(reader, []))
        for line in reader:
            if any(line):
                yield (instance_id, *(_cell(line, place) for place in places))
    except csv.Error:
        yield (instance_id, UNREADABLE, *[""] * (len(COLUMNS) - 1))


def _places(header: Sequence[str]) -> list[int]:
    names = [name.strip() for name in header]
    return [names.index(column) if column in names else -1 for column in COLUMNS]


def _cell(line: Sequence[str], place: int) -> str:
    return line[place].strip() if 0 <= place < len(line) else ""


def _lines(log: Iterable[bytes]) -> Iterator[str]:
    """Decode the log line by line, wherever its chunks end."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest = ""
    for chunk in log:
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (line + "\n" for line in lines)
        if len(rest) > _LINE_LENGTH_MAX:
            raise csv.Error("line too long")
    yield rest + decoder.decode(b"", final=True)
