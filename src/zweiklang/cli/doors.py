"""Sockets on which this process listens: who stands before them, and how nobody else is let in.

Closing a listening socket resets the connections that the kernel has accepted and the program has not. Linux can be told to overlook
newcomers (a filter on the socket) while the program takes in those who are there. Elsewhere doors are not found, and closing is
what it is.
"""

import ctypes
import os
import socket
import stat
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_SO_ATTACH_FILTER = 26
_SO_ACCEPTCONN = 30
# struct tcp_info: eight bytes, then rto, ato, snd_mss, rcv_mss, and `unacked`: of a listening socket the length of its queue.
_QUEUE_AT = 24
# A program of the classic packet filter, (code, if true, if false, value) each: of a TCP segment that has SYN without ACK, which is how
# a connection begins, nothing is let through; of any other everything.
_LOAD_FLAGS, _AND, _IF_EQUAL, _RETURN = 0x30, 0x54, 0x15, 0x06
_NO_NEWCOMERS = (
    (_LOAD_FLAGS, 0, 0, 13),
    (_AND, 0, 0, 0x12),
    (_IF_EQUAL, 0, 1, 0x02),
    (_RETURN, 0, 0, 0),
    (_RETURN, 0, 0, 0xFFFF),
)


class Door:
    """One listening socket of this process, or one that is about to listen."""

    def __init__(self, listening: socket.socket) -> None:
        self._socket = listening

    def close_for_newcomers(self) -> None:
        """The kernel answers no attempt to connect any more; who has connected is not touched. Nothing happens outside Linux."""
        if sys.platform != "linux":
            return
        code = b"".join(struct.pack("HBBI", *step) for step in _NO_NEWCOMERS)
        program = ctypes.create_string_buffer(code, len(code))
        self._socket.setsockopt(
            socket.SOL_SOCKET,
            _SO_ATTACH_FILTER,
            struct.pack("HP", len(_NO_NEWCOMERS), ctypes.addressof(program)),
        )

    def waiting(self) -> int:
        """Returns how many have connected and were not taken in yet."""
        found = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _QUEUE_AT + 4)
        return int(struct.unpack_from("I", found, _QUEUE_AT)[0])

    @staticmethod
    def forget(known: Iterable["Door"]) -> None:
        """The sockets are their owner's alone again: as long as we hold a copy, closing closes nothing."""
        for door in known:
            door._socket.close()


def doors() -> list[Door]:
    """Returns the TCP sockets on which this process listens; none where it cannot be known."""
    if sys.platform != "linux":
        return []
    found: dict[
        int, Door
    ] = {}  # by the socket's own number: one may be open here twice, and so is each of our copies
    for entry in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):
            number = os.fstat(int(entry.name)).st_ino
            if number not in found and (listening := _listening(int(entry.name))) is not None:
                found[number] = Door(listening)
    return list(found.values())


def _listening(descriptor: int) -> socket.socket | None:
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        return None
    copy = socket.socket(fileno=os.dup(descriptor))
    if copy.family in {socket.AF_INET, socket.AF_INET6} and copy.getsockopt(
        socket.SOL_SOCKET, _SO_ACCEPTCONN
    ):
        return copy
    copy.close()
    return None
