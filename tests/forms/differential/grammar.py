"""What may stand in an expression, by the type it yields: templates, with how often each is taken.

``{number}`` and the like are parts, written by ``expressions.Writer``; the rest stands as it is.
Not here: what is another each time (random, uuid, now, today), what hangs on the phone
(property, pulldata, %a and %b of dates), and what JavaRosa lacks.
"""

from __future__ import annotations

from collections.abc import Mapping

NUMBER: Mapping[str, int] = {
    "{number} + {number}": 4,
    "{number} - {number}": 4,
    "{number} * {number}": 3,
    "{number} div {number}": 3,
    "{number} mod {number}": 2,
    "- {number}": 2,
    "({number})": 2,
    "number({any})": 3,
    "int({number})": 3,
    "round({number})": 2,
    "round({number}, {digits})": 3,
    "abs({number})": 2,
    "pow({number}, {natural})": 2,
    "sqrt({number})": 1,
    "exp({natural})": 1,
    "exp10({natural})": 1,
    "log({number})": 1,
    "log10({number})": 1,
    "pi()": 1,
    "sin({number})": 1,
    "cos({number})": 1,
    "tan({number})": 1,
    "asin({number})": 1,
    "acos({number})": 1,
    "atan({number})": 1,
    "atan2({number}, {number})": 1,
    "string-length({text})": 3,
    "count-selected({chosen})": 3,
    "count({nodes})": 6,
    "count-non-empty({form_nodes})": 3,
    "sum({numbers})": 6,
    "max({numbers})": 3,
    "min({numbers})": 3,
    "max({number}, {number})": 2,
    "min({number}, {any}, {number})": 2,
    "position(..)": 2,
    "position({form_nodes})": 2,
    "position()": 1,
    "decimal-date-time({date})": 3,
    "decimal-time({date})": 2,
    "decimal-time({time})": 2,
    "{date} - {date}": 3,
    "if({boolean}, {number}, {number})": 4,
    "coalesce({number}, {number})": 3,
    "indexed-repeat{indexed_number}": 3,
    "{looked_up_number}": 3,
    "distance({way})": 1,
    "distance({point}, {point})": 1,
    "area({plot})": 1,
    "enclosed-area({plot})": 1,
    "once({number})": 1,
}

TEXT: Mapping[str, int] = {
    "concat({any}, {any})": 4,
    "concat({text}, {number}, {text})": 3,
    "concat({nodes})": 2,
    "substr({text}, {natural})": 2,
    "substr({text}, {digits}, {digits})": 3,
    "substring-before({text}, {text})": 2,
    "substring-after({text}, {text})": 2,
    "translate({text}, {text}, {text})": 2,
    "translate({text}, 'ạáàảãâăđĐ', 'aaaaaaadD')": 1,
    "normalize-space({text})": 2,
    "string({any})": 4,
    "if({boolean}, {text}, {text})": 4,
    "coalesce({text}, {text})": 4,
    "join({text}, {nodes})": 5,
    "join(', ', {any}, {any})": 2,
    "join(' ', randomize({nodes}, {number}))": 1,
    "selected-at({chosen}, {natural})": 4,
    "jr:choice-name{choice_name}": 4,
    "jr:itext({itext})": 1,
    "{looked_up_text}": 5,
    "format-date({date}, '{date_format}')": 5,
    "format-date-time({date}, '{date_format}')": 1,
    "format-date({time}, '{time_format}')": 2,
    "digest({text}, '{digest}', 'hex')": 1,
    "digest({text}, '{digest}')": 1,
    "base64-decode('{base64}')": 1,
    "indexed-repeat{indexed_text}": 3,
    "selected-at({point}, {natural})": 1,
    "once({text})": 1,
    "version()": 1,
    "depend({text}, {any})": 1,
}

BOOLEAN: Mapping[str, int] = {
    "true()": 1,
    "false()": 1,
    "boolean({any})": 2,
    "not({boolean})": 3,
    "{boolean} and {boolean}": 5,
    "{boolean} or {boolean}": 5,
    "({boolean})": 2,
    "{number} = {number}": 3,
    "{number} != {number}": 2,
    "{number} < {number}": 3,
    "{number} <= {number}": 2,
    "{number} > {number}": 3,
    "{number} >= {number}": 3,
    "{text} = {text}": 4,
    "{text} != {text}": 3,
    "{any} = {any}": 3,
    "{any} != {any}": 2,
    "{any} > {any}": 1,
    "{date} = {date}": 2,
    "{date} > {date}": 3,
    "{date} <= {date}": 3,
    "{date} - {date} > {number}": 2,
    "{boolean} = {boolean}": 2,
    "{any} = ''": 3,
    "{time} = ''": 1,
    "{is_chosen}": 6,
    "contains({text}, {text})": 3,
    "starts-with({text}, {text})": 2,
    "ends-with({text}, {text})": 2,
    "regex({text}, '{pattern}')": 3,
    "boolean-from-string({any})": 2,
    "checklist({digits}, {natural}, {boolean}, {any}, {boolean})": 2,
    "checklist({digits}, {natural}, {numbers})": 1,
    "weighted-checklist({digits}, {natural}, {boolean}, {number}, {any}, {number})": 2,
    "if({boolean}, {boolean}, {boolean})": 2,
    "coalesce({boolean}, {boolean})": 1,
    "geofence({point}, {plot})": 1,
    "once({boolean})": 1,
}

