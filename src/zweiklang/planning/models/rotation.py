"""Runs of the planner: the run belongs to the person who started it, what it proposes lies in each apprentice's room."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.curricula.public import Position
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithRow
from zweiklang.organisations.public import Department, Organisation
from zweiklang.rooms.public import OwnRows, RoomRow, RoomSecurity, Scope, in_my_rooms


class RotationRun(Row):
    """The planner was asked for a rotation of these apprenticeships (`rooms`). Holds numbers only, no names.

    `options`: weights, seconds, what is locked. `progress`: the latest state of the search. `outcome`: terms, bound, wishes that failed.
    `base`: the revision of each plan it started from, so that a plan changed since is not overwritten.
    """

    privacy = PrivacyNote(
        whose="wer den Planer gestartet hat",
        purpose="Einen Vorschlag rechnen, zeigen und übernehmen",
        legal_basis="§ 14 Abs. 1 Nr. 1 BBiG",
        retention=After(("made_at",), "dem Start", days=30),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("started_by_id",))

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", "wartet"
        RUNNING = "running", "rechnet"
        DONE = "done", "fertig"
        FAILED = "failed", "abgebrochen"
        APPLIED = "applied", "übernommen"

    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    firm = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    rooms = ArrayField(models.UUIDField())
    options = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    state = models.CharField("Stand", max_length=7, choices=State, default=State.QUEUED)
    progress = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    failure = models.CharField("Fehler", max_length=300, blank=True)
    stop_asked = models.BooleanField("anhalten", default=False)
    made_at = models.DateTimeField("gestartet", db_default=Now())
    ended_at = models.DateTimeField("beendet", null=True, blank=True)
    applied_at = models.DateTimeField("übernommen", null=True, blank=True)

    class Meta:
        verbose_name = "Lauf des Planers"
        verbose_name_plural = "Läufe des Planers"
        indexes = (models.Index(fields=["started_by", "-made_at"], name="rotation_run_newest"),)

    def __str__(self) -> str:
        return f"{self.state} {self.made_at}"


class RotationMove(RoomRow):
    """The planner proposes: this position in these weeks in this department. Seen by those who may change the plan."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Einen Vorschlag zeigen, bevor er übernommen wird",
        legal_basis="§ 14 Abs. 1 Nr. 1 BBiG",
        retention=WithRow(("run",), "der Lauf des Planers"),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.PLAN, and_read=in_my_rooms(Scope.PLAN_WRITE))

    run = models.ForeignKey(RotationRun, on_delete=models.CASCADE, related_name="moves")
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    first_week = models.DateField("erste Woche")
    last_week = models.DateField("letzte Woche")
    taken = models.BooleanField("übernommen", default=False)

    class Meta:
        verbose_name = "Vorschlag des Planers"
        verbose_name_plural = "Vorschläge des Planers"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")), name="rotation_move_weeks_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.position_id} {self.first_week}"
