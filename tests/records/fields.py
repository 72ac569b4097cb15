"""How a browser saves one field of a week."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from zweiklang.kernel.ids import new_id


class FieldSaver:
    """Saves fields of one line of one week, as autosave does."""

    def __init__(self, client: Client, *, room_id: UUID, monday: date, line_id: UUID | None = None) -> None:
        self.client, self.line_id = client, line_id or new_id()
        self.url = reverse("records:save", args=[room_id, monday])
        self.day: date | None = monday

    def name(self, field: str) -> str:
        """Returns the field's name in the form."""
        return f"line_{self.line_id}_{self.day.isoformat() if self.day else 'week'}_{field}"

    def save(self, field: str, value: str, *, base: str = "", **more: Any) -> HttpResponse:
        """Returns the server's answer to one saved field."""
        return self.client.post(self.url, {"field": self.name(field), "base": base, "value": value, **more})
