"""What is damaged on purpose is damaged: JavaRosa finds every fault where it was made."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.forms.differential.damage import Ward, is_seen, said
from tests.forms.differential.faults import Kind

pytestmark = [pytest.mark.slow, pytest.mark.peer]


def test_javarosa_finds_every_fault_where_it_was_made(wards: dict[str, Ward]) -> None:
    ward = wards["household"]
    assert [sorted(said(sound)) for sound in ward.sound] == [[]] * len(ward.sound)
    unseen = [
        (damaged.what, damaged.paths, damaged.problems)
        for damaged in ward.damaged
        if not is_seen(damaged)
    ]
    assert unseen == []


def test_every_kind_of_fault_is_made(wards: dict[str, Ward]) -> None:
    made = {damaged.kind for ward in wards.values() for damaged in ward.damaged}
    assert made == set(get_args(Kind))
