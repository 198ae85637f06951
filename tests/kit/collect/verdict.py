"""What Collect would make of a server's answers."""

from __future__ import annotations

from dataclasses import dataclass, field


class CollectFailsError(Exception):
    """Collect would show an error to the volunteer, or lose what was filled."""


@dataclass(slots=True)
class Verdict:
    """What Collect would suffer from without failing: endless downloads, no cache."""

    findings: list[str] = field(default_factory=list)

    def note(self, finding: str) -> None:
        """Write a finding down, once."""
        if finding not in self.findings:
            self.findings.append(finding)


def must(condition: object, reason: str) -> None:
    """Raise CollectFailsError unless ``condition`` holds."""
    if not condition:
        raise CollectFailsError(reason)
