"""Whoever is bound to some units asks for one of them, or for what lies in it."""

from __future__ import annotations

from exports.indicators.roll_up import Area
from exports.indicators.units import Units
from server.errors import Problem
from server.scope import Scope


def must_be_ones_own(
    scope: Scope, units: Units, area: Area, project_id: int, form_id: int | None = None
) -> None:
    """Raise 403.1 where somebody who is bound to some units asks for more than these."""
    bound = scope.units("submission.list", project_id, form_id)
    if bound is None:
        return
    if area.unit is None or not any(units.contains(one, area.unit) for one in bound):
        raise Problem("403.1")
