"""The floor: what any Django application must spend. One indexed query (a dashboard: six), the same bytes from a Jinja2 template.

The views read as the owner role, so without row-level security, through the same ORM. `FLOORS` holds the templates, which the
measurement makes as long as our pages.
"""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines

from zweiklang.apprenticeships.public import Contract
from zweiklang.exchange.models import Conversation, Message, Notice
from zweiklang.records.public import Line, RecordAct, Week
from zweiklang.rooms.public import Membership

FLOORS: dict[str, object] = {}
ROW = "<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}"


def make_template(name: str, *, per_row: int = 0, frame: int = 0) -> None:
    """The floor's page has these many bytes beside its values: in each row, and around the rows."""
    source = "<!doctype html>{% for row in rows %}" + ROW + "x" * per_row + "</tr>{% endfor %}" + "y" * frame
    FLOORS[name] = engines["jinja2"].from_string(source)


def _page(request: HttpRequest, name: str, rows: object) -> HttpResponse:
    # Who is signed in costs a session and a person; `bare` handlers have no such middleware and no `user`.
    if hasattr(request, "user"):
        assert request.user.is_authenticated
    return HttpResponse(FLOORS[name].render({"rows": rows}))


@login_not_required
def weeks(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A list of records."""
    rows = Week.objects.using("owner").filter(room_id=room_id).order_by("-monday")
    return _page(request, "weeks", list(rows.values_list("monday", "state", "changed_at", "id")))


@login_not_required
def week(request: HttpRequest, room_id: UUID, week_id: UUID, name: str = "week") -> HttpResponse:
    """A form."""
    rows = Line.objects.using("owner").filter(room_id=room_id, week_id=week_id).order_by("day", "order")
    values = rows.values_list(
        "id", "id", "id", "id", "day", "day", "day", "place", "text", "text", "minutes", "minutes"
    )
    return _page(request, name, list(values))


@login_not_required
def today(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A dashboard of six queries."""
    owner = "owner"
    rows: list[tuple[object, ...]] = []
    rows += Contract.objects.using(owner).filter(room_id=room_id).values_list("id", "first_day", "last_day")
    weeks = Week.objects.using(owner).filter(room_id=room_id)
    rows += weeks.order_by("-monday").values_list("id", "monday", "state")[:5]
    rows += [("submitted", weeks.filter(state="submitted").count(), "")]
    rows += [("returned", weeks.filter(state="returned").count(), "")]
    acts = RecordAct.objects.using(owner).filter(room_id=room_id)
    rows += acts.order_by("-at").values_list("act", "at", "capacity")[:10]
    rows += (
        Membership.objects.using(owner).filter(room_id=room_id).values_list("capacity", "first_day", "reason")
    )
    return _page(request, "today", rows)


@login_not_required
def inbox(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A list of notices."""
    rows = Notice.objects.using("owner").filter(person_id=person_id, done_at=None).order_by("-made_at")
    return _page(request, "inbox", list(rows.values_list("id", "id", "about", "about", "count", "made_at")))


@login_not_required
def conversations(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A page of a list of conversations."""
    rows = Conversation.objects.using("owner").filter(about_room_id=room_id).order_by("-last_message_at")[:25]
    columns = ("room_id", "subject", "subject", "suggested_id", "opened_at", "last_message_at")
    return _page(request, "conversations", list(rows.values_list(*columns)))


@login_not_required
def conversation(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The newest messages of a conversation."""
    rows = Message.objects.using("owner").filter(room_id=room_id).order_by("-sent_at")[:50]
    return _page(request, "conversation", list(rows.values_list("id", "id", "author_id", "text", "sent_at")))


@login_not_required
def save(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """A save with its audit row (by trigger)."""
    if hasattr(request, "user"):
        assert request.user.is_authenticated
    text = request.POST["value"]
    with transaction.atomic(using="owner"):
        Line.objects.using("owner").filter(pk=line_id).update(text=text)
    return JsonResponse({"value": text})
