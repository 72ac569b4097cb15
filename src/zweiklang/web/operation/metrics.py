"""/metrics: what the web processes have counted, the queue, and the memory they take."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zweiklang.kernel.observing import metrics
from zweiklang.kernel.observing.reading import may_read
from zweiklang.web.operation.collecting import Queue, note_pool


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Returns the metrics to whom they are for, and 404 to everybody else."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not may_read(request.META.get("REMOTE_ADDR", ""), headers):
        raise Http404
    note_pool(at_most_every=0.0)
    return HttpResponse(
        metrics.exposition(Queue(), metrics.Processes()),
        content_type=metrics.CONTENT_TYPE,
        headers={"Cache-Control": "no-store"},
    )
