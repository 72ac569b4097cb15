"""What changed in the calendar, and who has been told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After
from zweiklang.rooms.public import OwnRows, Room, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL
LONGEST_CHANGE = 300


class ScheduleChange(RoomRow):
    """Something in the calendar of a class or an apprenticeship became different: old and new in words. Append only, written by `announce`.

    Changes with the same `batch` came from one act (an import, a storm day). `old` is empty for what is new, `new` for what is gone.
    """

    privacy = PrivacyNote(
        whose="Auszubildende und Lehrkräfte mittelbar (Änderungen ihrer Zeiten)",
        purpose="Änderungen mit altem und neuem Stand mitteilen",
        legal_basis="§ 2 Abs. 2, § 15 BBiG; § 83 Abs. 1 HSchG",
        retention=After(("made_at",), "der Änderung", months=6),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    class What(models.TextChoices):
        """What kind of change."""

        CANCELLED = "cancelled", "entfällt"
        CHANGED = "changed", "geändert"
        ADDED = "added", "neu"
        REMOVED = "removed", "gestrichen"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    batch = models.UUIDField()
    made_at = models.DateTimeField("geändert", db_default=Now())
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    what = models.CharField("Was", max_length=9, choices=What)
    old = models.CharField("vorher", max_length=LONGEST_CHANGE, blank=True)
    new = models.CharField("jetzt", max_length=LONGEST_CHANGE, blank=True)

    class Meta:
        verbose_name = "Änderung im Kalender"
        verbose_name_plural = "Änderungen im Kalender"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="schedule_change_days_in_order"
            ),
        )
        indexes = (
            models.Index(fields=["room", "-made_at"], name="schedule_change_newest"),
            models.Index(fields=["batch"], name="schedule_change_batch"),
        )

    def __str__(self) -> str:
        return f"{self.first_day} {self.new or self.old}"


class ScheduleNotice(Row):
    """Somebody was told that the calendar of a room changed. What changed is read from the room, with the rights of the day of reading."""

    privacy = PrivacyNote(
        whose="alle, deren Kalender sich ändert",
        purpose="Änderungen mitteilen, jede einmal",
        legal_basis="§ 2 Abs. 2, § 15 BBiG; § 83 Abs. 1 HSchG",
        retention=After(("made_at",), "der Änderung", days=30),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    batch = models.UUIDField()
    made_at = models.DateTimeField("mitgeteilt", db_default=Now())

    class Meta:
        verbose_name = "Mitteilung zum Kalender"
        verbose_name_plural = "Mitteilungen zum Kalender"
        constraints = (
            models.UniqueConstraint(fields=["batch", "person", "room"], name="schedule_notice_once"),
        )
        indexes = (models.Index(fields=["person", "-made_at"], name="schedule_notice_newest"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.batch}"
