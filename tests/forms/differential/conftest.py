"""The forms that are fuzzed over, made once."""

from __future__ import annotations

import pytest

from tests.forms.differential.forms import FuzzForm, fuzz_forms
from tests.kit.services import java


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[FuzzForm]:
    java()
    return fuzz_forms(tmp_path_factory.mktemp("fuzz"))
