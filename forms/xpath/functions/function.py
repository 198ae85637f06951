"""One function as the engine knows it: how many arguments, of which kind, how pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

ValueType = Literal["text", "number", "boolean", "moment", "any"]
"""What comes out; ``any``: it depends on what goes in."""
Impurity = Literal["clock", "language", "random", "device", "external"]
"""Why a result may differ from the phone's: its clock, the language chosen on it, chance, its
settings, a file that it had."""
Form = Literal["values", "list", "joined", "nodes", "special"]
"""How arguments are taken.

``values``: each as one value. ``list``: all as one list; a single path gives the values of all its
nodes. ``joined``: one value, then such a list. ``nodes``: the values of a path's nodes.
``special``: the compiler knows.
"""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: ``call`` takes what ``form`` says, after the Run where ``runs``."""

    name: str
    form: Form
    least: int
    most: int | None
    returns: ValueType
    call: Callable[..., Any] | None = None
    runs: bool = False
    impure: Impurity | None = None

    def takes(self, count: int) -> bool:
        """Say whether it can be called with so many arguments."""
        return count >= self.least and (self.most is None or count <= self.most)
