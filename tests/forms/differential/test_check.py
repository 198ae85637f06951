"""Our check finds what JavaRosa finds: nothing in what it filled, every damage where it was done.

sizes.py says what of the environment asks for more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.check import check
from forms.findings import Finding
from forms.instance import read_instance
from forms.logic import Logic, read_logic
from tests.forms.differential.damage import Ward, job_of, problems_in, said
from tests.forms.differential.dependents import Dependents, generic
from tests.forms.differential.faults import Damaged
from tests.forms.differential.forms import ANSWERS, FuzzForm
from tests.forms.differential.ours import circumstances
from tests.forms.differential.sizes import FILLS, SEED
from tests.kit.javarosa import engine
from tests.kit.javarosa.engine import Filling, fill_many

pytestmark = [pytest.mark.slow, pytest.mark.peer]

Said = set[tuple[str, str]]
"""Paths and kinds."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks submissions of one form."""

    form: FuzzForm
    logic: Logic
    dependents: Dependents

    def findings(self, xml: bytes) -> tuple[Finding, ...]:
        instance = read_instance(xml, instance_id_required=False)
        return check(self.logic, instance, circumstances(self.form.form))


@dataclass(frozen=True, slots=True)
class Filled:
    """A submission that JavaRosa filled, and what it says of it itself."""

    form: str
    xml: bytes
    objections: Said


@pytest.fixture(scope="module")
def checkers(all_forms: Mapping[str, FuzzForm]) -> dict[str, Checker]:
    logics = {name: read_logic(form.form, form.files) for name, form in all_forms.items()}
    return {
        name: Checker(all_forms[name], logic, Dependents(logic)) for name, logic in logics.items()
    }


@pytest.fixture(scope="module")
def fills(
    all_forms: Mapping[str, FuzzForm], tmp_path_factory: pytest.TempPathFactory
) -> list[Filled]:
    """Every form, filled with chance answers."""
    folder = tmp_path_factory.mktemp("fills")
    fillings = [
        Filling(
            form=form.place.xform,
            media=form.place.media,
            out=folder / name,
            count=FILLS,
            seed=SEED + 1,
            repeats=3,
            answers=ANSWERS,
        )
        for name, form in all_forms.items()
    ]
    made: list[tuple[FuzzForm, Path]] = [
        (form, one.folder / "submission.xml")
        for form, folders in zip(all_forms.values(), fill_many(fillings), strict=True)
        for one in folders
    ]
    found = engine.check(job_of(form, path) for form, path in made)
    return [
        Filled(form.name, path.read_bytes(), {*problems_in(problems)})
        for (form, path), problems in zip(made, found, strict=True)
    ]


def test_what_javarosa_filled_has_no_fault(
    fills: list[Filled], checkers: Mapping[str, Checker]
) -> None:
    """Where JavaRosa itself is not content with a node, nor need we be."""
    print(f"TINCAY_FUZZ_SEED={SEED}: {len(fills)} fills of {len(checkers)} forms")  # noqa: T201
    wrong = [
        (filled.form, finding)
        for filled in fills
        for finding in checkers[filled.form].findings(filled.xml)
        if finding.level == "fault" and (finding.path, finding.kind) not in filled.objections
    ]
    assert wrong == []


def test_only_what_hangs_on_chance_or_the_phone_is_not_compared(
    fills: list[Filled], checkers: Mapping[str, Checker]
) -> None:
    """Else a check that compared nothing would find no fault, either."""
    without_reason = [
        (filled.form, finding)
        for filled in fills
        for finding in checkers[filled.form].findings(filled.xml)
        if finding.level == "note"
        and not (
            finding.kind == "not-comparable"
            and checkers[filled.form].dependents.is_impure(finding.path)
        )
    ]
    assert without_reason == []


def test_every_damage_is_found_where_it_was_done(
    wards: Mapping[str, Ward], checkers: Mapping[str, Checker]
) -> None:
    done = list(_damaged(wards))
    print(f"TINCAY_FUZZ_SEED={SEED}: {len(done)} damages of {len(wards)} forms")  # noqa: T201
    assert len(done) >= 20 * len(wards)
    missed = [
        (name, damaged.what, damaged.kind, damaged.paths, damaged.problems)
        for name, damaged in done
        if not _is_found(damaged, checkers[name])
    ]
    assert missed == []


def test_one_damage_is_no_fault_of_others(
    wards: Mapping[str, Ward], checkers: Mapping[str, Checker]
) -> None:
    """But of those whose rules refer to it: they are held against what was sent."""
    blamed = [
        (name, damaged.what, damaged.paths, sorted(other))
        for name, damaged in _damaged(wards)
        if (other := _others_blamed(damaged, checkers[name]) - _of_the_form(wards[name]))
    ]
    assert blamed == []


def _damaged(wards: Mapping[str, Ward]) -> Iterator[tuple[str, Damaged]]:
    for name, ward in wards.items():
        for damaged in ward.damaged:
            yield name, damaged


def _of_the_form(ward: Ward) -> Said:
    """Return what JavaRosa objects to where nothing was damaged."""
    return {problem for sound in ward.sound for problem in said(sound)}


def _is_found(damaged: Damaged, checker: Checker) -> bool:
    found = {(one.path, one.kind, one.level) for one in checker.findings(damaged.xml)}
    path = damaged.paths[0]
    if damaged.kind == "calculate" and checker.dependents.is_impure(path):
        return (path, "not-comparable", "note") in found or (path, "calculate", "fault") in found
    return (path, damaged.kind, "fault") in found


def _others_blamed(damaged: Damaged, checker: Checker) -> Said:
    """Return our faults that JavaRosa does not have, and that do not hang on what was damaged."""
    allowed = {path for touched in damaged.paths for path in checker.dependents.of(touched)}
    ours: Said = {
        (one.path, one.kind)
        for one in checker.findings(damaged.xml)
        if one.level == "fault" and generic(one.path) not in allowed
    }
    return ours - said(damaged)
