"""Weeks, lines, comments, and the acts on a week."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import After, Retention, WithRow
from zweiklang.records.guards import (
    ACT_FITS,
    LOCKED_WEEK,
    MARKS_HOLD,
    REFUSED_BY_WRITER,
    STATE_HAS_ACT,
    STATE_PATHS,
    TOPIC_IS_THE_SCHOOLS,
)
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms, tracked

LONGEST_ORIGIN = 60
LONGEST_WORDING = 430
RECORD_BASIS = "§ 13 Satz 2 Nr. 7, § 14 Abs. 2, § 43 Abs. 1 Nr. 2 BBiG"
FULL_RECORD = in_my_rooms(Scope.RECORDS)


KEPT = After(("contract__last_day",), "dem letzten Tag des Vertrags", months=12, wish="contract")
WITH_WEEK = WithRow(("week",), "die Woche")


def _note(whose: str, purpose: str, retention: Retention = WITH_WEEK) -> PrivacyNote:
    return PrivacyNote(
        whose=whose,
        purpose=purpose,
        legal_basis=RECORD_BASIS,
        retention=retention,
        erasure="mit dem Raum, oder auf Antrag der Auszubildenden nach der Prüfung",
    )


@tracked(read=Scope.SCHOOL_RECORDS, by=(Scope.RECORDS_WRITE, Scope.RECORDS_SIGN, Scope.RECORDS_UNLOCK))
class Week(RoomRow):
    """One week of a training record. A week nobody has begun has no row.

    `refused` marks proposals (`records.filling`) that the apprentice did not want, so that nobody proposes them again; which, says no mark.
    """

    privacy = _note("Auszubildende", "Stand des Nachweises einer Woche", KEPT)
    security = RoomSecurity(
        read=Scope.SCHOOL_RECORDS,
        insert=(Scope.RECORDS_WRITE,),
        and_insert="state = 'draft'",
        update=(Scope.RECORDS_WRITE, Scope.RECORDS_SIGN, Scope.RECORDS_UNLOCK),
        columns=("state", "changed_at", "refused"),
    )

    class State(models.TextChoices):
        """Where the week stands."""

        DRAFT = "draft", "Entwurf"
        SUBMITTED = "submitted", "eingereicht"
        RETURNED = "returned", "zurückgegeben"
        SIGNED = "signed", "unterschrieben"

    # Without an index of its own: those below begin with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="weeks", db_index=False)
    monday = models.DateField("Montag der Woche")
    state = models.CharField("Stand", max_length=10, choices=State, default=State.DRAFT)
    changed_at = models.DateTimeField(db_default=Now())
    refused = ArrayField(
        models.CharField(max_length=LONGEST_ORIGIN),
        verbose_name="nicht gewollt",
        default=list,
        db_default=[],
        blank=True,
    )

    class Meta:
        verbose_name = "Woche"
        verbose_name_plural = "Wochen"
        constraints = (
            models.UniqueConstraint(fields=["contract", "monday"], name="week_unique"),
            models.UniqueConstraint(fields=["id", "room"], name="week_room_unique"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="week_begins_on_monday"),
        )
        indexes = (
            models.Index(fields=["room", "monday"], include=["state"], name="week_room_monday"),
            models.Index(fields=["room", "monday"], condition=Q(state="submitted"), name="week_waiting"),
        )
        triggers = (STATE_PATHS, STATE_HAS_ACT, MARKS_HOLD, REFUSED_BY_WRITER)

    def __str__(self) -> str:
        return f"{self.monday} {self.state}"


@tracked(read=Scope.SCHOOL_RECORDS, by=(Scope.RECORDS_WRITE,), and_read=f"place = 'school' OR {FULL_RECORD}")
class Line(RoomRow):
    """A line of a week: where, what, how long, and up to three plan items (ids of positions or learning fields).

    `origin` is the key of the proposal it was made of, if it was. A line about a lesson carries the school's own words beside `text`:
    `school_text` of the topic with the id `topic`, released on a day. Only what the class register says can stand there (`records.guards`).
    """

    privacy = _note("Auszubildende", "Inhalt des Ausbildungsnachweises")
    security = RoomSecurity(
        read=Scope.SCHOOL_RECORDS,
        and_read=f"place = 'school' OR {FULL_RECORD}",
        insert=(Scope.RECORDS_WRITE,),
        update=(Scope.RECORDS_WRITE,),
        delete=(Scope.RECORDS_WRITE,),
    )

    class Place(models.TextChoices):
        """Where the time was spent. Decides who certifies the line."""

        COMPANY = "company", "Betrieb"
        SCHOOL = "school", "Berufsschule"
        CENTRE = "centre", "Überbetrieblich"
        HOLIDAY = "holiday", "Feiertag"
        LEAVE = "leave", "Urlaub"
        SICK = "sick", "Krank"

    # Without an index of its own: those below begin with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="lines")
    day = models.DateField(
        "Tag", null=True, blank=True, help_text="leer: für die ganze Woche (wöchentliche Form)"
    )
    place = models.CharField("Ort", max_length=8, choices=Place, default=Place.COMPANY)
    text = models.TextField("Tätigkeit", blank=True, max_length=4000)
    minutes = models.PositiveSmallIntegerField("Minuten", null=True, blank=True)
    plan_items = ArrayField(models.UUIDField(), default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    origin = models.CharField("Herkunft", max_length=LONGEST_ORIGIN, blank=True, default="", db_default="")
    # No foreign key: the words stay when the class and its register are gone.
    topic = models.UUIDField("Unterrichtsthema", null=True, blank=True)
    school_text = models.CharField(
        "Thema laut Schule", max_length=LONGEST_WORDING, blank=True, default="", db_default=""
    )
    released_on = models.DateField("freigegeben am", null=True, blank=True)

    class Meta:
        verbose_name = "Zeile"
        verbose_name_plural = "Zeilen"
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=24 * 60 * 7), name="line_minutes_in_week"
            ),
            models.CheckConstraint(condition=Q(plan_items__len__lte=3), name="line_at_most_three_plan_items"),
            models.CheckConstraint(
                condition=Q(topic__isnull=True, school_text="", released_on__isnull=True)
                | (Q(topic__isnull=False, released_on__isnull=False, place="school") & ~Q(school_text="")),
                name="line_topic_is_whole",
            ),
            models.UniqueConstraint(
                fields=["week", "origin"], condition=~Q(origin=""), name="line_of_each_proposal_once"
            ),
        )
        indexes = (models.Index(fields=["room", "week"], name="line_room_week"),)
        triggers = (LOCKED_WEEK, TOPIC_IS_THE_SCHOOLS)

    def __str__(self) -> str:
        return f"{self.place} {self.text[:40]}"


@tracked(read=Scope.RECORDS, by=(Scope.RECORDS_COMMENT,))
class Comment(RoomRow):
    """A remark on a line (or on the whole week) by somebody who reads the record."""

    privacy = _note("Auszubildende und Ausbildende", "Rückfragen zur Woche")
    security = RoomSecurity(
        read=Scope.RECORDS, insert=(Scope.RECORDS_COMMENT,), and_insert="author_id = my_person()"
    )

    # Without an index of its own: those below begin with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="comments")
    # The database sets it null (migration 0003): the one who removes a line has no right to change a remark.
    line = models.ForeignKey(
        Line, on_delete=models.DO_NOTHING, related_name="comments", null=True, blank=True
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Anmerkung", max_length=2000)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "Anmerkung"
        verbose_name_plural = "Anmerkungen"
        indexes = (models.Index(fields=["room", "week"], name="comment_room_week"),)

    def __str__(self) -> str:
        return self.text[:40]


class RecordAct(RoomRow):
    """An act on a week, append only: who did it, in which capacity, when by the database's clock, over which content.

    `digest` is the SHA-256 of the lines the person saw (`records.content`), so that nobody signs what they did not see.
    """

    privacy = _note(
        "Auszubildende, Ausbildende, Lehrkräfte, gesetzliche Vertretung",
        "Unterschriften und Kenntnisnahmen nachweisen",
    )
    security = RoomSecurity(
        read=Scope.SCHOOL_RECORDS,
        and_read=f"act <> 'returned' OR {FULL_RECORD}",
        insert=(
            Scope.RECORDS_WRITE,
            Scope.RECORDS_SIGN,
            Scope.RECORDS_UNLOCK,
            Scope.RECORDS_NOTE_SCHOOL,
            Scope.RECORDS_NOTE_GUARDIAN,
        ),
        and_insert=(
            "person_id = my_person() AND at = now() AND CASE act"
            f" WHEN 'submitted' THEN {in_my_rooms(Scope.RECORDS_WRITE)}"
            f" WHEN 'withdrawn' THEN {in_my_rooms(Scope.RECORDS_WRITE)}"
            f" WHEN 'signed' THEN {in_my_rooms(Scope.RECORDS_SIGN)}"
            f" WHEN 'returned' THEN {in_my_rooms(Scope.RECORDS_SIGN)}"
            f" WHEN 'unlocked' THEN {in_my_rooms(Scope.RECORDS_UNLOCK)}"
            f" WHEN 'school_noted' THEN {in_my_rooms(Scope.RECORDS_NOTE_SCHOOL)}"
            f" WHEN 'guardian_noted' THEN {in_my_rooms(Scope.RECORDS_NOTE_GUARDIAN)}"
            " ELSE false END"
        ),
    )

    class Act(models.TextChoices):
        """What was done."""

        SUBMITTED = "submitted", "eingereicht"
        WITHDRAWN = "withdrawn", "zurückgeholt"
        RETURNED = "returned", "zurückgegeben"
        SIGNED = "signed", "für den Betrieb unterschrieben"
        UNLOCKED = "unlocked", "entsperrt"
        SCHOOL_NOTED = "school_noted", "Schultage zur Kenntnis genommen"
        GUARDIAN_NOTED = "guardian_noted", "zur Kenntnis genommen"

    # Without an index of its own: those below begin with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=16, choices=Act)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    reason = models.TextField("Grund", blank=True, max_length=2000)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        verbose_name = "Vorgang zu einer Woche"
        verbose_name_plural = "Vorgänge zu Wochen"
        constraints = (
            models.CheckConstraint(
                condition=~Q(act__in=["returned", "unlocked"]) | ~Q(reason=""), name="record_act_needs_reason"
            ),
            models.UniqueConstraint(
                fields=["week", "act", "person", "digest"],
                condition=Q(act__in=["school_noted", "guardian_noted"]),
                name="record_act_noted_once",
            ),
        )
        indexes = (
            models.Index(fields=["room", "week"], name="record_act_room_week"),
            models.Index(fields=["room", "at"], name="record_act_room_at"),
        )
        triggers = (ACT_FITS,)

    def __str__(self) -> str:
        return f"{self.act} {self.week_id}"
