"""Every answer tells the browser what it may not do, whatever made the answer: a view, an error, a redirect, a file.

The first middleware: an answer made by any other, also the redirect to https, passes through it. What a view says itself stays.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# No page of ours needs these; a script that got in would not get them either. Passkeys are the one thing asked for.
PERMISSIONS = ", ".join(
    [
        "accelerometer=()",
        "browsing-topics=()",
        "camera=()",
        "display-capture=()",
        "geolocation=()",
        "gyroscope=()",
        "magnetometer=()",
        "microphone=()",
        "midi=()",
        "payment=()",
        "serial=()",
        "usb=()",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": PERMISSIONS,
    # Another site can neither show our pictures nor read what its requests bring back.
    "Cross-Origin-Resource-Policy": "same-origin",
}
# An answer that says nothing of caches could be kept by one; static files say how long. What somebody with a session got, an error too, is not
# even kept by the browser; what anybody may read only has to be asked for again.
OF_SESSIONS, OF_ANYBODY = "private, no-store", "private, no-cache"
# For answers made before any middleware: refusals at the door of the application.
DOOR = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cache-Control", "no-store"),
)


class BrowserHeadersMiddleware:
    """Adds HEADERS, and how long an answer is kept, where it does not say these things itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", OF_SESSIONS if known else OF_ANYBODY)
        return response
