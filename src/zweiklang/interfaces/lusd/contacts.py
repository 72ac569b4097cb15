"""Reads the contact persons (Ansprechpartner) of a row of a report."""

import re
from collections.abc import Iterable

from zweiklang.interfaces.tables.cells import read_emails, split_name
from zweiklang.interfaces.tables.fields import LONGEST_NAME, Fields
from zweiklang.interfaces.tables.headers import Header
from zweiklang.kernel.sorting import sort_key
from zweiklang.rosters.public import ContactKind, ContactRow

_GUARDIAN_WORDS = {
    "mutter",
    "vater",
    "eltern",
    "kindesmutter",
    "kindesvater",
    "vormund",
    "amtsvormund",
    "sorgber",
}
_GUARDIAN_BEGINNINGS = ("erziehungsberechtigt", "sorgeberechtigt", "personensorgeberechtigt")
_NO = {"nein", "n", "0", "false", "falsch"}
_YES = {"ja", "j", "1", "true", "wahr"}
_ROLE_OF_GROUP = {"contactmutter": "Mutter", "contactvater": "Vater", "contacteltern": "Eltern"}
_GROUP = re.compile(r"(contact[^.]*)\.")


def groups_of(header: Header) -> tuple[str, ...]:
    """Returns the groups of columns that describe a contact each ("contact", "contact1", "contactmutter")."""
    return tuple(dict.fromkeys(m[1] for field in header.columns if (m := _GROUP.match(field))))


def contacts_of(fields: Fields, groups: Iterable[str]) -> list[ContactRow]:
    """Returns the contacts the row names."""
    groups = tuple(groups)
    has_own_name = any(fields.row.has(f"contact.{name}") for name in ("family_name", "given_name", "name"))
    if "contact" in groups and "contact1" in groups and not has_own_name:
        # `Ansprechpartner_Art` and `_Mobil` stand beside `Ansprechpartner_1_Nachname` and mean the same person
        groups = tuple(group for group in groups if group != "contact")
    found = (_contact(fields, group) for group in groups)
    return [contact for contact in found if contact]


def _contact(fields: Fields, group: str) -> ContactRow | None:
    def of(name: str) -> str:
        """The field of this group, or of the columns without number beside the first."""
        own = f"{group}.{name}"
        return own if group != "contact1" or fields.row.has(own) else f"contact.{name}"

    family_name = fields.text(of("family_name"), LONGEST_NAME)
    given_name = fields.text(of("given_name"), LONGEST_NAME)
    if not family_name and (name := fields.text(of("name"))):
        family_name, given_name = (part[:LONGEST_NAME] for part in split_name(name))
    email = fields.email(of("email"))
    phone = fields.phone(of("phone"), of("mobile"))
    if not (family_name or given_name or email or phone):
        return None
    role = fields.text(of("role"), LONGEST_NAME) or _ROLE_OF_GROUP.get(group, "")
    return ContactRow(
        kind=kind_of(role, fields.row.text(of("custody"))),
        given_name=given_name,
        family_name=family_name,
        email=email,
        phone=phone,
        address=fields.address(group),
        role=role,
    )


def kind_of(role: str, custody: str = "") -> ContactKind:
    """Returns GUARDIAN only where the file says so: who is merely a contact must not be asked to take note of the record."""
    answer = sort_key(custody)
    if answer in _NO:
        return ContactKind.OTHER
    words = sort_key(role).split()
    if "nicht" in words or "kein" in words:
        return ContactKind.OTHER
    named = any(word in _GUARDIAN_WORDS or word.startswith(_GUARDIAN_BEGINNINGS) for word in words)
    legal = any(word.startswith("gesetzl") for word in words) and any(w.startswith("vertret") for w in words)
    return ContactKind.GUARDIAN if named or legal or answer in _YES else ContactKind.OTHER


def same_contact(one: ContactRow, other: ContactRow) -> bool:
    """True where both rows describe one contact."""
    return _identity(one) == _identity(other)


def _identity(contact: ContactRow) -> tuple[str, str]:
    name = sort_key(f"{contact.family_name} {contact.given_name}")
    return (name, "") if name else ("", contact.email.casefold() or contact.phone)


def nameless(emails: str, known: Iterable[ContactRow]) -> list[ContactRow]:
    """Returns contacts for the addresses of `Ansprechpartner_Alle_Email`, where no contact has an address of its own."""
    if any(contact.email for contact in known):
        return []
    return [ContactRow(kind=ContactKind.OTHER, email=address) for address in read_emails(emails)]
