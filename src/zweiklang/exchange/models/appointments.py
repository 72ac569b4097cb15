"""Appointments: polls, meetings and workshops, each in a room of its own; the video meeting of one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import After, WithRow
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 2 Abs. 2 BBiG; § 83 HSchG"
WRITERS = (Scope.APPOINTMENT_WRITE,)
# One's own row; all of them for whoever organises, and where the list is open.
MINE_OR_OPEN = f"person_id = (SELECT my_person()) OR open_list OR {in_my_rooms(Scope.APPOINTMENT_WRITE)}"


class Appointment(RoomRow):
    """People meet: a time that is still asked for (a poll), or fixed; `sequence` counts its changes for calendars (RFC 5545)."""

    privacy = PrivacyNote(
        whose="wer einlädt und wer eingeladen ist",
        purpose="Termine finden und verabreden",
        legal_basis=BASIS,
        retention=After(("made_at",), "dem Anlegen", months=24, with_room=True),
        erasure="der Termin bleibt, ohne den Namen",
    )
    security = RoomSecurity(read=Scope.APPOINTMENT)

    class Kind(models.TextChoices):
        """What it is."""

        MEETING = "meeting", "Besprechung"
        WORKSHOP = "workshop", "Workshop"
        OTHER = "other", "Termin"

    class State(models.TextChoices):
        """Where it stands."""

        POLLING = "polling", "Umfrage läuft"
        FIXED = "fixed", "steht fest"
        CANCELLED = "cancelled", "abgesagt"

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("Art", max_length=8, choices=Kind, default=Kind.MEETING)
    title = models.CharField("Worum es geht", max_length=120)
    text = models.CharField("Hinweis", max_length=2000, blank=True)
    place = models.CharField("Ort", max_length=200, blank=True)
    video = models.BooleanField("per Video", default=False)
    seats = models.PositiveSmallIntegerField("Plätze", null=True, blank=True)
    open_list = models.BooleanField("Eingeladene sehen einander", default=False)
    about_room = models.ForeignKey(Room, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    organiser = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("Stand", max_length=9, choices=State)
    starts_at = models.DateTimeField("von", null=True, blank=True)
    ends_at = models.DateTimeField("bis", null=True, blank=True)
    respond_until = models.DateTimeField("antworten bis", null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField("angelegt", db_default=Now())
    changed_at = models.DateTimeField("geändert", db_default=Now())
    reminded_at = models.DateTimeField("erinnert", null=True, blank=True)

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="appointment_times_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="fixed") | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="appointment_fixed_has_times",
            ),
        )

    def __str__(self) -> str:
        return self.title


class AppointmentOption(RoomRow):
    """One of the times a poll asks for."""

    privacy = PrivacyNote(
        whose="niemand unmittelbar",
        purpose="Zeiten zur Wahl stellen",
        legal_basis=BASIS,
        retention=WithRow(("room",), "der Raum des Termins"),
        erasure="nicht nötig",
    )
    security = RoomSecurity(read=Scope.APPOINTMENT)

    starts_at = models.DateTimeField("von")
    ends_at = models.DateTimeField("bis")

    class Meta:
        verbose_name = "Zeit zur Wahl"
        verbose_name_plural = "Zeiten zur Wahl"
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_option_times_in_order"
            ),
            models.UniqueConstraint(fields=["room", "starts_at", "ends_at"], name="appointment_option_once"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at}"


class OptionAnswer(RoomRow):
    """What a person says to one of the times. `open_list` is the appointment's."""

    privacy = PrivacyNote(
        whose="die Eingeladenen",
        purpose="Einen Termin finden, an dem die meisten können",
        legal_basis=BASIS,
        retention=WithRow(("option",), "die Zeit zur Wahl"),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.APPOINTMENT, and_read=MINE_OR_OPEN)

    class Says(models.TextChoices):
        """What is said."""

        YES = "yes", "passt"
        IF_NEEDED = "if_needed", "zur Not"
        NO = "no", "passt nicht"

    option = models.ForeignKey(AppointmentOption, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=9, choices=Says)
    open_list = models.BooleanField(default=False)
    at = models.DateTimeField("geantwortet", db_default=Now())

    class Meta:
        verbose_name = "Antwort auf eine Umfrage"
        verbose_name_plural = "Antworten auf Umfragen"
        constraints = (models.UniqueConstraint(fields=["option", "person"], name="option_answer_once"),)

    def __str__(self) -> str:
        return self.says


class Invitee(RoomRow):
    """A person is invited and says whether they come; the membership of the room follows from it. `open_list` is the appointment's."""

    privacy = PrivacyNote(
        whose="die Eingeladenen",
        purpose="Einladen und wissen, wer kommt",
        legal_basis=BASIS,
        retention=WithRow(("room",), "der Raum des Termins"),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.APPOINTMENT, and_read=MINE_OR_OPEN)

    class Answer(models.TextChoices):
        """What the person said."""

        NONE = "none", "noch keine Antwort"
        ACCEPTED = "accepted", "kommt"
        TENTATIVE = "tentative", "vielleicht"
        DECLINED = "declined", "kommt nicht"
        WAITING = "waiting", "auf der Warteliste"

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    described = models.CharField("als", max_length=200, blank=True)
    follows_about = models.BooleanField(default=True)
    answer = models.CharField("Antwort", max_length=9, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField("geantwortet", null=True, blank=True)
    invited_at = models.DateTimeField("eingeladen", db_default=Now())
    removed_at = models.DateTimeField("ausgeladen", null=True, blank=True)
    open_list = models.BooleanField(default=False)

    class Meta:
        verbose_name = "Einladung zu einem Termin"
        verbose_name_plural = "Einladungen zu Terminen"
        constraints = (models.UniqueConstraint(fields=["room", "person"], name="invitee_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.answer}"


class VideoMeeting(Row):
    """The video meeting of an appointment or slot (`about`), as the video system knows it; made when the first one joins."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    about = models.UUIDField(unique=True)
    meeting = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("angelegt", db_default=Now())
    ended_at = models.DateTimeField("beendet", null=True, blank=True)

    class Meta:
        verbose_name = "Videotreffen"
        verbose_name_plural = "Videotreffen"

    def __str__(self) -> str:
        return self.meeting
