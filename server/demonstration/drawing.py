"""How the demonstration draws: by a seed, the same every time; what all its submissions have."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Answer = str | Sequence[Mapping[str, str]]
"""A text; of a repeat, the answers of each entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One submission of the story."""

    form_id: str
    day: date
    """The event's; it is received ``late_days`` later."""
    late_days: int
    answers: Mapping[str, Answer]
    corrects: int | None = None
    """Place in the story of the submission that it takes the place of."""
    rejected: bool = False


class Drawing:
    """Draws one province's answers."""

    def __init__(self, province: str, new_province: str, seed: int) -> None:
        """``province``: key in the old tree, ``new_province`` in that of 2025."""
        self._chance = Random(f"{seed}/{province}")  # noqa: S311 - nothing is kept secret with it
        self._province = province
        self._new_province = new_province
        self._made = 0

    def _common(self, name: str, day: date, commune: str) -> dict[str, Answer]:
        is_new = commune.startswith("2025")
        hour = self._chance.randint(7, 17)
        return {
            "start": f"{day.isoformat()}T{hour:02}:05:00.000+07:00",
            "end": f"{day.isoformat()}T{hour:02}:20:00.000+07:00",
            "username": "demo",
            name: day.isoformat(),
            "province": self._new_province if is_new else self._province,
            "commune": commune,
        }

    def _told(
        self,
        form_id: str,
        day: date,
        answers: Mapping[str, Answer],
        *,
        late: int | None = None,
        corrects: int | None = None,
        rejected: bool = False,
    ) -> Told:
        self._made += 1
        days = self._chance.choice((0, 0, 1, 2, 6)) if late is None else late
        return Told(
            form_id=form_id,
            day=day,
            late_days=days,
            answers=answers,
            corrects=corrects,
            rejected=rejected,
        )

    def _pick(self, among: Sequence[str]) -> str:
        return self._chance.choice(among)

    def _some(self, among: Sequence[str], most: int) -> str:
        return " ".join(self._chance.sample(among, self._chance.randint(1, most)))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._chance.randint(0, (last - first).days))

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
