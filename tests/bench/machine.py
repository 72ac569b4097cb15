"""Where and when a run happened: what one must know to read its figures."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def facts() -> dict[str, object]:
    """Returns processor, cores, memory, load of the last minute, Python, moment and commit."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "commit": _commit(),
    }


def load() -> dict[str, float]:
    """Returns the load of the last minute and of the last quarter of an hour, for the end of a run."""
    one, _, fifteen = os.getloadavg()
    return {"load_after": round(one, 1), "load_of_15_minutes": round(fifteen, 1)}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
