"""Writes of organisations: used by imports, the demo world and tests; people's own pages come with "Joining".

The tables are written by the system role only: callers run inside `rooms.public.as_system(actor)`."""

from datetime import date
from typing import Any

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import no, require
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.models import ChamberRule, Organisation, Post, Site


def _require_system(actor: Actor) -> None:
    if not actor.is_system:
        require(no("Organisationen werden zurzeit nur durch Importe angelegt."))


def add_organisation(actor: Actor, *, kind: str, name: str, number: str = "", town: str = "") -> Organisation:
    """The organisation exists; found again by kind and number, or by kind, name and town when it has no number."""
    _require_system(actor)
    key: dict[str, Any] = (
        {"kind": kind, "number": number} if number else {"kind": kind, "name": name, "town": town}
    )
    values: dict[str, Any] = {"name": name, "town": town, "sort_key": sort_key(name)}
    return Organisation.objects.update_or_create(**key, defaults=values)[0]


def add_site(actor: Actor, *, organisation: Organisation, name: str, **address: Any) -> Site:
    """The training site exists, with that address."""
    _require_system(actor)
    return Site.objects.update_or_create(organisation=organisation, name=name, defaults=address)[0]


def set_chamber_rule(actor: Actor, *, chamber: Organisation, **rule: Any) -> ChamberRule:
    """The chamber's rule for training records is as given."""
    _require_system(actor)
    return ChamberRule.objects.update_or_create(chamber=chamber, defaults=rule)[0]


def add_post(
    actor: Actor,
    *,
    person: Any,
    organisation: Organisation,
    capacity: str,
    first_day: date,
    last_day: date | None = None,
) -> Post:
    """The person holds the post from `first_day`; memberships are derived by whoever owns the rooms."""
    _require_system(actor)
    key = {"person": person, "organisation": organisation, "capacity": capacity, "first_day": first_day}
    return Post.objects.update_or_create(**key, defaults={"last_day": last_day})[0]
