"""The base of every model: UUIDv7 key, and a privacy note that a test demands."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from zweiklang.kernel.ids import new_id
from zweiklang.kernel.retention import Retention, WhileValid


@dataclass(frozen=True, slots=True)
class PrivacyNote:
    """Why a table may exist (Art. 5, 6, 17, 30 DSGVO). German, for people: it feeds the record of processing activities.

    `retention` is a rule that is carried out (`kernel.retention`); `str()` of it is the sentence for people.
    """

    whose: str
    purpose: str
    legal_basis: str
    retention: Retention
    erasure: str


NO_PERSONAL_DATA = PrivacyNote(
    whose="niemand: keine personenbezogenen Daten",
    purpose="Stammdaten für alle",
    legal_basis="nicht nötig",
    retention=WhileValid(),
    erasure="nicht nötig",
)


class Row(models.Model):
    """A row with a UUIDv7 id. Subclasses set `privacy`."""

    privacy: ClassVar[PrivacyNote]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


_foreign: dict[str, PrivacyNote] = {}


def note_foreign(label: str, note: PrivacyNote) -> None:
    """The table of a library ("app.Model") has a privacy note too. Apps add theirs in AppConfig.ready."""
    _foreign[label] = note


def foreign_notes() -> dict[str, PrivacyNote]:
    """Returns the notes of the tables of libraries, by "app.Model"."""
    return dict(_foreign)
