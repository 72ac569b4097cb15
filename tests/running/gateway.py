"""nginx with the settings that operators get (deploy/nginx/zweiklang.conf), on other ports and without certificates."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import debian

from tests.cli.processes import free_port
from tests.database import ROOT
from zweiklang.cli.lifeline import signal_when_parent_dies

GIVEN = ROOT / "deploy" / "nginx" / "zweiklang.conf"
AROUND = """
daemon off;
master_process on;
worker_processes 2;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {given}
}}
"""


def adapted(given: str, *, port: int, web: tuple[int, int], live: int, var_dir: Path, folder: Path) -> str:
    """Returns the operators' settings for this machine: nothing but ports, folders and TLS is another."""
    _plain, _, encrypted = given.partition("server {\n    listen 80;")
    text = _plain + encrypted.partition("\n}\n")[2]
    text = re.sub(r"(?m)^\s*(ssl_\w+|listen \[::\]).*\n", "", text)
    for before, after in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8001": f"127.0.0.1:{web[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{web[1]}",
        "127.0.0.1:8010": f"127.0.0.1:{live}",
        "server_name zweiklang.example;": "server_name _;",
        "root /var/lib/zweiklang;": f"root {var_dir};",
        "/var/log/nginx/zweiklang-error.log crit": f"{folder}/error.log info",
        "/var/log/nginx/zweiklang.log": f"{folder}/access.log",
        # The port belongs to the address here; operators listen on the one that nobody writes.
        "Host $host;": "Host $http_host;",
    }.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def running_nginx(folder: Path, *, web: tuple[int, int], live: int, var_dir: Path) -> Iterator[int]:
    """Inside the block it runs; gives its port. `folder` is readable by all and afterwards holds access.log and error.log."""
    program, port = debian.fetch("nginx"), free_port()
    assert program, "there is no nginx"
    settings = folder / "nginx.conf"
    given = adapted(GIVEN.read_text(), port=port, web=web, live=live, var_dir=var_dir, folder=folder)
    user = "user root;" if os.geteuid() == 0 else ""  # pytest's folders are closed to others
    settings.write_text(AROUND.format(folder=folder, given=given, user=user))
    process = subprocess.Popen(
        [str(program.path), "-c", str(settings), "-p", str(folder), "-e", str(folder / "error.log")],
        env=program.environment(), stdin=subprocess.DEVNULL,
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),  # noqa: PLW1509 - it calls nothing that takes a lock
        start_new_session=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 20
        while True:
            assert process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < deadline, "nginx does not answer"
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)
