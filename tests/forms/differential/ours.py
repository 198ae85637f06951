"""Our form engine, asked as JavaRosa is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from forms.check import Circumstances
from forms.definition import FormDef
from forms.evaluate import EvaluationError, Evaluator, TooMuchWork, UnreadableExpression
from forms.instance import read_instance
from forms.logic import read_logic
from tests.forms.differential.compare import Asked
from tests.kit.javarosa.engine import ZONE, Answer, Raised, Value


def circumstances(form: FormDef) -> Circumstances:
    """Return what a phone in Việt Nam that has just sent would say."""
    return Circumstances(
        received_at=datetime.now(UTC),
        zone=ZoneInfo(ZONE),
        languages=form.languages,
        language="vi",
    )


def our_answers(
    form: FormDef, files: Mapping[str, bytes], submission: bytes, asked: Asked, /
) -> list[Answer]:
    """Evaluate each expression at its context; what our engine refuses is Raised."""
    instance = read_instance(submission, instance_id_required=False)
    evaluator = Evaluator(read_logic(form, files), instance, circumstances(form))
    return [_answer(evaluator, context, expression) for context, expression in asked]


def _answer(evaluator: Evaluator, context: str, expression: str) -> Answer:
    try:
        evaluated = evaluator.evaluate(context, expression)
    except (EvaluationError, TooMuchWork, UnreadableExpression) as refused:
        return Raised(f"{type(refused).__name__}: {refused}")
    return Value(evaluated.type, evaluated.string, evaluated.number, evaluated.boolean)
