"""What does not hold in a submission: the findings of a check, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "type",
    "required",
    "relevant",
    "constraint",
    "choice",
    "calculate",
    "unknown",
    "missing",
    "count",
    "not-comparable",
]
Level = Literal["fault", "note"]
"""``note``: what Collect itself cannot prevent or enforce, or what cannot be judged here."""
Language = Literal["vi", "en"]

SENTENCES: Mapping[Kind, Mapping[Language, str]] = {
    "type": {
        "vi": "Câu trả lời không đúng kiểu dữ liệu.",
        "en": "The answer is not of the question's type.",
    },
    "required": {
        "vi": "Câu hỏi bắt buộc chưa có câu trả lời.",
        "en": "A required question has no answer.",
    },
    "relevant": {
        "vi": "Câu hỏi này không áp dụng ở đây nhưng lại có câu trả lời.",
        "en": "The question does not apply here, and yet it is answered.",
    },
    "constraint": {
        "vi": "Câu trả lời không thỏa điều kiện của biểu mẫu.",
        "en": "The answer does not meet the form's condition.",
    },
    "choice": {
        "vi": "Câu trả lời không có trong danh sách lựa chọn.",
        "en": "The answer is not among the choices offered.",
    },
    "calculate": {
        "vi": "Giá trị tính toán khác với kết quả tính lại.",
        "en": "The calculated value differs from what the form computes.",
    },
    "unknown": {
        "vi": "Biểu mẫu không có mục này.",
        "en": "The form has no such node.",
    },
    "missing": {
        "vi": "Phiếu thiếu mục này.",
        "en": "The submission lacks this node.",
    },
    "count": {
        "vi": "Số lần lặp khác với số mà biểu mẫu yêu cầu.",
        "en": "The repeat does not have as many entries as the form asks for.",
    },
    "not-comparable": {
        "vi": "Không thể kiểm tra mục này trên máy chủ.",
        "en": "This cannot be judged on the server.",
    },
}
"""What is said where the form has no words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What does not hold at one place of a submission."""

    path: str
    """With the root element, and positions on repeats only: ``/data/child[2]/age``."""
    question: str
    """Path of the form's node (``forms.definition.Node.path``): ``/child/age``; "" for none."""
    kind: Kind
    level: Level
    message: str
    """The form's own words for it where it has some, else ours."""
    submitted: str | None = None
    """The text that was sent; None where the node is absent."""
    expected: str | None = None
    """What would have been right, where there is one such thing."""
    expression: str = ""
    """The form's expression that says so."""
