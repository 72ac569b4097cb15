"""What costs much or tells many people something can be done so often and no oftener: one table of addresses, one page that says when to go on.

Counted by person, so that a class of 28 behind one address of a school does not meet a limit; by network where nobody is signed in. Sign-in has
allauth's limits (`ACCOUNT_RATE_LIMITS`), the entrance its own (`joining.limits`), messages and announcements are counted where they are written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zweiklang.kernel import formats
from zweiklang.kernel.clock import now
from zweiklang.kernel.limits import Limit, allowed, next_window

MINUTES, HOUR = 600, 3600
# Seconds between the end of a window and the minute we name: clocks differ.
_ROUNDED = timedelta(seconds=59)


@dataclass(frozen=True, slots=True)
class Limited:
    """These addresses share a limit; `methods` are the ones that count."""

    limit: Limit
    addresses: frozenset[str]
    methods: frozenset[str]


def _limited(name: str, amount: int, seconds: int, addresses: str, methods: str = "POST") -> Limited:
    return Limited(Limit(name, amount, seconds), frozenset(addresses.split()), frozenset(methods.split()))


TABLE = (
    # Reads of everything one may see, one statement for each kind.
    _limited("search", 300, 300, "web:search", "GET"),
    # Pages that typst sets: a processor for up to seconds.
    _limited("papers", 120, MINUTES, "records:pdf_week records:pdf_month", "GET"),
    _limited("long-papers", 60, MINUTES, "records:pdf_all exchange:announcement_letters", "GET"),
    _limited("public-papers", 300, MINUTES, "privacy:documents_pdf", "GET"),
    # Files that are read, compared and checked.
    _limited("imports", 60, MINUTES, "uploads:upload uploads:absences uploads:timetable uploads:calendar uploads:topics uploads:contracts"),
    _limited("files", 300, MINUTES, "exchange:upload"),
    _limited("downloads", 1200, MINUTES, "exchange:file_bytes", "GET"),
    # We ask another server.
    _limited("fetching", 60, MINUTES, "schedule:calendars schedule:calendar_act exchange:appointment_video exchange:consultation_video"),
    _limited("sign-in-services", 600, MINUTES, "people:school_sign_in people:school_callback people:school_backchannel", "GET POST"),
    # A job for seconds to a minute.
    _limited("planner", 30, HOUR, "planning:planner"),
    _limited("exports", 10, HOUR, "privacy:exports_ask"),
    # Many hear of it.
    _limited("announcements", 20, HOUR, "exchange:check_announcement exchange:remind_of_announcement"),
    _limited("appointments", 60, HOUR, "exchange:new_appointment exchange:new_appointment_in exchange:invite_more exchange:change_appointment"),
    _limited("consultations", 60, HOUR, "exchange:consultation_new exchange:consultation_open exchange:consultation_cancel"),
    _limited("closures", 60, HOUR, "schedule:new_closure schedule:new_school_closure"),
    # One person hears of it, somebody we may not know yet.
    _limited("invitations", 300, HOUR, "joining:invitations joining:firms joining:persons joining:colleague joining:act joining:done"),
    _limited("reports", 60, HOUR, "joining:propose joining:register joining:register_check joining:recovery joining:recovery_act"),
    _limited("help", 30, HOUR, "exchange:help_write exchange:help_hand_over"),
    _limited("requests", 30, HOUR, "privacy:rights_ask privacy:rights_correction"),
    _limited("support", 60, HOUR, "offices:help_act"),
    # Kept for long, or handed to somebody outside.
    _limited("feeds", 30, HOUR, "feeds:feeds feeds:renew"),
    _limited("devices", 30, HOUR, "notifications:device_add"),
)  # fmt: skip
_BY_ADDRESS = {address: one for one in TABLE for address in one.addresses}


class LimitsMiddleware:
    """Answers 429 to what was done too often; behind sign-in, before the transaction of the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Returns the page that says when to go on, or None while the limit is not reached."""
        match = request.resolver_match
        limited = _BY_ADDRESS.get(match.view_name) if match else None
        if limited is None or request.method not in limited.methods or allowed(limited.limit, _who(request)):
            return None
        return _too_often(request, limited.limit)


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"network:{get_adapter().get_client_ip(request)}"


def _too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    again = next_window(limit)
    context = {"again": formats.time(again + _ROUNDED)}
    response = render(request, "web/errors/429.html", context, status=429)
    response["Retry-After"] = str(max(1, round((again - now()).total_seconds())))
    return response
