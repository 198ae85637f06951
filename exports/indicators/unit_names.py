"""What a unit may be called by people who type: without marks, with or without its kind."""

from __future__ import annotations

import re
import unicodedata

_KINDS = {
    "tinh": ("tinh", "t"),
    "thanh pho": ("thanh pho", "tp"),
    "quan": ("quan", "q"),
    "huyen": ("huyen", "h"),
    "thi xa": ("thi xa", "tx"),
    "thi tran": ("thi tran", "tt"),
    "phuong": ("phuong", "p"),
    "xa": ("xa", "x"),
    "dac khu": ("dac khu", "dk"),
}
"""How a kind is written out, and how it is shortened."""
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Return a name in small letters without marks: ``Xã Đức Xuân`` -> ``xa duc xuan``."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return _NOT_IN_NAME.sub(" ", letters).strip()


def plain_names(label: str) -> list[str]:
    """Return what a unit may be called: with its kind, with the kind shortened, without it."""
    whole = plain(label)
    for kind, written in _KINDS.items():
        if whole.startswith(f"{kind} "):
            bare = whole.removeprefix(f"{kind} ")
            return [bare, *(f"{one} {bare}" for one in written)]
    return [whole]
