"""Submissions that JavaRosa filled, damaged on purpose, one fault in each, and its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from forms.definition import FormDef
from tests.forms.differential.faults import Attempt, Damaged, Kind, Sound, attempts
from tests.forms.differential.forms import FuzzForm
from tests.forms.differential.shape import read_tables
from tests.kit.javarosa.engine import Filling, HeldNode, Job, Problem, check, dump, fill_many

KINDS: Mapping[str, Kind] = {
    "type_error": "type",
    "required_but_empty": "required",
    "irrelevant_value_submitted": "relevant",
    "irrelevant_group_submitted": "relevant",
    "constraint_failed": "constraint",
    "invalid_choice": "choice",
    "out_of_range": "choice",
    "calculate_differs": "calculate",
    "calculate_differs_volatile": "calculate",
    "unknown_node": "unknown",
    "duplicate_node": "unknown",
    "missing_node": "missing",
    "missing_group": "missing",
    "repeat_count_mismatch": "count",
}
"""What JavaRosa's driver calls a problem, and what we call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """What was sound of a form, and what was made of it; JavaRosa has judged both."""

    form: FuzzForm
    sound: list[Damaged]
    """Nothing was damaged here; what JavaRosa says of them is of the form."""
    damaged: list[Damaged]


def said(damaged: Damaged) -> set[tuple[str, Kind]]:
    """Return what JavaRosa finds wrong, by path, in our words; what we do not judge left out."""
    return problems_in(damaged.problems)


def problems_in(problems: Iterable[Problem]) -> set[tuple[str, Kind]]:
    """Return problems by path, in our words; what we do not judge left out."""
    return {(problem.path, KINDS[problem.kind]) for problem in problems if problem.kind in KINDS}


