"""Rooms, memberships, and the base of every row that lives in a room."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithContent
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.scopes import Scope
from zweiklang.rooms.security import RoomSecurity

# How long the end of a membership can be explained.
KEPT_MONTHS = 12


class Room(Row):
    """Where everything personal lives: one training contract, one class, one organisation's own affairs, one conversation …"""

    privacy = PrivacyNote(
        whose="die Mitglieder des Raums",
        purpose="Zusammengehöriges zusammenhalten und Zugriff begrenzen",
        legal_basis="Art. 25, 32 DSGVO",
        retention=WithContent(),
        erasure="mit dem letzten Inhalt",
    )

    class Kind(models.TextChoices):
        """What the room is for."""

        APPRENTICESHIP = "apprenticeship", "Ausbildung"
        CLASS = "class", "Klasse"
        TEAM = "team", "Organisation"
        PROPOSAL = "proposal", "Gemeldeter Vertrag"
        CONVERSATION = "conversation", "Gespräch"
        COUNSELLING = "counselling", "Beratung"
        APPOINTMENT = "appointment", "Termin"

    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=200)
    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.CASCADE,
        related_name="team_room",
        null=True,
        blank=True,
        help_text="Nur beim Raum einer Organisation: was sie für sich selbst verwaltet",
    )
    concerns = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text="Um wen es geht: wer hier fremde Daten ansieht, steht in der Liste dieser Person",
    )

    security: ClassVar[RoomSecurity] = RoomSecurity(read=Scope.SCHEDULE, key="id")

    class Meta:
        verbose_name = "Raum"
        verbose_name_plural = "Räume"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="team", organisation__isnull=False)
                | (~Q(kind="team") & Q(organisation__isnull=True)),
                name="room_team_has_organisation",
            ),
        )

    def __str__(self) -> str:
        return self.title


class RoomRow(Row):
    """A row of a room. Subclasses set `security`; `rooms.policies` turns it into PostgreSQL's row-level security."""

    security: ClassVar[RoomSecurity]

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Membership(RoomRow):
    """A person is in a room, in a capacity, with scopes, for a readable reason, from a first to a last day.

    Written by `rooms.services.replace_memberships` only, from facts; nobody edits one.
    """

    privacy = PrivacyNote(
        whose="alle, die Zugang zu einem Raum haben",
        purpose="Zugriff begründen und erklären",
        legal_basis="Art. 5 Abs. 2, Art. 25 DSGVO",
        retention=After(fields=("last_day",), event="dem letzten Tag", months=KEPT_MONTHS),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.MEMBERS)

    class Source(models.TextChoices):
        """Which fact the membership follows from."""

        CONTRACT = "contract", "Ausbildungsvertrag"
        TRAINER_ASSIGNMENT = "trainer_assignment", "Bestellung durch den Betrieb"
        POST = "post", "Aufgabe in der Organisation"
        TEACHING_ASSIGNMENT = "teaching_assignment", "Unterrichtsauftrag"
        GUARDIANSHIP = "guardianship", "gesetzliche Vertretung"
        ENROLMENT = "enrolment", "Klassenzugehörigkeit"
        REGISTRATION = "registration", "Anmeldung des Betriebs"
        PARTICIPATION = "participation", "Teilnahme an einem Gespräch oder Termin"

    # Without indexes of their own: those below begin with them.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    capacity = models.CharField(max_length=20)
    scopes = ArrayField(models.CharField(max_length=32))
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=20, choices=Source)
    source_id = models.UUIDField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    starts = models.JSONField(
        null=True,
        blank=True,
        help_text="Je Kategorie der Tag, ab dem Daten sichtbar sind; eine Kategorie, die fehlt, ist es ohne Grenze",
    )

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="membership_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["room", "person", "capacity", "source", "source_id", "first_day"],
                name="membership_unique",
                nulls_distinct=False,
            ),
        )
        indexes = (
            models.Index(
                fields=["person"],
                include=["room", "scopes", "first_day", "last_day"],
                name="membership_person_cover",
            ),
            models.Index(
                fields=["person"], condition=Q(starts__isnull=False), name="membership_person_starts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.capacity} {self.room_id}"
