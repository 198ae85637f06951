"""However expressions stand in each other, each is compiled once: time grows with their length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from forms.xpath.analysis import impurities, references
from forms.xpath.compiler import compile_value
from forms.xpath.parser import parse
from forms.xpath.routes import site_of
from forms.xpath.schema import add_child, root_place
from forms.xpath.world import World

SECONDS_MAX = 5.0
"""Many times what it takes; compiling twice at each of 60 levels would outlast the universe."""

NESTS: dict[str, tuple[Callable[[str], str], str]] = {
    "a condition in an aggregate": (lambda inner: f"max(if({inner}, 1, 2))", "1"),
    "nodes that a condition hands on": (lambda inner: f"count(if({inner}, /data/a, /data/a))", "1"),
    "a weighted checklist": (
        lambda inner: f"weighted-checklist(1, 2, if({inner}, /data/a, /data/a), 3)",
        "1",
    ),
    "a condition as predicate": (lambda inner: f"/data/a[if(1, {inner}, 1)]", "/data/a"),
    "a path as predicate": (lambda inner: f"/data/a[{inner}]", "/data/a"),
    "the first of two": (lambda inner: f"coalesce({inner}, /data/a)", "/data/a"),
    "the second of two": (lambda inner: f"coalesce(/data/a, {inner})", "/data/a"),
    "what is kept": (lambda inner: f"once({inner})", "/data/a"),
    "what is shuffled": (lambda inner: f"join(' ', randomize({inner}, 1))", "/data/a"),
    "an index": (lambda inner: f"indexed-repeat(/data/r/x, /data/r, {inner})", "1"),
    "a look-up": (lambda inner: f"instance('t')/root/item[name = {inner}]/label", "1"),
    "wildcards": (lambda inner: f"/data/g/*[count({inner}) > 1]", "/data/a"),
    "wildcards from each other": (lambda inner: f"../*[count({inner}) > 1]", "/data/g/f1"),
}


def world_of_sixty() -> World:
    root = root_place("data")
    group = add_child(root, "g", "group")
    for number in range(60):
        add_child(group, f"f{number}", "field")
    add_child(add_child(root, "r", "repeat"), "x", "field")
    add_child(root, "a", "field")
    return World(root=root)


@pytest.mark.parametrize("nest, leaf", NESTS.values(), ids=NESTS.keys())
def test_sixty_levels_are_compiled_at_once(nest: Callable[[str], str], leaf: str) -> None:
    text = leaf
    for _ in range(60):
        text = nest(text)
    world = world_of_sixty()
    here = site_of(world, world.root.children["a"])
    expression = parse(text)
    begin = time.process_time()
    compile_value(expression, here)
    impurities(expression, here)
    assert sum(1 for _ in references(expression, here)) < 10_000
    assert time.process_time() - begin < SECONDS_MAX
