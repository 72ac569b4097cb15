"""Handing out bytes: at an address that holds five minutes and for one person, in pieces, also from the middle on (RFC 9110, 14).

Everything passes through us, also out of a bucket: the rights are asked for with each request, and the headers are ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from zweiklang.exchange.files.storage import storage
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.actor import Actor

HOLDS = 300
"""Seconds for which an address leads to a file."""
_SALT = "exchange.files"
# No file has more digits; Python refuses to read thousands of them.
_SINGLE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an address says: this file (or its small picture) to this person. `expired`: it did, too long ago."""

    file_id: UUID
    small: bool
    expired: bool


class Unsatisfiable(Exception):
    """No byte of the file was asked for."""


def address_for(actor: Actor, file: StoredFile, *, small: bool = False) -> str:
    """Returns the address at which the actor, and nobody else, gets the file for the next HOLDS seconds."""
    said = [file.pk.hex, actor.person.hex, int(small)]
    return reverse("exchange:file_bytes", args=[signing.dumps(said, salt=_SALT)])


def read_ticket(actor: Actor, token: str) -> Ticket:
    """Returns what the address says; Http404 for one that we did not make, or made for somebody else."""
    expired = False
    try:
        said = signing.loads(token, salt=_SALT, max_age=HOLDS)
    except signing.SignatureExpired:
        said, expired = signing.loads(token, salt=_SALT), True
    except signing.BadSignature as problem:
        raise Http404 from problem
    file_id, person_id, small = said
    if UUID(person_id) != actor.person_id:
        raise Http404
    return Ticket(UUID(file_id), bool(small), expired)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for: the head alone, a range (header Range), and that only of the file with this tag (If-Range)."""

    head: bool = False
    part: str = ""
    same: str = ""


def answer_with(file: StoredFile, wish: Wish, *, small: bool) -> HttpResponseBase:
    """Returns the file, or the part of it that was asked for; 416 where no byte of it was. Http404 if the storage has lost it."""
    try:
        return _answer(file, wish, small=small)
    except (FileNotFoundError, IsADirectoryError) as problem:
        raise Http404 from problem


def _answer(file: StoredFile, wish: Wish, *, small: bool) -> HttpResponseBase:
    if small:
        return _headed(_streamed(storage().pieces(file.thumbnail)), file, "image/jpeg", inline=True)
    try:
        wanted = _wanted(wish, file)
    except Unsatisfiable:
        return _headed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    start, end = wanted or (0, file.size - 1)
    answer: HttpResponseBase = HttpResponse() if wish.head else _streamed(_pieces(file, start, end))
    if wanted:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    answer["Content-Length"] = str(end - start + 1)
    return _headed(answer, file, file.content_type, inline=bool(file.thumbnail))


def range_of(header: str, size: int) -> tuple[int, int] | None:
    """Returns first and last byte of the single range in the header; None where all is meant. Raises Unsatisfiable.

    Several ranges at once nobody needs: they get all of it, as the standard allows.
    """
    found = _SINGLE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        if not length:
            raise Unsatisfiable
        return size - length, size - 1
    start, end = int(found[1]), min(int(found[2] or size), size - 1)
    if found[2] and int(found[2]) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, end


def _wanted(wish: Wish, file: StoredFile) -> tuple[int, int] | None:
    if not wish.part or (wish.same and wish.same != _tag(file)):
        return None
    return range_of(wish.part, file.size)


def _tag(file: StoredFile) -> str:
    return f'"{file.digest[:32]}"'


def _pieces(file: StoredFile, start: int, end: int) -> Iterator[bytes]:
    whole = start == 0 and end == file.size - 1
    return storage().pieces(file.key) if whole else storage().pieces(file.key, start, end - start + 1)


def _streamed(pieces: Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces)


def _headed(
    answer: HttpResponseBase, file: StoredFile, content_type: str = "text/plain", *, inline: bool = False
) -> HttpResponseBase:
    """Whatever the file may be besides what we know of it, a browser runs nothing of it and guesses nothing about it."""
    answer["Content-Type"] = content_type
    answer["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = _tag(file)
    # Compressed on the way, a part of a file would not be that part.
    answer["Content-Encoding"] = "identity"
    answer["Cache-Control"] = "private, no-store"
    return answer
