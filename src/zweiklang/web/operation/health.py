"""The answers for load balancers and container platforms. They name no host, no person and no reason that could hold either."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from zweiklang.kernel.draining import is_draining
from zweiklang.web.operation.readiness import probe


@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    """Returns 200: the process answers. Asks nothing of anybody, so that a lost database does not restart the web server."""
    return _uncached({"live": True}, ok=True)


@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """Returns 200 if requests may be sent here, else 503; and which of the conditions hold."""
    found = probe.result()
    checks = {"database": found.database, "migrations": found.migrations, "staying": not is_draining()}
    ready = all(checks.values())
    return _uncached({"ready": ready, "checks": checks}, ok=ready)


def _uncached(says: dict[str, object], *, ok: bool) -> HttpResponse:
    return JsonResponse(says, status=200 if ok else 503, headers={"Cache-Control": "no-store"})
