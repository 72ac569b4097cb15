"""Requests in another encoding than UTF-8, session cookies no server of ours has set, and signs nobody sees do not reach the product."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import parse_header_parameters

from zweiklang.kernel.visible_text import INVISIBLE, visible
from zweiklang.web.browser_headers import DOOR

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def only_utf8(application: Application) -> Application:
    """Returns the WSGI application behind a door that answers text in another encoding with 400.

    The Content-Type decides how Django decodes text, also of the address of a GET. With `charset=unicode_escape` lone surrogates come
    in; with `charset=hex` making the request fails, before any middleware could answer.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _is_utf8(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        start_response("400 Bad Request", list(DOOR))
        return [b"Bitte Text als UTF-8 senden.\n"]

    return answer


def _is_utf8(content_type: str) -> bool:
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):  # no encoding at all: Django takes UTF-8 then
        return True


class SessionCookieMiddleware:
    """Forgets a session cookie that cannot be a key: PostgreSQL knows no NUL in a text, a quoted cookie can carry one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(settings.SESSION_COOKIE_NAME, "none").isalnum():
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)


class VisibleTextMiddleware:
    """What a form brings has no signs that nobody sees; behind the check of the token, which has read the form anyway.

    `base` stays as it is: it is compared with what is stored, and that may be older than this rule.
    """

    AS_IT_IS = frozenset({"base", "csrfmiddlewaretoken"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        """The request's POST is clean from here on."""
        if request.method != "POST":
            return
        try:
            given = request.POST
        except UnreadablePostError:  # the line broke; whoever reads on finds out
            return
        hidden = [
            name
            for name, values in given.lists()
            if name not in self.AS_IT_IS and any(INVISIBLE.search(str(value)) for value in values)
        ]
        if not hidden:
            return
        clean = given.copy()
        for name in hidden:
            clean.setlist(name, [visible(str(value)) for value in given.getlist(name)])
        clean._mutable = False
        request.POST = clean  # type: ignore[assignment]  # the stubs know no copy that is closed again
