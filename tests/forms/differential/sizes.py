"""How much is asked of both engines: little in every run, much in ``make trust``."""

from __future__ import annotations

import os

SEED = int(os.environ.get("TINCAY_FUZZ_SEED", "20260305"))
EXPRESSIONS = int(os.environ.get("TINCAY_FUZZ_EXPRESSIONS", "10000"))
FILLS = int(os.environ.get("TINCAY_FUZZ_FILLS", "1"))
"""Of each form: filled by chance, and to be without a fault."""
DAMAGE_FORMS = os.environ.get(
    "TINCAY_DAMAGE_FORMS", "household villages f9_behaviour f5_people_repeat"
)
"""Names of forms, or ``all``."""
DAMAGE_FILLED = int(os.environ.get("TINCAY_DAMAGE_FILLED", "1"))
"""Of each of these forms: filled by chance, and then damaged."""
DAMAGE_EACH = int(os.environ.get("TINCAY_DAMAGE_EACH", "1"))
"""How often each way to damage a form is taken."""
