"""Absences, what somebody said about the reason of one, and what lessons were about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, After, Several
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, tracked
from zweiklang.schedule.guards import signed_by

PERSON = settings.AUTH_USER_MODEL
LONGEST_DAY = 600
LONGEST_REASON = 500
LONGEST_TOPIC = {"topic": 300, "subject": 100, "learning_field": 10}


@tracked(read=Scope.ABSENCES, by=(Scope.ABSENCES_WRITE,), dated_by="day")
class Absence(RoomRow):
    """An apprentice was not at school on a day, or not all the time: since when the teacher knows, and what was decided about it.

    Lies in the apprenticeship's room. `minutes` is null for a whole day. There is no column for a reason, so none can leave with the row.
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
        columns=("kind", "minutes", "state", "recorded_by_id", "recorded_at", "decided_by_id", "decided_at"),
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
    kind = models.CharField("Was", max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField("Minuten", null=True, blank=True)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.OPEN)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField("eingetragen", db_default=Now())
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("entschieden", null=True, blank=True)

    class Meta:
        verbose_name = "Fehlzeit"
        verbose_name_plural = "Fehlzeiten"
        constraints = (
            models.UniqueConstraint(fields=["room", "day", "kind"], name="absence_once_a_day"),
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
            signed_by("recorded_by_id", "kind", "minutes"),
            signed_by("decided_by_id", "state", unless="NEW.state = 'open'"),
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


class LessonTopic(RoomRow):
    """What a class did on a day in a subject or learning field (Lernfeld). Lies in the class's room.

    `released_on` is set where teachers release topics one by one; a rule that opens all of them does not ask for it.
    """

    privacy = PrivacyNote(
        whose="Lehrkräfte, die den Eintrag schreiben",
        purpose="Unterricht und Ausbildung im Betrieb abstimmen",
        legal_basis="§ 83 Abs. 1 HSchG; § 2 Abs. 2 BBiG (Lernortkooperation)",
        retention=WITH_ROOM,
        erasure="mit dem Raum der Klasse",
    )
    security = RoomSecurity(
        read=Scope.LESSONS,
        dated_by="day",
        released="released_on IS NOT NULL",
        insert=(Scope.LESSONS_WRITE,),
        and_insert="written_by_id = my_person()",
        update=(Scope.LESSONS_WRITE,),
        columns=("subject", "learning_field", "topic", "released_on", "written_by_id", "written_at"),
        delete=(Scope.LESSONS_WRITE,),
    )

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField("Tag")
    subject = models.CharField("Fach", max_length=100, blank=True)
    learning_field = models.CharField(
        "Lernfeld", max_length=10, blank=True, help_text="Die Nummer, zum Beispiel 6"
    )
    topic = models.CharField("Thema", max_length=300)
    released_on = models.DateField("freigegeben am", null=True, blank=True)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "Unterrichtsthema"
        verbose_name_plural = "Unterrichtsthemen"
        constraints = (models.CheckConstraint(condition=~Q(topic=""), name="lesson_topic_says_something"),)
        indexes = (models.Index(fields=["room", "day"], name="lesson_topic_room_day"),)
        triggers = (signed_by("written_by_id", "subject", "learning_field", "topic"),)

    def __str__(self) -> str:
        return f"{self.day} {self.topic}"
