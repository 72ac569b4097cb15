"""Writes of organisations, their places and posts.

The tables are written by the system role only: callers run inside `rooms.public.as_system(actor)`, and with a person's wish pass
`on_behalf_of(actor)` after their own policy has allowed it.
"""

from datetime import date
from typing import Any

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.models import ChamberRule, Department, Organisation, Post, Site
from zweiklang.organisations.policy import may_write_organisations


def add_organisation(
    actor: Actor, *, kind: str, name: str, number: str = "", town: str = "", **facts: Any
) -> Organisation:
    """The organisation exists; found again by kind and number, or by kind, name and town when it has no number.

    `facts`: street, postcode, register_number, email, phone, state.
    """
    require(may_write_organisations(actor))
    key: dict[str, Any] = (
        {"kind": kind, "number": number} if number else {"kind": kind, "name": name, "town": town}
    )
    values: dict[str, Any] = {"name": name, "town": town, "sort_key": sort_key(name), **facts}
    return Organisation.objects.update_or_create(**key, defaults=values)[0]


def add_site(actor: Actor, *, organisation: Organisation, name: str, **address: Any) -> Site:
    """The training site exists, with that address (street, postcode, town)."""
    require(may_write_organisations(actor))
    return Site.objects.update_or_create(organisation=organisation, name=name, defaults=address)[0]


def change_site(actor: Actor, *, site: Site, **values: Any) -> Site:
    """The site has these values: name, street, postcode, town, closed_on."""
    require(may_write_organisations(actor))
    for field, value in values.items():
        setattr(site, field, value)
    site.save(update_fields=list(values))
    return site


def add_department(actor: Actor, *, organisation: Organisation, name: str) -> Department:
    """The department exists; found again by its name."""
    require(may_write_organisations(actor))
    return Department.objects.get_or_create(organisation=organisation, name=name)[0]


def rename_department(actor: Actor, *, department: Department, name: str) -> Department:
    """The department has that name; raises Rejected if another one of the organisation has it."""
    require(may_write_organisations(actor))
    others = Department.objects.filter(organisation_id=department.organisation_id, name=name)
    if others.exclude(pk=department.pk).exists():
        raise Rejected("Eine Abteilung mit diesem Namen gibt es schon.", field="name")
    department.name = name
    department.save(update_fields=["name"])
    return department


def remove_department(actor: Actor, *, department: Department) -> None:
    """The department is gone; its people stay, without a department."""
    require(may_write_organisations(actor))
    department.delete()


def set_chamber_rule(actor: Actor, *, chamber: Organisation, **rule: Any) -> ChamberRule:
    """The chamber's rule for training records is as given."""
    require(may_write_organisations(actor))
    return ChamberRule.objects.update_or_create(chamber=chamber, defaults=rule)[0]


def add_post(
    actor: Actor,
    *,
    person: Any,
    organisation: Organisation,
    capacity: str,
    first_day: date,
    last_day: date | None = None,
    **more: Any,
) -> Post:
    """The person holds the post from `first_day`; memberships are derived by whoever owns the rooms.

    `more`: department, substitutes_for.
    """
    require(may_write_organisations(actor))
    key = {"person": person, "organisation": organisation, "capacity": capacity, "first_day": first_day}
    return Post.objects.update_or_create(**key, defaults={"last_day": last_day, **more})[0]


def change_post(actor: Actor, *, post: Post, **values: Any) -> Post:
    """The post has these values: last_day, department. Who owns the rooms derives them afterwards."""
    require(may_write_organisations(actor))
    for field, value in values.items():
        setattr(post, field, value)
    post.save(update_fields=list(values))
    return post
