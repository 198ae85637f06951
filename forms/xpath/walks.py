"""A route becomes a function: from the frame where it begins to the frames where it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms.xpath.faults import RepeatedField
from forms.xpath.routes import Move, Route
from forms.xpath.run import OWN_TEXT, PARENT, POSITION, Frame, Run
from forms.xpath.schema import Place
from forms.xpath.values import Value

Evaluate = Callable[[Frame, Run], Value]
Gather = Callable[[Frame, Run], list[Value]]
"""The values of all nodes of a path that are there."""
Reach = Callable[[Frame, Run], Sequence[Frame]]
"""The frames that a path leads to."""
Narrow = Callable[[Sequence[Frame], Frame, Run], Sequence[Frame]]
"""Which of the entries of one parent go on; the frame is that of the whole expression."""


def value_of(route: Route, reach: Reach | None) -> Evaluate:
    """Make the function that returns the one value of a path; "" where nothing is there."""
    target = route.target
    if target is None:
        return lambda _frame, _run: ""
    slot = slot_of(target)
    if reach is None:
        return _direct(route, slot)

    def one(frame: Frame, run: Run) -> Value:
        frames = reach(frame, run)
        if len(frames) == 1:
            found: Value | None = frames[0][slot]
            return "" if found is None else found
        there = [at[slot] for at in frames if at[slot] is not None]
        if len(there) > 1:
            raise RepeatedField
        return there[0] if there else ""

    return one


def only_one(gather: Gather) -> Evaluate:
    """Make the function that returns the one value among nodes; "" where there is none."""

    def one(frame: Frame, run: Run) -> Value:
        found = gather(frame, run)
        if len(found) > 1:
            raise RepeatedField
        return found[0] if found else ""

    return one


def values_of(route: Route, reach: Reach | None) -> Gather:
    """Make the function that returns the values of all nodes of a path that are there."""
    target = route.target
    if target is None:
        return lambda _frame, _run: []
    slot = slot_of(target)
    if reach is not None:
        return lambda frame, run: [
            value for at in reach(frame, run) if (value := at[slot]) is not None
        ]
    start = start_of(route)

    def single(frame: Frame, run: Run) -> list[Value]:
        value = start(frame, run)[slot]
        return [] if value is None else [value]

    return single


def slot_of(place: Place) -> int:
    """Return where the value of a place lies in the frame that a route to it ends in."""
    return OWN_TEXT if place.kind == "repeat" else place.slot


def _direct(route: Route, slot: int) -> Evaluate:
    """Read a slot so many frames up: what most paths are, so it is spelled out."""
    if route.anchor != "here" or route.hops > 1:
        start = start_of(route)

        def far(frame: Frame, run: Run) -> Value:
            value: Value | None = start(frame, run)[slot]
            return "" if value is None else value

        return far
    if route.hops == 0:

        def here(frame: Frame, _run: Run) -> Value:
            value: Value | None = frame[slot]
            return "" if value is None else value

        return here

    def above(frame: Frame, _run: Run) -> Value:
        value: Value | None = frame[PARENT][slot]
        return "" if value is None else value

    return above


def start_of(route: Route) -> Callable[[Frame, Run], Frame]:
    """Make the function that finds the frame where a route begins."""
    if route.table is not None:
        table = route.table.frame
        return lambda _frame, _run: table
    if route.anchor == "root":
        return lambda _frame, run: run.root
    if route.anchor == "here":
        return _up(route.hops)
    up = _up(route.hops)
    return lambda _frame, run: up(run.origin, run)


def _up(hops: int) -> Callable[[Frame, Run], Frame]:
    if hops == 0:
        return lambda frame, _run: frame
    if hops == 1:
        return lambda frame, _run: frame[PARENT]

    def up(frame: Frame, _run: Run) -> Frame:
        for _ in range(hops):
            frame = frame[PARENT]
        return frame

    return up


def reach_of(route: Route, narrows: Sequence[Narrow | None]) -> Reach | None:
    """Make the function that follows the moves of a route; None where it has none.

    ``narrows`` holds, for each move, what picks among its entries.
    """
    if route.single:
        return None
    start = start_of(route)
    follows = [_follow(move, narrow) for move, narrow in zip(route.moves, narrows, strict=True)]
    if len(follows) == 1:
        only = follows[0]
        return lambda frame, run: only((start(frame, run),), frame, run)

    def reach(frame: Frame, run: Run) -> Sequence[Frame]:
        frames: Sequence[Frame] = (start(frame, run),)
        for follow in follows:
            frames = follow(frames, frame, run)
        return frames

    return reach


def _follow(move: Move, narrow: Narrow | None) -> Narrow:
    if move.place.kind == "repeat":
        return _into(move.place.slot, narrow)
    slot = slot_of(move.place)

    def judge(frames: Sequence[Frame], frame: Frame, run: Run) -> Sequence[Frame]:
        there = [at for at in frames if at[slot] is not None]
        if narrow is None:
            return there
        return [kept for at in there for kept in narrow((at,), frame, run)]

    return judge


def _into(slot: int, narrow: Narrow | None) -> Narrow:
    def enter(frames: Sequence[Frame], frame: Frame, run: Run) -> Sequence[Frame]:
        if len(frames) == 1:
            return pick(frames[0][slot], frame, run)
        found: list[Frame] = []
        for at in frames:
            found.extend(pick(at[slot], frame, run))
        return found

    pick = _all if narrow is None else narrow
    return enter


def _all(entries: Sequence[Frame], _frame: Frame, run: Run) -> Sequence[Frame]:
    run.spend(len(entries) + 1)
    return entries


def pick_position(position_of: Callable[[Frame, Run], int]) -> Narrow:
    """Keep the entry at a position, from 1; entries that are hidden are not counted anew."""

    def pick(entries: Sequence[Frame], frame: Frame, run: Run) -> Sequence[Frame]:
        wanted = position_of(frame, run)
        run.spend(1)
        if 0 < wanted <= len(entries) and entries[wanted - 1][POSITION] == wanted:
            return (entries[wanted - 1],)
        run.spend(len(entries))  # some before it are hidden
        return [entry for entry in entries if entry[POSITION] == wanted][:1]

    return pick


def keep_where(test: Evaluate, *, counts: bool) -> Narrow:
    """Keep the entries for which a predicate is true; what is no boolean keeps none.

    ``counts``: the predicate asks for ``position()``, the place among the entries given.
    """

    def judge(entries: Sequence[Frame], _frame: Frame, run: Run) -> Sequence[Frame]:
        run.spend(len(entries) + 1)
        return [entry for entry in entries if test(entry, run) is True]

    if not counts:
        return judge

    def keep(entries: Sequence[Frame], _frame: Frame, run: Run) -> Sequence[Frame]:
        run.spend(len(entries) + 1)
        before = run.position
        kept: list[Frame] = []
        for place, entry in enumerate(entries, start=1):
            run.position = place
            if test(entry, run) is True:
                kept.append(entry)
        run.position = before
        return kept

    return keep


def nothing(_entries: Sequence[Frame], _frame: Frame, _run: Run) -> Sequence[Frame]:
    """Keep no entry."""
    return ()


def in_turn(narrows: Sequence[Narrow]) -> Narrow | None:
    """Apply several, each to what the one before has kept."""
    if len(narrows) < 2:
        return narrows[0] if narrows else None

    def all_of(entries: Sequence[Frame], frame: Frame, run: Run) -> Sequence[Frame]:
        for narrow in narrows:
            entries = narrow(entries, frame, run)
        return entries

    return all_of