DATE: Mapping[str, int] = {
    "date({date} + {natural})": 4,
    "date({date} - {natural})": 3,
    "date({natural} * 1000)": 1,
    "date({date})": 2,
    "date-time({date})": 2,
    "date(decimal-date-time({date}))": 1,
    "date-time({date} + 0.75)": 1,
    "if({boolean}, {date}, {date})": 2,
    "coalesce({date}, {date})": 2,
    "date(max({dates}))": 1,
    "once({date})": 1,
}

PREDICATE: Mapping[str, int] = {
    "position() = {natural}": 3,
    "position() < {digits}": 1,
    "position() != position(current()/..)": 1,
    "{boolean}": 10,
    ". = {any}": 1,
    "{natural}": 1,  # not Boolean, so it selects nothing
    "{text}": 1,
}

PREDICATE_OF_TABLE: Mapping[str, int] = {
    "{column} = {column_text}": 8,
    "{column} = {text}": 4,
    "{column_text} = {column}": 1,
    "{column} != {column_text}": 2,
    "{column} = {number}": 2,
    "{column} > {number}": 2,
    "{column} = {column_text} and {column} != {text}": 2,
    "{column} = {column_text} or {column} = {text}": 2,
    "position() = {natural}": 1,
    "position() < {natural}": 1,
    "selected({chosen}, {column})": 2,
    "contains({column}, {text})": 1,
    "not({column} = '')": 1,
    "./{column} = {column_text}": 1,
    "string-length({column}) > {natural}": 1,
}

WRONG: Mapping[str, int] = {
    "selected({number}, '1')": 1,
    "count({text})": 1,
    "date({text})": 1,
    "format-date({text}, '%Y')": 1,
    "floor({number})": 1,
    "substring({text}, 1)": 1,
    "coalesce({any}, {any}, {any})": 1,
    "{nodes} = {text}": 1,
    "sum({number})": 1,
    "instance('không')/root/item": 1,
    "/data/khong_co": 1,
    "regex({text}, '[')": 1,
    "string({nodes})": 1,
    "if({nodes}, {any}, {any})": 1,
}
"""What a designer gets wrong: most of it raises, when it is reached."""

NUMBERS = ("0", "1", "2", "3", "5", "7", "10", "17", "18", "100", "0.5", "2.5", "1.25", "0.001")
NUMBERS_RARE = ("1000000", "3000000000", "12345678.5", "0.00001", "99999999999", "'4'", "'1,5'")
TEXTS = ("", "a", "Đông", "yes", "10", "2.5", "Nguyễn Thị Hoa", " ", "-", "true", "2026-03-05")
TEXTS_RARE = ("Hà Nội", "é", "😀", "0", "1", "false", "ạ", "x y", "NaN", "Xã Đông 1", "O'Neil")
DATES = ("2026-03-05", "2026-2-28", "1969-12-31", "2000-01-01", "2024-02-29", "2026-12-31")
MOMENTS = (
    "2026-03-05T10:20:30.123+07:00",
    "2026-03-05T23:30:00.000Z",
    "1999-12-31T00:00:00.000+07:00",
    "2026-06-15T18:45:00.000-03:30",
)
LITERALS: Mapping[str, tuple[str, ...]] = {
    "natural": ("0", "1", "2", "3", "4"),
    "digits": ("-2", "-1", "0", "1", "2", "3", "4"),
    "date_format": (
        *("%Y-%m-%d", "%d/%m/%Y", "%Y", "%e/%n/%y", "%Y%m%d", "%Y-W%W"),
        *("%d %% %H:%M:%S.%3", "ngày %d tháng %m"),
    ),
    "time_format": ("%H:%M", "%h", "%M:%S", "%H%M%S%3", "%Hh%M"),
    "digest": ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"),
    "base64": ("SMOgIE7hu5lp", "YQ==", "", "YWJj", "not base64!"),
    "pattern": (
        *("[0-9]+", "0[0-9]{9}", ".*", "[A-ZĐ][a-zà-ỹ ]+", "a|b|yes", "[^ ]+"),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ),
}
CHOSEN = ("a b c", "yes", "", "food other", " lua  che ", "10 do")
POINTS = ("21.02 105.85 0 0", "21.5 105.25", "-8.5 -70.25 3 5")
