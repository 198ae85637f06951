"""Nothing is read without a scope, and no route stands open by mistake."""

from __future__ import annotations

import ast
from pathlib import Path

from server.app import create_app
from server.config import Argon2Cost, Config
from server.services import open_services

STORE = Path(__file__).parents[2] / "server" / "store"
READS = ("get", "find", "list", "stream", "count", "sum")
NO_ROWS = {"database.py", "blobs.py"}
"""Connections and files: what they hold is found through rows that were read with a scope."""


def _public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_every_read_of_the_store_takes_a_scope_first() -> None:
    without = [
        f"{path.name}: {function.name}"
        for path in sorted(STORE.rglob("*.py"))
        if path.name not in NO_ROWS and "migrations" not in path.parts
        for function in _public_functions(path)
        if function.name.split("_")[0] in READS
        and [argument.arg for argument in function.args.args][:1] != ["scope"]
    ]
    assert without == []


def test_the_store_has_reads_to_look_at() -> None:
    reads = [
        function.name
        for path in STORE.glob("*.py")
        for function in _public_functions(path)
        if function.name.split("_")[0] in READS
    ]
    assert len(reads) > 30


def test_every_route_says_whom_it_lets_in(tmp_path: Path) -> None:
    parts = open_services(
        Config(
            data=tmp_path,
            database_url=f"sqlite:///{tmp_path / 'tincay.sqlite3'}",
            argon2=Argon2Cost(1, 8, 1),
        )
    )
    app = create_app(parts)
    unguarded = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "guarded_by")
    }
    parts.database.close()
    assert unguarded == set()
