"""What people read when something is not possible: 400, 403, 404, 500, 503, 507 and a failed CSRF check.

A 404 says the same for what never existed and for what belongs to others. A 403 shows the sentence of policy.py.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from zweiklang.kernel.errors import Refused
from zweiklang.web.outages import Outage, outage_of

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
    """Returns the 500 page, or the page of an outage that passes by itself. Both need neither database nor session nor context."""
    try:
        if outage := outage_of(sys.exception()):
            return _outage(request, outage)
        return HttpResponseServerError(render_to_string("web/errors/500.html"))
    except Exception:
        logger.exception("the 500 page itself failed")
        return HttpResponseServerError(LAST_RESORT)


def _outage(request: HttpRequest, outage: Outage) -> HttpResponse:
    """What was sent is sent again by loading the page anew; what was only asked for has a link."""
    again = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    text = render_to_string("web/errors/outage.html", {"outage": outage, "again": again})
    answer = HttpResponse(text, status=outage.status, reason=outage.reason)
    answer.headers["Retry-After"] = str(outage.seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Returns a 403 page that says how to go on; `reason` is for the log only."""
    match = request.resolver_match
    logger.warning("CSRF check failed at %s: %s", match.view_name if match else "none", reason)
    return render(request, "web/errors/csrf.html", status=403)
