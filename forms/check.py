"""Does a submission hold what its form says? FormDef x Instance -> findings, as Collect judges.

Nothing is recomputed to judge another node by: every rule is held against the answers as they were
sent, so that one wrong answer is one finding. Source: measured on JavaRosa 5.1; docs/adr/0003.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from forms.answers import Reading, same_answer, stored_text
from forms.findings import SENTENCES, Finding, Language
from forms.frames import Frames, read_frames, text_at
from forms.instance import Instance
from forms.logic import Logic
from forms.own_time import OwnTime, own_time
from forms.relevance import Hidden, judge
from forms.report import Report, TooManyFindings
from forms.rules import Bounds, Calculation, Choices, Count, Rule, ScopeRules
from forms.verdicts import Verdicts
from forms.xpath.faults import EvaluationError, TooMuchWork
from forms.xpath.run import Frame, Run
from forms.xpath.values import JAVA_BLANKS, TINY, Value, number_of, truth_of

_NEAR = 1e-9
"""Calculated numbers that differ by less, in proportion, are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a submission does not say itself."""

    received_at: datetime
    """Aware."""
    zone: ZoneInfo
    """The project's: for a submission that gives no offset of its own."""
    languages: tuple[str, ...]
    """The form's languages, best first: for its own messages."""
    language: Language
    """For our sentences."""


def check(logic: Logic, instance: Instance, given: Circumstances) -> tuple[Finding, ...]:
    """Return what does not hold in a submission, in the order of the form.

    Never raises for bad data. An encrypted submission cannot be judged: nothing is returned.
    """
    return check_loaded(logic, instance, given).findings


def check_loaded(logic: Logic, instance: Instance, given: Circumstances) -> Checked:
    """Check a submission as ``check`` does; return it as well, for whoever looks at it next."""
    if instance.encrypted:
        return Checked(())
    if other := _of_another_form(logic, instance, given.language):
        return Checked(other)
    report = Report(rank=logic.rank, languages=given.languages, language=given.language)
    try:
        loaded = load(logic, instance, given)
        _Checking(logic, loaded, report).run()
    except (TooManyFindings, TooMuchWork):
        return Checked((*report.findings(), _cut_short(logic, given.language)))
    return Checked(report.findings(), loaded)


def _of_another_form(logic: Logic, instance: Instance, language: Language) -> tuple[Finding, ...]:
    root = logic.form.root
    if instance.root.name == root and instance.form_id == logic.form.form_id:
        return ()
    is_root = instance.root.name != root
    finding = Finding(
        path=f"/{instance.root.name}" if is_root else f"/{root}/@id",
        question="",
        kind="unknown",
        level="fault",
        message=SENTENCES["unknown"][language],
        submitted=None if is_root else instance.form_id,
        expected=root if is_root else logic.form.form_id,
    )
    return (finding,)


def _cut_short(logic: Logic, language: Language) -> Finding:
    """Say that the rest was not looked at."""
    return Finding(
        path=f"/{logic.form.root}",
        question="",
        kind="not-comparable",
        level="note",
        message=SENTENCES["not-comparable"][language],
    )


def _is_open(rule: Rule) -> bool:
    """Say whether a calculated question is shown for the volunteer to overwrite."""
    return rule.node.asked and not rule.node.bind.readonly


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A submission in frames, and what it is evaluated with."""

    frames: Frames
    run: Run
    time: OwnTime


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found, and the submission with what does not apply hidden."""

    findings: tuple[Finding, ...]
    loaded: Loaded | None = None
    """None: it was not looked at, or not to its end."""


def load(logic: Logic, instance: Instance, given: Circumstances) -> Loaded:
    """Lay a submission out in frames, in its own time and zone. Raises TooMuchWork."""
    time = own_time(logic.stamps, instance.root, given.received_at, given.zone)
    frames = read_frames(logic.plan, instance.root, Reading(time.zone, time.now.day))
    run = Run(frames.root, time.zone, time.now, given.languages, logic.form.version)
    return Loaded(frames, run, time)


