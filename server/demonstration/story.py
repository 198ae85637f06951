"""What is submitted in the demonstration: invented answers, drawn by a seed, the same every time.

Nobody and nothing in it is real but the names of provinces and communes. The figures that papers of
the two programmes name come out of it: 282 active trusted addresses in Bắc Kạn on 4 August 2022,
more than 1,100 trainings, talks and legal sessions in Quảng Ninh in nine months of 2021.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exports.indicators.units import Units
from server.demonstration.choices import (
    AGENCIES,
    CHANNELS,
    CHILD_GROUPS,
    OTHER_ACTS,
    SESSIONS,
    SUBJECTS,
    TARGETS,
    TOPICS,
)
from server.demonstration.drawing import Answer, Drawing, Told

SEED = 938
REVIEW_DAY = date(2022, 8, 4)
ACTIVE_ON_REVIEW_DAY = 282
SESSIONS_OF_NINE_MONTHS = 1_148


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was registered."""

    id: str
    name: str
    kind: str
    commune: str
    is_trusted: bool


class Story(Drawing):
    """Draws one province's submissions, in the order in which they are sent."""

    def __init__(
        self, province: str, units: Units, seed: int = SEED, *, small: bool = False
    ) -> None:
        """``province``: key in the old tree, ``2024-06`` or ``2024-22``.

        ``small``: less of all, but for what the figures that papers name are made of.
        """
        self._share = 5 if small else 1
        is_bac_kan = province == "2024-06"
        super().__init__(province, "2025-19" if is_bac_kan else "2025-22", seed)
        self._old = [unit.key for unit in units.communes_of(province, "2024")]
        new = "legacy-06" if is_bac_kan else "2025-22"
        self._new = [unit.key for unit in units.communes_of(new, "2025")]
        self._models: list[Model] = []
        self._statuses: dict[str, list[tuple[date, str]]] = {}

    def bac_kan(self) -> Iterator[Told]:
        """Yield Bắc Kạn's: its register above all."""
        yield from self._addresses()
        others = {"speak_up": 20, "food_safety": 15, "dev_support": 12, "parents": 18}
        others |= {"child_marriage": 10, "plastic": 14, "school": 8, "gbv_prevention": 6}
        others |= {"media_team": 9, "leader_club": 5, "child_protection": 4}
        yield from self._register_all(others, date(2018, 1, 1), date(2022, 7, 1))
        yield from self._follow_ups([date(2022, month, 20) for month in (5, 6, 7, 8)], 45)
        yield from self._activities(
            260 // self._share, (*SESSIONS, *OTHER_ACTS), date(2021, 1, 1), date(2022, 9, 1)
        )
        yield from self._activities(25, SESSIONS, date(2025, 7, 1), date(2025, 12, 20))
        yield from self._rest(support=50, supervision=60, surveys=160)
        yield from self._reports(len(self._old), quarterly=30, monthly=8)

    def quang_ninh(self) -> Iterator[Told]:
        """Yield Quảng Ninh's: its sessions above all."""
        models = {"shelter": 9, "srh_club": 24, "your_health": 12, "srb_club": 22}
        models |= {"gbv_prevention": 14, "trusted_address": 18, "gender_equality": 6}
        yield from self._register_all(models, date(2017, 9, 1), date(2021, 6, 1))
        yield from self._follow_ups([date(2021, 8, 20), date(2021, 9, 20)], 30)
        nine = (date(2021, 1, 1), date(2021, 9, 30))
        yield from self._activities(SESSIONS_OF_NINE_MONTHS, SESSIONS, *nine)
        yield from self._activities(180 // self._share, OTHER_ACTS, *nine)
        yield from self._activities(40, SESSIONS, date(2021, 10, 1), date(2021, 12, 31))
        yield from self._activities(20, SESSIONS, date(2025, 7, 1), date(2025, 10, 1))
        yield from self._rest(support=60, supervision=50, surveys=120)
        yield from self._reports(60, quarterly=20, monthly=6)

    # The register

    def _addresses(self) -> Iterator[Told]:
        """Yield trusted addresses: so that exactly as many are active on the day of the review."""
        early, late = date(2018, 1, 15), date(2022, 7, 20)
        for number in range(ACTIVE_ON_REVIEW_DAY):
            woken_later = number % 57 == 3
            told = self._register(
                "trusted_address", early, late, "weak" if woken_later else "active"
            )
            yield told
            if woken_later:
                yield self._changes(self._models[-1], date(2022, 7, 28), "active")
            elif number % 47 == 5:
                yield self._changes(self._models[-1], date(2022, 9, 15), "suspended")
        for status in ("closed", "suspended", "weak") * 5:
            yield self._register("trusted_address", early, date(2021, 12, 1), "active")
            yield self._changes(self._models[-1], date(2022, 3, 10), status)
        for _ in range(9):
            yield self._register("trusted_address", date(2022, 8, 5), date(2022, 12, 1), "active")

    def _register_all(self, kinds: Mapping[str, int], first: date, last: date) -> Iterator[Told]:
        for kind, count in kinds.items():
            for _ in range(-(-count // self._share)):
                yield self._register(kind, first, last, self._pick(("active",) * 5 + ("weak",)))

    def _register(self, kind: str, first: date, last: date, status: str) -> Told:
        day, commune = self._day(first, last), self._pick(self._old)
        number = len(self._models) + 1
        is_trusted = kind in ("trusted_address", "shelter")
        model = Model(self._uuid(), f"Mô hình {number}", kind, commune, is_trusted)
        self._models.append(model)
        self._statuses[model.id] = [(day, status)]
        women = self._chance.randint(2, 20)
        answers: dict[str, Answer] = {
            **self._common("reg_date", day, commune),
            "mode": "new",
            "model_code": f"{commune}-D{number:05}",
            "@id": model.id,
            "model_name": model.name,
            "model_type": kind,
            "agency": self._pick(AGENCIES),
            "topics": self._some(TOPICS, 3),
            "founded": (day - timedelta(days=self._chance.randint(0, 90))).isoformat(),
            "members_f": str(women),
            "members_m": str(self._chance.randint(0, 6)),
            "members_dtts": str(self._chance.randint(0, women)),
            "status": status,
        }
        if is_trusted:
            answers["ta_kind"] = self._pick(("individual", "individual", "collective"))
            answers["place"] = self._pick(("private_house", "health_station", "culture_house"))
            answers["beds"] = str(self._chance.randint(1, 4))
        return self._told("f1_model_register", day, answers)

    def _changes(self, model: Model, day: date, status: str) -> Told:
        return self._follow_up(model, day, status)

    def _follow_ups(self, days: Sequence[date], count: int) -> Iterator[Told]:
        for day in days:
            quiet = [model for model in self._models if not self._changed_in(model, day)]
            for model in self._chance.sample(quiet, min(count, len(quiet))):
                told = self._follow_up(
                    model, day + timedelta(days=self._chance.randint(0, 7)), None
                )
                yield told
                if self._chance.random() < 0.04:
                    yield self._follow_up(model, told.day + timedelta(days=1), None)

    def _follow_up(self, model: Model, day: date, status: str | None) -> Told:
        women = self._chance.randint(4, 30)
        reports = self._chance.choice((0, 0, 0, 1, 1, 2, 3))
        answers: dict[str, Answer] = {
            **self._common("visit_date", day, model.commune),
            "model": model.id,
            "model_type": model.kind,
            "is_trusted": "1" if model.is_trusted else "0",
            "status": status or self._status_on(model, day),
            "meetings": str(self._chance.randint(0, 4)),
            "attend_f": str(women),
            "attend_m": str(self._chance.randint(0, 10)),
            "attend_dtts": str(self._chance.randint(0, women)),
            "topics": self._some(TOPICS, 2),
        }
        if model.is_trusted:
            answers |= {
                "reports_received": str(reports),
                "sheltered_f": str(self._chance.choice((0, 0, 0, 0, 1, 2))),
                "sheltered_child": str(self._chance.choice((0, 0, 0, 0, 0, 1))),
                "referred": str(self._chance.randint(0, reports)),
                "on_duty": self._pick(("yes",) * 6 + ("no",)),
                "logbook_locked": self._pick(("yes", "yes", "no")),
            }
        if status is not None:
            self._statuses[model.id].append((day, status))
        return self._told("f2_model_followup", day, answers)

    # Activities, support, supervision, surveys

    def _activities(
        self, count: int, kinds: Sequence[str], first: date, last: date
    ) -> Iterator[Told]:
        for _ in range(count):
            day = self._day(first, last)
            told = self._told("f3_activity", day, self._activity(day, self._pick(kinds)))
            yield told
            if self._chance.random() < 0.01:
                place = self._made - 1
                better = {**told.answers, "materials": str(self._chance.randint(10, 200))}
                yield self._told("f3_activity", day, better, corrects=place)

    def _activity(self, day: date, kind: str) -> dict[str, Answer]:
        commune = self._pick(self._new if day >= date(2025, 7, 1) else self._old)
        topics = self._some(TOPICS, 3)
        channels = sorted({"in_person", *self._some(CHANNELS, 2).split()})
        women, men = self._chance.randint(10, 70), self._chance.randint(0, 30)
        all_of_them = women + men
        young = self._chance.randint(0, all_of_them // 4)
        online: list[Mapping[str, str]] = [
            {
                "ch": channel,
                "posts": str(self._chance.randint(1, 12)),
                "reach": str(self._chance.randint(50, 5_000)),
                "interact": str(self._chance.randint(0, 300)),
            }
            for channel in channels
            if channel in ("zalo", "fanpage", "email", "website")
        ]
        answers: dict[str, Answer] = {
            **self._common("act_date", day, commune),
            "act_type": kind,
            "act_title": f"Hoạt động {self._made + 1}",
            "agency": self._pick(AGENCIES),
            "partners": self._some(AGENCIES[3:], 2),
            "topics": topics,
            "main_topic": topics.split()[0],
            "targets": self._some(TARGETS, 2),
            "channels": " ".join(channels),
            "n_female": str(women),
            "n_male": str(men),
            "n_dtts": str(self._chance.randint(0, all_of_them)),
            "n_u16": str(young),
            "n_16_30": str(self._chance.randint(0, (all_of_them - young) // 2)),
            "n_new": str(self._chance.randint(0, all_of_them)),
            "budget_state": str(self._chance.randint(0, 80) * 100),
            "budget_other": str(self._chance.randint(0, 30) * 100),
        }
        return answers | ({"online": online} if online else {"online": []})

    def _rest(self, *, support: int, supervision: int, surveys: int) -> Iterator[Told]:
        first, last = date(2021, 1, 5), date(2022, 8, 25)
        for _ in range(support // self._share):
            day = self._day(first, last)
            yield self._told("f6_support", day, self._support(day))
        for _ in range(supervision // self._share):
            day = self._day(first, last)
            yield self._told(
                "f7_supervision",
                day,
                self._supervision(day),
                rejected=self._chance.random() < 0.05,
            )
        for _ in range(surveys // self._share):
            day = self._day(first, last)
            yield self._told("f9_behaviour", day, self._survey(day))

    def _support(self, day: date) -> dict[str, Answer]:
        kinds = ("cash", "gift", "scholarship", "school_kit", "health", "sponsor", "fund")
        items: list[Mapping[str, str]] = []
        for kind in self._chance.sample(kinds, self._chance.randint(1, 3)):
            item = {"type": kind, "value": str(self._chance.randint(5, 200) * 100)}
            if kind != "fund":
                girls, boys = self._chance.randint(0, 12), self._chance.randint(0, 12)
                item |= {
                    "child_group": self._pick(CHILD_GROUPS),
                    "girls": str(girls),
                    "boys": str(boys),
                    "kids_dtts": str(self._chance.randint(0, girls + boys)),
                    "women": str(self._chance.randint(0, 8)),
                }
            items.append(item)
        return {
            **self._common("sup_date", day, self._pick(self._old)),
            "agency": self._pick((*AGENCIES, "quy_btte", "quy_btte")),
            "item": items,
            "back_to_school": str(self._chance.choice((0, 0, 1, 2, 3))),
        }

    def _supervision(self, day: date) -> dict[str, Answer]:
        kinds = ("supervision", "joint", "critique", "speak_up", "policy", "coordination")
        kind, recs = self._pick(kinds), self._chance.randint(0, 6)
        answers: dict[str, Answer] = {
            **self._common("sup_date", day, self._pick(self._old)),
            "sup_type": kind,
            "subject": self._pick(SUBJECTS),
            "agency": self._pick(AGENCIES),
            "recs": str(recs),
            "recs_done": str(self._chance.randint(0, recs)),
        }
        if recs:
            answers["rec_status"] = self._pick(("none", "partial", "full", "rejected"))
        return answers

    def _survey(self, day: date) -> dict[str, Answer]:
        answers: dict[str, Answer] = self._common("svy_date", day, self._pick(self._old))
        if self._chance.random() < 0.05:
            return answers | {"consent": "no"}
        topics = self._some(TOPICS[:4], 3)
        asked = {"ethics_law": "b_ethics", "parenting": "b_parenting"}
        asked |= {"food_safety": "b_food", "gbv": "b_gbv"}
        changes = {
            question: self._pick(("yes", "yes", "some", "no"))
            for topic, question in asked.items()
            if topic in topics.split()
        }
        return (
            answers
            | changes
            | {
                "consent": "yes",
                "sex": self._pick(("female", "female", "female", "male")),
                "age_band": self._pick(("a16_17", "a18_29", "a30_59", "a60")),
                "ethnic": self._pick(("01", "02", "02", "07", "08", "09")),
                "topics_received": topics,
                "knows_ta": self._pick(("yes", "yes", "no")),
            }
        )

    # Reports of communes

    def _reports(self, yearly: int, *, quarterly: int, monthly: int) -> Iterator[Told]:
        for commune in self._old[: yearly // self._share]:
            yield self._report(commune, "year", date(2021, 12, 31))
        quarters = (date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31))
        for commune in self._old[: quarterly // self._share]:
            for end in (*quarters, date(2022, 3, 31), date(2022, 6, 30)):
                yield self._report(commune, "quarter", end)
            yield self._report(commune, "half", quarters[1])
            yield self._report(commune, "nine", quarters[2])
        for commune in self._old[quarterly : quarterly + max(monthly // self._share, 1)]:
            for month in range(1, 13):
                first_of_next = date(2021 + month // 12, month % 12 + 1, 1)
                yield self._report(commune, "month", first_of_next - timedelta(days=1))

    def _report(self, commune: str, kind: str, end: date) -> Told:
        draw = self._chance.randint
        women, officers, risk = draw(300, 1_500), draw(3, 12), draw(0, 8)
        serious, households, children = (
            self._chance.choice((0, 0, 0, 1, 2)),
            draw(400, 2_000),
            draw(200, 900),
        )
        answers: dict[str, Answer] = {
            **self._common("period_end", end, commune),
            "period_type": kind,
            "households": str(households),
            "women": str(women),
            "members": str(draw(women // 2, women)),
            "parents_u16": str(draw(100, 700)),
            "children": str(children),
            "children_special": str(draw(0, 40)),
            "officers": str(officers),
            "officers_trained": str(draw(officers // 2, officers)),
            "at_risk_listed": str(risk),
            "at_risk_changed": str(draw(0, risk)),
            "dv_cases_official": str(self._chance.choice((0, 0, 1, 1, 2, 4))),
            "serious_known": str(serious),
            "serious_spoke": str(draw(0, serious)),
            "nil_forms": self._pick(("no",) * 9 + ("yes",)),
        }
        return self._told(
            "f8_commune_report", end, answers, late=self._chance.choice((1, 3, 5, 9, 20))
        )

    def _changed_in(self, model: Model, day: date) -> bool:
        """Say whether somebody told of a change in that month: one follow-up a month counts."""
        month = (day.year, day.month)
        return any((when.year, when.month) == month for when, _ in self._statuses[model.id][1:])

    def _status_on(self, model: Model, day: date) -> str:
        """Return how a model stood on a day: whoever only looks in writes down what is."""
        told = sorted(self._statuses[model.id])
        return next((status for when, status in reversed(told) if when <= day), told[0][1])
