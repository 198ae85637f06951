"""The settings: environment variables, read once into one frozen Config."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

MEBIBYTE = 1024 * 1024
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class WrongSettingError(Exception):
    """A setting that cannot be used; the text is the line to print."""


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What a password hash costs: passes, KiB of memory, lanes."""

    passes: int = 2
    memory_kib: int = 19_456
    lanes: int = 1

    @property
    def below_minimum(self) -> bool:
        """Say whether it is less than OWASP's minimum: 19 MiB with 2 passes, or 46 MiB with 1."""
        return self.memory_kib * max(self.passes, 1) < 19_456 * 2 and self.memory_kib < 47_104


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an installation may choose. See docs/settings.md."""

    data: Path
    """TINCAY_DATA: the folder that holds everything (default ``data``)."""
    database_url: str
    """TINCAY_DATABASE_URL: an SQLAlchemy address (default: SQLite in the data folder)."""
    host: str = "127.0.0.1"
    """TINCAY_HOST: the address to listen on."""
    port: int = 8383
    """TINCAY_PORT: the port to listen on."""
    public_url: str = "http://127.0.0.1:8383"
    """TINCAY_PUBLIC_URL: how phones and browsers reach the server; absolute addresses begin so."""
    admin_email: str = "admin@tincay.local"
    """TINCAY_ADMIN_EMAIL: sign-in of the first administrator (first start only)."""
    admin_password: str | None = None
    """TINCAY_ADMIN_PASSWORD: its password (first start only; else one is made, printed once)."""
    timezone: ZoneInfo = ZoneInfo("Asia/Ho_Chi_Minh")
    """TINCAY_TIMEZONE: the zone of new projects: days of receipt and periods."""
    proxies: tuple[Network, ...] = ()
    """TINCAY_PROXIES: addresses whose X-Forwarded-Proto and X-Forwarded-For are believed."""
    upload_bytes_max: int = 200 * MEBIBYTE
    """TINCAY_UPLOAD_MAX: the largest request body, in bytes."""
    disk_bytes_min: int = 512 * MEBIBYTE
    """TINCAY_DISK_MIN: with less free space than this on the data disk, uploads get 503."""
    argon2: Argon2Cost = Argon2Cost()
    """TINCAY_ARGON2: cost of password hashes, ``t=2,m=19456,p=1``."""


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings; raise WrongSettingError with one clear line for a bad one."""
    env = os.environ if environment is None else environment
    data = Path(env.get("TINCAY_DATA", "data"))
    port = _integer(env, "TINCAY_PORT", 8383, 1, 65_535)
    host = env.get("TINCAY_HOST", "127.0.0.1")
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    return Config(
        data=data,
        database_url=env.get("TINCAY_DATABASE_URL") or f"sqlite:///{data / 'tincay.sqlite3'}",
        host=host,
        port=port,
        public_url=_public_url(env.get("TINCAY_PUBLIC_URL") or f"http://{shown}:{port}"),
        admin_email=env.get("TINCAY_ADMIN_EMAIL", "admin@tincay.local"),
        admin_password=env.get("TINCAY_ADMIN_PASSWORD") or None,
        timezone=_zone(env.get("TINCAY_TIMEZONE", "Asia/Ho_Chi_Minh")),
        proxies=_networks(env.get("TINCAY_PROXIES", "")),
        upload_bytes_max=_integer(env, "TINCAY_UPLOAD_MAX", 200 * MEBIBYTE, MEBIBYTE, 2**40),
        disk_bytes_min=_integer(env, "TINCAY_DISK_MIN", 512 * MEBIBYTE, 0, 2**50),
        argon2=_argon2(env.get("TINCAY_ARGON2", "")),
    )


def _integer(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise WrongSettingError(f"{name} is {text!r}; it must be a number from {low} to {high}.")
    return int(text)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise WrongSettingError(
            f"TINCAY_PUBLIC_URL is {text!r}; it must be like https://tincay.example.org."
        )
    return text.rstrip("/")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise WrongSettingError(
            f"TINCAY_TIMEZONE is {name!r}; it must be a zone like Asia/Ho_Chi_Minh."
        ) from error


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise WrongSettingError(
            f"TINCAY_PROXIES is {text!r}; it must be addresses or networks with commas between."
        ) from error


def _argon2(text: str) -> Argon2Cost:
    if not text:
        return Argon2Cost()
    match = re.fullmatch(r"t=(\d+),m=(\d+),p=(\d+)", text.replace(" ", ""))
    if match is None or not all(int(part) for part in match.groups()):
        raise WrongSettingError(f"TINCAY_ARGON2 is {text!r}; it must be like t=3,m=65536,p=4.")
    passes, memory, lanes = (int(part) for part in match.groups())
    if memory < 8 * lanes:
        raise WrongSettingError(f"TINCAY_ARGON2 is {text!r}; m must be at least 8 for each lane.")
    return Argon2Cost(passes, memory, lanes)
