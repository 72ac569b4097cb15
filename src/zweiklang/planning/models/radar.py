"""The drift radar: what moved, what is about to begin, and in whose plan. In the apprenticeship's room, written in the system role."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from zweiklang.curricula.public import LearningField
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After
from zweiklang.planning.models.school import DidacticPlan
from zweiklang.rooms.public import OwnRows, Room, RoomRow, RoomSecurity, Scope


class RadarSign(RoomRow):
    """A sign of the radar: a Lernfeld begins soon or moved, and these entries of the apprentice's plan belong to it.

    `plan`: the version of the didactic plan it follows from. `was_first`, `is_first`: the Lernfeld's first week before and now; `shift`:
    weeks between them. `entries`: the rows it came from. Once for each version, Lernfeld and kind.
    """

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Rechtzeitig merken, dass Schule und Betrieb auseinanderlaufen",
        legal_basis="§ 2 Abs. 2 BBiG",
        retention=After(("made_on",), "dem Hinweis", months=12),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.PLAN, update=(Scope.PLAN_WRITE,), columns=("settled_on",))

    class Kind(models.TextChoices):
        """What it says."""

        SOON = "soon", "beginnt bald"
        MOVED = "moved", "verschoben"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=5, choices=Kind)
    plan = models.ForeignKey(DidacticPlan, on_delete=models.CASCADE, related_name="+")
    learning_field = models.ForeignKey(LearningField, on_delete=models.CASCADE, related_name="+")
    was_first = models.DateField(null=True, blank=True)
    is_first = models.DateField(null=True, blank=True)
    shift = models.SmallIntegerField(default=0)
    entries = ArrayField(models.UUIDField(), default=list)
    made_on = models.DateField("vom")
    settled_on = models.DateField("erledigt am", null=True, blank=True)

    class Meta:
        verbose_name = "Hinweis des Radars"
        verbose_name_plural = "Hinweise des Radars"
        constraints = (
            models.UniqueConstraint(
                fields=["room", "plan", "learning_field", "kind"], name="radar_sign_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.learning_field_id}"


class RadarDigest(Row):
    """A person was sent the radar's digest of a week: so that nobody gets two in a week."""

    privacy = PrivacyNote(
        whose="alle, die Hinweise bekommen",
        purpose="Höchstens eine E-Mail in der Woche",
        legal_basis="Art. 6 Abs. 1 lit. e DSGVO",
        retention=After(("week",), "der Woche", months=3),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField("Woche")

    class Meta:
        verbose_name = "Wochenmail des Radars"
        verbose_name_plural = "Wochenmails des Radars"
        constraints = (models.UniqueConstraint(fields=["person", "week"], name="radar_digest_once"),)

    def __str__(self) -> str:
        return f"{self.week}"
