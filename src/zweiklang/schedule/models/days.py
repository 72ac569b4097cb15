"""When a class has school, and what: blocks and weekly days, timetable, changes of single days, events. All in the class's room."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, After
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope
from zweiklang.schedule.models.absences import LAST_PERIOD
from zweiklang.schedule.models.sources import Source

WRITERS = (Scope.SCHEDULE_WRITE,)
SECURITY = RoomSecurity(read=Scope.SCHEDULE, insert=WRITERS, update=WRITERS, delete=WRITERS)
NOBODY = "niemand unmittelbar; wer zur Klasse gehört, steht in den Mitgliedschaften"
TEACHERS = "Lehrkräfte (Kürzel)"
BASIS = "§ 83 Abs. 1 HSchG; § 2 Abs. 2, § 15 BBiG"


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name=name
    )


def _period_of_a_day(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(period__lte=LAST_PERIOD, length__gte=1, length__lte=LAST_PERIOD), name=name
    )


class SchoolPeriod(RoomRow):
    """A class has school in this time: every day (block) or on these weekdays, each week or every second one.

    `weeks` counts ISO weeks of the calendar. Holidays inside stay free.
    """

    privacy = PrivacyNote(
        whose=NOBODY,
        purpose="Betrieb, Schule und Auszubildende wissen, wann Schule ist",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="mit dem Raum der Klasse",
    )
    security = SECURITY

    class Kind(models.TextChoices):
        """How the school days lie."""

        WEEKLY = "weekly", "feste Wochentage"
        BLOCK = "block", "Block"

    class Weeks(models.TextChoices):
        """In which weeks."""

        EVERY = "every", "jede Woche"
        ODD = "odd", "ungerade Kalenderwochen"
        EVEN = "even", "gerade Kalenderwochen"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    kind = models.CharField("Art", max_length=6, choices=Kind)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="Wochentage",
        default=list,
        blank=True,
        help_text="1 ist Montag",
    )
    weeks = models.CharField("Wochen", max_length=5, choices=Weeks, default=Weeks.EVERY)
    source = models.CharField("Quelle", max_length=8, choices=Source, default=Source.HAND)
    source_key = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = "Schulzeitraum"
        verbose_name_plural = "Schulzeiträume"
        constraints = (
            _in_order("school_period_days_in_order"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7])
                & (Q(kind="block") | Q(weekdays__len__gte=1)),
                name="school_period_has_weekdays",
            ),
        )
        indexes = (models.Index(fields=["room", "first_day"], name="school_period_room"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_day}"


class Lesson(RoomRow):
    """A lesson of a class's timetable: on this weekday, from this lesson of the day on, valid from a first to a last day.

    `number` is the timetable programme's; lessons with the same number belong together. `teachers` are abbreviations (Kürzel).
    """

    privacy = PrivacyNote(
        whose=TEACHERS,
        purpose="Stundenplan zeigen, Ausfall bewerten",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="mit dem Raum der Klasse",
    )
    security = SECURITY

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField("Nummer des Unterrichts", default=0)
    weekday = models.PositiveSmallIntegerField("Wochentag", help_text="1 ist Montag")
    period = models.PositiveSmallIntegerField("Stunde")
    length = models.PositiveSmallIntegerField("Dauer in Stunden", default=1)
    subject = models.CharField("Fach", max_length=100, blank=True)
    teachers = ArrayField(
        models.CharField(max_length=20), verbose_name="Lehrkräfte", default=list, blank=True
    )
    classrooms = ArrayField(
        models.CharField(max_length=40), verbose_name="Unterrichtsräume", default=list, blank=True
    )
    first_day = models.DateField("gilt ab")
    last_day = models.DateField("gilt bis", null=True, blank=True)
    source = models.CharField("Quelle", max_length=8, choices=Source, default=Source.HAND)

    class Meta:
        verbose_name = "Unterrichtsstunde"
        verbose_name_plural = "Unterrichtsstunden"
        constraints = (
            _in_order("lesson_days_in_order"),
            _period_of_a_day("lesson_period_of_a_day"),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="lesson_weekday_of_a_week"
            ),
        )
        indexes = (models.Index(fields=["room", "weekday", "period"], name="lesson_room_weekday"),)

    def __str__(self) -> str:
        return f"{self.weekday}/{self.period} {self.subject}"


class LessonChange(RoomRow):
    """What is different on one day: lessons are cancelled, changed (values are those that hold instead), or added.

    It never says why: a teacher's illness is nobody's business here. `subject`, `teachers`, `classrooms` are empty for a cancelled one.
    """

    privacy = PrivacyNote(
        whose=TEACHERS,
        purpose="Ausfall und Vertretung zeigen, ohne Grund",
        legal_basis=BASIS,
        retention=After(("day",), "dem Tag", school_years=1),
        erasure="die Zeile wird gelöscht",
    )
    security = SECURITY

    class Kind(models.TextChoices):
        """What is different."""

        CANCELLED = "cancelled", "entfällt"
        CHANGED = "changed", "geändert"
        EXTRA = "extra", "zusätzlich"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField("Tag")
    period = models.PositiveSmallIntegerField("Stunde")
    length = models.PositiveSmallIntegerField("Dauer in Stunden", default=1)
    kind = models.CharField("Was", max_length=9, choices=Kind)
    number = models.PositiveIntegerField(
        "Nummer des Unterrichts", default=0, help_text="0: alles, was in dieser Stunde liegt"
    )
    subject = models.CharField("Fach", max_length=100, blank=True)
    teachers = ArrayField(
        models.CharField(max_length=20), verbose_name="Lehrkräfte", default=list, blank=True
    )
    classrooms = ArrayField(
        models.CharField(max_length=40), verbose_name="Unterrichtsräume", default=list, blank=True
    )
    note = models.CharField("Hinweis", max_length=120, blank=True)
    source = models.CharField("Quelle", max_length=8, choices=Source, default=Source.HAND)
    source_key = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = "Änderung einer Unterrichtsstunde"
        verbose_name_plural = "Änderungen von Unterrichtsstunden"
        constraints = (
            _period_of_a_day("lesson_change_period_of_a_day"),
            models.UniqueConstraint(
                fields=["room", "source", "source_key", "day", "period"],
                condition=~Q(source_key=""),
                name="lesson_change_once_a_source",
            ),
        )
        indexes = (models.Index(fields=["room", "day", "period"], name="lesson_change_room_day"),)

    def __str__(self) -> str:
        return f"{self.day}/{self.period} {self.get_kind_display()}"


class SchoolEvent(RoomRow):
    """Something a class has on these days: an exam, a trip; no school (`free`), or school on a day the plan does not know (`extra`)."""

    privacy = PrivacyNote(
        whose=NOBODY,
        purpose="Prüfungen, Fahrten und freie Tage der Klasse zeigen",
        legal_basis=BASIS,
        retention=After(("last_day",), "dem letzten Tag", school_years=2),
        erasure="die Zeile wird gelöscht",
    )
    security = SECURITY

    class Kind(models.TextChoices):
        """What it means for the day."""

        EXAM = "exam", "Prüfung oder Klassenarbeit"
        EVENT = "event", "Termin"
        FREE = "free", "unterrichtsfrei"
        EXTRA = "extra", "zusätzlicher Schultag"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    starts = models.TimeField("Beginn", null=True, blank=True)
    ends = models.TimeField("Ende", null=True, blank=True)
    kind = models.CharField("Art", max_length=5, choices=Kind, default=Kind.EVENT)
    title = models.CharField("Bezeichnung", max_length=150)
    source = models.CharField("Quelle", max_length=8, choices=Source, default=Source.HAND)
    source_key = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = "Termin der Klasse"
        verbose_name_plural = "Termine der Klasse"
        constraints = (_in_order("school_event_days_in_order"),)
        indexes = (models.Index(fields=["room", "first_day"], name="school_event_room"),)

    def __str__(self) -> str:
        return f"{self.first_day} {self.title}"
