"""What all pages of an organisation share."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zweiklang.offices.selectors.office import Office
from zweiklang.rooms.public import room_tabs


def frame(office: Office, tab: str, **more: Any) -> dict[str, Any]:
    """Returns the context of a page of the organisation on that tab."""
    return {"office": office, "tabs": room_tabs(office.standing, tab), **more}


def form_page(request: HttpRequest, context: dict[str, Any], form: forms.Form, **words: Any) -> HttpResponse:
    """Returns a page that is one form. `words`: title, button, and perhaps lead, back (label and address), danger."""
    defaults = {"lead": "", "back": None, "danger": False, "warning": ""}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "offices/form.html", {**defaults, **context, "form": form, **words}, status=status)


def answer(request: HttpRequest, template: str, context: dict[str, Any], *bound: forms.Form) -> HttpResponse:
    """Returns the page; 422 if one of the forms on it was sent and not taken."""
    failed = any(form.is_bound and form.errors for form in bound)
    return render(request, template, context, status=422 if failed else 200)
