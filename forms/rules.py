"""What one node of a form is held to, compiled: the parts of a Logic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from forms.definition import Node
from forms.xpath.functions.function import Impurity, ValueType
from forms.xpath.run import Frame, Run
from forms.xpath.schema import Place, Scope
from forms.xpath.walks import Evaluate


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One expression of a bind."""

    place: Place
    node: Node
    expression: str
    evaluate: Evaluate
    impure: frozenset[Impurity] = frozenset()
    """Why the phone may have come to something else."""

    @property
    def slot(self) -> int:
        """Where the node's value lies."""
        return self.place.slot


@dataclass(frozen=True, slots=True, eq=False)
class Calculation:
    """A node that is computed."""

    rule: Rule
    kind: ValueType
    """What it computes; ``any``: that shows only when it is computed."""


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What may be chosen in a question."""

    rule: Rule
    """``expression``: the item set's nodeset; ``impure``: why it may be another on the phone."""
    several: bool
    allowed: frozenset[str] | None
    """All that may be chosen, where that is always the same."""
    offers: Callable[[str, Frame, Run], bool] | None = None
    """Whether a choice is offered, where that depends on the answers."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """What a range widget offers."""

    place: Place
    node: Node
    start: float
    end: float
    step: float


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """How many entries a repeat must have. The rule is evaluated in the frame around it."""

    rule: Rule
    relevant: Evaluate | None
    """Whether the repeat applies at all, asked of an entry."""


@dataclass(slots=True, eq=False)
class ScopeRules:
    """The rules of the nodes of one scope, each kind in the order of the form."""

    scope: Scope
    required: list[Rule] = field(default_factory=list)
    constraints: list[Rule] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)
    choices: list[Choices] = field(default_factory=list)
    bounds: list[Bounds] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    inside: Sequence[Place] = ()
    """All places that have a slot here, but attributes."""


@dataclass(frozen=True, slots=True, eq=False)
class Relevance:
    """A node or group that applies only where a condition holds."""

    rule: Rule
    number: int
    """Place of the scope in which it is judged: of a repeat, that of its entries."""


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """A calculation whose kind of value shows only when it is computed."""

    calculation: Calculation
    number: int


Judgement = Relevance | Settlement
