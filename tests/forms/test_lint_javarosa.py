"""What stops an upload would stop a phone: JavaRosa itself cannot open these forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.compile import compile_workbook
from tests.forms.designer import BEGIN, END, YES_NO, Row, ask, told, workbook
from tests.kit.javarosa import engine
from tests.kit.javarosa.engine import Job

pytestmark = [pytest.mark.peer, pytest.mark.slow]

BEFORE = (
    ask("integer", "n", default=3),
    ask("text", "t", default="a"),
    ask("select_one yn", "harmed"),
    ask("calculate", "two", calculation="1 + 1"),
)
STOPS = {
    "${n} +": "syntax",
    "(${n} + 1": "syntax",
    "${n} == 1": "syntax",
    "${n} / ${n}": "syntax",
    "1 +\u200b 1": "syntax",
    "concat('a' ${n})": "unsupported",
    "count(${n} | ${n})": "unsupported",
    "count(//n)": "unsupported",
    "conct(${n}, 'a')": "unknown-function",
    "substring('abc', 1)": "web-form-function",
    "floor(${n})": "web-form-function",
    "coalesce(${n})": "wrong-arguments",
    "round(1,5,2)": "wrong-arguments",
    "weighted-checklist(1, 2, 3)": "wrong-arguments",
    "sum(${n} + 1)": "needs-path",
    "count('n')": "needs-path",
    "selected(${n}, '3')": "selected-of-number",
    "selected(${two}, '2')": "selected-of-number",
    "count-selected(${two})": "selected-of-number",
    "selected(${t}, 1)": "selected-number",
    "instance('communes')/root/item[name = 'a']/label": "unknown-instance",
    "instance('yn')/root/item/label": "several-rows",
    "indexed-repeat(${n}, ${child}, 1)": "indexed-repeat",
    "date('01/02/2026')": "no-such-date",
    "date('2026-02-30')": "no-such-date",
    "decimal-time('10:30')": "no-such-date",
    "format-date(today(), '%B')": "date-mark",
    "regex(${t}, '[a-z')": "bad-pattern",
    "jr:choice-name(${harmed}, ${harmed})": "choice-name-quotes",
    "${c} + 1": "circle",
    "count(/data/nothing[${c} = 1])": "circle",
}
GOES = (
    "coalesce(${n}, 0)",
    "selected(${harmed}, 'yes')",
    "selected(string(${two}), '2')",
    "sum(${age})",
    "instance('yn')/root/item[1]/label",
    "join(' ', instance('yn')/root/item/label)",
    "indexed-repeat(${age}, ${child}, 1)",
    "date('2026-2-28')",
    "format-date(today(), '%d/%m/%Y %H:%M:%S.%3 %e %n %y %h %b %a %W %%')",
    "regex(${t}, '^[a-z]+$')",
    "once(random())",
    "jr:choice-name(${harmed}, '${n}')",
    "${n} > '2026-01-01' and n > 1 and ${harmed} = 'maybe'",
    "count(/data/child/*)",
)


def form(expression: str, folder: Path, number: int) -> Path:
    """Write the XForm of a workbook in which an expression is calculated."""
    rows: tuple[Row, ...] = (*BEFORE, BEGIN, ask("integer", "age"), END)
    computed = ask("calculate", "c", calculation=expression)
    data = workbook(*rows, computed, choices=YES_NO)
    path = folder / f"{number}.xml"
    made = compile_workbook(data, kind="xlsx", form_id_fallback=None, lints=False)
    path.write_bytes(made.xform)
    return path


def test_javarosa_opens_no_form_that_is_refused_and_all_that_are_warned_of(tmp_path: Path) -> None:
    expressions = [*STOPS, *GOES]
    paths = [form(expression, tmp_path, number) for number, expression in enumerate(expressions)]
    refused = engine.refusals([Job(form=path) for path in paths])
    opened = {expression: not said for expression, said in zip(expressions, refused, strict=True)}
    assert opened == dict.fromkeys(STOPS, False) | dict.fromkeys(GOES, True)


@pytest.mark.parametrize("expression,code", STOPS.items())
def test_the_designer_is_told_so(expression: str, code: str) -> None:
    rows: tuple[Row, ...] = (*BEFORE, BEGIN, ask("integer", "age"), END)
    computed = ask("calculate", "c", calculation=expression)
    found = told(*rows, computed, choices=YES_NO)
    assert found[0] == (code, "survey", 9, "calculation")
