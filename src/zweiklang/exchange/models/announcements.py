"""Announcements to many: one text, one row for each recipient, which nobody else reads."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import ListedRows, OwnRows, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 2 Abs. 2 BBiG; § 83 HSchG"


class Announcement(Row):
    """A school, chamber or the Land tells an audience something. Read by its recipients, its author, and the office it is sent for.

    `audience` says whom: {"kind": "class_firms", "ids": […], …}, resolved when it is sent; `audience_label` in words.
    """

    privacy = PrivacyNote(
        whose="wer schreibt",
        purpose="Vielen dasselbe mitteilen",
        legal_basis=BASIS,
        retention=After(("made_at",), "dem Verfassen", months=24),
        erasure="die Mitteilung bleibt, ohne den Namen",
    )
    listed_rows: ClassVar[ListedRows] = ListedRows("my_announcements")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Entwurf"
        SCHEDULED = "scheduled", "geplant"
        SENDING = "sending", "wird verteilt"
        SENT = "sent", "gesendet"
        WITHDRAWN = "withdrawn", "zurückgezogen"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("Betreff", max_length=120, blank=True)
    text = models.TextField("Text", blank=True)
    audience = models.JSONField(default=dict)
    audience_label = models.CharField("An", max_length=300, blank=True)
    needs_receipt = models.BooleanField("Empfang bestätigen lassen", default=False)
    may_answer = models.BooleanField("Antworten erlauben", default=True)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    send_at = models.DateTimeField("senden am", null=True, blank=True)
    sent_at = models.DateTimeField("gesendet", null=True, blank=True)
    withdrawn_at = models.DateTimeField("zurückgezogen", null=True, blank=True)
    reminded_at = models.DateTimeField("erinnert", null=True, blank=True)
    made_at = models.DateTimeField("angelegt", db_default=Now())

    class Meta:
        verbose_name = "Mitteilung"
        verbose_name_plural = "Mitteilungen"
        indexes = (
            models.Index(fields=["organisation", "-made_at"], name="announcement_organisation"),
            models.Index(fields=["send_at"], condition=Q(state="scheduled"), name="announcement_scheduled"),
        )

    def __str__(self) -> str:
        return self.title


class Delivery(Row):
    """An announcement reached a person; `organisation` is the firm or school as whose member. Nobody but that person reads the row."""

    privacy = PrivacyNote(
        whose="wer die Mitteilung bekommt",
        purpose="Die Mitteilung zeigen; Empfang bestätigen, wo es nötig ist",
        legal_basis=BASIS,
        retention=WithRow(("announcement",), "die Mitteilung"),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    # Without indexes of their own: those below begin with them.
    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    delivered_at = models.DateTimeField("zugestellt", db_default=Now())
    confirmed_at = models.DateTimeField("Empfang bestätigt", null=True, blank=True)

    class Meta:
        verbose_name = "Zustellung einer Mitteilung"
        verbose_name_plural = "Zustellungen von Mitteilungen"
        constraints = (models.UniqueConstraint(fields=["announcement", "person"], name="delivery_once"),)
        indexes = (models.Index(fields=["person", "-delivered_at"], name="delivery_newest"),)

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.person_id}"


class AnnouncementLetter(RoomRow):
    """A firm that nobody reaches by mail gets the announcement as a letter; lies in the sender's team room."""

    privacy = PrivacyNote(
        whose="Betriebe ohne Konto oder E-Mail-Adresse",
        purpose="Die Mitteilung als Brief schicken",
        legal_basis=BASIS,
        retention=WithRow(("announcement",), "die Mitteilung"),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="letters")
    firm = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    printed_at = models.DateTimeField("gedruckt", null=True, blank=True)

    class Meta:
        verbose_name = "Brief zu einer Mitteilung"
        verbose_name_plural = "Briefe zu Mitteilungen"
        constraints = (
            models.UniqueConstraint(fields=["announcement", "firm"], name="announcement_letter_once"),
        )

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.firm_id}"
