"""What every template may rely on: person, nav, footer_links, theme, text_size, demo, operator_name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from zweiklang.exchange.public import learns_today
from zweiklang.organisations.public import SEVERAL, chosen_name
from zweiklang.web.navigation import footer, main_navigation

THEMES = ("system", "light", "dark")
TEXT_SIZES = ("normal", "large", "largest")
THEME_COOKIE = "zk_theme"
TEXT_SIZE_COOKIE = "zk_text_size"
# In the session: whether the menu leads to "Meine Organisation". "Heute" keeps it true, so that no page has to ask.
WORKS = "works"
# In the session: whether "Ich brauche Hilfe" stands on every page. Signing in sets it and "Heute" keeps it true; it says nothing of a case.
LEARNS = "learns"
CSRF_INPUT = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


def page(request: HttpRequest) -> dict[str, Any]:
    """Returns the context of the page frame; `person` is None where nobody is signed in. Asks the database nothing new."""
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    session = getattr(request, "session", {}) if person else {}
    return {
        **_csrf(request),
        "person": person,
        "nav": main_navigation(request.path) if person else [],
        "footer_links": footer(),
        "theme": display_choice(request, person, THEME_COOKIE, "theme", THEMES),
        "text_size": display_choice(request, person, TEXT_SIZE_COOKIE, "text_size", TEXT_SIZES),
        "works": bool(session.get(WORKS)),
        "learns": bool(session.get(LEARNS)),
        "several": bool(session.get(SEVERAL)),
        "acting_for": chosen_name(session),
        "demo": settings.DEMO,
        "operator_name": settings.OPERATOR_NAME,
    }


def remember_learning(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Whoever signs in and learns finds "Ich brauche Hilfe" on the first page already, also where that is not "Heute"."""
    if learns_today(user.pk):
        request.session[LEARNS] = True


def _csrf(request: HttpRequest) -> dict[str, Any]:
    """Returns Django's own `csrf_token` and `csrf_input`, made once a page instead of once a form, and not at all where none asks."""
    token = SimpleLazyObject(lambda: get_token(request))
    return {"csrf_token": token, "csrf_input": SimpleLazyObject(lambda: format_html(CSRF_INPUT, token))}


def display_choice(
    request: HttpRequest, person: Any, cookie: str, field: str, allowed: tuple[str, ...]
) -> str:
    """Returns the choice of this device (cookie), else of the person, else the first of `allowed`."""
    for choice in (request.COOKIES.get(cookie), getattr(person, field, None)):
        if choice in allowed:
            return choice
    return allowed[0]
