"""What holds for a whole school: free days, times of lessons, days on which it is closed, rules about absences. About no person."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.kernel.ids import new_id
from zweiklang.kernel.models import NO_PERSONAL_DATA, Row
from zweiklang.organisations.public import Organisation
from zweiklang.schedule.models.absences import LAST_PERIOD


class FreeDay(Row):
    """A school is free beside the holidays of the Land: a flexible holiday (beweglicher Ferientag), a day of its teachers' conference."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Kind(models.TextChoices):
        """Why the school is free."""

        FLEXIBLE = "flexible", "beweglicher Ferientag"
        CONFERENCE = "conference", "pädagogischer Tag"
        OTHER = "other", "unterrichtsfrei"

    school = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="free_days", db_index=False
    )
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    kind = models.CharField("Art", max_length=10, choices=Kind, default=Kind.FLEXIBLE)
    name = models.CharField("Bezeichnung", max_length=100, blank=True)
    source_key = models.CharField(max_length=250, blank=True, help_text="Kennung in der Datei oder im Abo")

    class Meta:
        verbose_name = "Freier Tag der Schule"
        verbose_name_plural = "Freie Tage der Schule"
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="free_day_days_in_order"),
        )
        indexes = (models.Index(fields=["school", "first_day"], name="free_day_school"),)

    def __str__(self) -> str:
        return f"{self.first_day} {self.name or self.get_kind_display()}"


class LessonTime(Row):
    """From when to when a school's nth lesson lasts (Stundenraster)."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    school = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="lesson_times", db_index=False
    )
    period = models.PositiveSmallIntegerField("Stunde")
    starts = models.TimeField("Beginn")
    ends = models.TimeField("Ende")

    class Meta:
        verbose_name = "Unterrichtszeit"
        verbose_name_plural = "Unterrichtszeiten"
        constraints = (
            models.UniqueConstraint(fields=["school", "period"], name="lesson_time_unique"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="lesson_time_in_order"),
            models.CheckConstraint(condition=Q(period__lte=LAST_PERIOD), name="lesson_time_period_of_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.period}: {self.starts}-{self.ends}"


class AbsenceRule(Row):
    """Within how many days a school wants an absence explained, and from which day on it wants a sick note."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    school = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="absence_rule")
    excuse_within_days = models.PositiveSmallIntegerField(
        "entschuldigen innerhalb von Tagen", null=True, blank=True
    )
    note_from_day = models.PositiveSmallIntegerField(
        "Bescheinigung ab dem wievielten Fehltag", null=True, blank=True
    )
    note = models.CharField("Hinweis der Schule", max_length=300, blank=True)

    class Meta:
        verbose_name = "Regel zu Fehlzeiten"
        verbose_name_plural = "Regeln zu Fehlzeiten"

    def __str__(self) -> str:
        return f"{self.school}"


class Closure(Row):
    """A school is closed on these days though the plan says otherwise: storm, heating. One act may close many schools (`action`)."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Kind(models.TextChoices):
        """Why."""

        STORM = "storm", "Unwetter"
        BUILDING = "building", "Schulgebäude nicht nutzbar"
        OTHER = "other", "Schule geschlossen"

    school = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="closures", db_index=False
    )
    action = models.UUIDField(default=new_id)
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    from_period = models.PositiveSmallIntegerField(
        "ab der Stunde", null=True, blank=True, help_text="leer: der ganze Tag"
    )
    kind = models.CharField("Art", max_length=8, choices=Kind, default=Kind.STORM)
    text = models.CharField("Hinweis", max_length=200, blank=True)
    declared_as = models.CharField(max_length=200, help_text="In welcher Aufgabe, ohne Namen")
    declared_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField("zurückgenommen", null=True, blank=True)

    class Meta:
        verbose_name = "Schulschließung"
        verbose_name_plural = "Schulschließungen"
        constraints = (
            models.UniqueConstraint(fields=["school", "action"], name="closure_once_an_action"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closure_days_in_order"),
        )
        indexes = (
            models.Index(fields=["school", "first_day"], name="closure_school"),
            models.Index(fields=["action"], name="closure_action"),
        )

    def __str__(self) -> str:
        return f"{self.first_day} {self.get_kind_display()}"
