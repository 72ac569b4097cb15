"""Secret addresses under which a person's calendar can be subscribed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, Several, WithAccount
from zweiklang.rooms.public import OwnRows


class CalendarFeed(Row):
    """A calendar feed (Kalender-Abo) of a person. The address is nowhere stored, only its digest; names and subjects must be switched on."""

    privacy = PrivacyNote(
        whose="alle, die ihren Kalender abonnieren",
        purpose="Termine im eigenen Kalenderprogramm zeigen",
        legal_basis="Art. 6 Abs. 1 lit. a DSGVO: auf eigenen Wunsch",
        retention=Several(
            After(("revoked_at",), "dem Abschalten", days=30),
            WithAccount(),
        ),
        erasure="die Zeile wird gelöscht, die Adresse antwortet nicht mehr",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    label = models.CharField("Bezeichnung", max_length=60, blank=True)
    with_subjects = models.BooleanField("mit Fächern", default=False)
    with_names = models.BooleanField("mit Namen", default=False)
    made_at = models.DateTimeField("eingerichtet", db_default=Now())
    fetched_on = models.DateField("zuletzt abgerufen", null=True, blank=True)
    revoked_at = models.DateTimeField("abgeschaltet", null=True, blank=True)

    class Meta:
        verbose_name = "Kalender-Abo"
        verbose_name_plural = "Kalender-Abos"

    def __str__(self) -> str:
        return self.label or str(self.pk)
