"""That somebody does not consent: a question answered is not asked again."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import WITH_ROOM
from zweiklang.rooms.public import OwnRows, Room

PERSON = settings.AUTH_USER_MODEL


class ConsentRefusal(Row):
    """The person concerned (or a guardian for a minor) answered "no" to a question for consent; goes when they say yes after all.

    It changes nothing about who sees what: without a consent the category is closed anyway.
    """

    privacy = PrivacyNote(
        whose="wer nicht einwilligt, und für wen",
        purpose="Eine beantwortete Frage nicht noch einmal stellen",
        legal_basis="Art. 7 Abs. 4, Art. 25 DSGVO",
        retention=WITH_ROOM,
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("concerned_id", "refused_by_id"))

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    concerned = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    category = models.CharField("Datenkategorie", max_length=32)
    capacity = models.CharField("Wer", max_length=20)
    refused_by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    refused_at = models.DateTimeField("nicht eingewilligt am")

    class Meta:
        verbose_name = "Nicht erteilte Einwilligung"
        verbose_name_plural = "Nicht erteilte Einwilligungen"
        constraints = (
            models.UniqueConstraint(fields=["room", "category", "capacity"], name="consent_refusal_once"),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.category} {self.capacity}"
