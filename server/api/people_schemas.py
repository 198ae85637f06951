"""What may be said of people, phones and projects: names, addresses and limits."""

from __future__ import annotations

import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server.people.accounts import EMAIL_CHARACTERS_MAX, NAME_CHARACTERS_MAX

_PROJECT_NAME_CHARACTERS_MAX = 200
_DESCRIPTION_CHARACTERS_MAX = 10_000
_PASSWORD_CHARACTERS_TAKEN = 1000
"""More than a password may have: its own length rule answers first."""

LANGUAGE = validate.OneOf(("vi", "en"))
UNIT = validate.Regexp(
    r"[0-9A-Za-z]{1,16}-[0-9A-Za-z]{1,16}\Z", error="must be a VINTAGE-CODE like 2025-05443"
)


class Text(fields.String):
    """Text in NFC, trimmed, without control characters (a line break may stand in ``lines``)."""

    def __init__(self, *, most: int, least: int = 0, lines: bool = False, **options: Any) -> None:
        """Take how many characters it may have."""
        super().__init__(validate=validate.Length(min=least, max=most), **options)
        self._allowed = "\n\t" if lines else ""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = unicodedata.normalize("NFC", text.strip().replace("\r\n", "\n"))
        if any(unicodedata.category(c) == "Cc" and c not in self._allowed for c in text):
            raise ValidationError("has control characters")
        return text


class Given(Schema):
    """What a client sends; what we do not know is passed over, as Central does."""

    class Meta:
        """Settings of marshmallow."""

        unknown = EXCLUDE


def _password(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=_PASSWORD_CHARACTERS_TAKEN), **options)


class SignIn(Given):
    """POST /v1/sessions."""

    email = Text(most=EMAIL_CHARACTERS_MAX)
    password = _password()


class PersonToAdd(Given):
    """POST /v1/users."""

    email = Text(most=EMAIL_CHARACTERS_MAX, required=True)
    display_name = Text(most=NAME_CHARACTERS_MAX, least=1, data_key="displayName")
    password = _password(allow_none=True)
    language = fields.String(validate=LANGUAGE)


class PersonChanges(Given):
    """PATCH /v1/users/ID."""

    email = Text(most=EMAIL_CHARACTERS_MAX)
    display_name = Text(most=NAME_CHARACTERS_MAX, least=1, data_key="displayName")
    language = fields.String(validate=LANGUAGE)


class NewPassword(Given):
    """PUT /v1/users/ID/password."""

    old = _password(load_default="")
    new = _password(required=True)


class AppUserToAdd(Given):
    """POST P/app-users."""

    display_name = Text(most=NAME_CHARACTERS_MAX, least=1, data_key="displayName", required=True)
    language = fields.String(validate=LANGUAGE)
    unit = fields.String(validate=UNIT, allow_none=True)


class AppUserChanges(Given):
    """PATCH P/app-users/ID."""

    display_name = Text(most=NAME_CHARACTERS_MAX, least=1, data_key="displayName")
    language = fields.String(validate=LANGUAGE)
    unit = fields.String(validate=UNIT, allow_none=True)


class Bounds(Given):
    """POST …/assignments/ROLE/ACTOR: the unit whose rows the role is bound to."""

    unit = fields.String(validate=UNIT, allow_none=True, load_default=None)


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError("must be a zone like Asia/Ho_Chi_Minh") from error


class ProjectChanges(Given):
    """PATCH P. All but the name, description and archived are ours."""

    name = Text(most=_PROJECT_NAME_CHARACTERS_MAX, least=1)
    description = Text(most=_DESCRIPTION_CHARACTERS_MAX, lines=True, allow_none=True)
    archived = fields.Boolean(truthy={True}, falsy={False, None}, allow_none=True)
    language = fields.String(validate=LANGUAGE)
    zone = fields.String(validate=_zone)
    cutoff_day = fields.Integer(
        strict=True, validate=validate.Range(1, 31), allow_none=True, data_key="cutoffDay"
    )
    accept_bytes = fields.Integer(
        strict=True,
        validate=validate.Range(1_000_000, 100_000_000),
        data_key="acceptContentLength",
    )


class ProjectToAdd(ProjectChanges):
    """POST /v1/projects."""

    name = Text(most=_PROJECT_NAME_CHARACTERS_MAX, least=1, required=True)
