"""In whose name something is read: the actor, its grants, and the units that bound them."""

from __future__ import annotations

from dataclasses import dataclass

from server.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Verbs that an actor has on the site (no project), on a project, or on one form.

    ``units`` are ``VINTAGE-CODE`` texts that bound the rows it may see; None: all.
    """

    verbs: frozenset[str]
    project_id: int | None = None
    form_id: int | None = None
    units: frozenset[str] | None = None

    def covers(self, verb: str, project_id: int | None, form_id: int | None) -> bool:
        """Say whether this grant gives ``verb`` on that project and form."""
        if verb not in self.verbs:
            return False
        if self.form_id is not None:
            return self.form_id == form_id
        return self.project_id is None or self.project_id == project_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Who reads, and what that reader may see. The first argument of every read of the store."""

    actor_id: int | None
    grants: tuple[Grant, ...] = ()
    notes: str | None = None
    """What the caller says of what it does (X-Action-Notes); stands in the audit log."""

    def allows(self, verb: str, project_id: int | None = None, form_id: int | None = None) -> bool:
        """Say whether the actor has ``verb`` there."""
        return any(grant.covers(verb, project_id, form_id) for grant in self.grants)

    def must(self, verb: str, project_id: int | None = None, form_id: int | None = None) -> None:
        """Raise 403.1 unless the actor has ``verb`` there."""
        if not self.allows(verb, project_id, form_id):
            raise Problem("403.1")

    def units(self, verb: str, project_id: int, form_id: int | None) -> frozenset[str] | None:
        """Return the units to which the verb is bound there: None for all, empty for nothing."""
        granted = [grant for grant in self.grants if grant.covers(verb, project_id, form_id)]
        if any(grant.units is None for grant in granted):
            return None
        return frozenset().union(*(grant.units or frozenset() for grant in granted))

    def verbs(self, project_id: int | None = None) -> frozenset[str]:
        """Return every verb that the actor has on the site, or on the whole of a project."""
        return frozenset().union(
            *(
                grant.verbs
                for grant in self.grants
                if grant.form_id is None
                and (grant.project_id is None or grant.project_id == project_id)
            )
        )
