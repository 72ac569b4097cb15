"""Two web processes behind nginx are replaced, one after the other, while people work: nobody notices."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.processes import free_port
from tests.running.conftest import needs
from tests.running.gateway import running_nginx
from tests.running.load import Worker, at_work
from tests.running.stage import PAGES, Installation, asked, page, ready

OLD, NEW = "Alte Fassung", "Neue Fassung"


class Site:
    """Two web processes, and the gateway before them at `port`; `folder` has what the gateway writes."""

    def __init__(self, installation: Installation, ports: tuple[int, int], port: int, folder: Path) -> None:
        self.installation, self.ports, self.port, self.folder = installation, ports, port, folder
        settings = installation.settings(ZWEIKLANG_OPERATOR_NAME=OLD)
        self.web = {one: installation.start(*PAGES, port=one, **settings) for one in ports}
        for running in self.web.values():
            ready(running)

    def restart(self, port: int) -> int:
        """The process on that port is another one, of the new version, and ready; returns how the old one has ended."""
        old = self.web[port]
        code = old.end(signal.SIGTERM)
        self.web[port] = self.installation.pages(port, ZWEIKLANG_OPERATOR_NAME=NEW)
        return code

    def versions(self) -> list[str]:
        """Returns which version each process is, as its pages say."""
        return [NEW if NEW in page(port, "/impressum/") else OLD for port in self.ports]

    def said(self) -> str:
        """Returns what nginx wrote about servers that let it down; that they were away is not meant."""
        lines = (self.folder / "error.log").read_text().splitlines()
        return "\n".join(line for line in lines if "[error]" in line and "Connection refused" not in line)


@pytest.fixture(scope="module")
def site(place: Installation) -> Iterator[Site]:
    """One site for the tests of this file, in their order."""
    needs("nginx")
    ports, folder = (free_port(), free_port()), place.folder / "gateway"
    folder.mkdir(mode=0o755)
    with running_nginx(folder, web=ports, live=free_port(), var_dir=place.var_dir) as port:
        yield Site(place, ports, port, folder)
        place.end()


def test_the_gateway_passes_on_pages_and_nothing_that_is_for_machines(site: Site) -> None:
    assert [asked(site.port, path) for path in ("/impressum/", "/health/ready", "/metrics")] == [
        200,
        404,
        404,
    ]
    asked(site.port, "/kalender/a-secret/?ticket=another")
    written = (site.folder / "access.log").read_text()
    assert "GET /impressum 200" in written
    assert "secret" not in written
    assert "ticket" not in written


def test_while_both_are_replaced_no_request_fails_and_each_save_is_there_once(site: Site) -> None:
    assert site.versions() == [OLD, OLD]
    people = site.installation.people_at_work(site.port)
    with at_work(people):
        _went_on(people)
        codes = []
        for port in site.ports:
            codes.append(site.restart(port))
            _went_on(people)
    assert codes == [0, 0]
    assert site.versions() == [NEW, NEW]
    assert [failure for person in people for failure in person.kept.failed] == [], site.said()
    acknowledged = [pair for person in people for pair in person.kept.saved.items()]
    assert len(acknowledged) > 30
    assert _stored(site.installation) == sorted(acknowledged)


def test_the_same_people_notice_processes_that_are_killed_and_what_was_acknowledged_is_there(
    site: Site,
) -> None:
    people = site.installation.people_at_work(site.port)
    with at_work(people):
        _went_on(people)
        for running in site.web.values():
            running.end(signal.SIGKILL)
        _went_on(people, requests=2)
    assert any("502" in failure for person in people for failure in person.kept.failed)
    acknowledged = {pair for person in people for pair in person.kept.saved.items()}
    assert acknowledged - set(_stored(site.installation)) == set()


def _went_on(people: list[Worker], *, requests: int = 8) -> None:
    """Each has done some more."""
    before = [person.kept.requests for person in people]
    deadline = time.monotonic() + 60
    while any(p.kept.requests < n + requests for p, n in zip(people, before, strict=True)):
        assert time.monotonic() < deadline, "the people at work are stuck"
        time.sleep(0.05)


def _stored(installation: Installation) -> list[tuple[str, str]]:
    """Every line that anybody at work has written, as often as it is there."""
    return sorted(
        installation.rows("SELECT id::text, text FROM records_line WHERE starts_with(text, 'Kabel gezogen ')")
    )
