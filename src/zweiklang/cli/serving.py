"""The web server: granian with one WSGI application, and with one ASGI application for live news; ports, and what must hold before."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import click

from zweiklang.cli.doors import Door
from zweiklang.cli.environment import SETTINGS_MODULE, var_dir
from zweiklang.cli.lifeline import die_with_parent, signal_when_parent_dies
from zweiklang.cli.locks import LockedByOther, exclusive_lock
from zweiklang.cli.stopping import drain_seconds, end_seconds
from zweiklang.cli.supervising import supervised
from zweiklang.kernel.draining import LONGEST_GOODBYE

APPLICATION = "zweiklang.config.wsgi:application"
LIVE_APPLICATION = "zweiklang.exchange.live.process:application"
# The server itself refuses nobody; how many there may be says the application, by the files the system lets it open.
MOST_STREAMS = 1_000_000
# How long processes of a server that was killed a moment ago may need until lock and port are free.
_PATIENCE = 4.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - translated, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def address_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--host` and `--port`, which HOST and PORT in the environment set too."""
    port = click.option(
        "--port", envvar="PORT", type=click.IntRange(1, 65535), default=8000, show_default=True
    )
    return click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)(port(command))


def live_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--live-port`, which LIVE_PORT in the environment sets too."""
    return click.option(
        "--live-port",
        envvar="LIVE_PORT",
        type=click.IntRange(1, 65535),
        default=None,
        help="Port of `zweiklang live`, which is started too. Default: the one after --port.",
    )(command)


def live_address(address: Address, port: int | None) -> Address:
    """Where the live process listens beside a server at `address`."""
    return Address(address.host, port or address.port % 65535 + 1)


def free_live_address(address: Address, port: int | None) -> Address:
    """The same, but another free port where nobody asked for this one and somebody else keeps it."""
    wanted = live_address(address, port)
    if port or _why_not_free(wanted) is None:
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Address(address.host, int(probe.getsockname()[1]))


def supervised_live(address: Address, *, wanted: bool = True) -> AbstractContextManager[None]:
    """Inside the block `zweiklang live` holds the streams at that address; see `supervised`."""
    where = ("--host", address.host, "--port", str(address.port))
    return supervised("process of live news", "live", *where, wanted=wanted)


@contextmanager
def only_server(address: Address, *, among_others: bool = False) -> Iterator[None]:
    """Inside the block no other server of this var folder runs; `among_others`: none on this port. A clear error if one does."""
    note = f"process {os.getpid()} at {address.url}"
    name = f"serving-{address.port}.lock" if among_others else "serving.lock"
    try:
        with exclusive_lock(var_dir() / name, patience=_PATIENCE, note=note):
            yield
    except LockedByOther as error:
        raise click.ClickException(
            f"Zweiklang is running here already: {error.holder}. End it first (Ctrl-C there), or set "
            f"ZWEIKLANG_VAR_DIR to another folder for a second one."
        ) from error


def require_free_port(address: Address) -> None:
    """Returns when the port can be used; a clear error when somebody else keeps it."""
    deadline = time.monotonic() + _PATIENCE
    while (reason := _why_not_free(address)) is not None:
        if not isinstance(reason, OSError) or time.monotonic() > deadline:
            raise click.ClickException(
                f"Cannot listen on {address.host}, port {address.port}: {_sentence(reason)}. {_ADVICE}"
            )
        time.sleep(0.2)


_ADVICE = "Choose another with PORT= (or HOST=), for example PORT=8001."


def _sentence(reason: OSError | str) -> str:
    return reason if isinstance(reason, str) else reason.strerror or str(reason)


def _why_not_free(address: Address) -> OSError | str | None:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            # Binding alone succeeds beside a listener whose socket also reuses the address; listening does
            # not. Who connects in this moment would be reset: a gateway that comes to see whether we are back.
            Door(probe).close_for_newcomers()
            probe.listen(1)
    except socket.gaierror as error:
        return error.strerror or "unknown host"
    except PermissionError as error:
        return error.strerror or "not allowed"
    except OSError as error:
        return error
    return None


def run_server(address: Address, *, workers: int, text: str) -> None:
    """Serves until SIGINT or SIGTERM; then returns with every worker ended.

    `text` is printed once the server answers.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from zweiklang.cli.ending import OrderlyServer
    from zweiklang.kernel.observing.metrics_folder import counting_together

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    threads = min(8, 2 * (os.cpu_count() or 1))  # 8 is the most a process has connections
    server = OrderlyServer(
        APPLICATION,
        drains=drain_seconds(),
        ends=end_seconds(),
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.on_startup(lambda: _announce(address, text))
    with counting_together():
        server.serve(target_loader=load_web)


def run_live(address: Address) -> None:
    """Holds the streams of live news until SIGINT or SIGTERM."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    Granian(
        LIVE_APPLICATION,
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGI,
        workers=1,  # a ticket is used once, and a person has so many streams: one process knows
        http=HTTPModes.http1,
        # A connection only ever asks one short question.
        http1_settings=HTTP1Settings(keep_alive=False, max_buffer_size=8192),
        websockets=False,
        backlog=4096,
        backpressure=MOST_STREAMS,
        log_level=LogLevels.warning,
        workers_kill_timeout=LONGEST_GOODBYE + 3,
    ).serve(target_loader=load_application)


def load_web(target: str, *_arguments: Any, **_options: Any) -> Callable[..., Any]:
    """The web application, in a worker that ends as `OrderlyServer` tells it."""
    from zweiklang.cli.ending import closing_connections, end_in_order

    application = closing_connections(load_application(target))
    end_in_order()
    return application


def load_application(target: str, *_arguments: Any, **_options: Any) -> Callable[..., Any]:
    """The application, imported in a worker that from now on ends with its parent."""
    die_with_parent()
    # Ctrl-C in a terminal reaches a whole group of processes. A worker that gets it, and then the main process's
    # order to end, sometimes hangs; in a group of its own it gets only the order.
    os.setpgid(0, 0)
    from granian._internal import load_target

    application: Callable[..., Any] = load_target(target)
    return application


def _announce(address: Address, text: str) -> None:
    """A helper prints `text` when the first answer comes; it ends with this process."""
    subprocess.Popen(
        [sys.executable, "-m", "zweiklang.cli.announce", address.url, text],
        stdin=subprocess.DEVNULL,
        preexec_fn=signal_when_parent_dies(signal.SIGKILL),  # noqa: PLW1509 - the parent has no threads
    )
