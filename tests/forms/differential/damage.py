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
from tests.forms.differential.forms import OnDisk
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
    """What was sound, and what was made of it; JavaRosa has judged both."""

    sound: Sequence[Damaged]
    """Nothing was damaged here; what JavaRosa says of them is of the form."""
    damaged: Sequence[Damaged]


def said(damaged: Damaged) -> set[tuple[str, Kind]]:
    """Return what JavaRosa finds wrong, by path, in our words; what we do not judge left out."""
    problems = damaged.problems
    return {(problem.path, KINDS[problem.kind]) for problem in problems if problem.kind in KINDS}


def is_seen(damaged: Damaged) -> bool:
    """Say whether JavaRosa finds the fault where it was made."""
    return (damaged.paths[0], damaged.kind) in said(damaged)


def damaged_submissions(
    form: FormDef,
    place: OnDisk,
    folder: Path,
    *,
    seed: int,
    filled: int = 4,
    each: int = 2,
    answers: Mapping[str, object] | None = None,
) -> Ward:
    """Fill a form, damage what came of it in every way it can be, and let JavaRosa judge it.

    Each way is taken ``each`` times, on other questions if there are. An attempt of several values
    of which JavaRosa objects to none is left out. ``answers`` are for what chance does not find.
    """
    sound = _sound(form, place, folder / "filled", Random(seed), seed, filled, answers)
    chosen = list(_few([attempt for one in sound for attempt in attempts(one)], each, Random(seed)))
    whole = Damaged(what="sound", kind="unknown", paths=("",), xml=b"")
    unhurt = [(replace(whole, xml=one.xml),) for one in sound]
    judged = _judged([*unhurt, *chosen], place, folder / "damaged")
    tried = (_meant(attempt) for attempt in judged[len(unhurt) :])
    return Ward(
        sound=[attempt[0] for attempt in judged[: len(unhurt)]],
        damaged=[damaged for damaged in tried if damaged is not None],
    )


def _sound(
    form: FormDef,
    place: OnDisk,
    folder: Path,
    random: Random,
    seed: int,
    count: int,
    answers: Mapping[str, object] | None,
) -> list[Sound]:
    filling = Filling(
        form=place.xform, media=place.media, out=folder, count=count, seed=seed, answers=answers
    )
    ((*folders,),) = fill_many([filling])
    paths = [filled.folder / "submission.xml" for filled in folders]
    jobs = (Job(form=place.xform, media=place.media, submission=path) for path in paths)
    names = _filtered_names(form, place, random)
    return [
        Sound(form, _with_prefixes(path.read_bytes()), _by_path(nodes), names)
        for path, nodes in zip(paths, dump(jobs), strict=True)
    ]


def _with_prefixes(xml: bytes) -> bytes:
    """Make ElementTree keep the names of namespaces that the submission gives them."""
    for prefix, uri in re.findall(rb'xmlns:(\w+)="([^"]+)"', xml):
        ET.register_namespace(prefix.decode(), uri.decode())
    return xml


def _by_path(nodes: Iterable[HeldNode]) -> dict[str, HeldNode]:
    return {node.path: node for node in nodes}


def _filtered_names(form: FormDef, place: OnDisk, random: Random) -> dict[str, tuple[str, ...]]:
    """Return some names of each list that a question filters: some may be filtered out."""
    files = {path.name: path.read_bytes() for path in place.media.iterdir()}
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


def _judged(judge: Sequence[Attempt], place: OnDisk, folder: Path) -> list[Attempt]:
    """Return the attempts with what JavaRosa says of each; one start for all."""
    folder.mkdir()
    path_of = {
        (number, nth): folder / f"{number:04}-{nth}.xml"
        for number, attempt in enumerate(judge)
        for nth in range(len(attempt))
    }
    for (number, nth), path in path_of.items():
        path.write_bytes(judge[number][nth].xml)
    problems: Mapping[Path, list[Problem]] = check(place.xform, place.media, folder)
    return [
        tuple(
            replace(damaged, problems=tuple(problems[path_of[number, nth]]))
            for nth, damaged in enumerate(attempt)
        )
        for number, attempt in enumerate(judge)
    ]


def _meant(attempt: Attempt) -> Damaged | None:
    """Return the first that JavaRosa objects to; of what was not tried twice, what there is."""
    seen = next((damaged for damaged in attempt if is_seen(damaged)), None)
    return seen or (attempt[0] if len(attempt) == 1 else None)
