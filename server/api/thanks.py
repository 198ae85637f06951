"""What a phone is told of what it sent: that it is here, and which questions need a look.

Shown on success too, on phones that are shared: labels alone, never an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

LABELS_MAX = 5


def thanks(files_missing: int, to_look_at: Sequence[str], language: str) -> str:
    """Say it, in ``vi`` or ``en``; ``to_look_at``: the labels of the questions."""
    say = _in_vietnamese if language == "vi" else _in_english
    return say(files_missing, to_look_at)


def _in_vietnamese(files_missing: int, labels: Sequence[str]) -> str:
    said = f"Đã nhận phiếu; còn chờ {files_missing} tệp." if files_missing else "Đã nhận đủ."
    if not labels:
        return said
    rest = len(labels) - LABELS_MAX
    more = f"; và {rest} câu khác" if rest > 0 else ""
    return _ended(f"{said} Có {len(labels)} câu cần xem lại: {_joined(labels)}{more}")


def _in_english(files_missing: int, labels: Sequence[str]) -> str:
    said = f"Received; {_files(files_missing)} to come." if files_missing else "Received in full."
    if not labels:
        return said
    rest = len(labels) - LABELS_MAX
    more = f"; and {rest} more" if rest > 0 else ""
    need = "1 question needs" if len(labels) == 1 else f"{len(labels)} questions need"
    return _ended(f"{said} {need} a look: {_joined(labels)}{more}")


def _joined(labels: Sequence[str]) -> str:
    return "; ".join(label.rstrip(" .:;") or label for label in labels[:LABELS_MAX])


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!", "…")) else f"{sentence}."


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
