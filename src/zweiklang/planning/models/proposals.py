"""Proposals between the venues: school and firm suggest, answer and agree. In the apprenticeship's room, append only."""

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from zweiklang.curricula.public import LearningField, Position
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import After, WithRow
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 2 Abs. 2 BBiG"
WRITERS = (Scope.DEVELOPMENT_WRITE,)
# Each side speaks for itself: the school by what only the class teacher carries here, the firm by what only the firm carries.
_SPEAKS = (
    "CASE side"
    f" WHEN 'school' THEN {in_my_rooms(Scope.SCHEDULE_WRITE)}"
    f" WHEN 'firm' THEN {in_my_rooms(Scope.SCHEDULE_DECIDE)}"
    f" WHEN 'apprentice' THEN {in_my_rooms(Scope.SCHEDULE_ANSWER)}"
    " ELSE false END"
)


class Side(models.TextChoices):
    """For whom something is said."""

    SCHOOL = "school", "Schule"
    FIRM = "firm", "Betrieb"
    APPRENTICE = "apprentice", "Auszubildende"


class AlignmentProposal(RoomRow):
    """School or firm suggests to the other to move a Lernfeld, to swap, or to visit. Never changed; its acts say what became of it.

    A school's proposal to all firms of a class is one row for each apprenticeship, with the same `batch`.
    """

    privacy = PrivacyNote(
        whose="Lehrkräfte, Ausbildende, Auszubildende",
        purpose="Beide Pläne gemeinsam abstimmen",
        legal_basis=BASIS,
        retention=After(("made_at",), "dem Vorschlag", months=24),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.DEVELOPMENT,
        insert=WRITERS,
        and_insert=f"made_by_id = my_person() AND made_at = now() AND {_SPEAKS}",
    )

    class Kind(models.TextChoices):
        """What is suggested."""

        MOVE = "move", "Lernfeld verschieben"
        SWAP = "swap", "Abschnitt tauschen"
        VISIT = "visit", "Besuch im Betrieb"
        OTHER = "other", "anderes"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    batch = models.UUIDField()
    side = models.CharField(max_length=10, choices=Side)
    kind = models.CharField("Was", max_length=5, choices=Kind)
    learning_field = models.ForeignKey(
        LearningField, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_week = models.DateField("von der Woche", null=True, blank=True)
    to_week = models.DateField("in die Woche", null=True, blank=True)
    text = models.CharField("Warum", max_length=500, blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("vorgeschlagen", db_default=TransactionNow())

    class Meta:
        verbose_name = "Vorschlag zur Abstimmung"
        verbose_name_plural = "Vorschläge zur Abstimmung"
        constraints = (
            models.UniqueConstraint(fields=["room", "batch"], name="alignment_proposal_once"),
            # What an act points to lies in the act's room (migration 0002).
            models.UniqueConstraint(fields=["id", "room"], name="alignment_proposal_id_room"),
        )
        indexes = (models.Index(fields=["room", "-made_at"], name="alignment_proposal_newest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.room_id}"


class ProposalAct(RoomRow):
    """Somebody comments, accepts, declines or withdraws. Append only; the last act that is no comment says how the proposal stands."""

    privacy = PrivacyNote(
        whose="Lehrkräfte, Ausbildende, Auszubildende",
        purpose="Nachlesen, was vereinbart ist",
        legal_basis=BASIS,
        retention=WithRow(("proposal",), "der Vorschlag"),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.DEVELOPMENT,
        insert=WRITERS,
        and_insert=f"by_id = my_person() AND at = now() AND {_SPEAKS}",
    )

    class Says(models.TextChoices):
        """What is said."""

        COMMENT = "comment", "Bemerkung"
        ACCEPT = "accept", "einverstanden"
        DECLINE = "decline", "nicht einverstanden"
        WITHDRAW = "withdraw", "zurückgezogen"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(AlignmentProposal, on_delete=models.CASCADE, related_name="acts")
    side = models.CharField(max_length=10, choices=Side)
    says = models.CharField("Antwort", max_length=8, choices=Says)
    text = models.CharField("Bemerkung", max_length=500, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("gesagt", db_default=TransactionNow())

    class Meta:
        verbose_name = "Antwort auf einen Vorschlag"
        verbose_name_plural = "Antworten auf Vorschläge"

    def __str__(self) -> str:
        return f"{self.says} {self.proposal_id}"
