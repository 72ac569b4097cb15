"""The page "Wer hat nachgesehen?"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.privacy.looks.selectors import looks_page


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who looked at one's own data in the last twelve months."""
    looks = looks_page(request.GET)
    chosen = {"raum": looks.wanted.room_id, "wer": looks.wanted.viewer_id}
    address = "".join(f"{name}={value}&" for name, value in chosen.items() if value)
    return render(request, "privacy/looks/index.html", {"looks": looks, "address": f"?{address}page="})
