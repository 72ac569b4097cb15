"""The company lane: the training plan of an apprentice, in the apprenticeship's room; departments and templates in the firm's team room."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.curricula.public import Occupation, Position
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM
from zweiklang.organisations.public import Department
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 11 Abs. 1 Satz 2 Nr. 1, § 14 Abs. 1 Nr. 1 BBiG"
WRITERS = (Scope.PLAN_WRITE,)
# Leave is the affair of the firm and the family, also where the firm shows its plan to the school.
_FIRM_AND_FAMILY = in_my_rooms(Scope.PLAN_WRITE, Scope.SCHEDULE_ANSWER, Scope.ABSENCES_REPORT)


class TrainingPlan(RoomRow):
    """The company training plan (betrieblicher Ausbildungsplan) of an apprentice; its entries are those of the same room.

    `chosen_sections`: electives and parts of the regulation that were chosen. `revision` counts changes, so that two tabs do not overwrite
    each other.
    """

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Die Ausbildung planmäßig, zeitlich und sachlich gegliedert durchführen",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.PLAN, insert=WRITERS, update=WRITERS, delete=WRITERS)

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="+")
    chosen_sections = ArrayField(models.UUIDField(), default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField("angelegt", db_default=Now())
    changed_at = models.DateTimeField("geändert", db_default=Now())

    class Meta:
        verbose_name = "Betrieblicher Ausbildungsplan"
        verbose_name_plural = "Betriebliche Ausbildungspläne"

    def __str__(self) -> str:
        return f"{self.room_id}"


class PlanEntry(RoomRow):
    """The apprentice learns a position from one week to another, in a department or none. Mondays, both weeks included.

    `locked`: the planner does not move it. `partner_wanted`: the firm cannot teach it itself and looks for a partner.
    """

    privacy = PrivacyNote(
        whose="Auszubildende, im Betrieb Zuständige",
        purpose="Wissen, wann wo was gelernt wird (Versetzungsplan)",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.PLAN, insert=WRITERS, update=WRITERS, delete=WRITERS)

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    first_week = models.DateField("erste Woche")
    last_week = models.DateField("letzte Woche")
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    responsible = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    locked = models.BooleanField("bleibt, wo es ist", default=False)
    partner_wanted = models.BooleanField("Partner gesucht", default=False)
    note = models.CharField("Bemerkung", max_length=300, blank=True)

    class Meta:
        verbose_name = "Abschnitt im Ausbildungsplan"
        verbose_name_plural = "Abschnitte im Ausbildungsplan"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")), name="plan_entry_weeks_in_order"
            ),
            models.CheckConstraint(
                condition=Q(first_week__iso_week_day=1, last_week__iso_week_day=1), name="plan_entry_mondays"
            ),
        )
        indexes = (models.Index(fields=["room", "first_week"], name="plan_entry_room"),)

    def __str__(self) -> str:
        return f"{self.position_id} {self.first_week}"


class PlanLeave(RoomRow):
    """The apprentice is on leave (Urlaub) from a first to a last day. Never visible to a school, also where the firm shows its plan."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Den Ausbildungsplan um den Urlaub herum legen",
        legal_basis="§ 11 Abs. 1 Satz 2 Nr. 7 BBiG; § 26 BDSG",
        retention=WITH_ROOM,
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.PLAN, insert=WRITERS, update=WRITERS, delete=WRITERS, and_read=_FIRM_AND_FAMILY
    )

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")

    class Meta:
        verbose_name = "Urlaub"
        verbose_name_plural = "Urlaube"
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_days_in_order"),
        )
        indexes = (models.Index(fields=["room", "first_day"], name="plan_leave_room"),)

    def __str__(self) -> str:
        return f"{self.first_day}"


class DepartmentProfile(RoomRow):
    """How many apprentices a department takes at once, which positions it teaches, and when it takes nobody. In the firm's team room.

    Its people are those whose post names the department. Written in the system role.
    """

    privacy = PrivacyNote(
        whose="niemand unmittelbar",
        purpose="Versetzungen planen",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    department = models.OneToOneField(Department, on_delete=models.CASCADE, related_name="+")
    capacity = models.PositiveSmallIntegerField("Plätze zugleich", default=1)
    positions = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="leer: alle, die kein anderer Ort lehrt"
    )
    closed = models.JSONField(
        default=list, blank=True, help_text="Wochen ohne Auszubildende: [[erste, letzte], …], Montage"
    )

    class Meta:
        verbose_name = "Abteilung in der Ausbildung"
        verbose_name_plural = "Abteilungen in der Ausbildung"
        constraints = (
            models.CheckConstraint(condition=Q(capacity__gte=1), name="department_profile_takes_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.department_id}"


class PlanTemplate(RoomRow):
    """A firm's template for training plans of an occupation; names nobody. Written in the system role.

    `entries`: [{"position": id, "week": weeks since the contract began, "weeks": how many, "department": id or null}, …].
    """

    privacy = PrivacyNote(
        whose="niemand unmittelbar",
        purpose="Ausbildungspläne nicht jedes Jahr neu schreiben",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Name", max_length=100)
    chosen_sections = ArrayField(models.UUIDField(), default=list, blank=True)
    entries = models.JSONField(default=list)
    made_at = models.DateTimeField("angelegt", db_default=Now())

    class Meta:
        verbose_name = "Vorlage für Ausbildungspläne"
        verbose_name_plural = "Vorlagen für Ausbildungspläne"
        constraints = (
            models.UniqueConstraint(fields=["room", "occupation", "name"], name="plan_template_name_unique"),
        )

    def __str__(self) -> str:
        return self.name
