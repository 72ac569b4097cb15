"""What everybody gets at every address. A new address is one line here; without it a test fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import (
    exchange_addresses,
    joining_addresses,
    office_addresses,
    planning_addresses,
    privacy_addresses,
    roster_addresses,
    schedule_addresses,
    sight_addresses,
)
from tests.worlds import World

# Addresses without a room: what somebody signed in gets, and what nobody gets. 302 of nobody leads to sign-in.
PLAIN = """
                                        person  nobody
web:today                               200     302
web:imprint                             200     200
web:privacy                             200     200
web:accessibility                       200     200
web:help                                200     200
web:display                             405     405
web:security_txt                        200     200
web:health_live                         200     200
web:health_ready                        200     200
web:metrics                             404     404
web:acting_as                           200     302
web:search                              200     302
people:unsubscribe                      200     200
curricula:index                         200     302
curricula:occupation                    200     302
records:queue                           200     302
account_login                           302     200
account_logout                          200     302
account_inactive                        200     200
account_signup                          302     200
account_reauthenticate                  200     302
account_email                           200     302
account_email_verification_sent         200     200
account_change_password                 200     302
account_set_password                    302     302
account_reset_password                  200     200
account_request_login_code              302     200
account_confirm_login_code              302     302
joining:entrance                        200     200
joining:proof                           404     404
joining:check                           404     404
joining:accept                          404     404
joining:done                            302     302
joining:link                            404     404
joining:register                        200     200
joining:register_check                  404     404
account_confirm_email                   200     200
account_reset_password_from_key_done    200     200
account_reset_password_from_key         200     200
account_reset_password_done             200     200
mfa_index                               200     302
mfa_authenticate                        302     302
mfa_reauthenticate                      302     302
mfa_activate_totp                       302     302
mfa_deactivate_totp                     404     302
mfa_view_recovery_codes                 302     302
mfa_generate_recovery_codes             302     302
mfa_download_recovery_codes             404     302
mfa_list_webauthn                       200     302
mfa_add_webauthn                        302     302
mfa_reauthenticate_webauthn             302     302
mfa_remove_webauthn                     302     302
mfa_edit_webauthn                       302     302
mfa_login_webauthn                      302     302
usersessions_list                       200     302
people:school_services                  200     200
people:school_unknown                   200     200
people:school_link                      302     302
people:school_signed_out                302     302
people:school_accounts                  200     302
people:school_unlink                    302     302
people:school_sign_in                   404     404
people:school_confirm                   404     302
people:school_callback                  404     404
people:school_backchannel               405     405
people:school_frontchannel              404     404
people:confirm_by_code                  200     302
people:send_confirmation_code           405     302
people:remove_code_list                 302     302
"""
PLAIN += privacy_addresses.PLAIN.lstrip("\n")
PLAIN += exchange_addresses.PLAIN.lstrip("\n")
PLAIN += schedule_addresses.PLAIN.lstrip("\n") + planning_addresses.PLAIN.lstrip("\n")
# Addresses without a room whose answer depends on what somebody is: a page of their own where they have exactly one.
OWN = """
                                 apprentice second_apprentice trainer deputy_trainer training_manager class_teacher subject_teacher head_of_school guardian chamber_adviser other_trainer crossing roomless
apprenticeships:index            302        302               200     200            200              200           200             200            200      200             200           200      200
offices:index                    200        200               200     200            302              200           200             302            200      302             200           200      200
"""  # noqa: E501 - a table
OWN += schedule_addresses.OWN.lstrip("\n") + planning_addresses.OWN.lstrip("\n")
OWN += exchange_addresses.OWN.lstrip("\n")
# Addresses of the room of world A's first apprenticeship or of its class.
ROOMS = """
                                 apprentice second_apprentice trainer deputy_trainer training_manager class_teacher subject_teacher head_of_school guardian chamber_adviser other_trainer crossing roomless
