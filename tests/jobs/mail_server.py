"""A real SMTP server in a thread, which answers as a test wants."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.cli.processes import free_port

TAKEN = "250 OK"


class MailServer:
    """What came in, and what is answered. `at_recipient` and `at_data` return an SMTP answer."""

    def __init__(self) -> None:
        self.seen: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.at_recipient: Callable[[str], str] = lambda address: TAKEN
        self.at_data: Callable[[EmailMessage], str] = lambda message: TAKEN
        self.peers: set[int] = set()
        """The ports that mails came from: one for each connection."""
        self.url = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Answers to the address of a recipient."""
        answer = self.at_recipient(address)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Answers to a whole message."""
        message = message_from_bytes(envelope.original_content.replace(b"\r\n", b"\n"), policy=default)
        assert isinstance(message, EmailMessage)
        self.seen.append(message)
        self.peers.add(session.peer[1])
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self.at_data(message)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Inside the block a mail server listens on a port of its own."""
    handler = MailServer()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    handler.url = f"smtp://127.0.0.1:{port}"
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
