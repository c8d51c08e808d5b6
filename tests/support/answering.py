"""Programs that were started, and are asked only when they listen."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

_SECONDS_TO_START = 30


def wait_for(
    address: str | tuple[str, int], process: subprocess.Popen[bytes], log: Path | None = None
) -> None:
    """Return when ``process`` listens at a path, or at a host's port; ``log`` is what it says.

    Raises:
        RuntimeError: it ended before, or takes too long.
    """
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket(family) as probe:
            if probe.connect_ex(address) == 0:
                return
        time.sleep(0.02)
    said = log.read_text() if log is not None else ""
    raise RuntimeError(f"{address!r} does not answer, exit status {process.poll()}: {said}")
