"""Whether this process has been told to end and only answers what it has begun.

Balancers ask /health/ready; once it says no they send nothing more, and a moment later the process may stop listening without anybody
being refused. A process begins to drain when its parent sends it DRAIN (`cli/ending.py`), and never stops draining.
"""

import signal

DRAIN = signal.SIGUSR1
LONGEST_GOODBYE = 8
"""Seconds a process that holds streams may take to say to each page when to come back."""
_told: list[bool] = []  # a list: an append needs no lock that an interrupted thread may hold


def is_draining() -> bool:
    """True from the moment this process was told to end."""
    return bool(_told)


def begin_draining() -> None:
    """From now on this process asks balancers to send nothing more. Safe to repeat, and to call from a signal handler."""
    _told.append(True)
