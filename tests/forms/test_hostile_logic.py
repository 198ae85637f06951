"""Forms that are traps: each ends soon, in little memory, with a clear word and never a crash."""

from __future__ import annotations

import itertools
import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import pytest

from forms.definition import UnreadableForm
from forms.evaluate import EvaluationError, Evaluator, TooMuchWork, UnreadableExpression
from forms.findings import Finding
from forms.xpath.lexer import EXPRESSION_LENGTH_MAX
from forms.xpath.parser import DEPTH_MAX, parse
from forms.xpath.patterns import matches
from forms.xpath.registry import FUNCTIONS
from tests.forms.little import GIVEN, ask, choices, little
from tests.forms.traps import bind, calculating, finds, xform
from tests.kit.bounded import Bounded

SECONDS_MAX = 5.0
"""Each should take one; the machine may be busy."""

Told = list[tuple[str, str, str]]
"""Path, kind and level of each finding."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bounded() -> Iterator[Bounded]:
    process = Bounded()
    yield process
    process.close()


UNREADABLE = {
    "brackets, far too many": ("(" * 100_000 + "1" + ")" * 100_000, "too-long"),
    "brackets": ("(" * 30_000 + "1" + ")" * 30_000, "too-deep"),
    "calls": ("not(" * 10_000 + "1" + ")" * 10_000, "too-deep"),
    "predicates": ("r[" * 15_000 + "1" + "]" * 15_000, "too-deep"),
    "minuses": ("-" * 60_000 + "1", "too-deep"),
    "minuses and brackets": ("-(" * 20_000 + "1" + ")" * 20_000, "too-deep"),
    "openers alone": ("([" * 30_000, "syntax"),
    "commas": ("concat(" + "," * 60_000 + ")", "syntax"),
    "slashes": ("/" * 60_000, "syntax"),
    "an open quote": ("'" + "a" * 60_000, "syntax"),
    "a megabyte of text": ("'" + "a" * 1_000_000 + "'", "too-long"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_expression_is_refused_with_a_word_for_it(bounded: Bounded, what: str) -> None:
    text, reason = UNREADABLE[what]
    why, seconds = bounded.run(reading, text)
    assert why == reason
    assert seconds < SECONDS_MAX
    found, seconds = bounded.run(checking, text)
    assert found == [("/data/made", "not-comparable", "note")]
    assert seconds < SECONDS_MAX


def reading(text: str) -> str:
    try:
        parse(text)
    except UnreadableExpression as unreadable:
        return unreadable.reason
    return ""


def checking(expression: str) -> Told:
    """Say what is found where a form computes ``made`` so, and it was sent as 1."""
    answers = "<made>1</made><a>t</a>" + "<r><x>1</x></r>" * 3
    return told(finds(calculating(expression), answers))


def told(found: Sequence[Finding]) -> Told:
    return [(one.path, one.kind, one.level) for one in found]


LONG = {
    "a sum": "1" + "-1" * 15_000 + "+1" * 15_000,
    "a row of alternatives": "1=2" + " or 1=2" * 8_000 + " or 1=1",
    "a row of comparisons": "1" + " = 1" * 15_000,
    "arguments": "count-selected(concat(" + ",".join(["'a'"] * 16_000) + "))",
    "a number": "1." + "0" * 60_000,
    "a text": "string-length('" + "a" * 60_000 + "') - 59999",
    "a name": "coalesce(/data/" + "a" * 60_000 + ", 1)",
    "a path that leads nowhere": "coalesce(/data" + "/a" * 30_000 + ", 1)",
}


@pytest.mark.parametrize("what", LONG)
def test_the_longest_expressions_are_evaluated(bounded: Bounded, what: str) -> None:
    assert 30_000 < len(LONG[what]) < EXPRESSION_LENGTH_MAX
    found, seconds = bounded.run(checking, LONG[what])
    assert found == []
    assert seconds < SECONDS_MAX


NESTS: dict[str, tuple[str, str]] = {
    "brackets": ("({0})", "1"),
    "minuses": ("-(-{0})", "1"),
    "negations": ("not(not({0}))", "1"),
    "conditions": ("if({0}, 1, 2)", "1"),
    "conditions, else": ("if(1 = 2, 2, {0})", "1"),
    "sums": ("0 + ({0})", "1"),
    "lists": ("max({0})", "1"),
    "alternatives": ("1 = 2 or ({0})", "1"),
    "predicates on entries": ("count(/data/r[position() = {0}])", "1"),
    "predicates on predicates": ("count(/data/r[position() = 1][position() = {0}])", "1"),
    "indexes": ("indexed-repeat(/data/r/x, /data/r, {0})", "1"),
    "kept": ("once({0})", "1"),
    "coalesced": ("coalesce('', {0})", "1"),
}


@pytest.mark.parametrize("what", NESTS)
def test_as_deep_as_may_be_is_evaluated_and_never_recurses_too_far(
    bounded: Bounded, what: str
) -> None:
    deepest = _deepest(*NESTS[what])
    assert deepest.count("(") >= DEPTH_MAX // 3
    found, seconds = bounded.run(checking, deepest)
    # Of three entries each asks for three, and so on: more than anybody can visit.
    assert found == (CUT_SHORT if what == "predicates on entries" else [])
    assert seconds < SECONDS_MAX


def _deepest(nest: str, leaf: str) -> str:
    """Return the last of ever deeper expressions that can be read."""
    nested = [leaf]
    while len(nested) <= DEPTH_MAX:
        nested.append(nest.format(nested[-1]))
    first_bad = bisect_left(nested, True, key=lambda text: reading(text) != "")
    assert reading(nested[first_bad]) == "too-deep"
    return nested[first_bad - 1]


CUT_SHORT = [("/data", "not-comparable", "note")]
ALL_AS = "a" * 300
PATTERNS: dict[str, tuple[str, str, bool | None]] = {
    "the classic": ("(a+)+$", ALL_AS + "b", False),
    "the classic, on a megabyte": ("(a+)+$", "a" * 1_000_000 + "b", False),
    "stars in stars": ("((a*)*)*b", ALL_AS, False),
    "stars in a row": ("a*a*a*a*a*a*a*a*b", ALL_AS, False),
    "may be there": ("a?" * 150 + "a" * 150, "a" * 150, True),
    "groups that may be there": ("(ab)?" * 60 + "(ab)" * 60, "ab" * 60, True),
    "backslashes in a row": (r"\\*" * 20 + "x", "\\" * 200, False),
    "two ways each": ("(a|aa)" * 60 + "c", ALL_AS, False),
    "counted in counted": ("((a{1,100}){1,100}){1,100}", ALL_AS, None),
    "counted letters in counted": (r"(\p{L}{1,30}){1,30}", "Nguyễn", None),
    "ten thousand alternatives": ("|".join(f"w{n}" for n in range(10_000)), "w9999", None),
    "a few hundred alternatives": ("|".join(f"w{n}" for n in range(600)), "w599", True),
    "a megabyte": ("a" * 1_000_000, "a", None),
    "brackets": ("(" * 1_900 + "a" + ")" * 1_900, "a", True),
    "looks around": ("(?=a)a", "a", None),
    "refers back": (r"(a)\1", "aa", None),
    "is no pattern": ("[", "a", None),
    "a text of ten megabytes": ("[a-z ]+", "chữ " * 2_500_000, False),
    "half a sign": (".*", "\ud800", None),
}


@pytest.mark.parametrize("what", PATTERNS)
def test_no_pattern_takes_long_and_one_that_cannot_be_judged_says_so(
    bounded: Bounded, what: str
) -> None:
    pattern, text, fits = PATTERNS[what]
    answer, seconds = bounded.run(matching, pattern, text)
    assert answer is fits
    assert seconds < SECONDS_MAX


def matching(pattern: str, text: str) -> bool | None:
    try:
        return matches(pattern, text)
    except EvaluationError:
        return None


def test_a_pattern_that_cannot_be_judged_is_looked_at_once(bounded: Bounded) -> None:
    """Each of ten thousand entries asks for it again."""
    _, seconds = bounded.run(asking_again)
    assert seconds < SECONDS_MAX


def asking_again() -> None:
    for _ in range(10_000):
        matching(r"(\p{L}{1,30}){1,30}", "Nguyễn")


@pytest.mark.parametrize("length", [2, 2_000])
def test_a_circle_of_calculations_is_told_by_its_nodes(bounded: Bounded, length: int) -> None:
    why, seconds = bounded.run(circle, length)
    assert why == ("cycle", " ".join(f"/data/n{number}" for number in range(length)))
    assert seconds < SECONDS_MAX


def circle(length: int) -> tuple[str, str]:
    nodes = "".join(f"<n{number}/>" for number in range(length))
    binds = "".join(
        bind(f"/data/n{number}", calculate=f"/data/n{(number + 1) % length} + 1")
        for number in range(length)
    )
    try:
        xform(nodes, binds, '<input ref="/data/n0"/>')
    except UnreadableForm as unreadable:
        return unreadable.reason, unreadable.detail
    return "", ""


def test_what_five_thousand_questions_hide_from_each_other_is_judged(bounded: Bounded) -> None:
    """Each applies where the one before is answered; the first is not, and the last is."""
    (hidden, sound), seconds = bounded.run(chain, 5_000)
    assert hidden == [("/data/q4999", "relevant", "fault")]
    assert sound == []
    assert seconds < 2 * SECONDS_MAX


def chain(length: int) -> tuple[Told, Told]:
    names = [f"q{number}" for number in range(length)]
    form = xform(
        "".join(f"<{name}/>" for name in names),
        "".join(
            bind(f"/data/{name}", relevant=f"/data/{before} != ''")
            for before, name in itertools.pairwise(names)
        ),
        "".join(f'<input ref="/data/{name}"/>' for name in names),
    )
    hidden = finds(form, f"<q0/><{names[-1]}>x</{names[-1]}>")
    sound = finds(form, "".join(f"<{name}>x</{name}>" for name in names))
    return told(hidden), told(sound)


def test_a_form_of_a_thousand_questions_with_rules_is_compiled(bounded: Bounded) -> None:
    found, seconds = bounded.run(questions, 1_000)
    assert found == [("/data/q7", "constraint")]
    assert seconds < 2 * SECONDS_MAX


def questions(length: int) -> list[tuple[str, str]]:
    form = xform(
        "<b/>" + "".join(f"<q{number}/>" for number in range(length)),
        "".join(
            bind(
                f"/data/q{number}",
                type="int",
                relevant=f"/data/{f'q{number - 1}' if number % 10 else 'b'} != ''",
                required=f"/data/{f'q{number - 1}' if number else 'b'} > 3",
                constraint=f". >= 0 and . < /data/q{(number + 7) % length} + 100",
            )
            for number in range(length)
        ),
        "".join(f'<input ref="/data/q{number}"/>' for number in range(length)),
    )
    numbers = [105 if number == 7 else 5 for number in range(length)]
    answers = "".join(f"<q{at}>{number}</q{at}>" for at, number in enumerate(numbers))
    return [(one.path, one.kind) for one in finds(form, f"<b>1</b>{answers}")]


ODD = (
    *("''", "' '", "'ế😀'", "'('", "'%Y%b%3'", "'%Q'", "'SHA-256'", "'hex'", "'/data/s'"),
    *("'2026-03-05'", "'2026-03-05T10:00:'", f"'2026-03-05T10:00:{'9' * 5_000}'"),
    *("'99999999999999999999-1-1'", f"'{'9' * 5_000}'", "'21 105 0 0;22 106 0 0;22 107 0 0'"),
    *("'NaN Infinity;1 1;2 2'", "0", "-1", "1.5", "99999999999", "2147483648", "pow(10, 308)"),
    *("(1 div 0)", "(-1 div 0)", "(0 div 0)", "true()", "today()", "date(2147483647)"),
    *("date(-2147483648)", "/data/t", "/data/n", "/data/d", "/data/day", "/data/at", "/data/spot"),
    *("/data/way", "/data/s", "/data/r", "/data/r/x", "/data/none", "/data", "random()"),
    *("instance('yn')/root/item", "instance('yn')/root/item/name"),
)
ODD_ANSWERS = (
    "<t>ế😀 x</t><n>-2147483648</n><d>Infinity</d><day>1000000-12-31</day>"
    "<at>0001-01-01T00:00:00.000+14:00</at><spot>NaN Infinity 0 0</spot>"
    "<way>1e308 1e308 0 0; -1e308 5 0 0; 1 1 0 0</way><s>yes no</s><r><x>1</x></r><r><x>NaN</x></r>"
)
ASKED_OF_EACH = 150


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_argument_makes_a_function_crash(name: str) -> None:
    """It has a value, or says that there is none."""
    function, chance = FUNCTIONS[name], random.Random(name)
    most = function.least + 3 if function.most is None else min(function.most, function.least + 3)
    values = 0
    for _ in range(ASKED_OF_EACH):
        arguments = chance.choices(ODD, k=chance.randint(function.least, most))
        try:
            ODD_ONE_OUT.evaluate("/data/r[2]/x", f"{name}({', '.join(arguments)})")
            values += 1
        except (EvaluationError, TooMuchWork, UnreadableExpression):
            pass
    assert values or name in WITHOUT_A_VALUE


WITHOUT_A_VALUE = {"current", "instance", "intersects", "extract-signed", "pulldata"}
"""Parts of paths, what Collect alone has, and what takes more than chance finds."""


def test_no_operand_makes_an_operator_crash() -> None:
    chance = random.Random(1)
    for sign in ("+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or"):
        for left in ODD:
            for right in chance.sample(ODD, 8):
                try:
                    ODD_ONE_OUT.evaluate("/data/r[2]/x", f"{left} {sign} {right}")
                except EvaluationError:
                    continue


def _odd_one_out() -> Evaluator:
    form = little(
        ask("text", "t"),
        ask("integer", "n"),
        ask("decimal", "d"),
        ask("date", "day"),
        ask("dateTime", "at"),
        ask("geopoint", "spot"),
        ask("geotrace", "way"),
        ask("select_multiple yn", "s"),
        ask("begin repeat", "r"),
        ask("integer", "x"),
        ask("end repeat", "r"),
        choices=choices("yn", yes="Có", no="Không"),
    )
    return Evaluator(form.logic, form.submission(ODD_ANSWERS), GIVEN)


ODD_ONE_OUT = _odd_one_out()
