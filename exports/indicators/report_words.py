"""The words of a printed report, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a report says beside names and numbers."""

    summary: str
    title: str
    project: str
    period: str
    days: str
    """With ``{start}`` and ``{end}``."""
    area: str
    tree: str
    old_tree: str
    new_tree: str
    made: str
    state: str
    closing: str
    """Of a report with which its period is closed."""
    code: str
    indicator: str
    unit: str
    total: str
    number: str
    numerator: str
    denominator: str
    percent: str
    ratio: str
    result: str
    target: str
    progress: str
    others: str
    """Name of the sheet of indicators without a topic."""
    charts: str
    definitions: str
    source: str
    filter: str
    dimensions: str
    counted_on: str
    small_cells: str
    by: str
    """With ``{indicator}`` and ``{dimension}``."""
    several: str
    signs: str
    hidden: str
    """What ``–`` means."""
    revised: str
    """What ``…`` means."""
    bridged: str
    """What ``*`` means."""
    empty: str


VIETNAMESE = Words(
    summary="Tổng hợp",
    title="BÁO CÁO CHỈ SỐ",
    project="Dự án",
    period="Kỳ báo cáo",
    days="{start} đến {end}",
    area="Địa bàn",
    tree="Đơn vị hành chính",
    old_tree="theo đơn vị cũ (3 cấp, đến 30/06/2025)",
    new_tree="theo đơn vị mới (2 cấp, từ 01/07/2025)",
    made="Lập lúc",
    state="Trạng thái",
    closing="bản chốt kỳ báo cáo",
    code="Mã",
    indicator="Chỉ số",
    unit="Đơn vị",
    total="Tổng số",
    number="Số lượng",
    numerator="Tử số",
    denominator="Mẫu số",
    percent="Tỷ lệ %",
    ratio="Tỷ số",
    result="Kết quả",
    target="Mục tiêu",
    progress="So với mục tiêu",
    others="Chỉ số khác",
    charts="Biểu đồ",
    definitions="Định nghĩa",
    source="Lấy từ",
    filter="Chỉ tính khi",
    dimensions="Phân tổ",
    counted_on="Tính cho ngày nào, đơn vị nào",
    small_cells="Bảo vệ số nhỏ",
    by="{indicator} – theo {dimension}",
    several="Một hoạt động có thể thuộc nhiều loại: các dòng không cộng thành tổng số.",
    signs="Ký hiệu",
    hidden="số liệu được ẩn để không nhận ra người trong cuộc; tổng số vẫn tính cả số liệu này",
    revised="số liệu đã thay đổi sau khi kỳ được chốt",
    bridged="có phần của đơn vị cũ đã chia tách, tính vào đơn vị kế thừa mặc định",
    empty="ô trống: chưa có số liệu, hoặc tỷ lệ không có mẫu số",
)
ENGLISH = Words(
    summary="Summary",
    title="INDICATOR REPORT",
    project="Project",
    period="Period",
    days="{start} to {end}",
    area="Area",
    tree="Administrative units",
    old_tree="old units (3 tiers, until 30/06/2025)",
    new_tree="new units (2 tiers, from 01/07/2025)",
    made="Made on",
    state="State",
    closing="the period is closed with this report",
    code="Code",
    indicator="Indicator",
    unit="Unit",
    total="Total",
    number="Number",
    numerator="Numerator",
    denominator="Denominator",
    percent="Share %",
    ratio="Ratio",
    result="Result",
    target="Target",
    progress="Of the target",
    others="Other indicators",
    charts="Charts",
    definitions="Definitions",
    source="Taken from",
    filter="Only where",
    dimensions="Disaggregations",
    counted_on="Counted for which day, which unit",
    small_cells="Small numbers",
    by="{indicator} – by {dimension}",
    several="An activity may belong to several: the rows do not add up to the total.",
    signs="Signs",
    hidden="hidden so that nobody can be recognised; totals include it",
    revised="changed since the period was closed",
    bridged="partly of an old unit that was split, counted in its default successor",
    empty="empty: no data yet, or a share of nothing",
)


def words_of(language: str) -> Words:
    """Return the words in ``vi`` or ``en``."""
    return ENGLISH if language == "en" else VIETNAMESE
