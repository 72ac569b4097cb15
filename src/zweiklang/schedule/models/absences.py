"""Absences, what somebody said about the reason of one, what a firm states, and who said beforehand that they will be away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, After, Several
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, since_rules_opened, tracked
from zweiklang.schedule.guards import one_truth_a_day, signed_by
from zweiklang.schedule.models.sources import Source

PERSON = settings.AUTH_USER_MODEL
LONGEST_DAY = 600
LONGEST_REASON = 500
LAST_PERIOD = 15


def _said_now(column: str) -> str:
    """Returns the SQL condition "this is the database's own time of writing": who says something, does not say when it was said."""
    return f"{column} BETWEEN now() AND clock_timestamp()"


@tracked(read=Scope.ABSENCES, by=(Scope.ABSENCES_WRITE,), dated_by="day")
class Absence(RoomRow):
    """An apprentice was not at school on a day, or not all the time: since when the teacher knows, and what was decided about it.

    Lies in the apprenticeship's room. `minutes` is null for a whole day or a whole lesson; `period` is the lesson (1 is the first of the
    day), null where the entry is about the day. There is no column for a reason, so none can leave with the row.
    """

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Schulbesuch nachweisen; Zeiten der Freistellung klären",
        legal_basis="§ 69 Abs. 4, § 83 Abs. 1 HSchG; § 15 BBiG",
        retention=After(("day",), "dem Tag", school_years=2),
        erasure="die Zeile wird mit ihrem Verlauf gelöscht",
    )
    security = RoomSecurity(
        read=Scope.ABSENCES,
        dated_by="day",
        insert=(Scope.ABSENCES_WRITE,),
        and_insert="recorded_by_id = my_person() AND (decided_by_id IS NULL OR decided_by_id = my_person())",
        update=(Scope.ABSENCES_WRITE,),
        columns=(
            "kind",
            "period",
            "minutes",
            "state",
            "recorded_by_id",
            "recorded_at",
            "decided_by_id",
            "decided_at",
            "source",
        ),
        delete=(Scope.ABSENCES_WRITE,),
    )

    class Kind(models.TextChoices):
        """What was missed."""

        ABSENT = "absent", "gefehlt"
        LATE = "late", "verspätet"
        LEFT_EARLY = "left_early", "früher gegangen"

    class State(models.TextChoices):
        """What the school decided."""

        OPEN = "open", "noch offen"
        EXCUSED = "excused", "entschuldigt"
        UNEXCUSED = "unexcused", "unentschuldigt"

    # Without an index of its own: the unique one begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField("Tag")
    period = models.PositiveSmallIntegerField("Stunde", null=True, blank=True)
    kind = models.CharField("Was", max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField("Minuten", null=True, blank=True)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.OPEN)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField("eingetragen", db_default=Now())
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("entschieden", null=True, blank=True)
    source = models.CharField("Quelle", max_length=8, choices=Source, default=Source.HAND)

    class Meta:
        verbose_name = "Fehlzeit"
        verbose_name_plural = "Fehlzeiten"
        constraints = (
            models.UniqueConstraint(
                fields=["room", "day", "kind", "period"], name="absence_once_a_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=True) | Q(period__lte=LAST_PERIOD), name="absence_period_of_a_day"
            ),
            models.UniqueConstraint(fields=["id", "room", "day"], name="absence_room_day_unique"),
            models.CheckConstraint(
                condition=Q(kind="absent") | Q(minutes__isnull=False), name="absence_of_a_part_has_minutes"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=LONGEST_DAY),
                name="absence_minutes_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="absence_decided_by_somebody",
            ),
        )
        triggers = (
            signed_by("recorded_by_id", "kind", "period", "minutes"),
            signed_by("decided_by_id", "state", unless="NEW.state = 'open'"),
            one_truth_a_day(),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class AbsenceReason(RoomRow):
    """What the apprentice or a guardian said about the reason of an absence, freely and for the class teacher only.

    A table of its own, with a scope that no capacity of a firm can carry. It keeps no history: what was taken back is gone.
    """

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Der Klassenleitung freiwillig sagen, warum jemand gefehlt hat",
        legal_basis="Art. 6 Abs. 1 lit. a, Art. 9 Abs. 2 lit. a DSGVO: freiwillig",
        retention=Several(After(("day",), "dem Tag", school_years=1), WITH_ROOM),
        erasure="die Zeile wird gelöscht, auch jederzeit durch die Auszubildenden selbst",
    )
    security = RoomSecurity(
        read=Scope.ABSENCE_REASONS,
        dated_by="day",
        insert=(Scope.ABSENCE_REASONS_WRITE,),
        and_insert="told_by_id = my_person()",
        update=(Scope.ABSENCE_REASONS_WRITE,),
        columns=("text", "told_by_id", "told_at"),
        delete=(Scope.ABSENCE_REASONS_WRITE,),
    )

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    # The room and the day are the absence's own: held by a foreign key of three columns (migration 0002).
    absence = models.OneToOneField(Absence, on_delete=models.CASCADE, related_name="reason")
    day = models.DateField("Tag")
    text = models.CharField("Grund", max_length=LONGEST_REASON)
    told_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "Grund einer Fehlzeit"
        verbose_name_plural = "Gründe von Fehlzeiten"
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="absence_reason_says_something"),)
        triggers = (signed_by("told_by_id", "text"),)

    def __str__(self) -> str:
        return f"{self.day}"


class FirmStatement(RoomRow):
    """The firm says about a day of absence that it knows, or that it has the sick note. Said once; nobody changes it."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Der Schule sagen, dass der Betrieb von der Fehlzeit weiß",
        legal_basis="§ 69 Abs. 4, § 83 Abs. 1 HSchG; § 15 BBiG",
        retention=After(("day",), "dem Tag", school_years=2),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.ABSENCES,
        dated_by="day",
        insert=(Scope.ABSENCES_STATE,),
        and_insert=f"stated_by_id = my_person() AND {_said_now('stated_at')} AND {since_rules_opened(Scope.ABSENCES, day='day')}",
    )

    class Says(models.TextChoices):
        """What the firm says."""

        KNOWN = "known", "dem Betrieb bekannt"
        SICK_NOTE = "sick_note", "Krankmeldung liegt dem Betrieb vor"

    # Without an index of its own: the unique one begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField("Tag")
    says = models.CharField("Angabe des Betriebs", max_length=9, choices=Says)
    stated_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField("angegeben", db_default=Now())

    class Meta:
        verbose_name = "Angabe des Betriebs"
        verbose_name_plural = "Angaben der Betriebe"
        constraints = (models.UniqueConstraint(fields=["room", "day"], name="firm_statement_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.get_says_display()}"


class AbsenceNotice(RoomRow):
    """The apprentice (or a guardian) says once that she is or was away on these days (Abmeldung). Why is asked nowhere."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Schule und, wo freigegeben, Betrieb wissen, wer fehlt",
        legal_basis="§ 69 Abs. 4, § 83 Abs. 1 HSchG",
        retention=After(("last_day",), "dem letzten Tag", school_years=2),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.ABSENCES,
        dated_by="first_day",
        insert=(Scope.ABSENCES_REPORT,),
        and_insert=f"reported_by_id = my_person() AND {_said_now('reported_at')} AND withdrawn_at IS NULL",
        update=(Scope.ABSENCES_REPORT,),
        columns=("withdrawn_at",),
    )

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("gemeldet", db_default=Now())
    withdrawn_at = models.DateTimeField("zurückgenommen", null=True, blank=True)

    class Meta:
        verbose_name = "Abmeldung"
        verbose_name_plural = "Abmeldungen"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="absence_notice_days_in_order"
            ),
        )
        indexes = (models.Index(fields=["room", "first_day"], name="absence_notice_room_day"),)

    def __str__(self) -> str:
        return f"{self.first_day} {self.last_day}"
