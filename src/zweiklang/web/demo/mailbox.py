"""The mail of a demo as numbered letters: 1 is the oldest, so a number keeps its letter while new ones arrive."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from zweiklang.kernel import formats
from zweiklang.kernel.mail import read_folder

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is shown; `sent` is "Mo, 16. März 2026, 8:05"."""

    number: int
    recipient: str
    subject: str
    sent: str
    text: str


def letters(folder: Path) -> list[Letter]:
    """Returns the newest letters, newest first."""
    return _read(folder, newest=NEWEST)


def letter(folder: Path, number: int) -> Letter | None:
    """Returns the letter with that number, or None."""
    behind = _total(folder) - number
    return None if number < 1 or behind < 0 else _read(folder, newest=behind + 1)[-1]


def _total(folder: Path) -> int:
    return sum(1 for _ in folder.glob("*.eml"))


def _read(folder: Path, *, newest: int) -> list[Letter]:
    total, found = _total(folder), []
    for position, message in enumerate(read_folder(folder, newest=newest)):
        body = message.get_body(("plain", "html"))
        sent = message["Date"]
        found.append(
            Letter(
                number=total - position,
                recipient=str(message["To"] or ""),
                subject=str(message["Subject"] or ""),
                sent=formats.moment(parsedate_to_datetime(str(sent))) if sent else "",
                text=str(body.get_content()) if body else "",
            )
        )
    return found
