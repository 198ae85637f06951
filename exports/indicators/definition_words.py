"""An indicator's definition in words, in both languages, around the designer's own expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exports.indicators.definition import AggregateKind, Dimension, Indicator, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionWords:
    """What is said of a definition; names in braces are put in."""

    form: str
    repeat: str
    entities: str
    every_row: str
    measures: Mapping[AggregateKind, str]
    where: str
    at_start: str
    joined: str
    joined_repeat: str
    joined_where: str
    day: str
    stock: str
    unit: str
    several: str
    private: str
    open: str
    lowest: Mapping[str, str]
    periods: Mapping[str, str]
    only_used: str


VIETNAMESE = DefinitionWords(
    form="Biểu mẫu {name}: mỗi phiếu",
    repeat="Biểu mẫu {name}: mỗi mục của nhóm lặp {repeat}",
    entities="Danh sách {name}: mỗi mục, như vào ngày cuối kỳ",
    every_row="Tất cả",
    measures={
        "count": "Đếm",
        "sum": "Tổng của {value}",
        "distinct": "Đếm số giá trị khác nhau của {value}",
        "last_sum": "Mỗi đơn vị lấy {value} của báo cáo mới nhất trong kỳ, rồi cộng lại",
        "period_sum": (
            "Tổng {value} của các báo cáo cho đúng kỳ; đơn vị không có thì cộng các báo cáo tháng, "
            "nếu đủ (loại kỳ: {report_period})"
        ),
        "indicator": "Số của chỉ số {indicator}",
        "communes": "Số xã, phường của đơn vị",
    },
    where=", nếu {condition}",
    at_start=", khi kỳ bắt đầu",
    joined="; cũng tính nếu biểu mẫu {name} có phiếu mà {their_key} bằng {key} của hàng này",
    joined_repeat=(
        "; cũng tính nếu biểu mẫu {name} có mục của nhóm lặp {repeat} mà {their_key} bằng {key} "
        "của hàng này"
    ),
    joined_where=" và {condition}",
    day="ngày xảy ra của phiếu",
    stock="ngày cuối kỳ",
    unit="đơn vị của phiếu",
    several="một hàng có thể thuộc nhiều loại",
    private=(
        "Ẩn số nhỏ (ngưỡng {k}) và những số mà từ đó suy ra được số nhỏ. "
        "Chỉ cho theo: {periods}. Thấp nhất: {lowest}"
    ),
    open="Không ẩn",
    lowest={
        "country": "cả nước",
        "province": "tỉnh",
        "district": "huyện",
        "commune": "xã, phường",
    },
    periods={
        "month": "tháng",
        "quarter": "quý",
        "half": "6 tháng",
        "nine": "9 tháng",
        "year": "năm",
        "phase": "giai đoạn",
        "day": "ngày",
    },
    only_used="không có trong báo cáo, chỉ dùng làm mẫu số",
)
ENGLISH = DefinitionWords(
    form="Form {name}: each submission",
    repeat="Form {name}: each entry of the repeat {repeat}",
    entities="List {name}: each entry, as of the period's last day",
    every_row="All",
    measures={
        "count": "Count",
        "sum": "Sum of {value}",
        "distinct": "Count of the different values of {value}",
        "last_sum": "Of each unit {value} in its latest report of the period, then their sum",
        "period_sum": (
            "Sum of {value} in reports over exactly the period; where a unit gave none, its "
            "monthly ones if all are there (kind of period: {report_period})"
        ),
        "indicator": "The number of indicator {indicator}",
        "communes": "Communes of the unit",
    },
    where=", where {condition}",
    at_start=", as the period begins",
    joined="; also where form {name} has a submission whose {their_key} is this row's {key}",
    joined_repeat=(
        "; also where form {name} has an entry of the repeat {repeat} whose {their_key} is this "
        "row's {key}"
    ),
    joined_where=", and {condition}",
    day="the submission's day of the event",
    stock="the period's last day",
    unit="the submission's unit",
    several="a row may belong to several",
    private=(
        "Small numbers (threshold {k}) are hidden, and those that would give them away. "
        "Only by: {periods}. Lowest level: {lowest}"
    ),
    open="Nothing is hidden",
    lowest={
        "country": "country",
        "province": "province",
        "district": "district",
        "commune": "commune",
    },
    periods={
        "month": "month",
        "quarter": "quarter",
        "half": "half-year",
        "nine": "nine months",
        "year": "year",
        "phase": "phase",
        "day": "day",
    },
    only_used="not in the report, only used as a denominator",
)


@dataclass(frozen=True, slots=True)
class Described:
    """Says in words what an indicator is."""

    indicator: Indicator
    language: str

    @property
    def words(self) -> DefinitionWords:
        """The words of the language."""
        return ENGLISH if self.language == "en" else VIETNAMESE

    @property
    def source(self) -> str:
        """Where its rows come from."""
        source = self.indicator.source
        if source.kind == "entities":
            return self.words.entities.format(name=source.name)
        shape = self.words.repeat if source.repeat else self.words.form
        return shape.format(name=source.name, repeat=source.repeat)

    @property
    def filter(self) -> str:
        """Which of them count."""
        return self.indicator.filter or self.words.every_row

    @property
    def numerator(self) -> str:
        """What is added up; with what else counts of another form."""
        told, join = self._measure(self.indicator.numerator), self.indicator.join
        if join is None:
            return told
        shape = self.words.joined_repeat if join.source.repeat else self.words.joined
        told += shape.format(
            name=join.source.name,
            repeat=join.source.repeat,
            their_key=join.key,
            key=self.indicator.key,
        )
        if join.condition:
            told += self.words.joined_where.format(condition=join.condition)
        return told

    @property
    def denominator(self) -> str:
        """What it is divided by; "" for a plain number."""
        measure = self.indicator.denominator
        return "" if measure is None else self._measure(measure)

    @property
    def dimensions(self) -> str:
        """Its disaggregations, one a line."""
        return "\n".join(map(self._dimension, self.indicator.dimensions))

    @property
    def counted_on(self) -> str:
        """Which day and which unit a row counts for."""
        one = self.indicator
        day = self.words.stock if one.stock else one.day or self.words.day
        return f"{day}; {one.unit or self.words.unit}"

    @property
    def privacy(self) -> str:
        """How small a number may be, for which periods and levels it is given."""
        rule = self.indicator.privacy
        if rule is None:
            return self.words.open
        return self.words.private.format(
            k=rule.k,
            periods=", ".join(self.words.periods[one] for one in rule.periods),
            lowest=self.words.lowest[rule.lowest],
        )

    def _measure(self, measure: Measure) -> str:
        told = self.words.measures[measure.kind].format(
            value=measure.value,
            indicator=measure.indicator,
            report_period=self.indicator.report_period,
        )
        if measure.condition:
            told += self.words.where.format(condition=measure.condition)
        return told + (self.words.at_start if measure.at_start else "")

    def _dimension(self, dimension: Dimension) -> str:
        label = dimension.label.of(self.language)
        if dimension.splits:
            parts = [f"{one.label.of(self.language)} = {one.value}" for one in dimension.splits]
            return f"{label}: {'; '.join(parts)}"
        several = f" ({self.words.several})" if dimension.several else ""
        return f"{label}: {dimension.question}{several}"
