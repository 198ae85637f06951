"""Every indicator of the programme from the CSV downloads alone: by pandas, formula by formula.

Nothing of the server's or of ``exports/indicators`` is used here, but the list of units.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

Frame = Any
Figure = tuple[float | None, float | None]
"""Numerator and denominator."""
UNITS = Path(__file__).parents[2] / "exports/indicators/data/units.csv"
_ARRIVAL = "arrival"
OLD_TREE = pd.read_csv(UNITS, dtype=str, keep_default_na=False).query("vintage == '2024'")
DISTRICT_OF = dict(zip(OLD_TREE["name"], OLD_TREE["parent"], strict=True))
LEVEL_OF = dict(zip(OLD_TREE["name"], OLD_TREE["level"], strict=True))


def read_table(zipped: bytes, name: str) -> Frame:
    """Read one table of a form's download, all cells as texts."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive, archive.open(f"{name}.csv") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


def short(frame: Frame) -> Frame:
    """Call columns by the question alone."""
    return frame.rename(columns=lambda column: column.rsplit("-", 1)[-1])


@dataclass
class Tables:
    """What was downloaded, as far as it counts."""

    downloads: Mapping[str, bytes]
    _known: dict[str, Frame] = field(default_factory=dict)

    def form(self, name: str) -> Frame:
        """Return the submissions that count: not rejected, and the last for what is told once."""
        if name not in self._known:
            frame = short(read_table(self.downloads[name], name))
            frame[_ARRIVAL] = range(len(frame), 0, -1)  # the newest stands first
            frame = frame[frame["ReviewState"] != "rejected"].sort_values(_ARRIVAL)
            if "once_per" in frame:
                frame = frame.drop_duplicates("once_per", keep="last")
            self._known[name] = frame
        return self._known[name]

    def model_ids(self) -> Mapping[str, str]:
        """Return the id of each model by the code that its registration gave it."""
        listed = pd.read_csv(io.BytesIO(self.downloads["models"]), dtype=str)
        return dict(zip(listed["model_code"], listed["__id"], strict=True))

    def repeat(self, form: str, name: str) -> Frame:
        """Return the entries of a repeat beside the answers of their submissions."""
        rows = short(read_table(self.downloads[form], f"{form}-{name}"))
        return rows.merge(self.form(form), left_on="PARENT_KEY", right_on="KEY")


def number(column: Frame) -> Frame:
    return pd.to_numeric(column, errors="coerce").fillna(0)


def has(column: Frame, *choices: str) -> Frame:
    """Say of each row whether any of the choices was chosen."""
    told = [bool(set(chosen.split()) & set(choices)) for chosen in column]
    return pd.Series(told, index=column.index, dtype=bool)


def within(frame: Frame, column: str, start: date, end: date) -> Frame:
    return frame[(frame[column] >= start.isoformat()) & (frame[column] <= end.isoformat())]


def unit_of(commune: str, level: str) -> str:
    """Return the unit of a level in the old tree that a commune lies in."""
    unit = commune
    while LEVEL_OF[unit] != level:
        unit = DISTRICT_OF[unit]
    return unit


def lifted(frame: Frame, level: str) -> Frame:
    return frame.assign(unit=[unit_of(one, level) for one in frame["commune"]])


def added(frame: Frame, level: str, value: Frame) -> dict[str, float]:
    grouped = lifted(frame.assign(told=value), level).groupby("unit")["told"].sum()
    return {str(unit): float(told) for unit, told in grouped.items()}


def different(frame: Frame, level: str, column: str) -> dict[str, float]:
    grouped = lifted(frame, level).groupby("unit")[column].nunique()
    return {str(unit): float(told) for unit, told in grouped.items()}


def latest(frame: Frame, day: str) -> Frame:
    """Return the last report of each commune."""
    ordered = frame.sort_values([day, _ARRIVAL])
    return ordered.drop_duplicates("commune", keep="last")


def joined(
    numerators: Mapping[str, float], denominators: Mapping[str, float] | None
) -> dict[str, Figure]:
    if denominators is None:
        return {unit: (told, None) for unit, told in numerators.items()}
    units = {*numerators, *denominators}
    return {unit: (numerators.get(unit, 0.0), denominators.get(unit, 0.0)) for unit in units}


