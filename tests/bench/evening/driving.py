"""Locust drives an evening against a site on this machine, in a process of its own; here is what it reports."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.evening.prepared import Evening
from tests.bench.loopback import loopback

ROOT = Path(__file__).resolve().parents[3]
QUIET = "before: "
LONGEST = 900
"""Seconds after which locust is ended, whatever it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """`kind` "visits": whole evenings of people; "burst": people who have their week open already save and submit."""

    kind: str
    seconds: float
    weeks_per_second: float
    apprentices_at_once: int
    trainers_at_once: int = 0
    trainers_per_second: float = 0.0
    warm: float = 0.0
    """Seconds before it counts."""


@dataclass(frozen=True, slots=True)
class Driven:
    """What happened. Milliseconds of each request by its name; CPU seconds of the generator and, if it was asked, of the site."""

    since: datetime
    seconds: float
    times: dict[str, list[float]]
    errors: list[str]
    troubles: int
    done: dict[str, int]
    ledger: dict[str, Any]
    generator_cpu: float
    site_cpu: float = 0.0
    before: dict[str, list[float]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    """The first of the troubles, in words."""

    @property
    def requests(self) -> list[float]:
        """Returns the milliseconds of all requests."""
        return [one for times in self.times.values() for one in times]


def drive(url: str, evening: Evening, phase: Phase, site_cpu: Callable[[], float] = lambda: 0.0) -> Driven:
    """Returns what became of a phase of the evening against the site at `url`, which must be on this machine."""
    host = loopback(url)
    each = max(1, round(phase.seconds * phase.weeks_per_second / phase.apprentices_at_once))
    with tempfile.TemporaryDirectory() as folder:
        plan, out = Path(folder) / "plan.json", Path(folder) / "out.json"
        said = {
            "kind": phase.kind, "out": str(out), "password": evening.password, "apprentices": evening.apprentices,
            "trainers": evening.trainers if phase.trainers_at_once else [], "weeks_per_second": phase.weeks_per_second,
            "apprentices_at_once": phase.apprentices_at_once, "trainers_at_once": phase.trainers_at_once,
            "trainers_per_second": phase.trainers_per_second or 1, "people_each": each,
            "warm": phase.warm,
        }  # fmt: skip
        plan.touch(mode=0o600)
        plan.write_text(json.dumps(said))
        since, began, cpu = datetime.now(UTC), time.monotonic(), site_cpu()
        done = _locust(host, plan, phase)
        seconds, cpu = time.monotonic() - began, site_cpu() - cpu
        if not out.exists():
            raise AssertionError(f"locust wrote nothing:\n{done.stderr[-3000:]}")
        found = json.loads(out.read_text())
    return _driven(found, since, seconds, cpu)


def _locust(host: str, plan: Path, phase: Phase) -> subprocess.CompletedProcess[str]:
    users = phase.apprentices_at_once + phase.trainers_at_once
    # Bursts end by themselves when everybody has submitted; their time here is only a limit, with the time to sign in before.
    limit = (
        phase.warm + phase.seconds
        if phase.kind == "visits"
        else min(LONGEST - 60, 60 + phase.seconds * (2 + phase.weeks_per_second / 10))
    )
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("locustfile.py")), "--headless", "--host", host,
        "--users", str(users), "--spawn-rate", str(max(users, 1)), "--run-time", f"{max(1, round(limit))}s", "--stop-timeout", "10",
        "--only-summary", "--skip-log",
    ]  # fmt: skip
    environment = os.environ | {"BENCH_EVENING": str(plan), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST
    )


def _driven(found: dict[str, Any], since: datetime, seconds: float, cpu: float) -> Driven:
    times: dict[str, list[float]] = {}
    before: dict[str, list[float]] = {}
    measured: list[float] = []
    for moment, name, milliseconds, _ in found["requests"]:
        if name.startswith(QUIET):
            before.setdefault(name.removeprefix(QUIET), []).append(milliseconds)
        else:
            times.setdefault(name, []).append(milliseconds)
            measured += [moment - milliseconds / 1000, moment]
    errors = [f"{name}: {error}" for _, name, _, error in found["requests"] if error]
    lasted = max(measured) - min(measured) if measured else seconds
    return Driven(
        since, lasted, times, errors, found["troubles_count"], found["done"], found["ledger"], found["cpu_seconds"], cpu, before,
        found["troubles"],
    )  # fmt: skip


def percentile(values: Iterable[float], share: float) -> float:
    """Returns the value below which that share of all lies (nearest rank); 0.0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
