"""A file is one idea, says it in its first line, and stays small enough to be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("forms", "exports", "server", "tests", "docs")
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
NAMES_OF_NOTHING = {
    "base",
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "misc",
    "util",
    "utils",
}

# Longer than the rule, by path or path:function, until somebody cuts them. May only shrink.
TOO_LONG: frozenset[str] = frozenset()


@cache
def sources() -> tuple[tuple[str, str, ast.Module], ...]:
    """Every Python file of ours: its path from the root, its text, its tree."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    texts = [(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths]
    return tuple((name, text, ast.parse(text, name)) for name, text in texts)


def living_sources() -> Iterator[tuple[str, str, ast.Module]]:
    """All but the migrations, which are history: they are as long as they were."""
    return (source for source in sources() if "/migrations/versions/" not in source[0])


def test_every_file_says_its_idea_in_its_first_line() -> None:
    silent = [
        name
        for name, text, tree in sources()
        if not (ast.get_docstring(tree) or "").strip() or not text.startswith(('"""', "#!", 'r"""'))
    ]
    assert silent == []


def test_a_package_holds_no_objects() -> None:
    """Objects made in ``__init__`` and imported back are how import cycles begin."""
    full = [
        name for name, _, tree in sources() if name.endswith("__init__.py") and len(tree.body) != 1
    ]
    assert full == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    vague = [name for name, _, _ in sources() if Path(name).stem in NAMES_OF_NOTHING]
    assert vague == []


def test_files_are_short() -> None:
    long = {
        name
        for name, text, _ in living_sources()
        if len(text.splitlines()) > FILE_LINES_MAX and name not in TOO_LONG
    }
    assert long == set()


def test_functions_are_short() -> None:
    long = {
        f"{name}:{node.name}"
        for name, _, tree in living_sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("test_")  # a story may show a whole page that it expects
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX
    }
    assert long - TOO_LONG == set()


def test_what_was_cut_leaves_the_list_of_what_is_too_long() -> None:
    lengths = {name: len(text.splitlines()) for name, text, _ in living_sources()}
    for name, _, tree in living_sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    limits = {name: FUNCTION_LINES_MAX if ":" in name else FILE_LINES_MAX for name in TOO_LONG}
    assert {name for name, limit in limits.items() if lengths.get(name, 0) <= limit} == set()


def test_nothing_is_left_for_later() -> None:
    """Do it, or open an issue: a note in the code is read by nobody."""
    later = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")  # written so that it does not find itself
    assert [name for name, text, _ in sources() if later.search(text)] == []
