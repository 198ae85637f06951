"""What is computed from an XML with its form: rows, findings, files it names, unit, event date.

Pure. Each step is a function of the same two values; whatever one of them raises leaves the
submission stored and its derived part pending (design, "Durability").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from exports.answer import languages_of
from exports.indicators.facts import read_day
from exports.indicators.form_facts import FormFacts, NumberedFact, facts_of_submission
from exports.layout import Layout
from exports.rows import LaidRow, lay_out
from forms import check
from forms.check import Checked
from forms.definition import FormDef
from forms.entities import entity_action
from forms.findings import Finding, Language
from forms.instance import Instance, named_files
from forms.logic import Logic
from server.store.derivations import Derived

ONE_PER_LENGTH_MAX = 500
UNIT_LENGTH_MAX = 60
"""What is longer is no unit, and no index would hold it: the XML has it whole."""
UNKNOWN_VERSION: Mapping[Language, str] = {
    "vi": "Phiên bản biểu mẫu này chưa từng được phát hành ở đây.",
    "en": "This version of the form was never published here.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the XML does not say itself."""

    form_version_id: int | None
    """None: the version that the XML names was never published here."""
    unit_of_sender: str | None
    received_at: datetime
    zone: ZoneInfo
    """The project's."""
    language: Language
    """The sender's."""
    logic: Logic | None = None
    """What it is checked with. None: it is encrypted, or its form version is not known."""
    facts: FormFacts | None = None
    """What indicators ask of it. None: nothing, or it is a draft's."""
    indicators_revision: int | None = None
    """Of which revision those are."""

    @property
    def day_of_receipt(self) -> date:
        """The day in the project's zone."""
        return self.received_at.astimezone(self.zone).date()


def derive(
    form: FormDef, layout: Layout, instance: Instance, circumstances: Circumstances
) -> Derived:
    """Compute everything that hangs on one version."""
    unit = unit_of(form, instance, circumstances)
    event_date = event_date_of(form, instance, circumstances)
    checked = check_of(instance, circumstances)
    return Derived(
        form_version_id=circumstances.form_version_id,
        layout=layout.hash,
        rows=rows_of(layout, instance),
        checked="unchecked" if circumstances.logic is None else "done",
        findings=checked.findings,
        named_files=named_files(form, instance),
        instance_name=instance.instance_name,
        unit=unit,
        event_date=event_date,
        one_per=one_per_of(form, instance),
        facts=facts_of(instance, circumstances, checked, unit, event_date),
        entity=None if instance.encrypted else entity_action(form.entities, instance.root),
        indicators_revision=circumstances.indicators_revision,
    )


def rows_of(layout: Layout, instance: Instance) -> tuple[LaidRow, ...]:
    """Lay out the answers; an encrypted submission has none that can be read."""
    return () if instance.encrypted else lay_out(layout, instance)


def check_of(instance: Instance, circumstances: Circumstances) -> Checked:
    """Say what does not hold: by the form's own rules, or that its version is not known here."""
    logic, language = circumstances.logic, circumstances.language
    if logic is not None:
        return check.check_loaded(logic, instance, _given(logic, circumstances))
    if circumstances.form_version_id is not None:
        return Checked(())
    unknown = Finding(
        path=f"/{instance.root.name}/@version",
        question="",
        kind="unknown",
        level="fault",
        message=UNKNOWN_VERSION[language],
        submitted=instance.version,
    )
    return Checked((unknown,))


def facts_of(
    instance: Instance,
    circumstances: Circumstances,
    checked: Checked,
    unit: str | None,
    event_date: date,
) -> Sequence[NumberedFact]:
    """Compute what it adds to indicators, from what the check has made of it."""
    asked = circumstances.facts
    if asked is None:
        return ()
    given = _given(asked.logic, circumstances)
    same = asked.logic is circumstances.logic
    return facts_of_submission(
        asked,
        instance,
        given,
        unit=unit,
        event_date=event_date,
        loaded=checked.loaded if same else None,
    )


def _given(logic: Logic, circumstances: Circumstances) -> check.Circumstances:
    return check.Circumstances(
        received_at=circumstances.received_at,
        zone=circumstances.zone,
        languages=languages_of(logic.form, circumstances.language),
        language=circumstances.language,
    )


def unit_of(form: FormDef, instance: Instance, circumstances: Circumstances) -> str | None:
    """Return the unit (``VINTAGE-CODE``) that the marked question gives, else the sender's."""
    answer = _answer(form.unit_path, instance)
    return answer[:UNIT_LENGTH_MAX] if answer else circumstances.unit_of_sender


def event_date_of(form: FormDef, instance: Instance, circumstances: Circumstances) -> date:
    """Return the day that the marked question gives, else the day of receipt."""
    # 31 February is kept as it was written, and counted when it came.
    told = read_day(_answer(form.event_date_path, instance) or "")
    return told or circumstances.day_of_receipt


def one_per_of(form: FormDef, instance: Instance) -> str | None:
    """Return the answer of which only the last submission counts; None: each counts."""
    answer = _answer(form.one_per_path, instance)
    return answer and answer[:ONE_PER_LENGTH_MAX]


def _answer(path: str | None, instance: Instance) -> str | None:
    if path is None or instance.encrypted:
        return None
    element = instance.root
    for name in path.split("/")[1:]:
        below = next(iter(element.named(name)), None)
        if below is None:
            return None
        element = below
    return element.text.strip() or None