apprenticeships:room             200        404               200     200            200              200           200             404            200      200             404           200      404
apprenticeships:school_class     200        200               200     200            200              200           200             200            200      200             200           200      404
records:weeks                    200        404               200     200            200              200           404             404            200      404             404           200      404
records:week                     200        404               200     200            200              200           404             404            200      404             404           200      404
records:history                  200        404               200     200            200              200           404             404            200      404             404           200      404
records:plan_items               200        404               200     200            200              200           404             404            200      404             404           200      404
records:add_line                 200        404               200     200            200              200           404             404            200      404             404           200      404
records:coverage                 200        404               200     200            200              404           404             404            200      404             404           200      404
records:pdf_week                 200        404               200     200            200              200           404             404            200      404             404           200      404
records:pdf_month                200        404               200     200            200              200           404             404            200      404             404           200      404
records:pdf_all                  200        404               200     200            200              200           404             404            200      404             404           200      404
records:save                     405        405               405     405            405              405           405             405            405      405             405           405      405
records:act                      405        405               405     405            405              405           405             405            405      405             405           405      405
"""  # noqa: E501 - a table
ROOMS += office_addresses.ROOMS + joining_addresses.ROOMS
ROOMS += roster_addresses.ROOMS + sight_addresses.ROOMS.lstrip("\n")
ROOMS += privacy_addresses.ROOMS
ROOMS += schedule_addresses.ROOMS.lstrip("\n") + planning_addresses.ROOMS.lstrip("\n")
ROOMS += exchange_addresses.ROOMS.lstrip("\n")
NEVER = UUID("01900000-0000-7000-8000-000000000000")
OF_CLASS = {
    "apprenticeships:school_class",
    *sight_addresses.OF_CLASS,
    *schedule_addresses.OF_CLASS,
    *planning_addresses.OF_CLASS,
    *exchange_addresses.OF_CLASS,
}


def table(text: str) -> dict[str, dict[str, int]]:
    """Returns status by persona by address."""
    heading, *rows = text.strip("\n").splitlines()
    columns = heading.split()
    return {
        name: dict(zip(columns, map(int, cells), strict=True))
        for name, *cells in (row.split() for row in rows)
    }


@dataclass(frozen=True, slots=True)
class Address:
    """The full name of an address, and its parameters: those of all includes above it, too."""

    name: str
    parameters: frozenset[str]


def walk(resolver: URLResolver | None = None, above: Address | None = None) -> Iterator[Address]:
    """Yields every address of the product."""
    above = above or Address("", frozenset())
    for pattern in (resolver or get_resolver()).url_patterns:
        parameters = above.parameters | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern, Address(above.name + namespace, parameters))
        else:
            assert isinstance(pattern, URLPattern)
            yield Address(f"{above.name}{pattern.name}", parameters)


def _ids_of(app: str, world: World) -> dict[str, Any]:
    """Returns the parameters of the addresses of an app that keeps many of its own."""
    known = {
        "schedule": schedule_addresses.ids_of,
        "planning": planning_addresses.ids_of,
        **dict.fromkeys(("exchange", "notifications"), exchange_addresses.ids_of),
    }
    return known[app](world) if app in known else {}


def arguments(address: Address, world: World, *, room_id: UUID | None = None) -> dict[str, Any]:
    """Returns what the address's parameters are in that world, by their names; `room_id` instead of the world's."""
    in_class = address.name in OF_CLASS
    room = schedule_addresses.room_of(address.name, world, in_class=in_class)
    if office_addresses.is_office(address.name):
        room = office_addresses.team_of(address.name, world)
    if roster_addresses.is_school(address.name) or privacy_addresses.is_of_school(address.name):
        room = world.team_room_id
    room = planning_addresses.team_of(address.name, world) or room
    room = exchange_addresses.team_of(address.name, world) or room
    monday: date = world.first.weeks.monday("submitted")
    known: dict[str, Any] = {
        "room_id": room_id or room,
        "monday": monday,
        "month": monday.replace(day=1),
        "day": "week",
        "act": "unterschreiben",
        "occupation_id": world.first.contract.occupation_id,
        "key": "unbekannt",
        "uidb36": "0",
        "identity_id": NEVER,
        "pk": 1,
        "token": "gefälscht",
        "feed_id": NEVER,
        **privacy_addresses.ARGUMENTS,
    }
    if address.parameters & {"membership_id", "consent_id"}:
        known |= sight_addresses.ids_of(world, room_id or room)
    if address.name.startswith("offices:"):
        known |= {"session_id": NEVER, "step_id": NEVER, "act": "link", **office_addresses.ids_of(world)}
    if joining_addresses.is_joining(address.name):
        known |= joining_addresses.arguments_of(address.name, world) | (
            {"room_id": room_id} if room_id else {}
        )
    if roster_addresses.is_school(address.name):
        known |= roster_addresses.ids_of(world)
    if privacy_addresses.is_of_school(address.name):
        known |= privacy_addresses.ids_of(world)
    known |= _ids_of(address.name.partition(":")[0], world)
    return {parameter: known[parameter] for parameter in address.parameters}
