"""A designer's workbook becomes definitions, or she is told the cell that she has to mend."""

from __future__ import annotations

import pytest

from exports.indicators.aggregates import UnreadableAggregate, read_measure
from exports.indicators.definition import Measure, Privacy, Source, Text
from exports.indicators.soundness import Sources, faults_against, labelled
from exports.indicators.wire import from_plain, to_plain
from exports.indicators.workbook import read_indicators
from forms.conversion import Fault
from tests.exports.indicators.designer import (
    TRAINING,
    Row,
    defined,
    indicator_row,
    indicator_workbook,
)

SOURCES = Sources(forms={"training": TRAINING.logic}, lists={"models": ("status", "commune")})


def places(faults: object) -> list[tuple[str, str | None, int | None, str | None]]:
    assert isinstance(faults, (list, tuple))
    return [(one.code, one.sheet, one.row, one.column) for one in faults if isinstance(one, Fault)]


def found_in(*rows: Row) -> list[tuple[str, str | None, int | None, str | None]]:
    read = read_indicators(indicator_workbook(*rows))
    return places(read.faults or faults_against(read, SOURCES))


def test_a_sound_workbook_has_no_faults() -> None:
    assert (
        found_in(
            indicator_row("C1", "count()", dimensions="kind, topics"),
            indicator_row("C6", "sum(${posts})", "training.online", filter="${kind} != ''"),
            indicator_row(
                "M3",
                "distinct(${commune})",
                "entities:models",
                kind="stock",
                denominator="communes()",
                unit="${commune}",
            ),
            indicator_row("M5", "count()", denominator="indicator('M3', 'start')"),
        )
        == []
    )


