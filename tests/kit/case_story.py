"""Cases of violence, invented and drawn by a seed: for copies of forms 4 and 5 without a key.

No such case is part of what is shipped: a demonstration shows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from forms.fill import Filler, Given
from forms.instance import read_instance

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2021, 1, 4), date(2022, 7, 29)
_SOURCES = ("union", "trusted_address", "pc", "police", "school", "village", "hotline", "health")
_RELATIONS = ("spouse",) * 5 + ("ex_partner", "parent", "other_family", "outside")
_VIOLENCE = ("physical", "mental", "sexual", "economic")
_AGES = ("u16", "a16_17", *("a18_29",) * 4, *("a30_59",) * 5, "a60")
_SERVICES = ("shelter", "essentials", "medical", "psych", "legal", "protection", "social")
_MEASURES = ("stop", "criticise", "no_contact", "education", "counsel", "admin", "criminal")
_PROVIDERS = ("lhpn_xa", "cong_an", "so_y_te", "so_ldtbxh", "ubnd")
_OUTCOMES = ("safe", "ongoing", "ongoing", "transferred", "declined", "lost", "repeat")
_FOLLOWED_AFTER_DAYS = (7, 30, 91)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStory:
    """What was sent, in the order in which it was."""

    cases: tuple[bytes, ...]
    """Submissions of form 4: some without consent, which then hold no case."""
    follow_ups: tuple[bytes, ...]
    """Submissions of form 5, joined by the case's code; in some the consent is withdrawn."""


def tell_cases(
    case_form: Filler,
    follow_up_form: Filler,
    *,
    communes: Sequence[str],
    province: str = "2024-06",
    count: int = 120,
    seed: int = 938,
) -> CaseStory:
    """Fill forms 4 and 5. ``communes``: keys of the old tree, of the province."""
    chance = Random(seed)
    cases: list[bytes] = []
    follow_ups: list[bytes] = []
    for _ in range(count):
        day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
        case = case_form.fill(_case(chance, day, province, communes), _told(day, chance))
        cases.append(case)
        code = _code_of(case)
        if code is not None:
            follow_ups += [
                follow_up_form.fill(answers, _told(when, chance))
                for when, answers in _followed(chance, day, code)
            ]
    return CaseStory(cases=tuple(cases), follow_ups=tuple(follow_ups))


def _told(day: date, chance: Random) -> Given:
    evening = datetime.combine(day, time(20), ZONE)
    return Given(begun=evening, ended=evening, zone=ZONE, chance=chance)


def _code_of(case: bytes) -> str | None:
    """Return the code of a case that was recorded; None where nothing was."""
    root = read_instance(case).root
    code = root.find("case_code")
    return code.text if code is not None and root.find("g_case") is not None else None


def _case(chance: Random, day: date, province: str, communes: Sequence[str]) -> dict[str, object]:
    if chance.random() < 0.05:
        return {"safe_now": "no"}
    age, agrees = chance.choice(_AGES), chance.random() < 0.93
    answers: dict[str, object] = {
        "safe_now": "yes",
        "info_given": "yes",
        "age_band": age,
        "consent_data": "yes" if agrees else "no",
        "consent_refer": chance.choice(("yes", "yes", "no")),
    }
    if age == "u16":
        guardian_agrees = chance.random() < 0.7
        answers["consent_guardian"] = "yes" if guardian_agrees else "no"
        agrees = agrees and guardian_agrees
    if not agrees:
        return answers
    return (
        answers
        | _recorded(chance, age, day)
        | {
            "province": province,
            "commune": chance.choice(communes),
        }
    )


def _recorded(chance: Random, age: str, day: date) -> dict[str, object]:
    sex = chance.choice(("female",) * 9 + ("male",))
    needs = _some(chance, _SERVICES, 3)
    answers: dict[str, object] = {
        "month_reported": day,
        "source": chance.choice(_SOURCES),
        "sex": sex,
        "ethnic": chance.choice(("minority", "minority", "minority", "kinh", "na")),
        "disability": chance.choice(("no",) * 12 + ("yes", "na")),
        "forms": _some(chance, _VIOLENCE, 3),
        "child_marriage": "yes" if age in ("u16", "a16_17") and chance.random() < 0.4 else "no",
        "relation": chance.choice(_RELATIONS),
        "perp_sex": "male" if sex == "female" or chance.random() < 0.5 else "female",
        "perp_age": chance.choice(("a18_29", "a30_59", "a30_59", "na")),
        "children_present": chance.choice(("yes", "no", "na")),
        "repeat_case": chance.choice(("yes", "no", "no")),
        "needs": needs,
        "given": [service for service in needs if chance.random() < 0.7],
        "union_spoke": chance.choice(("yes", "yes", "yes", "no")),
        "serious": chance.choice(("no", "no", "no", "yes")),
    }
    if sex == "female" and age != "a60":
        answers["pregnant"] = chance.choice(("no", "no", "yes"))
    return answers


def _followed(chance: Random, day: date, code: str) -> Iterator[tuple[date, dict[str, object]]]:
    for days in _FOLLOWED_AFTER_DAYS[: chance.randint(1, 3)]:
        when = day + timedelta(days=days)
        said: dict[str, object] = {"case_code": code, "follow_date": when}
        if chance.random() < 0.03:
            yield when, said | {"still_consent": "no"}
            return
        yield (
            when,
            said
            | {
                "still_consent": "yes",
                "svc": [
                    {
                        "service": service,
                        "provider": chance.choice(_PROVIDERS),
                        "received": chance.choice(("yes", "yes", "yes", "no")),
                    }
                    for service in _some(chance, _SERVICES, 2)
                ],
                "perp_action": _some(chance, _MEASURES, 2),
                "outcome": chance.choice(_OUTCOMES),
            },
        )


def _some(chance: Random, among: Sequence[str], most: int) -> list[str]:
    return chance.sample(among, chance.randint(1, most))
