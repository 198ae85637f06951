"""A submission becomes rows: every answer in its place, every entry of a repeat in its own."""

from __future__ import annotations

import time

from exports.layout import layout_of
from exports.rows import LaidRow, lay_out
from forms.instance import read_instance
from tests.exports.households import HOUSEHOLDS, field, form, group, repeat, xml


def test_the_tables_are_the_root_and_the_repeats_depth_first() -> None:
    tables = layout_of(HOUSEHOLDS).tables

    assert [(table.path, table.parent, [f.path for f in table.fields]) for table in tables] == [
        (
            "",
            None,
            [
                "/village",
                "/place",
                "/home/roof",
                "/home/water",
                "/meta/instanceID",
                "/meta/instanceName",
            ],
        ),
        ("/family/child", "", ["/family/child/name", "/family/child/age"]),
        ("/family/child/toy", "/family/child", ["/family/child/toy/name"]),
    ]


def test_a_layout_is_known_by_what_it_holds() -> None:
    asked = form(field("/a"), repeat("/r", field("/r/b", "int")))

    assert layout_of(asked).hash == (
        "ae7bc1db2d90ffdd5609ad3b58cdf747844a6dcafa69bb97a341a25e8bfd0a66"
    )
    assert layout_of(form(field("/a"), repeat("/r", field("/r/b", "int")), version="2")).hash == (
        layout_of(asked).hash
    )
    assert layout_of(form(field("/a"), repeat("/r", field("/r/b")))).hash != layout_of(asked).hash
    assert layout_of(form(field("/a"), group("/r", field("/r/b", "int")))).hash != (
        layout_of(asked).hash
    )


def test_answers_stand_in_document_order_with_their_positions() -> None:
    instance = read_instance(
        xml(
            "<village> Nà Mực </village><home><water>well tap</water><roof/></home>"
            "<family>"
            "<child><name>An</name><age>7</age><toy><name>xe</name></toy><toy/></child>"
            "<child><toy><name>bóng</name></toy><name>Bình</name></child>"
            "</family>"
        )
    )

    assert lay_out(layout_of(HOUSEHOLDS), instance) == (
        LaidRow(0, (), (" Nà Mực ", None, "", "well tap", "uuid:A", None)),
        LaidRow(1, (1,), ("An", "7")),
        LaidRow(2, (1, 1), ("xe",)),
        LaidRow(2, (1, 2), (None,)),
        LaidRow(1, (2,), ("Bình", None)),
        LaidRow(2, (2, 1), ("bóng",)),
    )


def test_what_the_form_does_not_know_is_passed_over() -> None:
    instance = read_instance(
        xml("<other><village>no</village></other><village>yes<b>x</b></village><x>1</x>")
    )

    assert lay_out(layout_of(HOUSEHOLDS), instance) == (
        LaidRow(0, (), ("", None, None, None, "uuid:A", None)),
    )


def test_of_a_question_answered_twice_the_first_answer_counts_and_no_entry_is_lost() -> None:
    instance = read_instance(
        xml(
            "<village>first</village><village>second</village>"
            "<home><roof>tile</roof></home><home><roof>leaf</roof><water>well</water></home>"
            "<family><child><name>An</name></child></family>"
            "<family><child><name>Bình</name></child></family>"
        )
    )

    assert lay_out(layout_of(HOUSEHOLDS), instance) == (
        LaidRow(0, (), ("first", None, "tile", "well", "uuid:A", None)),
        LaidRow(1, (1,), ("An", None)),
        LaidRow(1, (2,), ("Bình", None)),
    )


def test_a_repeat_of_thousands_takes_time_in_proportion() -> None:
    names = [f"q{number}" for number in range(20)]
    layout = layout_of(form(repeat("/r", *(field(f"/r/{name}") for name in names))))
    entry = "<r>" + "".join(f"<{name}>x</{name}>" for name in names) + "</r>"

    def seconds(entries: int) -> float:
        instance = read_instance(xml(entry * entries))
        start = time.perf_counter()
        rows = lay_out(layout, instance)
        assert rows[-1] == LaidRow(1, (entries,), ("x",) * 20)
        return time.perf_counter() - start

    few = min(seconds(500) for _ in range(5))
    many = min(seconds(5000) for _ in range(5))

    assert many < few * 40  # 10 times the rows; quadratic would be 100 times the time


def test_an_entry_nested_as_deep_as_can_be_read_is_laid_out() -> None:
    depth = 190
    paths = ["/r" * level for level in range(1, depth + 1)]
    node = field(paths[-1] + "/q")
    for path in reversed(paths):
        node = repeat(path, node)

    rows = lay_out(
        layout_of(form(node)),
        read_instance(xml("<r>" * depth + "<q>deep</q>" + "</r>" * depth)),
    )

    assert rows[-1] == LaidRow(depth, (1,) * depth, ("deep",))
