"""Every function that an expression can call, by name."""

from __future__ import annotations

from collections.abc import Mapping

from forms.xpath.functions import dates, numbers, places, selects, texts
from forms.xpath.functions.function import Function

_SPECIAL = (
    Function("if", "special", 3, 3, "any"),
    Function("coalesce", "special", 2, 2, "any"),
    Function("once", "special", 1, 1, "any"),
    Function("position", "special", 0, 1, "number"),
    Function("string-length", "special", 0, 1, "number"),
    Function("normalize-space", "special", 0, 1, "text"),
    Function("count-non-empty", "special", 1, 1, "number"),
    Function("indexed-repeat", "special", 3, 11, "any"),
    Function("current", "special", 0, 0, "any"),
    Function("instance", "special", 1, 1, "any"),
    Function("jr:choice-name", "special", 2, 2, "text", impure="language"),
    Function("jr:itext", "special", 1, 1, "text", impure="language"),
    Function("pulldata", "special", 4, 4, "text"),
    Function("randomize", "special", 1, 2, "any"),
    Function("uuid", "special", 0, 1, "text", impure="random"),
    Function("random", "special", 0, 0, "number", impure="random"),
    Function("version", "special", 0, 0, "text"),
    Function("property", "special", 1, 1, "text", impure="device"),
    Function("intersects", "special", 1, 1, "boolean", impure="external"),
    Function("extract-signed", "special", 2, 2, "text", impure="external"),
)

FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for group in (
        texts.FUNCTIONS,
        numbers.FUNCTIONS,
        dates.FUNCTIONS,
        selects.FUNCTIONS,
        places.FUNCTIONS,
        _SPECIAL,
    )
    for function in group
}
