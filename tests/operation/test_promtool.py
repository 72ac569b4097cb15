"""Prometheus' own tool reads what real servers tell and what wakes operators; the processes of one server count together."""

import os
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tools import debian

from tests.cli.conftest import module_folder  # noqa: F401 - a fixture
from tests.cli.processes import Running, becomes, free_port
from tests.database import fresh_database
from zweiklang.kernel.observing.metrics import CONTENT_TYPE

pytestmark = pytest.mark.slow
RULES = Path(__file__).resolve().parents[2] / "deploy" / "prometheus"
ASKED = 60


@pytest.fixture(scope="module")
def promtool() -> str:
    """The path of promtool."""
    found = debian.fetch("promtool")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("promtool is not here and could not be unpacked")
        pytest.skip("promtool cannot be had on this machine (tools/debian.py)")
    return str(found.path)


@pytest.fixture(scope="module")
def served(module_folder: Path) -> Iterator[tuple[Running, int]]:  # noqa: F811 - the fixture
    """A web server of two processes and a live process on a database of their own; the port of the latter."""
    port, live = free_port(), free_port()
    with fresh_database("metrics") as urls:
        running = Running(
            "serve", "--workers", "2", "--no-worker", "--live-port", str(live),
            var_dir=module_folder / "var", port=port,
            DATABASE_URL=urls.app, ZWEIKLANG_HTTPS="off", ZWEIKLANG_DRAIN_SECONDS="0",
            ZWEIKLANG_SECRET_KEY="for-tests-only-and-long-enough-for-django-to-accept-it",
        )  # fmt: skip
        try:
            running.answer("/health/live")
            yield running, live
        finally:
            running.end(signal.SIGTERM)


def _read(url: str) -> tuple[str, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def _status(url: str) -> int:
    """Asks once: an answer that comes late is not asked for again, and so not counted twice."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        return int(answer.status)


def _checked(promtool: str, text: str) -> None:
    done = subprocess.run(
        [promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def _counted(url: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(_read(url)[1]):
        for one in family.samples:
            if one.name == "zweiklang_requests_total":
                page = one.labels["page"]
                found[page] = found.get(page, 0) + one.value
    return found


def test_both_processes_count_together_and_promtool_reads_it(
    served: tuple[Running, int], promtool: str
) -> None:
    running, _ = served
    site = f"http://127.0.0.1:{running.port}"
    before = _counted(f"{site}/metrics").get("web:imprint", 0)
    with ThreadPoolExecutor(8) as threads:
        statuses = set(threads.map(lambda _: _status(f"{site}/impressum/"), range(ASKED)))
    assert statuses == {200}
    # Whichever process answers, it tells of both.
    assert {_counted(f"{site}/metrics")["web:imprint"] for _ in range(6)} == {before + ASKED}
    kind, text = _read(f"{site}/metrics")
    assert kind == CONTENT_TYPE
    for line in ('process="web 1"', 'process="web 2"', 'state="most"', "zweiklang_database_up 1.0"):
        assert line in text
    _checked(promtool, text)


def test_a_process_that_was_killed_keeps_its_counts_and_loses_its_connections(
    served: tuple[Running, int],
) -> None:
    running, _ = served
    site = f"http://127.0.0.1:{running.port}"
    for _ in range(10):
        running.answer("/impressum/")
    before = _counted(f"{site}/metrics")["web:imprint"]
    (folder,) = Path(tempfile.gettempdir()).glob(f"zweiklang-metrics-{running.process.pid}-*")
    assert _processes(site) == {"main", "web 1", "web 2"}
    killed = int(next(folder.glob("counter_*.db")).stem.rpartition("_")[2])
    os.kill(killed, signal.SIGKILL)
    assert becomes(lambda: not psutil.pid_exists(killed))
    assert becomes(lambda: len(_processes(site)) in {2, 3}, within=30)
    assert _counted(f"{site}/metrics")["web:imprint"] == before
    assert not list(folder.glob(f"gauge_live*_{killed}.db"))


def _processes(site: str) -> set[str]:
    try:
        families = text_string_to_metric_families(_read(f"{site}/metrics")[1])
    except OSError:
        return set()
    samples = [one for family in families for one in family.samples]
    return {one.labels["process"] for one in samples if one.name == "zweiklang_process_resident_memory_bytes"}


def test_the_live_process_tells_of_its_streams(served: tuple[Running, int], promtool: str) -> None:
    _, port = served
    live = f"http://127.0.0.1:{port}"
    assert becomes(lambda: "zweiklang_live_listens 1.0" in _read(f"{live}/metrics")[1])
    _, text = _read(f"{live}/metrics")
    assert "zweiklang_live_streams 0.0" in text
    _checked(promtool, text)
    assert _read(f"{live}/health/live") == ("application/json", '{"live": true}')
    assert '"ready": true' in _read(f"{live}/health/ready")[1]
    from_elsewhere = urllib.request.Request(f"{live}/metrics", headers={"X-Forwarded-For": "192.0.2.7"})
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(from_elsewhere, timeout=10)


def test_a_ready_server_says_so(served: tuple[Running, int]) -> None:
    running, _ = served
    assert running.answer("/health/ready") == 200


@pytest.mark.parametrize(
    "command", [("check", "rules", "alerts.yaml"), ("test", "rules", "alerts_test.yaml")]
)
def test_alerts_fire_when_they_should_and_only_then(command: tuple[str, ...], promtool: str) -> None:
    done = subprocess.run([promtool, *command], cwd=RULES, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout + done.stderr


def test_every_metric_of_a_rule_exists(served: tuple[Running, int]) -> None:
    """A rule about a name that nobody tells never fires."""
    import re

    running, live = served
    told = _read(f"http://127.0.0.1:{running.port}/metrics")[1] + _read(f"http://127.0.0.1:{live}/metrics")[1]
    named = set(re.findall(r"\bzweiklang_\w+", (RULES / "alerts.yaml").read_text()))
    assert named
    assert {name for name in named if not re.search(rf"^{name}[ {{]", told, re.MULTILINE)} == set()
