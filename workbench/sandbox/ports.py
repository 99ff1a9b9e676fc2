"""Free ports on the loopback address."""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Collection, Sequence
from pathlib import Path

from .errors import SandboxError

_LOWEST = 20000
_RANGE_FILE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(names: Sequence[str], taken: Collection[int] = ()) -> dict[str, int]:
    """One port for each of ``names``, all different, none in ``taken``, all free right now.

    They lie below the range that the system gives to outgoing connections: a port of a stopped
    component can't be lost to some connection before the component is started again.

    Raises:
        SandboxError: there are not as many free ports.
    """
    candidates = [port for port in range(_LOWEST, _highest() + 1) if port not in taken]
    random.shuffle(candidates)
    chosen: dict[str, int] = {}
    for name in names:
        while candidates and not is_free(candidates[-1]):
            candidates.pop()
        if not candidates:
            raise SandboxError("no free ports left on 127.0.0.1", hint="take a sandbox down")
        chosen[name] = candidates.pop()
    return chosen


def is_free(port: int) -> bool:
    """Whether nothing is bound to ``port`` on the loopback address now."""
    with contextlib.closing(socket.socket()) as probe:
        # As servers do; a connection of theirs that lingers after their end is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _highest() -> int:
    try:
        first_outgoing = int(_RANGE_FILE.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        first_outgoing = 32768
    return first_outgoing - 1 if first_outgoing > _LOWEST + 1000 else 32767
