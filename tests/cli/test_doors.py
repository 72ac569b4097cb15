"""A door that is closed for newcomers: who stands before it is let in, who comes later finds nobody."""

import socket
import sys

import pytest

from tests.cli.processes import becomes
from zweiklang.cli.doors import Door, doors

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux can be told to overlook newcomers"
)


def test_who_stands_there_is_let_in_and_nobody_after_them() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = listening.getsockname()
        [door] = [one for one in doors() if one._socket.getsockname() == place]
        early = [socket.create_connection(place, 2) for _ in range(3)]
        early[0].sendall(b"written before")
        assert becomes(lambda: door.waiting() == 3)
        door.close_for_newcomers()
        with pytest.raises(TimeoutError):
            socket.create_connection(place, 0.3)
        early[1].sendall(b"written after")
        taken = [listening.accept()[0] for _ in range(3)]
        assert door.waiting() == 0
        assert [taken[0].recv(50), taken[1].recv(50)] == [b"written before", b"written after"]
        Door.forget([door])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place, 2)
    for one in (*early, *taken):
        one.close()


def test_a_port_is_tried_without_letting_anybody_in() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        Door(probe).close_for_newcomers()
        probe.listen(1)
        with pytest.raises(TimeoutError):
            socket.create_connection(probe.getsockname(), 0.3)
