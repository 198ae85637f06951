"""What is damaged on purpose is damaged: JavaRosa finds every fault where it was made."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tests.forms.differential.damage import damaged_submissions, is_seen, said
from tests.forms.differential.faults import Kind
from tests.forms.differential.forms import DAYS, FuzzForm

SEED = 20260305
ANSWERS = {**DAYS, "n_members": (2, 3, 1, 4)}
"""Of a repeat that is counted by 0 Collect keeps one entry, in a sound submission too."""

pytestmark = [pytest.mark.slow, pytest.mark.peer]


def test_javarosa_finds_every_fault_where_it_was_made(
    forms: list[FuzzForm], tmp_path: Path
) -> None:
    household = forms[0]
    ward = damaged_submissions(
        household.form, household.place, tmp_path, seed=SEED, each=1, answers=ANSWERS
    )
    assert [sorted(said(sound)) for sound in ward.sound] == [[]] * len(ward.sound)
    unseen = [
        (damaged.what, damaged.paths, damaged.problems)
        for damaged in ward.damaged
        if not is_seen(damaged)
    ]
    assert unseen == []
    assert {damaged.kind for damaged in ward.damaged} == set(get_args(Kind))