class _Checking:
    """One check of one submission."""

    def __init__(self, logic: Logic, loaded: Loaded, report: Report) -> None:
        self._logic = logic
        self._frames = loaded.frames
        self._run = loaded.run
        self._verdicts = Verdicts(logic.form, loaded.time, loaded.run)
        self._report = report
        self._ill_typed = {(id(frame), place.slot) for place, frame in loaded.frames.ill_typed}

    def run(self) -> None:
        self._types()
        hidden = judge(self._logic, self._frames, self._run, self._verdicts, self._report)
        for rules, frames in zip(self._logic.scopes, self._frames.of_scope, strict=True):
            if frames:
                self._scope(rules, frames, hidden)
        self._strangers()

    def _types(self) -> None:
        for place, frame in self._frames.ill_typed:
            node = self._logic.places.nodes.get(place)
            self._report.add(place, frame, node, "type", expected=node.type if node else None)

    def _strangers(self) -> None:
        for parent, frame, element, _why in self._frames.strangers:
            place = parent.children.get(element.name)
            node = self._logic.places.nodes.get(place) if place else None
            text = None if element.children else element.text
            self._report.add_at(parent, frame, element.name, text, node)

    def _scope(self, rules: ScopeRules, frames: list[Frame], hidden: Hidden) -> None:
        for rule in rules.required:
            self._required(rule, frames)
        for rule in rules.constraints:
            self._constraint(rule, frames)
        for calculation in rules.calculations:
            self._calculation(calculation, frames)
        for choices in rules.choices:
            self._choices(choices, frames)
        for bounds in rules.bounds:
            self._bounds(bounds, frames)
        for count in rules.counts:
            self._count(count, frames, hidden)
        for frame in frames:
            if frame.count(None) > len(hidden.slots.get(id(frame), ())):
                self._missing(rules, frame, hidden)

    def _required(self, rule: Rule, frames: list[Frame]) -> None:
        slot = rule.slot
        for frame in frames:
            if frame[slot] == "" and (id(frame), slot) not in self._ill_typed:
                self._require(rule, frame)

    def _require(self, rule: Rule, frame: Frame) -> None:
        try:
            is_required = truth_of(rule.evaluate(frame, self._run))
        except EvaluationError:
            self._report.add_rule(rule, frame, "not-comparable", "note")
            return
        if not is_required:
            return
        if rule.impure and not self._verdicts.agree(rule, frame, outcome=True):
            self._report.add_rule(rule, frame, "not-comparable", "note")
            return
        self._report.add_rule(rule, frame, "required", "fault" if rule.node.asked else "note")

    def _constraint(self, rule: Rule, frames: list[Frame]) -> None:
        slot, evaluate, run = rule.slot, rule.evaluate, self._run
        for frame in frames:
            value = frame[slot]
            if value is None or value == "":
                continue
            try:
                if truth_of(evaluate(frame, run)):
                    continue
            except EvaluationError:
                self._report.add_rule(rule, frame, "not-comparable", "note")
                continue
            self._broken(rule, frame, value)

    def _broken(self, rule: Rule, frame: Frame, value: Value) -> None:
        if rule.impure and not self._verdicts.agree(rule, frame, outcome=False):
            self._report.add_rule(rule, frame, "not-comparable", "note")
            return
        is_note = not rule.node.asked or self._holds_without_blanks(rule, frame, value)
        self._report.add_rule(rule, frame, "constraint", "note" if is_note else "fault")

    def _holds_without_blanks(self, rule: Rule, frame: Frame, value: Value) -> bool:
        """Say whether only blanks around the answer break it: Collect keeps those it is given."""
        if not isinstance(value, str) or value == value.strip(JAVA_BLANKS):
            return False
        frame[rule.slot] = value.strip(JAVA_BLANKS)
        try:
            return truth_of(rule.evaluate(frame, self._run))
        except EvaluationError:
            return False
        finally:
            frame[rule.slot] = value

    def _calculation(self, calculation: Calculation, frames: list[Frame]) -> None:
        rule = calculation.rule
        slot, evaluate, run = rule.slot, rule.evaluate, self._run
        for frame in frames:
            value = frame[slot]
            if value is None:
                continue
            try:
                computed = evaluate(frame, run)
            except EvaluationError:
                self._report.add_rule(rule, frame, "not-comparable", "note")
                continue
            if type(value) is type(computed) and value == computed:
                self._is_right(rule, frame)
                continue
            self._differs(rule, frame, computed)

    def _differs(self, rule: Rule, frame: Frame, computed: Value) -> None:
        submitted = text_at(rule.place, frame) or ""
        if self._is_same(rule, submitted, computed):
            self._is_right(rule, frame)
            return
        expected = stored_text(computed, rule.node.type)
        if rule.impure:
            matches = self._verdicts.matches(
                rule, frame, lambda value: self._is_same(rule, submitted, value)
            )
            if matches == "unknown":
                self._report.add_rule(rule, frame, "not-comparable", "note")
            if matches != "none":
                return
        is_note = submitted.strip(JAVA_BLANKS) == expected.strip(JAVA_BLANKS) or _is_open(rule)
        self._report.add(
            rule.place,
            frame,
            rule.node,
            "calculate",
            "note" if is_note else "fault",
            expected=expected,
            expression=rule.expression,
        )

    def _is_right(self, rule: Rule, frame: Frame) -> None:
        """Take back what was said of a calculation's type: the form itself computes such a text."""
        if self._ill_typed and (id(frame), rule.slot) in self._ill_typed:
            self._report.forget_type(rule.place, frame)

    def _is_same(self, rule: Rule, submitted: str, computed: Value) -> bool:
        recomputed = stored_text(computed, rule.node.type)
        return same_answer(submitted, recomputed, computed, self._run.zone)

    def _choices(self, choices: Choices, frames: list[Frame]) -> None:
        slot, several, allowed = choices.rule.slot, choices.several, choices.allowed
        for frame in frames:
            answer = frame[slot]
            if answer is None or answer == "":
                continue
            text = answer if isinstance(answer, str) else text_at(choices.rule.place, frame) or ""
            chosen = text.split() if several else (text,)
            if allowed is not None and allowed.issuperset(chosen):
                continue
            if choices.rule.impure:
                if not self._are_found(choices, chosen, frame):
                    self._report.add_rule(choices.rule, frame, "not-comparable", "note")
                continue
            wrong = [one for one in chosen if not self._is_offered(choices, one, frame)]
            if wrong:
                trimmed = [one.strip(JAVA_BLANKS) for one in wrong]
                is_note = all(self._is_offered(choices, one, frame) for one in trimmed)
                self._report.add_rule(choices.rule, frame, "choice", "note" if is_note else "fault")

    def _are_found(self, choices: Choices, chosen: Sequence[str], frame: Frame) -> bool:
        """Say whether all are offered here as well, though the phone may have offered others."""
        if choices.offers is None:
            return False
        try:
            return all(choices.offers(one, frame, self._run) for one in chosen)
        except EvaluationError:
            return False

    def _is_offered(self, choices: Choices, choice: str, frame: Frame) -> bool:
        if choices.allowed is not None:
            return choice in choices.allowed
        try:
            return choices.offers is None or choices.offers(choice, frame, self._run)
        except EvaluationError:
            return True  # the form's own fault

    def _bounds(self, bounds: Bounds, frames: list[Frame]) -> None:
        for frame in frames:
            value = frame[bounds.place.slot]
            if value is None or value == "":
                continue
            number = number_of(value)
            steps = (number - bounds.start) / bounds.step if bounds.step else 0.0
            is_step = abs(steps - round(steps)) < _NEAR if number == number else False  # noqa: PLR0124
            if bounds.start <= number <= bounds.end and is_step:
                continue
            expected = f"{bounds.start:g} - {bounds.end:g} ({bounds.step:g})"
            self._report.add(bounds.place, frame, bounds.node, "choice", expected=expected)

    def _count(self, count: Count, frames: list[Frame], hidden: Hidden) -> None:
        place = count.rule.place
        for frame in frames:
            if place.parent is not None and place.parent.slot in hidden.slots.get(id(frame), ()):
                continue
            try:
                if not self._applies(count, frame):
                    continue
                number = number_of(count.rule.evaluate(frame, self._run))
            except EvaluationError:
                continue
            want = max(int(number), 0) if abs(number) < 1 / TINY else 0
            have = len(frame[place.slot])
            if have != want:
                # pyxform writes a first entry, and Collect keeps it (getodk/collect issue 6945).
                is_note = (want, have) == (0, 1)
                self._report.add_count(
                    count.rule, frame, "note" if is_note else "fault", have, want
                )

    def _applies(self, count: Count, frame: Frame) -> bool:
        """Say whether a repeat applies in a frame, also where it has no entry to be asked."""
        if count.relevant is None:
            return True
        place = count.rule.place
        entries = frame[place.slot]
        entry = entries[0] if entries else place.inner.template.copy()
        if not entries:
            entry[0] = frame
        return truth_of(count.relevant(entry, self._run))

    def _missing(self, rules: ScopeRules, frame: Frame, hidden: Hidden) -> None:
        required = {rule.place: rule for rule in rules.required}
        top = rules.scope.place
        for place in rules.inside:
            if place.kind == "repeat" or frame[place.slot] is not None:
                continue
            if hidden.holds(frame, place.slot):
                continue
            parent = place.parent
            is_below_top = parent is top or parent is self._logic.places.root
            if not is_below_top and parent is not None and frame[parent.slot] is None:
                continue  # its group is missing: said once
            self._report.add(place, frame, self._logic.places.nodes.get(place), "missing")
            if place in required:
                self._require(required[place], frame)