def is_seen(damaged: Damaged) -> bool:
    """Say whether JavaRosa finds the fault where it was made."""
    return (damaged.paths[0], damaged.kind) in said(damaged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much is damaged."""

    seed: int
    filled: int = 4
    """Sound submissions of each form."""
    each: int = 2
    """How often each way to damage one is taken, on other questions if there are."""


def damaged_submissions(
    forms: Sequence[FuzzForm], folder: Path, dose: Dose, answers: Mapping[str, object]
) -> list[Ward]:
    """Fill forms, damage what came of it in every way it can be, and let JavaRosa judge it.

    An attempt of several values of which JavaRosa objects to none is left out. ``answers`` are for
    what chance does not find. Of each form a ward; three starts of Java for all.
    """
    whole = Damaged(what="sound", kind="unknown", paths=("",), xml=b"")
    judge: list[tuple[FuzzForm, int, Attempt]] = []
    for number, (fuzzed, sound) in enumerate(
        zip(forms, _sound(forms, folder / "filled", dose, answers), strict=True)
    ):
        ways = [attempt for one in sound for attempt in attempts(one)]
        chosen = _few(ways, dose.each, Random(dose.seed))
        judge += [(fuzzed, number, (replace(whole, xml=one.xml),)) for one in sound]
        judge += [(fuzzed, number, attempt) for attempt in chosen]
    wards = [Ward(form=fuzzed, sound=[], damaged=[]) for fuzzed in forms]
    judged = _judged([(fuzzed, attempt) for fuzzed, _, attempt in judge], folder / "damaged")
    for (_, number, attempt), verdict in zip(judge, judged, strict=True):
        if attempt[0].what == whole.what:
            wards[number].sound.append(verdict[0])
        elif (meant := _meant(verdict)) is not None:
            wards[number].damaged.append(meant)
    return wards


def _sound(
    forms: Sequence[FuzzForm], folder: Path, dose: Dose, answers: Mapping[str, object]
) -> list[list[Sound]]:
    fillings = [
        Filling(
            form=fuzzed.place.xform,
            media=fuzzed.place.media,
            out=folder / fuzzed.name,
            count=dose.filled,
            seed=dose.seed,
            answers=answers,
        )
        for fuzzed in forms
    ]
    filled = [
        (fuzzed, one.folder / "submission.xml")
        for fuzzed, folders in zip(forms, fill_many(fillings), strict=True)
        for one in folders
    ]
    names = {
        fuzzed.name: _filtered_names(fuzzed.form, fuzzed.files, Random(dose.seed))
        for fuzzed in forms
    }
    made: dict[str, list[Sound]] = {fuzzed.name: [] for fuzzed in forms}
    held = dump(job_of(fuzzed, path) for fuzzed, path in filled)
    for (fuzzed, path), nodes in zip(filled, held, strict=True):
        xml = _with_prefixes(path.read_bytes())
        made[fuzzed.name].append(Sound(fuzzed.form, xml, _by_path(nodes), names[fuzzed.name]))
    return list(made.values())


def job_of(fuzzed: FuzzForm, submission: Path) -> Job:
    """Return what is asked of JavaRosa about a submission of a form."""
    return Job(form=fuzzed.place.xform, media=fuzzed.place.media, submission=submission)


def _with_prefixes(xml: bytes) -> bytes:
    """Make ElementTree keep the names of namespaces that the submission gives them."""
    for prefix, uri in re.findall(rb'xmlns:(\w+)="([^"]+)"', xml):
        ET.register_namespace(prefix.decode(), uri.decode())
    return xml


def _by_path(nodes: Iterable[HeldNode]) -> dict[str, HeldNode]:
    return {node.path: node for node in nodes}


def _filtered_names(
    form: FormDef, files: Mapping[str, bytes], random: Random
) -> dict[str, tuple[str, ...]]:
    """Return some names of each list that a question filters: some may be filtered out."""
    tables = {table.id: table for table in read_tables(form, files)}
    found: dict[str, tuple[str, ...]] = {}
    for node in form.walk():
        listed = node.item_set and re.match(
            r"instance\('([^']+)'\)/root/item\[", node.item_set.nodeset.strip()
        )
        if node.item_set and listed and listed[1] in tables:
            names = tables[listed[1]].columns.get(node.item_set.value, ())
            found[node.path] = tuple(random.sample(names, min(4, len(names))))
    return found


def _few(all_of_them: Sequence[Attempt], each: int, random: Random) -> Iterator[Attempt]:
    """Yield ``each`` attempts of every way, on different questions first."""
    ways: dict[str, list[Attempt]] = {}
    for attempt in all_of_them:
        if attempt:
            ways.setdefault(attempt[0].what, []).append(attempt)
    for same in ways.values():
        shuffled = random.sample(same, len(same))
        first = {_generic(attempt): attempt for attempt in shuffled}
        others = [attempt for attempt in shuffled if first[_generic(attempt)] is not attempt]
        yield from [*first.values(), *others][:each]


def _generic(attempt: Attempt) -> str:
    return re.sub(r"\[[0-9]+\]", "", attempt[0].paths[0])


def _judged(judge: Sequence[tuple[FuzzForm, Attempt]], folder: Path) -> list[Attempt]:
    """Return the attempts with what JavaRosa says of each; one start for all."""
    folder.mkdir()
    jobs: list[Job] = []
    for number, (fuzzed, attempt) in enumerate(judge):
        for nth, damaged in enumerate(attempt):
            path = folder / f"{number:04}-{nth}.xml"
            path.write_bytes(damaged.xml)
            jobs.append(job_of(fuzzed, path))
    found = iter(check(jobs))
    return [
        tuple(replace(damaged, problems=tuple(next(found))) for damaged in attempt)
        for _, attempt in judge
    ]


def _meant(attempt: Attempt) -> Damaged | None:
    """Return the first that JavaRosa objects to; of what was not tried twice, what there is."""
    seen = next((damaged for damaged in attempt if is_seen(damaged)), None)
    return seen or (attempt[0] if len(attempt) == 1 else None)
