"""What a school has today, as plain values: the other half of every comparison with a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

# Fields of a pupil a file may say something about; labels for people. What a file leaves empty stays as it is.
PUPIL_LABELS = {
    "family_name": "Nachname",
    "given_name": "Vorname",
    "born_on": "Geburtsdatum",
    "external_id": "Kennung",
    "contact_email": "E-Mail-Adresse",
    "occupation_name": "Beruf",
    "firm_name": "Betrieb",
    "firm_street": "Straße des Betriebs",
    "firm_postcode": "Postleitzahl des Betriebs",
    "firm_town": "Ort des Betriebs",
    "firm_email": "E-Mail-Adresse des Betriebs",
    "firm_phone": "Telefon des Betriebs",
    "training_begins": "Beginn der Ausbildung",
    "training_ends": "Ende der Ausbildung",
}
STAFF_LABELS = {
    "family_name": "Nachname",
    "given_name": "Vorname",
    "abbreviation": "Kürzel",
    "contact_email": "E-Mail-Adresse",
}
type Contact = tuple[str, str, str, str, str]
"""Kind, given name, family name, e-mail address, phone."""


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """A pupil the school has; `values` by the names of PUPIL_LABELS, `class_label` is today's class or ""."""

    id: UUID
    person_id: UUID
    values: Mapping[str, object]
    class_label: str = ""
    contacts: frozenset[Contact] = frozenset()
    by_hand: bool = False
    left_on: date | None = None

    @property
    def name(self) -> str:
        """Returns given and family name."""
        return f"{self.values['given_name']} {self.values['family_name']}"

    @property
    def born_on(self) -> date | None:
        """Returns the date of birth, if the school knows it."""
        found = self.values["born_on"]
        return found if isinstance(found, date) else None

    @property
    def external_id(self) -> str:
        """Returns "system:value" or ""."""
        return str(self.values["external_id"])


@dataclass(frozen=True, slots=True)
class KnownTeacher:
    """Somebody who teaches at the school; `record_id` is None for a post without a StaffRecord."""

    person_id: UUID
    record_id: UUID | None
    values: Mapping[str, object]
    external_ids: frozenset[str] = frozenset()
    account_email: str = ""
    by_hand: bool = False
    left_on: date | None = None

    @property
    def name(self) -> str:
        """Returns given and family name."""
        return f"{self.values['given_name']} {self.values['family_name']}"


@dataclass(frozen=True, slots=True)
class KnownTeaching:
    """An assignment of today in a class of this school year."""

    id: UUID
    class_label: str
    person_id: UUID
    capacity: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """Everything a file is compared with. `classes`: ids by canonical label, of this school year."""

    number: str
    year: int
    pupils: tuple[KnownPupil, ...] = ()
    teachers: tuple[KnownTeacher, ...] = ()
    classes: Mapping[str, UUID] = field(default_factory=dict)
    teaching: tuple[KnownTeaching, ...] = ()

    @property
    def present(self) -> list[KnownPupil]:
        """Returns the pupils who have not left."""
        return [pupil for pupil in self.pupils if pupil.left_on is None]
