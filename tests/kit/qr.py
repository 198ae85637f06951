"""Reads a QR picture as a phone does, and unpacks the settings in it."""

from __future__ import annotations

import base64
import json
import subprocess
import zlib
from pathlib import Path
from typing import Any

from tests.kit.services import zbarimg


def scan(picture: Path) -> dict[str, Any]:
    """Return the settings in the QR code of a PNG, unpacked as ODK Collect unpacks them."""
    command = (zbarimg(), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)
    read = subprocess.run(command, check=True, capture_output=True, timeout=60)
    settings: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(read.stdout.strip())))
    return settings
