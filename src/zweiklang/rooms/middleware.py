"""Each view runs in one transaction that knows the person, and what it showed of others is noted for them."""

from collections.abc import Callable
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from zweiklang.kernel.acting import as_person
from zweiklang.rooms.looks import noting_looks, write_looks


class PersonMiddleware:
    """Runs the view inside `as_person`. Must be the last middleware; an exception in the view rolls back what it wrote."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Django asks process_exception only about views it calls itself. Here we call the view, so allauth's wish to ask
        # for the password again would become a 500.
        self.answer_wish = AccountMiddleware(get_response).process_exception

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answers with the view's response; nobody signed in means nobody in the database. Views say `without_person` to opt out."""
        if getattr(view, "without_person", False):
            return None
        try:
            with (
                as_person(
                    request.user.pk if request.user.is_authenticated else None,
                    seconds=settings.STATEMENT_SECONDS,
                ),
                noting_looks() as looks,
            ):
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                # Whoever is led on has seen nothing yet. A form with a hint (422) shows the page around it.
                if request.user.is_authenticated and not 300 <= response.status_code < 400:
                    write_looks(looks, viewer_id=request.user.pk)
        except (ImmediateHttpResponse, ReauthenticationRequired) as wish:
            answer: HttpResponse | None = self.answer_wish(request, wish)
            return answer
        if request.user.is_authenticated:
            # Shared computers in schools: after sign-out the back button shows nothing from the browser's store.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
