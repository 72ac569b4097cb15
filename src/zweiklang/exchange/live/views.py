"""Where a page that is open may listen."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from zweiklang.exchange.live.tickets import issue
from zweiklang.exchange.live.wire import PATH
from zweiklang.people.public import actor_of


@require_safe
def live_ticket(request: HttpRequest) -> JsonResponse:
    """Answers an address that opens one stream within the next minute, for this person, this session and pages of this origin."""
    ticket = issue(
        actor_of(request.user).person,
        session_key=request.session.session_key or "",
        origin=f"{request.scheme}://{request.get_host()}",
    )
    return JsonResponse({"address": f"{settings.LIVE_URL}{PATH}?ticket={ticket}"})
