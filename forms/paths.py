"""How an XForm points at its own questions: absolute, relative or by bind id, made one spelling."""

from __future__ import annotations


def local_name(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def absolute_path(ref: str, root: str, context: str = "") -> str | None:
    """Return ``/group/question``, without the root element and prefixes; the root itself is "".

    ``ref`` is as the form writes it, ``context`` the path that a relative one starts from.
    None where it points outside the primary instance.
    """
    ref = ref.strip()
    if not ref:
        return context
    steps = [local_name(step) for step in ref.split("/")]
    if not ref.startswith("/"):
        return _walk(context.split("/")[1:], steps)
    if steps[1] != root:
        return None
    return _walk([], steps[2:])


def _walk(start: list[str], steps: list[str]) -> str | None:
    reached = list(start)
    for step in steps:
        if step == "..":
            if not reached:
                return None
            reached.pop()
        elif step not in ("", "."):
            reached.append(step)
    return "".join(f"/{step}" for step in reached)
