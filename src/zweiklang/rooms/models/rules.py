"""What was decided about who sees what: decisions, brakes, consents, and which school's and firm's decisions hold in a room."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import WITH_ROOM, After, Several, WhileValid
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.models.rooms import Room, RoomRow
from zweiklang.rooms.scopes import Scope
from zweiklang.rooms.security import OwnRows, RoomSecurity

PERSON = settings.AUTH_USER_MODEL


class Jurisdiction(RoomRow):
    """From this day on the decisions of this school, class and firm hold in the room; the latest that has begun counts.

    Follows from enrolments and contract, written together with the memberships; `class_room` is the room of the class.
    """

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Die Freigaberegeln der richtigen Schule und des richtigen Betriebs anwenden",
        legal_basis="Art. 25 DSGVO; § 83 HSchG",
        retention=WITH_ROOM,
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.MEMBERS)

    first_day = models.DateField(null=True, blank=True)
    school = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    class_room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    firm = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "Geltungsbereich von Regeln"
        verbose_name_plural = "Geltungsbereiche von Regeln"

    def __str__(self) -> str:
        return f"{self.room_id} {self.first_day}"


class ReleaseDecision(Row):
    """Somebody decided what a capacity sees of a category, from a day on. Append only: a later one for the same cell replaces it.

    Everybody may read decisions: rules are public, only the author's name is not shown outside of the own organisation.
    """

    privacy = PrivacyNote(
        whose="wer Freigaberegeln setzt",
        purpose="Nachweisen, wer wann welche Regel warum gesetzt hat",
        legal_basis="Art. 5 Abs. 2, Art. 24 DSGVO",
        retention=WhileValid(),
        erasure="der Name der entscheidenden Person wird entfernt, die Entscheidung bleibt",
    )
    written_by_system: ClassVar[bool] = True

    class Body(models.TextChoices):
        """On which level it was decided."""

        LAND = "land", "Land"
        SCHOOL = "school", "Schule"
        CLASS = "class", "Klasse"
        FIRM = "firm", "Betrieb"

    body = models.CharField("Ebene", max_length=6, choices=Body)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    class_room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    category = models.CharField("Datenkategorie", max_length=32)
    capacity = models.CharField("Wer", max_length=20)
    state = models.CharField("Regel", max_length=8)
    effective_on = models.DateField("gilt ab")
    reason = models.CharField("Begründung", max_length=500)
    basis = models.CharField("Rechtsgrundlage", max_length=200, blank=True)
    sentence = models.CharField("in einfachen Worten", max_length=300, blank=True)
    easy = models.CharField("in Leichter Sprache", max_length=300, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    decided_as = models.CharField(max_length=60)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = "Freigabeentscheidung"
        verbose_name_plural = "Freigabeentscheidungen"
        constraints = (
            models.CheckConstraint(
                condition=Q(body="land", organisation__isnull=True, class_room__isnull=True)
                | Q(body__in=["school", "firm"], organisation__isnull=False, class_room__isnull=True)
                | Q(body="class", organisation__isnull=False, class_room__isnull=False),
                name="release_decision_has_its_body",
            ),
        )
        indexes = (
            models.Index(
                fields=["organisation", "category", "capacity"], name="release_decision_organisation"
            ),
            models.Index(fields=["class_room"], name="release_decision_class"),
        )

    def __str__(self) -> str:
        return f"{self.body} {self.category} {self.capacity} {self.state} {self.effective_on}"


class EmergencyBrake(Row):
    """A category is closed at once for everybody but the person concerned and those who keep it, until two persons reopen it.

    `organisation` is the school, empty for the whole Land. What was open before is open again afterwards: no rule was changed.
    """

    privacy = PrivacyNote(
        whose="wer die Notbremse zieht oder löst",
        purpose="Zugriffe bei Gefahr sofort schließen und das nachweisen",
        legal_basis="Art. 32, 33 DSGVO",
        retention=After(fields=("released_at",), event="dem Lösen", months=120),
        erasure="die Namen werden entfernt",
    )
    written_by_system: ClassVar[bool] = True

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    category = models.CharField("Datenkategorie", max_length=32)
    reason = models.CharField("Grund", max_length=500)
    closed_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField()
    release_asked_by = models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    release_asked_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Notbremse"
        verbose_name_plural = "Notbremsen"
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "category"],
                condition=Q(released_at__isnull=True),
                name="emergency_brake_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(release_asked_at__isnull=False),
                name="emergency_brake_asked_first",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("release_asked_by")),
                name="emergency_brake_two_persons",
            ),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.closed_at}"


class Consent(Row):
    """The person concerned (or a guardian for a minor) agrees that a capacity sees a category; valid until it is withdrawn.

    `text` is what was agreed to, word by word, with its version: the proof (Art. 7 Abs. 1 DSGVO).
    """

    privacy = PrivacyNote(
        whose="wer einwilligt, und für wen",
        purpose="Einwilligungen nachweisen und anwenden",
        legal_basis="Art. 6 Abs. 1 lit. a, Art. 7 DSGVO",
        retention=Several(After(fields=("withdrawn_at",), event="dem Widerruf", months=36), WITH_ROOM),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("concerned_id", "given_by_id"))

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    concerned = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    category = models.CharField("Datenkategorie", max_length=32)
    capacity = models.CharField("Wer", max_length=20)
    text = models.TextField("Text")
    text_version = models.CharField(max_length=20)
    given_by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    given_on = models.DateField("gegeben am")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("widerrufen", null=True, blank=True)

    class Meta:
        verbose_name = "Einwilligung"
        verbose_name_plural = "Einwilligungen"
        constraints = (
            models.UniqueConstraint(
                fields=["room", "category", "capacity"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.category} {self.capacity}"


class Restriction(Row):
    """The data of this person are restricted (Art. 18 DSGVO): in rooms about the person only the person sees more than that they exist."""

    privacy = PrivacyNote(
        whose="wer die Einschränkung der eigenen Daten verlangt hat",
        purpose="Daten nur noch aufbewahren, bis der Anlass geklärt ist",
        legal_basis="Art. 18 DSGVO",
        retention=After(("lifted_at",), "der Aufhebung", months=36),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField("eingeschränkt seit")
    set_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    lifted_at = models.DateTimeField("aufgehoben am", null=True, blank=True)
    lifted_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "Einschränkung"
        verbose_name_plural = "Einschränkungen"
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="restriction_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.since:%d.%m.%Y}"


class RulesApplied(Row):
    """Which start values of the rules the memberships were computed with: another digest means they must be computed anew."""

    privacy = NO_PERSONAL_DATA
    written_by_system: ClassVar[bool] = True

    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField()

    class Meta:
        verbose_name = "Angewandte Regeln"
        verbose_name_plural = "Angewandte Regeln"

    def __str__(self) -> str:
        return self.digest
