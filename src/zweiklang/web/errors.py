"""What people read when something is not possible: 400, 403, 404, 500 and a failed CSRF check.

A 404 says the same for what never existed and for what belongs to others. A 403 shows the sentence of policy.py.
"""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from zweiklang.kernel.errors import Refused

logger = logging.getLogger(__name__)

# Shown when not even the template of the 500 page can be rendered (static files missing, for example).
LAST_RESORT = (
    '<!doctype html><html lang="de"><meta charset="utf-8"><title>Störung – Zweiklang</title>'
    "<h1>Hier ist etwas schiefgegangen</h1><p>Bitte versuchen Sie es in einigen Minuten noch einmal.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the 400 page."""
    return render(request, "web/errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the 403 page with the policy's sentence; other refusals get a general one."""
    sentence = str(exception) if isinstance(exception, Refused) else ""
    return render(request, "web/errors/403.html", {"sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Returns the 404 page; what `exception` says is never shown."""
    return render(request, "web/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Returns the 500 page, which needs neither database nor session nor context."""
    try:
        return HttpResponseServerError(render_to_string("web/errors/500.html"))
    except Exception:
        logger.exception("the 500 page itself failed")
        return HttpResponseServerError(LAST_RESORT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Returns a 403 page that says how to go on; `reason` is for the log only."""
    logger.warning("CSRF check failed at %s: %s", request.path, reason)
    return render(request, "web/errors/csrf.html", status=403)
