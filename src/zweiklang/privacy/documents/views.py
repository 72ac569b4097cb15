"""Pages of the papers of data protection. Everybody may read them: the repository that makes them is public, and nothing in them is secret
(docs/decisions/0037)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zweiklang.kernel.clock import today
from zweiklang.privacy.documents.catalogue import build, builders
from zweiklang.privacy.documents.installation import this_installation
from zweiklang.privacy.documents.notice import overview
from zweiklang.privacy.documents.pdf import render_pdf

TEMPLATE = "privacy/documents/document.html"


@login_not_required
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """Returns the page on which everybody finds the notice meant for them."""
    return render(request, TEMPLATE, {"paper": overview(this_installation())})


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Returns a paper as a page."""
    if slug not in builders():
        raise Http404
    return render(request, TEMPLATE, {"paper": build(slug, this_installation())})


@login_not_required
@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Returns a paper as PDF."""
    if slug not in builders():
        raise Http404
    response = HttpResponse(render_pdf(slug, this_installation(), today()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="zweiklang-{slug}.pdf"'
    return response
