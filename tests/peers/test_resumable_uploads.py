"""The protocol of uploads, spoken by somebody else's client (tuspy) with a running server; a line that breaks, and a process that dies."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import pytest
import requests
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from tests.clients import PersonClient
from tests.committed import committed_worlds
from tests.exchange.files.scenes import again
from tests.peers.file_programs import PROGRAMS
from tests.peers.test_calendar_feeds import _Quiet, _Threaded
from tests.worlds import Worlds
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.people.public import Person

TEXT = b"Bericht der Woche. " * 30_000
# What the client says once it has sent a part: how far it is.
SEND = """
import json, sys
from tusclient.client import TusClient
said = json.load(sys.stdin)
client = TusClient(said["url"], headers=said["headers"])
named = {"metadata": {"filename": said["name"]}, "url": said.get("there")}
uploader = client.uploader(said["file"], chunk_size=said["part"], retries=2, retry_delay=1, **named)
uploader.upload(stop_at=said.get("stop_at"))
print(json.dumps([uploader.url, uploader.offset]))
"""


@pytest.fixture(scope="module")
def committed(django_test_environment: None, django_db_blocker: Any) -> Iterator[Worlds]:
    name = f"uploads_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with committed_worlds(name, django_db_blocker) as worlds:
        yield worlds


@pytest.fixture(scope="module")
def site(committed: Worlds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on that database, with a folder of its own."""
    folder = tmp_path_factory.mktemp("files")
    storages = {
        **django_settings.STORAGES,
        "files": {"BACKEND": "zweiklang.exchange.files.folders.Folder", "OPTIONS": {"location": str(folder)}},
    }
    with override_settings(ALLOWED_HOSTS=["testserver", "127.0.0.1"], STORAGES=storages):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), _Threaded, _Quiet)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def headers_of(person: Person) -> dict[str, str]:
    """Returns what the browser of that person sends with each request."""
    client = PersonClient()
    client.force_login(person)
    token = "t" * 32
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    cookies = f"{django_settings.SESSION_COOKIE_NAME}={session}; {django_settings.CSRF_COOKIE_NAME}={token}"
    return {"Cookie": cookies, "X-CSRFToken": token}


def sent(**said: Any) -> tuple[str, int]:
    """The client has sent a file; returns where, and how far it came."""
    done = subprocess.run(
        [str(PROGRAMS / "python"), "-c", SEND],
        input=json.dumps(said),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    url, offset = json.loads(done.stdout)
    return url, offset


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bericht.txt"
    path.write_bytes(TEXT)
    return path


def row_at(url: str) -> StoredFile:
    with as_system("tests"):
        return StoredFile.objects.get(pk=url.rstrip("/").rsplit("/", 1)[-1])


def test_an_outside_client_sends_a_file_in_parts(committed: Worlds, site: str, file: Path) -> None:
    mara = committed.a.first
    there = f"{site}/nachrichten/dateien/raum/{mara.room_id}/hochladen/"
    url, offset = sent(
        url=there, headers=headers_of(mara.apprentice), file=str(file), part=100_000, name="Bericht März.txt"
    )
    assert offset == len(TEXT)
    assert (row_at(url).name, row_at(url).state) == ("Bericht März.txt", "checking")


def test_an_interrupted_upload_goes_on_where_it_stopped(committed: Worlds, site: str, file: Path) -> None:
    mara = committed.a.first
    said = {
        "url": f"{site}/nachrichten/dateien/raum/{mara.room_id}/hochladen/",
        "headers": headers_of(mara.apprentice),
        "file": str(file),
        "part": 100_000,
        "name": "Bericht.txt",
    }
    url, offset = sent(**said, stop_at=200_000)
    assert offset == 200_000
    assert (row_at(url).received, row_at(url).state) == (200_000, "uploading")
    # Another process, which knows nothing but the address.
    assert sent(**said, there=url) == (url, len(TEXT))
    assert again(row_at(url)).received == len(TEXT)


def test_what_the_protocol_asks_of_a_server(committed: Worlds, site: str) -> None:
    mara = committed.a.first
    there = f"{site}/nachrichten/dateien/raum/{mara.room_id}/hochladen/"
    headers = headers_of(mara.apprentice)
    able = requests.options(there, headers=headers, timeout=10)
    assert (able.status_code, able.headers["Tus-Version"]) == (204, "1.0.0")
    assert able.headers["Tus-Extension"] == "creation,termination"
    headers |= {"Tus-Resumable": "1.0.0"}
    name = {"Upload-Metadata": "filename Tm90aXoudHh0"}
    made = requests.post(there, headers=headers | name | {"Upload-Length": "10"}, timeout=10)
    assert made.status_code == 201
    url = site + made.headers["Location"]
    assert requests.head(url, headers=headers, timeout=10).headers["Upload-Offset"] == "0"
    part = headers | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}

    def patch(body: bytes, **changed: str) -> requests.Response:
        return requests.patch(url, data=body, headers=part | changed, timeout=10)

    assert patch(b"01234").headers["Upload-Offset"] == "5"
    again_first = patch(b"01234")
    assert (again_first.status_code, again_first.headers["Upload-Offset"]) == (409, "5")
    assert patch(b"x", **{"Content-Type": "text/plain", "Upload-Offset": "5"}).status_code == 415
    assert patch(b"x", **{"Tus-Resumable": "0.2.2", "Upload-Offset": "5"}).status_code == 412
    assert patch(bytes(1024 * 1024 + 1), **{"Upload-Offset": "5"}).status_code == 413
    assert patch(b"0123456", **{"Upload-Offset": "5"}).status_code == 422
    assert (
        requests.patch(
            url, data=b"x", headers={**part, "X-CSRFToken": "f" * 32, "Upload-Offset": "5"}, timeout=10
        ).status_code
        == 403
    )
    assert requests.delete(url, headers=headers, timeout=10).status_code == 204
    assert requests.head(url, headers=headers, timeout=10).status_code == 404


def test_a_file_we_do_not_take_is_refused_in_words_before_it_travels(committed: Worlds, site: str) -> None:
    mara = committed.a.first
    there = f"{site}/nachrichten/dateien/raum/{mara.room_id}/hochladen/"
    headers = headers_of(mara.apprentice) | {"Tus-Resumable": "1.0.0", "Upload-Length": "10"}
    refused = requests.post(there, headers=headers | {"Upload-Metadata": "filename TG9nby5zdmc="}, timeout=10)
    assert refused.status_code == 422
    assert "können Programme enthalten" in refused.text
    assert refused.headers["Content-Type"].startswith("text/plain")
