"""What many topics at once are, before anybody knows whether they can be taken."""

from dataclasses import dataclass
from uuid import UUID

from zweiklang.schedule.topics import Topic


@dataclass(frozen=True, slots=True)
class ClassTopic:
    """A topic of one class, by its room."""

    room_id: UUID
    topic: Topic


@dataclass(frozen=True, slots=True)
class Entered:
    """How many topics were written, and how many stood there already."""

    written: int
    known: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a class register's file: where it stands there, the class as it is called there, the rest as typed."""

    line: int
    class_label: str
    day: str
    subject: str
    learning_field: str
    topic: str


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What a file of a class register says, and by line what of it could not be read."""

    rows: tuple[RegisterRow, ...]
    errors: tuple[tuple[int, str], ...] = ()


class RowsRejected(Exception):
    """Some rows cannot be taken, by their place in the list; nothing was written."""

    def __init__(self, reasons: dict[int, str]) -> None:
        super().__init__("Einige Zeilen lassen sich so nicht eintragen.")
        self.reasons = reasons
