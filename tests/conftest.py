"""Makes the fixtures of the kit known to all tests."""

from __future__ import annotations

pytest_plugins = ("tests.kit.fixtures",)
