"""The words of a list of who has reported, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exports.indicators.reporting_list import State

STATE_WORDS: Mapping[State, tuple[str, str]] = {
    "on-time": ("Đúng hạn", "On time"),
    "late": ("Trễ hạn", "Late"),
    "missing": ("Chưa báo cáo", "Missing"),
    "open": ("Chưa đến hạn", "Not due yet"),
}
"""Vietnamese, English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a printed list says beside names, days and numbers."""

    sheet: str
    title: str
    form: str
    due: str
    due_days: str
    """With ``{days}``."""
    summary: str
    number: str
    district: str
    province: str
    commune: str
    period: str
    due_on: str
    submissions: str
    received: str
    state: str
    days_late: str


VIETNAMESE = Words(
    sheet="Ai đã báo cáo",
    title="TÌNH HÌNH BÁO CÁO CỦA CÁC XÃ",
    form="Biểu mẫu",
    due="Hạn báo cáo",
    due_days="{days} ngày sau ngày cuối kỳ",
    summary="Tổng hợp",
    number="STT",
    district="Huyện",
    province="Tỉnh",
    commune="Xã",
    period="Kỳ báo cáo",
    due_on="Hạn nộp",
    submissions="Số phiếu",
    received="Nhận lần đầu",
    state="Tình trạng",
    days_late="Số ngày trễ",
)
ENGLISH = Words(
    sheet="Who has reported",
    title="WHO HAS REPORTED",
    form="Form",
    due="Due",
    due_days="{days} days after the period's last day",
    summary="Summary",
    number="No.",
    district="District",
    province="Province",
    commune="Commune",
    period="Period",
    due_on="Due on",
    submissions="Submissions",
    received="First received",
    state="State",
    days_late="Days late",
)


def words_of(language: str) -> Words:
    """Return the words in ``vi`` or ``en``."""
    return ENGLISH if language == "en" else VIETNAMESE


def state_word(state: State, language: str) -> str:
    """Return what people call a state."""
    vi, en = STATE_WORDS[state]
    return en if language == "en" else vi