def models_on(tables: Tables, day: date) -> Frame:
    """Return the register as it stood on a day: what was said up to it, in the order of days."""
    new = tables.form("f1_model_register").rename(columns={"reg_date": "day"})
    later = tables.form("f2_model_followup").rename(columns={"visit_date": "day"})
    new = new.assign(model=new["model_code"].map(tables.model_ids()), first=1)
    columns = ["model", "day", _ARRIVAL, "status", "first"]
    properties = ["model_type", "is_trusted", "commune", "ta_kind", "agency", "topics"]
    told = pd.concat([new[[*columns, *properties]], later.assign(first=0)[columns]])
    told = told[told["day"] <= day.isoformat()].sort_values(["day", "first", _ARRIVAL])
    told = told[told["model"].isin(told[told["first"] == 1]["model"])]
    told[["status", *properties]] = told[["status", *properties]].replace("", pd.NA)
    return told.groupby("model", as_index=False).last().fillna("")


Compute = Callable[[Tables, date, date, str], dict[str, Figure]]
"""Figures by unit, of a period, at a level."""


def _count(form: str, day: str, chosen: Callable[[Frame], Frame]) -> Compute:
    def compute(tables: Tables, start: date, end: date, level: str) -> dict[str, Figure]:
        rows = within(tables.form(form), day, start, end)
        rows = rows[chosen(rows)]
        return joined(added(rows, level, 1.0), None)

    return compute


def _sum(
    form: str,
    day: str,
    value: Callable[[Frame], Frame],
    chosen: Callable[[Frame], Frame] | None = None,
    of: Callable[[Frame], Frame] | None = None,
    repeat: str = "",
) -> Compute:
    def compute(tables: Tables, start: date, end: date, level: str) -> dict[str, Figure]:
        rows = tables.repeat(form, repeat) if repeat else tables.form(form)
        rows = within(rows, day, start, end)
        rows = rows if chosen is None else rows[chosen(rows)]
        over = None if of is None else added(rows, level, of(rows))
        return joined(added(rows, level, value(rows)), over)

    return compute


def _one(rows: Frame) -> Frame:
    return pd.Series(1.0, index=rows.index)


def _is(column: str, *values: str) -> Callable[[Frame], Frame]:
    return lambda rows: rows[column].isin(values).astype(float)


def _among(column: str, *values: str) -> Callable[[Frame], Frame]:
    return lambda rows: rows[column].isin(values)


def _number(column: str) -> Callable[[Frame], Frame]:
    return lambda rows: number(rows[column])


def _stock(chosen: Callable[[Frame], Frame], *, of_communes: bool = False) -> Compute:
    def compute(tables: Tables, _start: date, end: date, level: str) -> dict[str, Figure]:
        rows = models_on(tables, end)
        rows = rows[chosen(rows)]
        if of_communes:
            return joined(different(rows, level, "commune"), communes(level))
        return joined(added(rows, level, 1.0), None)

    return compute


def communes(level: str) -> dict[str, float]:
    """Count the communes of each unit in the old tree."""
    every = OLD_TREE[OLD_TREE["level"] == "commune"].rename(columns={"name": "commune"})
    return added(every[["commune"]], level, 1.0)


def _followed(tables: Tables, start: date, end: date, level: str) -> dict[str, Figure]:
    rows = within(tables.form("f2_model_followup"), "visit_date", start, end)
    before = models_on(tables, date.fromordinal(start.toordinal() - 1))
    open_ones = added(before[before["status"] != "closed"], level, 1.0)
    return joined(different(rows, level, "model"), open_ones)


def _last_sum(value: str, least: str, over: str | None = None) -> Compute:
    def compute(tables: Tables, start: date, end: date, level: str) -> dict[str, Figure]:
        rows = within(tables.form("f8_commune_report"), "period_end", start, end)
        rows = latest(rows[number(rows[least]) > 0], "period_end")
        of = None if over is None else added(rows, level, number(rows[over]))
        return joined(added(rows, level, number(rows[value])), of)

    return compute


def _on_time(tables: Tables, start: date, end: date, level: str) -> dict[str, Figure]:
    rows = within(tables.form("f8_commune_report"), "period_end", start, end)
    received = pd.to_datetime(rows["SubmissionDate"]).dt.tz_convert("Asia/Ho_Chi_Minh").dt.date
    due = pd.to_datetime(rows["period_end"]) + pd.Timedelta(days=5)
    return joined(different(rows[received <= due.dt.date], level, "commune"), communes(level))


