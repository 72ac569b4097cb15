"""The school lane: which Lernfeld a class learns in which weeks, in versions. In the class's room, written in the system role."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.curricula.public import FrameworkCurriculum, LearningField
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, WithRow
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 2 Abs. 2 BBiG; § 83 Abs. 1 HSchG"
# Whoever teaches the class sees its draft; families and firms see what is published.
_TEACHERS = in_my_rooms(Scope.LESSONS_WRITE, Scope.SCHEDULE_WRITE)


class DidacticPlan(RoomRow):
    """One version of the didactic plan (didaktische Jahresplanung) of a class: a draft, or published and then never changed.

    `lessons_per_day`: lessons of a school day that belong to Lernfelder (the rest is German, politics, sport). `revision` counts changes
    of the draft, so that two tabs do not overwrite each other.
    """

    privacy = PrivacyNote(
        whose="niemand unmittelbar; Lehrkräfte, die veröffentlichen",
        purpose="Betriebe und Auszubildende wissen, wann die Schule was unterrichtet",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE, and_read=f"(state = 'published' OR {_TEACHERS})")

    class State(models.TextChoices):
        """Who sees it."""

        DRAFT = "draft", "Entwurf"
        PUBLISHED = "published", "veröffentlicht"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    curriculum = models.ForeignKey(FrameworkCurriculum, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("Fassung")
    state = models.CharField("Stand", max_length=9, choices=State, default=State.DRAFT)
    lessons_per_day = models.PositiveSmallIntegerField("Lernfeld-Stunden je Schultag", default=6)
    revision = models.PositiveIntegerField(default=0)
    note = models.CharField("Was ist neu", max_length=300, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    made_at = models.DateTimeField("angelegt", db_default=Now())
    published_at = models.DateTimeField("veröffentlicht", null=True, blank=True)
    published_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "Didaktische Jahresplanung"
        verbose_name_plural = "Didaktische Jahresplanungen"
        constraints = (
            models.UniqueConstraint(fields=["room", "version"], name="didactic_plan_version_unique"),
            models.UniqueConstraint(
                fields=["room"], condition=Q(state="draft"), name="didactic_plan_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="didactic_plan_published_at",
            ),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.version}"


class FieldPlacement(RoomRow):
    """A Lernfeld is taught from one week to another with so many lessons of 45 minutes. `first_week`, `last_week`: Mondays, both included.

    A Lernfeld may have several placements in a plan. `state` is that of its plan.
    """

    privacy = PrivacyNote(
        whose="niemand unmittelbar",
        purpose="Betriebe und Auszubildende wissen, wann die Schule was unterrichtet",
        legal_basis=BASIS,
        retention=WithRow(("plan",), "die Jahresplanung"),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE, and_read=f"(state = 'published' OR {_TEACHERS})")

    plan = models.ForeignKey(DidacticPlan, on_delete=models.CASCADE, related_name="placements")
    state = models.CharField(max_length=9, choices=DidacticPlan.State, default=DidacticPlan.State.DRAFT)
    learning_field = models.ForeignKey(LearningField, on_delete=models.PROTECT, related_name="+")
    first_week = models.DateField("erste Woche")
    last_week = models.DateField("letzte Woche")
    hours = models.PositiveSmallIntegerField("Unterrichtsstunden")

    class Meta:
        verbose_name = "Lernfeld im Plan"
        verbose_name_plural = "Lernfelder im Plan"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")), name="field_placement_weeks_in_order"
            ),
            models.CheckConstraint(
                condition=Q(first_week__iso_week_day=1, last_week__iso_week_day=1),
                name="field_placement_mondays",
            ),
        )

    def __str__(self) -> str:
        return f"{self.learning_field_id} {self.first_week}"
