"""What browsers get is packed where they take it, padded, and the same once unpacked."""

import gzip
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from zweiklang.web.compression import SHORTEST, CompressionMiddleware

PAGE = "<p>Woche 12 · Maschinen gewartet</p>" * 400


def _answered(response: HttpResponseBase, accepts: str = "gzip, deflate, br") -> HttpResponseBase:
    request: HttpRequest = RequestFactory().get("/", headers={"accept-encoding": accepts})
    answered: HttpResponseBase = CompressionMiddleware(lambda _: response)(request)
    return answered


def test_a_page_is_packed_and_the_same_once_unpacked() -> None:
    answer = _answered(HttpResponse(PAGE))
    assert isinstance(answer, HttpResponse)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert len(answer.content) < len(PAGE) / 10
    assert gzip.decompress(answer.content).decode() == PAGE


def test_its_length_says_nothing_certain() -> None:
    lengths = {len(b"".join(_answered(HttpResponse(PAGE)))) for _ in range(40)}
    assert len(lengths) > 5


@pytest.mark.parametrize(
    ("response", "accepts"),
    [
        (HttpResponse(PAGE), "identity"),
        (HttpResponse("x" * (SHORTEST - 1)), "gzip"),
        (HttpResponse(PAGE, headers={"Content-Encoding": "br"}), "gzip"),
    ],
    ids=["a browser that takes none", "a few bytes", "what is packed already"],
)
def test_it_stays_as_it_is(response: HttpResponse, accepts: str) -> None:
    before = response.content
    answer = _answered(response, accepts)
    assert isinstance(answer, HttpResponse)
    assert answer.content == before
    assert answer.headers.get("Content-Encoding") != "gzip"


def test_an_etag_is_a_weak_one_afterwards() -> None:
    assert _answered(HttpResponse(PAGE, headers={"ETag": '"a"'})).headers["ETag"] == 'W/"a"'


def test_what_is_streamed_is_packed_on_its_way() -> None:
    def parts() -> Iterator[bytes]:
        yield from (PAGE.encode() for _ in range(3))

    answer = _answered(StreamingHttpResponse(parts()))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer)).decode() == PAGE * 3
