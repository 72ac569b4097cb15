"""The pages anybody may read (imprint, accessibility, help, security.txt) and the display choice."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zweiklang.people.public import Person, actor_of, change_preferences
from zweiklang.web.context import TEXT_SIZE_COOKIE, TEXT_SIZES, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600
SECURITY_TXT_DAYS = 180


def _operator() -> dict[str, str]:
    """Who is responsible for this installation, as the operator has set it."""
    return {
        "operator_address": settings.OPERATOR_ADDRESS,
        "operator_email": settings.OPERATOR_EMAIL,
        "security_contact": settings.SECURITY_CONTACT,
    }


@login_not_required
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Returns who runs this installation."""
    return render(request, "web/pages/imprint.html", _operator())


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Returns the accessibility statement."""
    return render(request, "web/pages/accessibility.html", _operator())


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Returns short answers to the first questions, and whom to ask."""
    return render(request, "web/pages/help.html", _operator())


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Returns RFC 9116's text; without a set date it expires 180 days after the start of this month."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_security_expires()}",
        "Preferred-Languages: de, en",
        f"Canonical: {request.build_absolute_uri(reverse('web:security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _security_expires() -> str:
    if settings.SECURITY_EXPIRES:
        return f"{settings.SECURITY_EXPIRES}T00:00:00Z"
    month: datetime = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (month + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """The chosen theme and text size hold on this device and, if signed in, for the person; goes back to `next`."""
    response = HttpResponseRedirect(_safe_next(request))
    theme, text_size = request.POST.get("theme"), request.POST.get("text_size")
    for cookie, choice, allowed in ((THEME_COOKIE, theme, THEMES), (TEXT_SIZE_COOKIE, text_size, TEXT_SIZES)):
        if choice in allowed:
            response.set_cookie(
                cookie,
                choice,
                max_age=YEAR,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
    _remember(request, theme, text_size)
    return response


def _remember(request: HttpRequest, theme: str | None, text_size: str | None) -> None:
    person = request.user
    if not isinstance(person, Person):
        return
    change_preferences(
        actor_of(person),
        person=person,
        language=person.language,
        theme=theme if theme in THEMES else person.theme,
        text_size=text_size if text_size in TEXT_SIZES else person.text_size,
    )


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    # A word without a slash would be a path relative to this one: nobody sends it but by mistake.
    return target if allowed and "/" in target else "/"
