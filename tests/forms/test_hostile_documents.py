"""Submissions and tables that are traps: each is refused, cut short or judged, soon, in bounds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pytest

from forms.instance import read_instance
from forms.tables import COLUMNS_MAX, FIELD_BYTES_MAX, ROWS_MAX, read_file
from tests.forms.little import Little, ask, calculate, little
from tests.forms.traps import META, bind, calculating, entries, finds, repeating, xform
from tests.kit.bounded import Bounded

SECONDS_MAX = 8.0
"""Each should take one or two; the machine may be busy."""
CUT_SHORT = ("/data", "not-comparable", "note")
"""The last of what is found, where the rest was not looked at."""
Told = list[tuple[str, str, str]]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bounded() -> Iterator[Bounded]:
    process = Bounded()
    yield process
    process.close()


def told(form: Little, answers: str) -> Told:
    return [(one.path, one.kind, one.level) for one in finds(form, answers)]


QUADRATIC = {
    "a count of those alike": "count(../../r[x = current()/../x])",
    "a text of all": "string-length(join(',', ../../r/x))",
    "all in another order": "sum(randomize(../../r/x, 3))",
    "the place of one": "position(../../r[x = 2])",
    "a way along all": "distance(../../r/x)",
    "one by its number": "/data/r[position() = 7]/x + 1",
}


@pytest.mark.parametrize("what", QUADRATIC)
def test_what_looks_at_all_entries_from_each_of_five_thousand_ends(
    bounded: Bounded, what: str
) -> None:
    found, seconds = bounded.run(of_each, "calculate", QUADRATIC[what])
    assert found[-1] == CUT_SHORT
    assert seconds < SECONDS_MAX


def test_a_condition_on_the_clock_in_five_thousand_entries_ends(bounded: Bounded) -> None:
    """Without a time of its own it may be of any day of a year, in each of them."""
    found, seconds = bounded.run(of_each, "relevant", "today() < date('2026-01-01')")
    assert found == []
    assert seconds < SECONDS_MAX


def of_each(rule: str, expression: str) -> Told:
    return told(repeating(rule, expression), f"<a/>{entries(5_000)}")


LINEAR = {
    "ones own": "../x + 1",
    "ones own, from the root": "/data/r/x + 1",
    "the one before": "coalesce(indexed-repeat(/data/r/x, /data/r, position(..) - 1), 1) + 1",
    "where it stands": "position(..) - position(..) + 2",
}


@pytest.mark.parametrize("what", LINEAR)
def test_what_looks_at_one_entry_from_each_of_five_thousand_is_judged_in_all(
    bounded: Bounded, what: str
) -> None:
    found, seconds = bounded.run(last_is_wrong, LINEAR[what])
    assert found == [("/data/r[5000]/y", "calculate", "note")]
    assert seconds < SECONDS_MAX


def last_is_wrong(expression: str) -> Told:
    sound = "<r><x>1</x><y>2</y></r>"
    answers = f"<a/>{entries(4_999, sound)}{sound.replace('2', '3')}"
    return told(repeating("calculate", expression), answers)


@pytest.mark.parametrize("questions", [100, 1_000, 5_000])
def test_empty_entries_of_many_questions_take_no_more_memory_than_there_is(
    bounded: Bounded, questions: int
) -> None:
    """Four bytes as they are sent, kilobytes each where they would be laid out."""
    found, seconds = bounded.run(laying_out, questions)
    assert found == [CUT_SHORT]
    assert seconds < SECONDS_MAX


def laying_out(questions: int) -> Told:
    names = [f"q{number}" for number in range(questions)]
    inputs = "".join(f'<input ref="/data/r/{name}"/>' for name in names)
    form = xform(
        f"<r>{''.join(f'<{name}/>' for name in names)}</r>",
        "",
        f'<group ref="/data/r"><repeat nodeset="/data/r">{inputs}</repeat></group>',
    )
    xml = f'<data id="little" version="1">{"<r/>" * 300_000}{META}</data>'
    found = form.finds_in(read_instance(xml.encode()))
    return [(one.path, one.kind, one.level) for one in found]


LENGTH = 9_000_000
GROWING = {
    "between all entries": ("join(/data/a, /data/r/x)", 5_000),
    "again and again": (f"concat({', '.join(['/data/a'] * 5_000)})", 1),
    "twice": ("concat(/data/a, /data/a)", 1),
}


@pytest.mark.parametrize("how", GROWING)
def test_a_text_that_would_grow_without_end_is_not_made(bounded: Bounded, how: str) -> None:
    found, seconds = bounded.run(growing, *GROWING[how])
    assert found == [("/data/made", "not-comparable", "note")]
    assert seconds < SECONDS_MAX


def growing(expression: str, number: int) -> Told:
    answers = f"<made>x</made><a>{'a' * LENGTH}</a>{entries(number, '<r><x>1</x></r>')}"
    return told(calculating(expression), answers)


def test_a_number_of_millions_of_digits_is_read_as_one(bounded: Bounded) -> None:
    """Infinite as a text; a whole number of 32 bits it is not."""
    found, seconds = bounded.run(counting)
    assert found == [("/data/r[1]/x", "type", "fault")]
    assert seconds < SECONDS_MAX


def counting() -> Told:
    digits = "9" * (LENGTH // 2)
    answers = f"<made>Infinity</made><a>{digits}</a><r><x>{digits}</x></r>"
    return told(calculating("/data/a + 1"), answers)


@pytest.mark.parametrize("seconds", ["9" * 5_000, "0" * 5_000 + "x", "59." + "9" * 5_000])
def test_a_time_with_seconds_without_end_is_a_time_or_none(seconds: str) -> None:
    visit = little(ask("start", "start"), ask("dateTime", "at"), ask("time", "clock"))
    clock = f"10:00:{seconds}"
    at = f"2026-03-05T{clock}"
    found = visit.finds(f"<start>{at}</start><at>{at}</at><clock>{clock}</clock>")
    is_none = seconds.startswith("999")
    paths = ["/data/start", "/data/at", "/data/clock"] if is_none else []
    assert [(one.path, one.kind) for one in found] == [(path, "type") for path in paths]


def test_points_that_are_nowhere_are_not_compared() -> None:
    visit = little(
        ask("geotrace", "way"),
        calculate("length", "distance(${way})"),
        calculate("size", "area(${way})"),
    )
    way = "NaN 1 0 0; 1 Infinity 0 0; 2 2 0 0; -Infinity NaN 0 0"
    found = visit.finds(f"<way>{way}</way><length>1</length><size/>")
    assert [(one.path, one.kind, one.level) for one in found] == [
        ("/data/length", "not-comparable", "note"),
        ("/data/size", "not-comparable", "note"),
    ]


def wide_csv() -> bytes:
    """Half a megabyte that would be twenty gigabytes."""
    return ",".join(f"c{number}" for number in range(10_000)).encode() + b"\n" + b"x\n" * ROWS_MAX


def features(*made: Mapping[str, object]) -> bytes:
    return json.dumps({"features": made}).encode()


def many_columns() -> bytes:
    items = "".join(f"<item><c{number}/></item>" for number in range(20_000))
    return f"<root>{items}</root>".encode()


POINT = b'{"features":[{"geometry":{"type":"Point","coordinates":%s}}]}'
TABLES: dict[str, tuple[str, Callable[[], bytes], int | None]] = {
    "as many rows as may be": ("csv", lambda: b"name,label\n" + b"n,l\n" * ROWS_MAX, ROWS_MAX),
    "a row too many": ("csv", lambda: b"name,label\n" + b"n,l\n" * (ROWS_MAX + 1), None),
    "a cell of a megabyte": ("csv", lambda: b"name\n" + b"a" * FIELD_BYTES_MAX, 1),
    "a cell of more": ("csv", lambda: b"name\n" + b"a" * (FIELD_BYTES_MAX + 1), None),
    "a quote that never ends": ("csv", lambda: b'name,label\nx,"open\n' + b"y,z\n" * 9_000, 1),
    "quotes alone": ("csv", lambda: b'"' * 1_000_001, 0),
    "nothing": ("csv", lambda: b"", 0),
    "a nul": ("csv", lambda: b"name\n\0\n", 1),
    "too many cells": ("csv", wide_csv, None),
    "too many columns": ("csv", lambda: b"," * COLUMNS_MAX, None),
    "a line of commas": ("csv", lambda: b"," * 8_000_000, None),
    "deep": ("geojson", lambda: b"[" * 100_000 + b"]" * 100_000, None),
    "deep coordinates": ("geojson", lambda: POINT % (b"[" * 900 + b"]" * 900), 1),
    "points that are nowhere": ("geojson", lambda: POINT % b"[1e999,NaN]", 1),
    "an endless number": ("geojson", lambda: b'{"features":[{"id":%s}]}' % (b"9" * 5_000), None),
    "other columns in each": (
        "geojson",
        lambda: features(*({"properties": {f"k{number}": 1}} for number in range(20_000))),
        None,
    ),
    "odd features": (
        "geojson",
        lambda: features(
            {"properties": []},
            {"properties": {"a": {"b": [1]}, "c": None, "": True}},
            {"geometry": {"type": "Polygon", "coordinates": []}},
            {"geometry": {"type": "Polygon", "coordinates": {}}},
            {"geometry": {"type": "LineString", "coordinates": [[1, 2], "xy", 3]}},
            {"geometry": {"type": "MultiPolygon", "coordinates": [[[[1, 2]]]]}},
            {"geometry": [1], "id": [2]},
        ),
        7,
    ),
    "no features": ("geojson", lambda: b'{"features": 3}', None),
    "deep elements": ("xml", lambda: b"<a>" * 100_000 + b"</a>" * 100_000, None),
    "a document type": ("xml", lambda: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", None),
    "other elements in each": ("xml", many_columns, None),
    "cut off": ("xml", lambda: b"<root><item>", None),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table_is_read_or_is_as_if_it_were_not_here(bounded: Bounded, what: str) -> None:
    rows, seconds = bounded.run(reading_table, what)
    assert rows == TABLES[what][2]
    assert seconds < SECONDS_MAX


def reading_table(what: str) -> int | None:
    """Return how many entries a table has; None where it is not read."""
    kind, data, _ = TABLES[what]
    table = read_file(f"places.{kind}", data())
    if table is None:
        return None
    repeats = (one for one in table.place.children.values() if one.kind == "repeat")
    return sum(len(table.frame[one.slot]) for one in repeats)


def test_a_table_in_the_form_that_would_be_too_large_is_not_compared(bounded: Bounded) -> None:
    found, seconds = bounded.run(looking_up)
    assert found == [("/data/made", "not-comparable", "note")]
    assert seconds < SECONDS_MAX


def looking_up() -> Told:
    form = xform(
        "<made/><a/>",
        f'<instance id="wide">{many_columns().decode()}</instance>'
        + bind("/data/made", calculate="instance('wide')/root/item[c1 = /data/a]/c2"),
        '<input ref="/data/a"/>',
    )
    return told(form, "<made>1</made><a/>")
