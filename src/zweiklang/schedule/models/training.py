"""Days of one apprenticeship: inter-company courses, and what apprentice and firm say about a day on which school is cancelled."""

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, After
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms

PERSON = settings.AUTH_USER_MODEL
WRITERS = (Scope.SCHEDULE_DECIDE,)


class Course(RoomRow):
    """An inter-company course (ÜLU) of this apprentice, from a first to a last day; times are those of each day."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Alle wissen, wann ein Lehrgang ist",
        legal_basis="§ 5 Abs. 2 Nr. 6, § 15 BBiG",
        retention=WITH_ROOM,
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.SCHEDULE, insert=WRITERS, update=WRITERS, delete=WRITERS)

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    starts = models.TimeField("Beginn", null=True, blank=True)
    ends = models.TimeField("Ende", null=True, blank=True)
    title = models.CharField("Lehrgang", max_length=150)
    place = models.CharField("Wo", max_length=150, blank=True)

    class Meta:
        verbose_name = "Überbetrieblicher Kurs"
        verbose_name_plural = "Überbetriebliche Kurse"
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="course_days_in_order"),
        )
        indexes = (models.Index(fields=["room", "first_day"], name="course_room"),)

    def __str__(self) -> str:
        return f"{self.first_day} {self.title}"


class DayAnswer(RoomRow):
    """What apprentice or firm say about a day on which school is cancelled: she comes to the firm, or not. Append only; the last one holds."""

    privacy = PrivacyNote(
        whose="Auszubildende und Ausbildende",
        purpose="Sich über einen Tag mit ausgefallenem Unterricht verständigen",
        legal_basis="§ 15 BBiG; § 9 JArbSchG",
        retention=After(("day",), "dem Tag", months=12),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.SCHEDULE,
        insert=(Scope.SCHEDULE_ANSWER, Scope.SCHEDULE_DECIDE),
        and_insert=(
            "by_id = my_person() AND at = now() AND CASE side"
            f" WHEN 'apprentice' THEN {in_my_rooms(Scope.SCHEDULE_ANSWER)}"
            f" WHEN 'firm' THEN {in_my_rooms(Scope.SCHEDULE_DECIDE)}"
            " ELSE false END"
        ),
    )

    class Side(models.TextChoices):
        """For whom it is said."""

        APPRENTICE = "apprentice", "Auszubildende"
        FIRM = "firm", "Betrieb"

    class Says(models.TextChoices):
        """What is said."""

        COMES = "comes", "kommt in den Betrieb"
        STAYS = "stays", "kommt nicht in den Betrieb"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField("Tag")
    side = models.CharField(max_length=10, choices=Side)
    says = models.CharField("Antwort", max_length=5, choices=Says)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("gesagt", db_default=TransactionNow())

    class Meta:
        verbose_name = "Antwort zu einem Tag"
        verbose_name_plural = "Antworten zu Tagen"
        indexes = (models.Index(fields=["room", "day", "at"], name="day_answer_room_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.side} {self.says}"
