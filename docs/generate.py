"""Writes the pages of docs/ that the code itself can tell: errors, settings, commands.

``python docs/generate.py`` writes them; ``--check`` writes nothing, exits 1 if one is stale.
"""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from zoneinfo import ZoneInfo

import click

import server.config
from server.catalogue.kind import Kind
from server.cli import tincay
from server.config import Argon2Cost, Config, read_config
from server.errors import CATALOGUE

DOCS = Path(__file__).parent
DIALECTS = (
    "The same error is spoken in the dialect of the path: JSON as ODK Central writes it under\n"
    "`/v1`, OpenRosa XML where phones knock, OData's JSON under `.svc`. Words in braces are\n"
    "filled in from the case at hand."
)
HOW_TO_SET = (
    "Settings are environment variables. None is needed: `make run` works without. One that\n"
    "cannot be used stops the start with one line that says why."
)
HOW_TO_RUN = (
    "`make install` puts the program at `.venv/bin/tincay`. It reads the [settings](settings.md)\n"
    "that the server reads: give it the same ones, and run it in the same folder, or it opens\n"
    "another data folder than the server does. It may run while the server serves.\n\n"
    "It ends with 0 where all is well, with 1 where something was refused or needs a look, with 2\n"
    "where it was called wrongly or a setting cannot be used. `--help` says what is below."
)
NOTE = "<!-- Made from the code by `make docs`. Change {source}, not this page. -->"


def errors_page() -> str:
    """Return the page of everything that can go wrong, by HTTP status."""
    kinds = sorted(CATALOGUE.values(), key=lambda kind: [int(n) for n in kind.code.split(".")])
    head = [
        "# Errors",
        NOTE.format(source="server/errors.py"),
        "Every refusal carries a code. Codes that ODK Central has mean here what they mean there.",
        DIALECTS,
    ]
    groups = itertools.groupby(kinds, key=lambda kind: kind.status)
    return _page([*head, *(_status_section(status, list(group)) for status, group in groups)])


def _status_section(status: int, kinds: list[Kind]) -> str:
    rows = ((kind.code, _sentence(kind, "en"), _sentence(kind, "vi")) for kind in kinds)
    table = _table(("Code", "What it says, and what to do", "Tiếng Việt"), rows)
    return f"## {status} {HTTPStatus(status).phrase}\n\n{table}"


def _sentence(kind: Kind, language: str) -> str:
    parts = (kind.vi, kind.remedy_vi) if language == "vi" else (kind.en, kind.remedy_en)
    return " ".join(part for part in parts if part)


def settings_page() -> str:
    """Return the page of everything that an installation may choose."""
    return _page(
        [
            "# Settings",
            NOTE.format(source="server/config.py"),
            HOW_TO_SET,
            _table(("Setting", "What it is", "Default"), _settings()),
        ]
    )


def _settings() -> Iterator[tuple[str, str, str]]:
    """Yield name, meaning and default of each setting, as the fields of Config tell them."""
    defaults = read_config({})
    for field, text in _told_fields():
        name, _, meaning = text.partition(": ")
        default = _shown(getattr(defaults, field))
        yield f"`{name}`", meaning.replace("``", "`"), f"`{default}`" if default else ""


def _told_fields() -> Iterator[tuple[str, str]]:
    """Yield each field of Config whose docstring begins with the name of a setting."""
    tree = ast.parse(Path(server.config.__file__).read_text("utf-8"))
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == Config.__name__
    )
    for field, told in itertools.pairwise(body):
        match field, told:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ) if text.startswith("TINCAY_"):
                yield name, " ".join(text.split())
            case _:
                pass


def _shown(value: object) -> str:
    """Return a default as one would set it."""
    match value:
        case None | ():
            return ""
        case ZoneInfo(key=key):
            return key
        case Argon2Cost(passes=passes, memory_kib=memory, lanes=lanes):
            return f"t={passes},m={memory},p={lanes}"
        case _:
            return str(value)


def commands_page() -> str:
    """Return the page of what ``tincay`` can be told to do."""
    note = NOTE.format(source="server/commands/")
    top = click.Context(tincay, info_name=tincay.name)
    sections = [_command_section(context) for context in _commands(top)]
    return _page(["# Commands", note, HOW_TO_RUN, *sections])


def _commands(context: click.Context) -> Iterator[click.Context]:
    """Yield a context for each command that does something, groups opened, by name."""
    if not isinstance(context.command, click.Group):
        yield context
        return
    for name, command in sorted(context.command.commands.items()):
        yield from _commands(click.Context(command, parent=context, info_name=name))


def _command_section(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}", f"```text\n{usage}\n```", command.help or ""]
    options = [option for option in command.params if isinstance(option, click.Option)]
    if options:
        told = (_told_option(option, context) for option in options)
        parts.append(_table(("Option", "What it is"), told))
    return "\n\n".join(parts)


def _told_option(option: click.Option, context: click.Context) -> tuple[str, str]:
    names, meaning = option.get_help_record(context) or (option.opts[0], "")
    return f"`{names}`", " ".join(meaning.split())


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    return "\n".join(map(_row, [head, ("---",) * len(head), *rows]))


def _row(cells: tuple[str, ...]) -> str:
    safe = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(safe)} |"


def _page(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


PAGES = {
    "errors.md": errors_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
}


def main(arguments: list[str]) -> int:
    """Write or check the pages; return the exit code."""
    stale = [
        name
        for name, page in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != page()
    ]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/{name} is not what the code says: make docs")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), "utf-8")
        print(f"docs/{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
