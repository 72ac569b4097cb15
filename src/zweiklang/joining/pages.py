"""What the pages of those who invite show and what their forms say: parsed and put together, without a request."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.joining.batches import Choices
from zweiklang.joining.groups import proposed_chamber
from zweiklang.joining.models import Invitation
from zweiklang.joining.occupations import current_occupations
from zweiklang.joining.selectors import (
    chambers,
    classes_of,
    firm_groups,
    guardians_of,
    pupils_without_account,
    register_groups,
    teachers_without_account,
)
from zweiklang.kernel.actor import Actor
from zweiklang.organisations.public import Organisation

Kind, Channel = Invitation.Kind, Invitation.Channel


def class_choice(organisation: Organisation, asked: QueryDict) -> dict[str, Any]:
    """Returns the classes of a school and the chosen one (the first where none is chosen)."""
    found = classes_of(organisation) if organisation.kind == Organisation.Kind.SCHOOL else []
    wanted = asked.get("klasse", "")
    chosen = next((one for one in found if str(one.pk) == wanted), found[0] if found else None)
    return {"classes": found, "class": chosen}


def firms_page(actor: Actor, organisation: Organisation, asked: QueryDict) -> dict[str, Any]:
    """Returns the firms that could be invited: of the chosen class, or of the chamber's register as searched."""
    page: dict[str, Any] = {"groups": [], "alone": [], "occupations": [], "chambers": [], "chamber": None}
    page |= class_choice(organisation, asked)
    page |= {"text": _words(asked, "q"), "town": _words(asked, "ort")}
    if organisation.kind == Organisation.Kind.CHAMBER:
        page["groups"] = register_groups(
            actor, organisation=organisation, text=page["text"], town=page["town"]
        )
    elif page["class"] is not None:
        page |= _class_page(actor, organisation, page["class"])
    return page


def people_of(organisation: Organisation, kind: str, school_class: SchoolClass | None) -> list[Any]:
    """Returns who has no account yet: teachers of the school, or pupils and guardians of the class."""
    if kind == Kind.TEACHER:
        return teachers_without_account(organisation)
    if school_class is None:
        return []
    read = guardians_of if kind == Kind.GUARDIAN else pupils_without_account
    return list(read(organisation, school_class))


def choices_of(posted: QueryDict, page: dict[str, Any]) -> Choices:
    """Returns what the form says; chambers and occupations only from those the page has offered."""

    def under(prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): str(posted[name])[:254] for name in posted if name.startswith(prefix)
        }

    known = {str(one.pk): one for one in (*page.get("chambers", ()), *page.get("occupations", ()))}
    return Choices(
        ticked=frozenset(filter(_is_id, posted.getlist("who"))),
        channel=channel_of(posted),
        firms=under("firm-"),
        emails=under("email-"),
        chamber=known.get(posted.get("chamber", "")),
        occupation=known.get(posted.get("occupation", "")),
    )


def channel_of(posted: QueryDict) -> str:
    """Returns how the invitation travels; a letter where the form says nothing known."""
    wanted = posted.get("channel", "")
    return wanted if wanted in Channel.values else Channel.LETTER


def _class_page(actor: Actor, organisation: Organisation, school_class: SchoolClass) -> dict[str, Any]:
    occupations, known = current_occupations(), chambers()
    groups, alone = firm_groups(
        actor, organisation=organisation, school_class=school_class, occupations=occupations
    )
    found = {"groups": groups, "alone": alone, "occupations": occupations, "chambers": known}
    return found | {"chamber": proposed_chamber(organisation, known)}


def _words(asked: QueryDict, name: str) -> str:
    return str(asked.get(name, "")).replace("\x00", "").strip()[:100]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