WRONG: dict[str, tuple[Row, tuple[str, str, int, str]]] = {
    "a question that is not there": (
        indicator_row("C1", "count()", filter="${knd} = 'talk'"),
        ("unknown-name", "indicators", 2, "filter"),
    ),
    "a question of the wrong source": (
        indicator_row("C1", "count()", "entities:models", kind="stock", filter="${kind} = 1"),
        ("unknown-name", "indicators", 2, "filter"),
    ),
    "an expression cut off": (
        indicator_row("C1", "sum(${n_total} + )"),
        ("syntax", "indicators", 2, "numerator"),
    ),
    "a function that nobody knows": (
        indicator_row("C1", "count()", filter="tong(${n_total}) > 1"),
        ("unknown-function", "indicators", 2, "filter"),
    ),
    "chance": (
        indicator_row("C1", "count()", filter="random() > 0.5"),
        ("chance", "indicators", 2, "filter"),
    ),
    "no aggregate": (
        indicator_row("C1", "${n_total}"),
        ("not-an-aggregate", "indicators", 2, "numerator"),
    ),
    "a form that is not there": (
        indicator_row("C1", "count()", "tranning"),
        ("no-such-form", "indicators", 2, "source"),
    ),
    "a repeat that is not there": (
        indicator_row("C1", "count()", "training.onlin"),
        ("no-such-repeat", "indicators", 2, "source"),
    ),
    "a list that is not there": (
        indicator_row("C1", "count()", "entities:model", kind="stock"),
        ("no-such-entity-list", "indicators", 2, "source"),
    ),
    "a dimension that is not there": (
        indicator_row("C1", "count()", dimensions="age"),
        ("no-such-dimension", "indicators", 2, "dimensions"),
    ),
    "a dimension whose question is not there": (
        indicator_row("C1", "count()", "entities:models", kind="stock", dimensions="topics"),
        ("unknown-name", "dimensions", 3, "value"),
    ),
    "a stock of a form": (
        indicator_row("C1", "count()", kind="stock"),
        ("kind-of-source", "indicators", 2, "kind"),
    ),
    "a report without its kind of period": (
        indicator_row("C1", "period_sum(${n_total})"),
        ("report-period", "indicators", 2, "report_period"),
    ),
    "a code with blanks": (indicator_row("C 1", "count()"), ("code", "indicators", 2, "code")),
    "an indicator that is not there": (
        indicator_row("C1", "count()", denominator="indicator('M0')"),
        ("no-such-indicator", "indicators", 2, "denominator"),
    ),
    "a threshold of one": (
        indicator_row("C1", "count()", privacy_k=1),
        ("privacy-k", "indicators", 2, "privacy_k"),
    ),
    "a period that nobody knows": (
        indicator_row("C1", "count()", privacy_periods="year week"),
        ("privacy-period", "indicators", 2, "privacy_periods"),
    ),
    "neither yes nor no": (
        indicator_row("C1", "count()", percent="maybe"),
        ("yes-or-no", "indicators", 2, "percent"),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_at_its_cell(what: str) -> None:
    row, place = WRONG[what]
    assert found_in(row) == [place]


def test_the_same_code_twice_is_told_at_the_second() -> None:
    rows = (indicator_row("C1", "count()"), indicator_row("C1", "count()"))
    assert found_in(*rows) == [("code-twice", "indicators", 3, "code")]


def test_what_is_no_workbook_is_said_so() -> None:
    assert [fault.code for fault in read_indicators(b"code,label\n").faults] == ["not-a-workbook"]
    assert places(read_indicators(indicator_workbook()).faults) == [
        ("no-indicators", "indicators", None, None)
    ]


def test_a_workbook_that_would_keep_the_server_busy_is_refused_unread() -> None:
    rows = [indicator_row(f"C{number}", "count()", filter="1 = 1") for number in range(25_000)]
    assert [fault.code for fault in read_indicators(indicator_workbook(*rows)).faults] == [
        "too-large"
    ]


def test_the_words_of_a_row_are_read() -> None:
    (read,) = defined(
        indicator_row(
            "G1",
            "count(${kind} = 'talk')",
            "training.online",
            **{"label::vi": "Số vụ", "label::en": "Cases"},
            privacy_k=5,
            privacy_periods="year quarter",
            privacy_lowest="province",
        )
    )
    assert read.label == Text(vi="Số vụ", en="Cases")
    assert read.source == Source(kind="form", name="training", repeat="online")
    assert read.numerator == Measure(kind="count", condition="${kind} = 'talk'")
    assert read.privacy == Privacy(k=5, periods=("quarter", "year"), lowest="province")


def test_a_definition_is_kept_and_found_again_as_it_was() -> None:
    listed = [{"list": "kinds", "name": "talk", "label::vi": "Nói chuyện"}]
    dimension = {"name": "kind", "label::vi": "Loại", "value": "${kind}", "list": "kinds"}
    row = indicator_row("C1", "count()", denominator="communes()", dimensions="kind")
    book = indicator_workbook(row, dimensions=[dimension], categories=listed)
    (read,) = read_indicators(book).indicators
    assert from_plain(to_plain(read)) == read
    assert from_plain(to_plain(read)).hash == read.hash


def test_categories_go_by_the_names_of_the_forms_choices() -> None:
    (read,) = defined(indicator_row("C1", "count()", dimensions="topics"))
    named = labelled(read, SOURCES).dimensions[0].categories
    assert named == {
        "gbv": Text(vi="Bạo lực giới", en="Bạo lực giới"),
        "food": Text(vi="An toàn thực phẩm", en="An toàn thực phẩm"),
    }


def test_commas_in_brackets_and_quotes_part_nothing() -> None:
    assert read_measure("distinct(concat(${a}, ', ', ${b}), selected(${c}, 'x'))") == Measure(
        kind="distinct", value="concat(${a}, ', ', ${b})", condition="selected(${c}, 'x')"
    )


@pytest.mark.parametrize("text", ["", "count", "sum()", "count(1, 2)", "indicator(M0)", "avg(1)"])
def test_what_is_no_aggregate_is_refused(text: str) -> None:
    with pytest.raises(UnreadableAggregate):
        read_measure(text)


def test_what_is_aimed_at_may_stand_in_the_workbook() -> None:
    row = indicator_row("C1", "count()")
    year = {"from": "2021-01-01", "to": "2021-12-31"}
    sound = [{"indicator": "C1", "value": 40, **year}]
    read = read_indicators(indicator_workbook(row, targets=sound))
    assert [(one.code, one.unit, one.value) for one in read.targets] == [("C1", "country", 40.0)]
    wrong = [*sound, {"indicator": "C9", "unit": "Huế", "value": "nhiều", **year}]
    read = read_indicators(indicator_workbook(row, targets=wrong))
    assert places(read.faults) == [
        ("no-such-indicator", "targets", 3, "indicator"),
        ("no-such-unit", "targets", 3, "unit"),
        ("no-number", "targets", 3, "value"),
    ]
