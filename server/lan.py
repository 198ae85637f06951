"""Which address a phone on the same network can reach this machine by."""

from __future__ import annotations

import fcntl
import ipaddress
import socket
import struct

_SIOCGIFADDR = 0x8915


def lan_address() -> str | None:
    """Return this machine's IPv4 address on its network; None where there is only loopback."""
    for candidate in (_towards_outside(), *_of_interfaces()):
        if candidate and not ipaddress.ip_address(candidate).is_loopback:
            return candidate
    return None


def _towards_outside() -> str | None:
    """Ask the routing table; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: never a real host
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _of_interfaces() -> list[str]:
    """List the address of each interface, for a machine without a default route."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(
                    probe.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15])
                )
            except OSError:
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found
