"""Processes that end when their parent does, even when the parent was killed hard.

Linux does it in the kernel (PR_SET_PDEATHSIG); elsewhere a thread notices that the parent has changed.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def signal_when_parent_dies(number: signal.Signals) -> Callable[[], None]:
    """Returns a function for `preexec_fn`: the new process receives signal `number` once its parent is gone.

    Outside Linux it does nothing: a program that is not ours cannot be given a watching thread.
    """
    parent = os.getpid()

    def ask_kernel() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the kernel was asked
            os.kill(os.getpid(), number)

    return ask_kernel


def die_with_parent() -> None:
    """From now on this process is killed as soon as its parent is gone."""
    parent = os.getppid()
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="lifeline").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
