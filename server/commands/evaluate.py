"""``tincay eval``: what expressions are worth on a submission, as on the phone."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import orjson

from forms.evaluate import (
    Evaluated,
    EvaluationError,
    Evaluator,
    NoSuchNode,
    TooMuchWork,
    UnreadableExpression,
)
from server.commands.form_files import (
    Asked,
    Unusable,
    asked_of_files,
    read_form_file,
    read_submission,
)

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
Question = tuple[str, str]
"""Where, and which expression."""


@click.command("eval")
@click.argument("form", type=_EXISTING)
@click.argument("submission", type=_EXISTING)
@click.argument("expressions", metavar="EXPR...", nargs=-1)
@click.option("--at", help="Node to evaluate at: /data/child[2]/age. Default: the root.")
@click.option(
    "--file", "listed", type=_EXISTING, help="JSON list of [path, expression], instead of EXPR."
)
@asked_of_files
def evaluate(
    form: Path,
    submission: Path,
    expressions: tuple[str, ...],
    at: str | None,
    listed: Path | None,
    asked: Asked,
) -> None:
    """Evaluate XPath expressions on a submission of FORM (.xlsx, .xls, .xml) as ODK Collect would.

    With --json, a list of objects: at, expression, type, string, number, boolean; or at,
    expression, error. A number that JSON does not have is written "NaN", "Infinity" or
    "-Infinity". Exit 1 where one has no value. Needs no server and no data folder.
    """
    if bool(expressions) == bool(listed):
        raise click.UsageError("Give expressions, or --file with a list of them.")
    if listed and at is not None:
        raise click.UsageError("With --file, the list itself says where.")
    file = read_form_file(form, asked)
    evaluator = Evaluator(file.logic, read_submission(submission), file.given)
    root = at or f"/{file.form.root}"
    questions = _read_list(listed) if listed else [(root, text) for text in expressions]
    answers = [(question, _answer(evaluator, *question)) for question in questions]
    if asked.as_json:
        click.echo(orjson.dumps([_said(question, answer) for question, answer in answers]))
    else:
        for (_, expression), answer in answers:
            click.echo(_line(expression, answer))
    sys.exit(1 if any(isinstance(answer, str) for _, answer in answers) else 0)


def _read_list(path: Path) -> Sequence[Question]:
    try:
        given = orjson.loads(path.read_bytes())
        return [(str(at), str(expression)) for at, expression in given]
    except (orjson.JSONDecodeError, TypeError, ValueError) as error:
        raise Unusable(f"{path} is no JSON list of [path, expression].") from error


def _answer(evaluator: Evaluator, at: str, expression: str) -> Evaluated | str:
    try:
        return evaluator.evaluate(at, expression)
    except NoSuchNode:
        return f"no such node: {at}"
    except (EvaluationError, TooMuchWork, UnreadableExpression) as error:
        return str(error) or type(error).__name__


def _line(expression: str, answer: Evaluated | str) -> str:
    if isinstance(answer, str):
        return f"{expression}: {answer}"
    return f"{expression} = {answer.string} ({answer.type})"


def _said(question: Question, answer: Evaluated | str) -> dict[str, object]:
    at, expression = question
    if isinstance(answer, str):
        return {"at": at, "expression": expression, "error": answer}
    return {
        "at": at,
        "expression": expression,
        "type": answer.type,
        "string": answer.string,
        "number": _number(answer.number),
        "boolean": answer.boolean,
    }


def _number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
