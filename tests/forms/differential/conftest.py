"""The forms that both engines are asked about, made once; what was done to them."""

from __future__ import annotations

import pytest

from tests.forms.differential.damage import Dose, Ward, damaged_submissions
from tests.forms.differential.forms import ANSWERS, FuzzForm, fuzz_forms
from tests.forms.differential.programme import programme_forms
from tests.forms.differential.sizes import DAMAGE_EACH, DAMAGE_FILLED, DAMAGE_FORMS, SEED
from tests.kit.services import java


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[FuzzForm]:
    java()
    return fuzz_forms(tmp_path_factory.mktemp("fuzz"))


@pytest.fixture(scope="session")
def all_forms(
    forms: list[FuzzForm], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, FuzzForm]:
    """Those, the programme's and the clients', by name."""
    programme = programme_forms(tmp_path_factory.mktemp("programme"))
    return {fuzzed.name: fuzzed for fuzzed in (*forms, *programme)}


@pytest.fixture(scope="session")
def wards(
    all_forms: dict[str, FuzzForm], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Ward]:
    """What was damaged on purpose, by the form's name."""
    names = list(all_forms) if DAMAGE_FORMS == "all" else DAMAGE_FORMS.split()
    hurt = [all_forms[name] for name in names]
    dose = Dose(seed=SEED, filled=DAMAGE_FILLED, each=DAMAGE_EACH)
    made = damaged_submissions(hurt, tmp_path_factory.mktemp("damage"), dose, ANSWERS)
    return {ward.form.name: ward for ward in made}
