"""Functions on texts. Source: ODK XForms, XPath functions; measured on JavaRosa."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Sequence

from forms.xpath.faults import EvaluationError
from forms.xpath.functions.function import Function
from forms.xpath.patterns import matches
from forms.xpath.values import JAVA_BLANKS, Value, number_of, text_of

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_DIGESTS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")
_LENGTH_MAX = 16 * 1024 * 1024
"""Characters of a text that is put together: as many as a whole submission may have."""
_NOT_UTF16 = re.compile("[\U00010000-\U0010ffff]")


def whole(value: Value) -> int:
    """Return a value as Java casts it to ``int``: NaN is 0, all else is cut and clipped."""
    number = number_of(value)
    if number != number:  # noqa: PLR0124 - NaN
        return 0
    return int(min(max(number, -(2**31)), 2**31 - 1))


def units(text: str) -> list[int] | None:
    """Return the UTF-16 units of a text; None where it has as many as characters."""
    if not _NOT_UTF16.search(text):
        return None
    encoded = text.encode("utf-16-le", "surrogatepass")
    return [encoded[at] | encoded[at + 1] << 8 for at in range(0, len(encoded), 2)]


def concat(values: Sequence[Value]) -> str:
    """Return all texts in a row."""
    return _joined("", values)


def join(separator: Value, values: Sequence[Value]) -> str:
    """Return all texts with a separator between them."""
    return _joined(text_of(separator), values)


def _joined(separator: str, values: Sequence[Value]) -> str:
    texts = [text_of(value) for value in values]
    if sum(map(len, texts)) + len(separator) * len(texts) > _LENGTH_MAX:
        raise EvaluationError("The text is too long to be judged on the server.")
    return separator.join(texts)


def substr(value: Value, begin: Value, end: Value | None = None) -> str:
    """Return a part: 0-based, the end excluded, negative from the end; in UTF-16 units."""
    text = text_of(value)
    parts = units(text)
    length = len(text) if parts is None else len(parts)
    first = _place(whole(begin), length)
    last = length if end is None else _place(whole(end), length)
    if parts is None:
        return text[first:last]
    cut = b"".join(unit.to_bytes(2, "little") for unit in parts[first:last])
    return cut.decode("utf-16-le", "surrogatepass")


def _place(index: int, length: int) -> int:
    return max(length + index, 0) if index < 0 else min(index, length)


def substring_before(value: Value, mark: Value) -> str:
    """Return what stands before the first mark; "" where there is none."""
    head, found, _ = _parted(value, mark)
    return head if found else ""


def substring_after(value: Value, mark: Value) -> str:
    """Return what stands after the first mark; "" where there is none."""
    return _parted(value, mark)[2]


def _parted(value: Value, mark: Value) -> tuple[str, str, str]:
    text, sign = text_of(value), text_of(mark)
    return text.partition(sign) if sign else ("", "", text)


def translate(value: Value, old: Value, new: Value) -> str:
    """Replace characters one by one; the first rule for a character counts."""
    news = text_of(new)
    table: dict[int, str | None] = {}
    for place, char in enumerate(text_of(old)):
        table.setdefault(ord(char), news[place] if place < len(news) else None)
    return text_of(value).translate(table)


def normalize_space(value: Value) -> str:
    """Return a text without blanks around it, and single ones inside."""
    return _BLANKS.sub(" ", text_of(value)).strip(JAVA_BLANKS)


def string_length(value: Value) -> float:
    """Count UTF-16 units, as Java does."""
    text = text_of(value)
    wide = 0 if text.isascii() else len(_NOT_UTF16.findall(text))
    return float(len(text) + wide)


def digest(value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    """Return a hash of the UTF-8 bytes in base64 or hex."""
    name, spelling = text_of(algorithm).upper(), text_of(encoding).lower()
    if name not in _DIGESTS or spelling not in ("base64", "hex"):
        raise EvaluationError(f"digest: {name} in {spelling} is not known")
    data = text_of(value).encode("utf-8", "replace")
    made = hashlib.new(name.replace("-", "").lower(), data, usedforsecurity=False)
    return made.hexdigest() if spelling == "hex" else base64.b64encode(made.digest()).decode()


def base64_decode(value: Value) -> str:
    """Return the UTF-8 text behind base64; "" where it is none."""
    try:
        data = base64.b64decode("".join(text_of(value).split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return data.decode("utf-8", "replace")


def regex(value: Value, pattern: Value) -> bool:
    """Say whether a pattern fits the whole text, never a part of it."""
    return matches(text_of(pattern), text_of(value))


def _pair(test: Callable[[str, str], bool]) -> Callable[[Value, Value], bool]:
    return lambda one, other: test(text_of(one), text_of(other))


_OF_VALUES = (
    ("string", 1, 1, "text", text_of),
    ("substr", 2, 3, "text", substr),
    ("substring-before", 2, 2, "text", substring_before),
    ("substring-after", 2, 2, "text", substring_after),
    ("translate", 3, 3, "text", translate),
    ("contains", 2, 2, "boolean", _pair(lambda text, part: part in text)),
    ("starts-with", 2, 2, "boolean", _pair(str.startswith)),
    ("ends-with", 2, 2, "boolean", _pair(str.endswith)),
    ("digest", 2, 3, "text", digest),
    ("base64-decode", 1, 1, "text", base64_decode),
    ("regex", 2, 2, "boolean", regex),
    ("depend", 1, None, "any", lambda first, *_: first),
)
FUNCTIONS = (
    *(Function(name, "values", *more) for name, *more in _OF_VALUES),
    Function("concat", "list", 0, None, "text", concat),
    Function("join", "joined", 1, None, "text", join),
)
