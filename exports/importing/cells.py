"""What a cell that somebody typed answers: choices by their words, days and numbers as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from exports.importing.faults import UnreadableCellError
from exports.indicators.unit_names import plain
from exports.typed_values import is_ambiguous, typed_day, typed_number
from forms.definition import Choice, Node

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")
"""1.234.567: dots between thousands."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no submission can hold; Word leaves some behind where it breaks lines."""


def read_cell(node: Node, text: str) -> str:
    """Return the answer as it is stored. Raises UnreadableCellError.

    Choices that stand in a file are taken as they are: the form's check knows them.
    """
    if _NOT_XML.search(text):
        raise UnreadableCellError(
            "hidden-character",
            "Ô có ký tự ẩn không lưu được. Hãy xóa và gõ lại ô này.",
            "There is a hidden character that cannot be stored. Clear the cell and type it again.",
        )
    if node.select and node.choices:
        return _choices(node, text) if node.select == "multiple" else _choice(node, text)
    match node.type:
        case "date":
            return read_day(text).isoformat()
        case "int" | "integer":
            return _integer(text)
        case "decimal":
            return _decimal(text)
        case _:
            return text


def read_day(text: str) -> date:
    """Read ``2021-09-14`` or, the day first, ``14/09/2021``. Raises UnreadableCellError."""
    day = typed_day(text)
    if day is None:
        raise UnreadableCellError(
            "not-a-date",
            "Không phải ngày. Hãy ghi ngày/tháng/năm, ví dụ 14/09/2021.",
            "Not a date. Write day/month/year, such as 14/09/2021.",
        )
    return day


def _integer(text: str) -> str:
    bare = text.replace(" ", "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if not _WHOLE.fullmatch(bare):
        raise UnreadableCellError("not-a-number", "Không phải số nguyên.", "Not a whole number.")
    return str(int(bare))


def _decimal(text: str) -> str:
    if is_ambiguous(text):
        raise UnreadableCellError(
            "number-ambiguous",
            "Không rõ dấu chấm ngăn hàng nghìn hay phần thập phân. Hãy ghi 1234 hoặc 1,234.",
            "The dot may part thousands or decimals. Write 1234 or 1,234.",
        )
    number = typed_number(text)
    if number is None:
        raise UnreadableCellError("not-a-number", "Không phải số.", "Not a number.")
    return number


def _choice(node: Node, text: str) -> str:
    found = _find(node.choices, text)
    if found is None:
        raise _unknown_choice(node, text)
    return found


def _choices(node: Node, text: str) -> str:
    """Read several: by semicolon or line; by comma, though labels may have commas of their own."""
    names = {choice.name for choice in node.choices}
    if set(text.split()) <= names:
        return " ".join(dict.fromkeys(text.split()))
    chosen: list[str] = []
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]", text))):
        whole = _find(node.choices, part)
        chosen += [whole] if whole is not None else _by_comma(node, part)
    return " ".join(dict.fromkeys(chosen))


def _by_comma(node: Node, text: str) -> list[str]:
    waiting = [one.strip() for one in text.split(",") if one.strip()]
    chosen: list[str] = []
    while waiting:
        for length in range(len(waiting), 0, -1):
            found = _find(node.choices, ", ".join(waiting[:length]))
            if found is not None:
                chosen.append(found)
                del waiting[:length]
                break
        else:
            raise _unknown_choice(node, waiting[0])
    return chosen


def _find(choices: Sequence[Choice], text: str) -> str | None:
    """Return the one choice that is called so; marks count only where they tell two apart."""
    if any(choice.name == text for choice in choices):
        return text
    wanted = " ".join(text.casefold().split())
    for written, reading in ((wanted, str.casefold), (plain(text), plain)):
        found = {
            choice.name
            for choice in choices
            if written
            and written in {reading(one) for one in (choice.name, *choice.labels.values())}
        }
        if len(found) == 1:
            return found.pop()
    return None


def _unknown_choice(node: Node, text: str) -> UnreadableCellError:
    by_plain = {
        plain(label): label for choice in node.choices for label in choice.labels.values() if label
    }
    close = get_close_matches(plain(text), by_plain, n=1, cutoff=0.6)
    vi = f" Có phải “{by_plain[close[0]]}”?" if close else ""
    en = f" Is “{by_plain[close[0]]}” meant?" if close else ""
    return UnreadableCellError(
        "unknown-choice",
        f"“{text}” không có trong danh sách lựa chọn.{vi}",
        f"“{text}” is not among the choices.{en}",
    )
