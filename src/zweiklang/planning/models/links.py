"""Links between the lanes: a position of a regulation belongs to a Lernfeld. State-wide proposals; schools decide for themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.curricula.public import LearningField, Position
from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import WithAccount, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import OwnRows

PERSON = settings.AUTH_USER_MODEL


class CurriculumLink(Row):
    """A position (or one skill of it, by its letter) fits a Lernfeld: as the regulation's annex says, as computed, or as people propose.

    `words`: what matched, as [[word of the position, word of the Lernfeld, share of the score], …]. `votes_for`, `votes_against`: how many
    people agreed or not; who they are is known to themselves alone.
    """

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Source(models.TextChoices):
        """Where it comes from."""

        ANNEX = "annex", "Anlage der Verordnung"
        COMPUTED = "computed", "aus den Texten berechnet"
        PEOPLE = "people", "vorgeschlagen"

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="+")
    skill = models.CharField("Fertigkeit", max_length=10, blank=True)
    learning_field = models.ForeignKey(LearningField, on_delete=models.CASCADE, related_name="+")
    source = models.CharField("Quelle", max_length=8, choices=Source)
    source_note = models.CharField("Fundstelle", max_length=300, blank=True)
    proposed_for = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    score = models.FloatField("Übereinstimmung", default=0)
    words = models.JSONField(default=list, blank=True)
    votes_for = models.PositiveIntegerField("Zustimmungen", default=0)
    votes_against = models.PositiveIntegerField("Ablehnungen", default=0)
    made_at = models.DateTimeField("angelegt", db_default=Now())

    class Meta:
        verbose_name = "Verknüpfung"
        verbose_name_plural = "Verknüpfungen"
        constraints = (
            models.UniqueConstraint(
                fields=["learning_field", "position", "skill"], name="curriculum_link_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.position_id} {self.learning_field_id}"


class LinkVote(Row):
    """A person agrees with a proposed link, or not: one vote each, which can be changed and taken back."""

    privacy = PrivacyNote(
        whose="Lehrkräfte und Ausbildende, die abstimmen",
        purpose="Jede Person stimmt einmal ab und kann es ändern",
        legal_basis="Art. 6 Abs. 1 lit. e DSGVO; § 2 Abs. 2 BBiG",
        retention=WithAccount(),
        erasure="die Zeile wird gelöscht, die Zahl der Stimmen bleibt",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    link = models.ForeignKey(CurriculumLink, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField("Stimme")
    at = models.DateTimeField("abgestimmt", db_default=Now())

    class Meta:
        verbose_name = "Stimme zu einer Verknüpfung"
        verbose_name_plural = "Stimmen zu Verknüpfungen"
        constraints = (
            models.UniqueConstraint(fields=["link", "person"], name="link_vote_once"),
            models.CheckConstraint(condition=Q(value__in=(-1, 1)), name="link_vote_value"),
        )

    def __str__(self) -> str:
        return f"{self.link_id} {self.value}"


class LinkDecision(Row):
    """A school confirms a link for its classes, or rejects it. Who decided is known to the school's audit, not to others."""

    privacy = PrivacyNote(
        whose="niemand unmittelbar: die Entscheidung ist die der Schule",
        purpose="Festlegen, welche Verknüpfungen an dieser Schule gelten",
        legal_basis="§ 2 Abs. 2 BBiG",
        retention=WithRow(("link",), "die Verknüpfung"),
        erasure="nicht nötig",
    )
    written_by_system = True

    class Says(models.TextChoices):
        """What the school says."""

        CONFIRMED = "confirmed", "bestätigt"
        REJECTED = "rejected", "verworfen"

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(CurriculumLink, on_delete=models.CASCADE, related_name="decisions")
    says = models.CharField("Entscheidung", max_length=9, choices=Says)
    at = models.DateTimeField("entschieden", db_default=Now())

    class Meta:
        verbose_name = "Entscheidung über eine Verknüpfung"
        verbose_name_plural = "Entscheidungen über Verknüpfungen"
        constraints = (models.UniqueConstraint(fields=["school", "link"], name="link_decision_once"),)

    def __str__(self) -> str:
        return f"{self.link_id} {self.says}"
