"""Pages of people: which mails one gets, and the link in a notice that ends its kind."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from zweiklang.people.forms import MailForm
from zweiklang.people.mailing import unsubscribing
from zweiklang.people.models import Person
from zweiklang.people.services import actor_of, change_mails


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    """Shows and changes in which language one gets mails, and which notices."""
    person = request.user
    assert isinstance(person, Person)
    form = MailForm(request.POST or None, initial=MailForm.initial_of(person))
    if request.method == "POST" and form.is_valid():
        change_mails(actor_of(person), person=person, language=form.language, wanted=form.wanted)
        messages.success(request, "Ihre Auswahl gilt ab jetzt.")
        return redirect("people:mails")
    return render(request, "people/mails.html", {"form": form}, status=422 if form.errors else 200)


# Mail programs post without cookies, and exactly one word (RFC 8058); browsers are asked for their own token as everywhere.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, ends the notices on POST; a token that is not ours gets the same pages and changes nothing."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _unsubscribed(request, token)
    return _asked(request, token)


@csrf_protect
def _asked(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        return _unsubscribed(request, token)
    return render(request, "people/unsubscribe.html")


def _unsubscribed(request: HttpRequest, token: str) -> HttpResponse:
    unsubscribing.unsubscribe(token)
    return render(request, "people/unsubscribed.html")
