"""Leaving at once: what was shown is kept nowhere, and the way back leads to the calendar until somebody asks for help anew.

The browser's own history cannot be emptied by a page. So each page here asks the session first: whoever has left is led to the calendar,
also by "back", with or without script. The addresses say nothing, and neither do the titles.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

LEFT = "left"
NEUTRAL = "calendar:index"


def unseen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is kept by no browser, tells no other site where one came from, and is not shown to whoever has left."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        left = request.session.get(LEFT)
        if left and request.method != "POST":
            return hidden(redirect(NEUTRAL))
        response = view(request, *arguments, **named)
        return hidden(_after_leaving(request, response) if left else response)

    return answer


def _after_leaving(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A form was sent by whoever had left: by hand in another tab, or again by "back"."""
    if 300 <= response.status_code < 400:
        # Somebody who writes in another tab is here, whatever was left before.
        request.session.pop(LEFT, None)
        return response
    # "Back" sends a form again whose answer was a page (something was missing), and would show that page.
    return redirect(NEUTRAL)


def hidden(response: HttpResponse) -> HttpResponse:
    """The response is kept nowhere and sends no address to another site."""
    response.headers["Cache-Control"] = "private, no-store, max-age=0"
    # With "no-referrer" browsers send forms with "Origin: null", which the check against forged forms refuses.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Gone, to the calendar; what was shown is not shown again by going back."""
    request.session[LEFT] = True
    return hidden(redirect(NEUTRAL))


@require_GET
def come(request: HttpRequest, case_id: UUID | None = None) -> HttpResponse:
    """Here by one's own wish: the way in, which stands in no history because it only leads on."""
    request.session.pop(LEFT, None)
    return hidden(redirect("exchange:help_case", case_id) if case_id else redirect("exchange:help"))
