"""Pages of people: the link in a mail that ends its kind."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from zweiklang.people.mailing import unsubscribing


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