_SESSIONS = _among("act_type", "training", "talk", "law")
_DIGITAL = ("zalo", "fanpage", "email")
INDICATORS: Mapping[str, Compute] = {
    "M1": _stock(_among("status", "active")),
    "M2": _stock(lambda rows: (rows["is_trusted"] == "1") & (rows["status"] == "active")),
    "M3": _stock(_among("status", "active", "weak"), of_communes=True),
    "M4": _count("f1_model_register", "founded", _among("mode", "new")),
    "M5": _followed,
    "M6": _sum(
        "f2_model_followup",
        "visit_date",
        lambda rows: number(rows["sheltered_f"]) + number(rows["sheltered_child"]),
        _among("is_trusted", "1"),
    ),
    "M7": _sum(
        "f2_model_followup", "visit_date", _is("on_duty", "yes"), _among("is_trusted", "1"), _one
    ),
    "C1": _count("f3_activity", "act_date", _SESSIONS),
    "C2": _sum("f3_activity", "act_date", _number("n_total")),
    "C3": _sum(
        "f3_activity",
        "act_date",
        _number("n_new"),
        lambda rows: has(rows["topics"], "ethics_law", "parenting", "food_safety", "gbv"),
    ),
    "C4": _sum(
        "f3_activity", "act_date", _number("n_female"), lambda rows: has(rows["topics"], "gbv")
    ),
    "C5": _sum("f3_activity", "act_date", _number("n_dtts"), of=_number("n_total")),
    "C6": _sum(
        "f3_activity", "act_date", _number("posts"), _among("ch", *_DIGITAL), repeat="online"
    ),
    "C6b": _sum(
        "f3_activity", "act_date", _number("reach"), _among("ch", *_DIGITAL), repeat="online"
    ),
    "C7": _sum(
        "f3_activity",
        "act_date",
        lambda rows: has(rows["channels"], *_DIGITAL).astype(float),
        of=_one,
    ),
    "C8": _sum("f3_activity", "act_date", _number("budget_state")),
    "C8b": _sum("f3_activity", "act_date", _number("budget_other")),
    "O1": _last_sum("officers_trained", "officers", "officers"),
    "B1": _sum(
        "f9_behaviour",
        "svy_date",
        _is("changed", "1"),
        lambda rows: (rows["consent"] == "yes") & (rows["topics_received"] != ""),
        _one,
    ),
    "B2": _sum("f9_behaviour", "svy_date", _is("knows_ta", "yes"), _among("consent", "yes"), _one),
    "B3": _last_sum("at_risk_changed", "at_risk_listed"),
    "G8": _sum(
        "f8_commune_report",
        "period_end",
        _number("dv_cases_official"),
        _among("period_type", "year"),
    ),
    "K1": _sum(
        "f6_support",
        "sup_date",
        lambda rows: number(rows["girls"]) + number(rows["boys"]),
        lambda rows: rows["type"] != "fund",
        repeat="item",
    ),
    "K2": _sum("f6_support", "sup_date", _number("value"), _among("type", "fund"), repeat="item"),
    "K3": _sum("f6_support", "sup_date", _number("back_to_school")),
    "P1": _count(
        "f7_supervision", "sup_date", _among("sup_type", "supervision", "joint", "critique")
    ),
    "P2": _sum("f7_supervision", "sup_date", _number("recs_done"), of=_number("recs")),
    "P3": _count("f7_supervision", "sup_date", _among("sup_type", "speak_up")),
    "P4": _count("f7_supervision", "sup_date", _among("sup_type", "policy", "coordination")),
    "Q1": _on_time,
    "Q2": _sum("f8_commune_report", "period_end", _is("nil_forms", "yes"), of=_one),
}
"""By code: all of the programme's own project but G5, which is ``reported_over``."""


def reported_over(
    tables: Tables, kind: str, start: date, end: date, level: str
) -> dict[str, Figure]:
    """G5: each commune's report over exactly the period; without one, all of its months."""
    rows = within(tables.form("f8_commune_report"), "period_end", start, end)
    own = rows[rows["period_type"] == kind]
    months = rows[(rows["period_type"] == "month") & ~rows["commune"].isin(own["commune"])]
    wanted = (end.year - start.year) * 12 + end.month - start.month + 1
    counts = months.groupby("commune")["period_end"].nunique()
    months = months[months["commune"].isin(counts[counts == wanted].index)]
    told = pd.concat([own, months])
    return joined(
        added(told, level, number(told["serious_spoke"])),
        added(told, level, number(told["serious_known"])),
    )
