"""What may be wrong with a target, in both languages, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "no-such-unit": ("Không có đơn vị “{detail}”.", "There is no unit “{detail}”."),
    "no-number": ("“{detail}” không phải số.", "“{detail}” is no number."),
    "no-day": (
        "“{detail}” không phải ngày. Hãy ghi như 2022-08-04.",
        "“{detail}” is no day. Write it like 2022-08-04.",
    ),
    "backwards": (
        "Ngày cuối “{detail}” đứng trước ngày đầu.",
        "The last day “{detail}” stands before the first.",
    ),
    "target-twice": (
        "Chỉ tiêu của “{detail}” cho cùng đơn vị và kỳ đứng ở hai hàng.",
        "The target of “{detail}” for the same unit and days stands in two rows.",
    ),
    "day-far": (
        "Năm của “{detail}” phải từ 2000 đến 2099.",
        "The year of “{detail}” must be from 2000 to 2099.",
    ),
    "number-far": ("“{detail}” quá lớn.", "“{detail}” is too large."),
    "source": (
        "Nguồn có hơn {detail} ký tự, hoặc có ký tự không in được.",
        "The source has more than {detail} characters, or some that cannot be printed.",
    ),
    "too-many-targets": (
        "Có hơn {detail} chỉ tiêu. Hãy bỏ bớt.",
        "There are more than {detail} targets. Remove some.",
    ),
    "target-indicator": (
        "Hãy chọn một chỉ số trong danh sách.",
        "Choose an indicator of the list.",
    ),
    "target-period": (
        (
            "“{detail}” không phải kỳ. Hãy ghi như 2021-09, 2021-Q3, 2021-H1, 2021, phase-1, "
            "hoặc 2017-07-01/2022-12-31."
        ),
        (
            "“{detail}” is no period. Write it like 2021-09, 2021-Q3, 2021-H1, 2021, phase-1, "
            "or 2017-07-01/2022-12-31."
        ),
    ),
    "target-number": (
        "“{detail}” không phải số. Hãy ghi như 1500, 0,5 hoặc 80%.",
        "“{detail}” is no number. Write it like 1500, 0.5 or 80%.",
    ),
    "number-unclear": (
        "Không rõ “{detail}” là hàng nghìn hay phần thập phân. Hãy ghi liền (1234) hoặc 1,2340.",
        "“{detail}” may be thousands or decimals. Write 1234 or 1.2340.",
    ),
    "percent-unclear": (
        "Chỉ số này tính bằng %. Hãy ghi rõ {detail}% hay một số lớn hơn, ví dụ 80%.",
        "This indicator is a percentage. Say {detail}%, or a larger number such as 80%.",
    ),
    "no-percent": (
        "Chỉ số này không tính bằng %. Hãy ghi một số.",
        "This indicator is no percentage. Write a number.",
    ),
}
