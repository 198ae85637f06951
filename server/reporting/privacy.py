"""What may be asked of indicators about victims: only what their definitions allow."""

from __future__ import annotations

from collections.abc import Sequence

from exports.indicators.definition import Indicator
from exports.indicators.periods import Period
from server.errors import Problem
from server.reporting.request import LEVELS, ReportRequest

_REASONS = {
    "period": (
        "it is given only for these kinds of period: {allowed}",
        "chỉ công bố theo các loại kỳ: {allowed}",
    ),
    "level": (
        "it is given down to the level {allowed} only",
        "chỉ công bố đến cấp {allowed}",
    ),
    "by": (
        "below provinces it is given by one disaggregation at a time",
        "dưới cấp tỉnh chỉ phân tổ theo từng chiều một",
    ),
    "middle": (
        "of two disaggregations at once, one must be {allowed}",
        "khi phân tổ theo hai chiều cùng lúc, một chiều phải là {allowed}",
    ),
    "none": (
        "it has no two disaggregations that may be asked for at once",
        "chỉ phân tổ theo từng chiều một",
    ),
}
_PAIRS_LOWEST = "province"


def must_be_allowed(indicator: Indicator, request: ReportRequest) -> None:
    """Raise 400.73 for a period, level or pair of dimensions that is not in its closed family."""
    privacy = indicator.privacy
    if privacy is None:
        return
    kinds: Sequence[Period] = (request.period, *request.periods)
    if any(period.kind not in privacy.periods for period in kinds):
        raise _refused(indicator, "period", ", ".join(privacy.periods))
    if LEVELS.index(request.area.level) > LEVELS.index(privacy.lowest):
        raise _refused(indicator, "level", privacy.lowest)
    if len(request.dimensions) > 1:
        _pair_must_be_allowed(indicator, request)


def middle_dimension(indicator: Indicator) -> str | None:
    """Return the dimension that is one of any two that are told at once; None: there is none.

    The first of its definition of which a row is in one category, and with all of its number.
    """
    if indicator.denominator is not None:
        return None  # categories of shares are hidden
    single = (one for one in indicator.dimensions if not one.several and not one.splits)
    return next((one.name for one in single), None)


def _pair_must_be_allowed(indicator: Indicator, request: ReportRequest) -> None:
    if LEVELS.index(request.area.level) > LEVELS.index(_PAIRS_LOWEST):
        raise _refused(indicator, "by", "")
    middle = middle_dimension(indicator)
    if middle is None:
        raise _refused(indicator, "none", "")
    if middle not in request.dimensions:
        raise _refused(indicator, "middle", middle)


def is_allowed(indicator: Indicator, request: ReportRequest) -> bool:
    """Say whether it may be asked so."""
    try:
        must_be_allowed(indicator, request)
    except Problem:
        return False
    return True


def _refused(indicator: Indicator, why: str, allowed: str) -> Problem:
    en, vi = _REASONS[why]
    return Problem(
        "400.73",
        indicator=indicator.code,
        reason=en.format(allowed=allowed),
        reason_vi=vi.format(allowed=allowed),
    )
