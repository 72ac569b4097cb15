"""Choose a person, be that person, read the mail that was sent. Exists in demo mode only: there is no password to guard."""

from pathlib import Path

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from zweiklang.people.public import Person, record_proof
from zweiklang.web.demo.mailbox import letter, letters
from zweiklang.web.demo.personas import PERSONAS, persona

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def mail_folder() -> Path:
    """Where the demo's mail lies."""
    return Path(settings.VAR_DIR) / "mail"


@login_not_required
@require_GET
def personas(request: HttpRequest) -> HttpResponse:
    """Lists who can be tried."""
    return render(request, "web/demo/personas.html", {"personas": PERSONAS})


@login_not_required
@require_GET
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """The browser is signed in as that persona (with a new session key), and goes to `next` or to Heute."""
    known = persona(key)
    if known is None:
        raise Http404
    person = get_object_or_404(Person, email=known.email)
    login(request, person, backend=BACKEND)
    record_proof(
        request, person, "password"
    )  # nobody here has one that could be asked for before something sensitive
    # What allauth's own sign-in says, so that "Wo Sie angemeldet sind" lists this session too.
    user_logged_in.send(sender=Person, request=request, user=person)
    wanted = request.GET.get("next", "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if own else "web:today")


@login_not_required
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """Lists the newest letters."""
    return render(request, "web/demo/mail.html", {"letters": letters(mail_folder())})


@login_not_required
@require_GET
def mail_letter(request: HttpRequest, number: int) -> HttpResponse:
    """Shows one letter as text."""
    found = letter(mail_folder(), number)
    if found is None:
        raise Http404
    return render(request, "web/demo/mail_letter.html", {"letter": found})
