"""Consultation days (Ausbildersprechtag): a day of a school, its teachers with their slots, who is invited, and who has booked."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import ListedRows, OwnRows, Room, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 2 Abs. 2 BBiG; § 72 HSchG"
LISTED = "my_consultation_days"


class ConsultationDay(Row):
    """A school invites firms and families to talk to its teachers. Read by the school's staff, and once open by the classes invited."""

    privacy = PrivacyNote(
        whose="wer den Sprechtag angelegt hat",
        purpose="Sprechtage planen und zeigen",
        legal_basis=BASIS,
        retention=After(("day",), "dem Sprechtag", months=12),
        erasure="der Sprechtag bleibt, ohne den Namen",
    )
    listed_rows: ClassVar[ListedRows] = ListedRows(LISTED)

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "in Vorbereitung"
        OPEN = "open", "offen"
        CANCELLED = "cancelled", "abgesagt"

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField("Name", max_length=120)
    day = models.DateField("Tag")
    starts = models.TimeField("von")
    ends = models.TimeField("bis")
    slot_minutes = models.PositiveSmallIntegerField("Minuten je Gespräch", default=15)
    pause_minutes = models.PositiveSmallIntegerField("Minuten Pause dazwischen", default=0)
    place = models.CharField("Ort", max_length=200, blank=True)
    text = models.CharField("Hinweis", max_length=1000, blank=True)
    for_firms = models.BooleanField("Betriebe", default=True)
    for_families = models.BooleanField("Erziehungsberechtigte", default=False)
    for_apprentices = models.BooleanField("Auszubildende", default=False)
    bookable_until = models.DateTimeField("buchbar bis", null=True, blank=True)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("angelegt", db_default=Now())

    class Meta:
        verbose_name = "Sprechtag"
        verbose_name_plural = "Sprechtage"
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="consultation_day_in_order"),
            models.CheckConstraint(condition=Q(slot_minutes__gte=5), name="consultation_slot_minutes"),
        )
        indexes = (models.Index(fields=["school", "day"], name="consultation_day_school"),)

    def __str__(self) -> str:
        return self.title


class ConsultationHost(Row):
    """A teacher who can be booked on the day, in a room or by video."""

    privacy = PrivacyNote(
        whose="Lehrkräfte",
        purpose="Zeigen, mit wem gesprochen werden kann",
        legal_basis=BASIS,
        retention=WithRow(("day",), "der Sprechtag"),
        erasure="die Zeile wird gelöscht",
    )
    listed_rows: ClassVar[ListedRows] = ListedRows(LISTED, key="day_id")

    day = models.ForeignKey(ConsultationDay, on_delete=models.CASCADE, related_name="hosts")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    place = models.CharField("Zimmer", max_length=100, blank=True)
    video = models.BooleanField("per Video", default=False)

    class Meta:
        verbose_name = "Lehrkraft am Sprechtag"
        verbose_name_plural = "Lehrkräfte am Sprechtag"
        constraints = (models.UniqueConstraint(fields=["day", "person"], name="consultation_host_once"),)

    def __str__(self) -> str:
        return f"{self.day_id} {self.person_id}"


class ConsultationSlot(Row):
    """A time with one teacher. Others see that it is taken, not by whom."""

    privacy = PrivacyNote(
        whose="Lehrkräfte",
        purpose="Zeiten anbieten",
        legal_basis=BASIS,
        retention=WithRow(("host",), "die Lehrkraft am Sprechtag"),
        erasure="die Zeile wird gelöscht",
    )
    listed_rows: ClassVar[ListedRows] = ListedRows(LISTED, key="day_id")

    day = models.ForeignKey(ConsultationDay, on_delete=models.CASCADE, related_name="slots")
    host = models.ForeignKey(ConsultationHost, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField("von")
    ends_at = models.DateTimeField("bis")
    taken = models.BooleanField("belegt", default=False)
    blocked = models.BooleanField("gesperrt", default=False)

    class Meta:
        verbose_name = "Zeit am Sprechtag"
        verbose_name_plural = "Zeiten am Sprechtag"
        constraints = (models.UniqueConstraint(fields=["host", "starts_at"], name="consultation_slot_once"),)
        indexes = (models.Index(fields=["day", "starts_at"], name="consultation_slot_day"),)

    def __str__(self) -> str:
        return f"{self.starts_at}"


class ConsultationInvite(RoomRow):
    """A class is invited: the firms, families or apprentices of its room, as the day says."""

    privacy = PrivacyNote(
        whose="niemand unmittelbar: eine Klasse ist eingeladen",
        purpose="Sagen, für wen der Sprechtag ist",
        legal_basis=BASIS,
        retention=WithRow(("day",), "der Sprechtag"),
        erasure="nicht nötig",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    day = models.ForeignKey(ConsultationDay, on_delete=models.CASCADE, related_name="invites")

    class Meta:
        verbose_name = "Einladung einer Klasse zum Sprechtag"
        verbose_name_plural = "Einladungen von Klassen zum Sprechtag"
        constraints = (models.UniqueConstraint(fields=["day", "room"], name="consultation_invite_once"),)

    def __str__(self) -> str:
        return f"{self.day_id} {self.room_id}"


# A row may go by erasure or because it is past its time: its time is free again, whoever deletes it.
FREE_AGAIN = pgtrigger.Trigger(
    name="free_again",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    func="""
        UPDATE exchange_consultationslot SET taken = false WHERE id = OLD.slot_id AND taken
           AND NOT EXISTS (SELECT FROM exchange_booking b WHERE b.slot_id = OLD.slot_id AND b.cancelled_at IS NULL);
        RETURN NULL;
    """,
)


class Booking(Row):
    """A person has booked a slot, for one apprenticeship (`about_room`). Read by both; PostgreSQL refuses a second one."""

    privacy = PrivacyNote(
        whose="wer bucht, und die Lehrkraft",
        purpose="Gespräche am Sprechtag verabreden",
        legal_basis=BASIS,
        retention=WithRow(("slot",), "die Zeit am Sprechtag"),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id", "host_person_id"))

    slot = models.ForeignKey(ConsultationSlot, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    host_person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    about_room = models.ForeignKey(Room, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    starts_at = models.DateTimeField("von")
    topic = models.CharField("Worum es geht", max_length=200, blank=True)
    booked_at = models.DateTimeField("gebucht", db_default=Now())
    cancelled_at = models.DateTimeField("abgesagt", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    reminded_at = models.DateTimeField("erinnert", null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "Buchung am Sprechtag"
        verbose_name_plural = "Buchungen am Sprechtag"
        constraints = (
            models.UniqueConstraint(
                fields=["slot"], condition=Q(cancelled_at__isnull=True), name="booking_slot_once"
            ),
            models.UniqueConstraint(
                fields=["person", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="booking_person_one_place",
            ),
        )
        indexes = (models.Index(fields=["host_person", "starts_at"], name="booking_host"),)
        triggers = (FREE_AGAIN,)

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}"
