"""Sign-ins that fail too often have to wait, in whatever spelling, and nobody else with them.

Three counts over five minutes: of a name from one address, of an address, and of a name from
anywhere. The last keeps away who guesses from many addresses. It must not keep the person herself
out, so it does not count where she has signed in before: an administrator is not locked out of her
own desk by a stranger who knows her email. Sessions that have begun go on in any case.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque

from server.errors import Problem

FAILURES_MAX = 10
"""Of one name from one address."""
FAILURES_OF_MANY_MAX = 30
"""Of one address, which a whole office may share; of one name, from wherever it was not known."""
WINDOW_SECONDS = 300
_REMEMBERED_MAX = 10_000
_NETWORK_BITS_V6 = 64
"""What one customer of a provider has: more addresses than could be counted."""

Key = tuple[str, str]


class Lockout:
    """Counts failures for a few minutes, in this process."""

    def __init__(self) -> None:
        """Begin with nobody locked out."""
        self._lock = threading.Lock()
        self._failures: OrderedDict[Key, deque[float]] = OrderedDict()
        self._known: OrderedDict[Key, None] = OrderedDict()

    def must_be_open(self, name: str, address: str, *, guessable: bool = True) -> None:
        """Raise 429.1 where there were too many failures of late.

        A device password is not ``guessable``: a phone that holds an old one locks out itself
        alone, not all who share its network.
        """
        network = network_of(address)
        limits = {(name, network): FAILURES_MAX}
        if guessable:
            limits["", network] = FAILURES_OF_MANY_MAX
        with self._lock:
            if guessable and (name, network) not in self._known:
                limits[name, ""] = FAILURES_OF_MANY_MAX
            wait = max(self._wait(key, most) for key, most in limits.items())
        if wait > 0:
            raise Problem("429.1", seconds=int(wait) + 1, retry_after_s=int(wait) + 1)

    def failed(self, name: str, address: str, *, guessable: bool = True) -> None:
        """Count a failure."""
        network, now = network_of(address), time.monotonic()
        keys = [(name, network), *([("", network), (name, "")] if guessable else [])]
        with self._lock:
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=FAILURES_OF_MANY_MAX)).append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > _REMEMBERED_MAX:
                self._failures.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Know a name where it has signed in; forget its failures there."""
        key = (name, network_of(address))
        with self._lock:
            self._failures.pop(key, None)
            self._known[key] = None
            self._known.move_to_end(key)
            while len(self._known) > _REMEMBERED_MAX:
                self._known.popitem(last=False)

    def _wait(self, key: Key, most: int) -> float:
        moments = self._failures.get(key, ())
        if len(moments) < most:
            return 0.0
        return moments[-most] + WINDOW_SECONDS - time.monotonic()


def network_of(address: str) -> str:
    """Return what counts as one address: of IPv6 the network, since it holds more than enough."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return address
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, _NETWORK_BITS_V6), strict=False))
