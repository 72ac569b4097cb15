"""Addresses in mails, and mail that a demo can show: one file per message, newest last."""

import time
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from zweiklang.kernel.ids import new_id

DELIVERY = "delivery"
"""The mailer (settings.MAILERS) that really sends; the default one only queues."""


def absolute_url(path: str) -> str:
    """Returns the address of a page for a mail. It begins with ZWEIKLANG_URL, whatever the Host header of a request said."""
    parts = urlsplit(path)
    return settings.BASE_URL.rstrip("/") + parts._replace(scheme="", netloc="").geturl()


class FolderBackend(BaseEmailBackend):
    """Writes each message as an .eml file into the option `folder` instead of sending it."""

    def __init__(self, folder: str, **options: Any) -> None:
        super().__init__(**options)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Any) -> int:
        """Every message is on disk, written under a temporary name first so that a reader never sees half of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            final = self.folder / f"{time.time_ns()}-{new_id().hex[-8:]}.eml"
            draft = final.with_suffix(".part")
            draft.write_bytes(message.message().as_bytes())
            draft.rename(final)
        return len(email_messages)


def read_folder(folder: Path, *, newest: int = 50) -> list[ParsedMessage]:
    """Returns the newest messages in `folder`, newest first."""
    parser = BytesParser(policy=default)
    names = sorted(folder.glob("*.eml"), reverse=True)[:newest]
    # Messages end their lines as mail servers want it (CRLF); text that is read ends them as text does.
    return [parser.parsebytes(name.read_bytes().replace(b"\r\n", b"\n")) for name in names]
