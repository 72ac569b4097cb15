"""What acts of organisations leave behind, so that they can be read and undone."""

from dataclasses import replace

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import OwnRows, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL


class ContractChange(RoomRow):
    """What was changed in a training contract, by whom; lies in the apprenticeship's room, so that apprentice and firm read it.

    `fields` is a list of [label, before, after] in words for people. Never says why a contract ended: that is on paper.
    """

    privacy = PrivacyNote(
        whose="Auszubildende; wer den Vertrag geändert hat",
        purpose="Änderungen am Ausbildungsvertrag nachweisen",
        legal_basis="§§ 34, 36 BBiG; Art. 5 Abs. 2 DSGVO",
        retention=WithRow(("contract",), "der Ausbildungsvertrag"),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    class Kind(models.TextChoices):
        """What happened."""

        CONCLUDED = "concluded", "Vertrag eingetragen"
        CONFIRMED = "confirmed", "Vertrag bestätigt"
        CORRECTED = "corrected", "Angaben berichtigt"
        ENDED = "ended", "Ende eingetragen"
        MOVED = "moved", "Betrieb zusammengeführt oder aufgeteilt"

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    fields = models.JSONField(default=list)
    document_date = models.DateField("Datum des Schriftstücks", null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    by_name = models.CharField(max_length=220)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "Vertragsänderung"
        verbose_name_plural = "Vertragsänderungen"
        indexes = (models.Index(fields=["contract", "at"], name="contract_change_contract"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d.%m.%Y}"


class Handover(RoomRow):
    """All tasks of one person went to another in one act, for some days or for good; remembers what to restore."""

    privacy = PrivacyNote(
        whose="Lehrkräfte und Ausbildende",
        purpose="Vertretung und Übergabe nachvollziehen und rückgängig machen",
        legal_basis="§ 83 HSchG; § 28 BBiG",
        retention=After(("last_day", "at"), "dem letzten Tag, ohne letzten Tag nach der Übergabe", months=12),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class Kind(models.TextChoices):
        """Whose tasks."""

        TRAINING = "training", "Auszubildende"
        TEACHING = "teaching", "Klassen"

    kind = models.CharField(max_length=10, choices=Kind)
    from_person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    to_person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField("ab")
    last_day = models.DateField("bis", null=True, blank=True, help_text="Leer: für immer")
    made = ArrayField(models.UUIDField(), default=list, help_text="neue Zuständigkeiten")
    ended = models.JSONField(default=dict, help_text="beendete Zuständigkeit: letzter Tag davor, oder leer")
    by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Übergabe"
        verbose_name_plural = "Übergaben"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="handover_days_in_order",
            ),
        )
        indexes = (models.Index(fields=["room"], name="handover_room"),)

    def __str__(self) -> str:
        return f"{self.from_person_id} {self.to_person_id} {self.first_day}"


class Merge(RoomRow):
    """A chamber joined two firms that are one, or split one that is two; remembers each moved row, so that it can be undone."""

    privacy = PrivacyNote(
        whose="wer die Betriebe zusammengeführt hat",
        purpose="Zusammenführung nachvollziehen und rückgängig machen",
        legal_basis="§ 34 BBiG",
        retention=After(("at",), "der Zusammenführung", months=36),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class Kind(models.TextChoices):
        """What was done."""

        MERGE = "merge", "zusammengeführt"
        SPLIT = "split", "aufgeteilt"
        SITES = "sites", "Ausbildungsstätten zusammengelegt"

    kind = models.CharField(max_length=5, choices=Kind)
    source = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict, help_text="Tabelle: Liste der Kennungen")
    reason = models.CharField("Grund", max_length=300)
    by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Zusammenführung"
        verbose_name_plural = "Zusammenführungen"
        indexes = (models.Index(fields=["room"], name="merge_room"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.target_id}"


SUPPORT_PRIVACY = PrivacyNote(
    whose="Person, der geholfen wird; wer im Support hilft",
    purpose="Hilfe bei der Anmeldung nachweisen",
    legal_basis="Art. 6 Abs. 1 lit. e, Art. 32 DSGVO",
    retention=After(("until",), "dem Ende der Sitzung", months=12),
    erasure="die Zeile wird gelöscht",
)


class SupportSession(Row):
    """Somebody of the support desk helps one identified person to sign in, for a reason, for 30 minutes; no content is opened."""

    privacy = SUPPORT_PRIVACY
    own_rows = OwnRows(("helper_id", "helped_id"))

    class Identified(models.TextChoices):
        """How the support desk knows who is asking."""

        CALLED_BACK = "called_back", "Rückruf über Schule, Betrieb oder Kammer"
        IN_PERSON = "in_person", "Ausweis vor Ort gesehen"
        VOUCHED = "vouched", "Schulleitung, Ausbildungsleitung oder Kammer bürgt"

    helper = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    helped = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("Anlass", max_length=300)
    identified = models.CharField("Woran erkannt?", max_length=12, choices=Identified)
    began_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = "Support-Sitzung"
        verbose_name_plural = "Support-Sitzungen"
        indexes = (
            models.Index(fields=["helper", "until"], name="support_session_helper"),
            models.Index(fields=["helped"], name="support_session_helped"),
        )

    def __str__(self) -> str:
        return f"{self.helper_id} {self.helped_id}"


class SupportStep(Row):
    """One act of a support session. What could take an account over waits for a second person of the support desk."""

    privacy = replace(SUPPORT_PRIVACY, retention=WithRow(("session",), "die Support-Sitzung"))
    own_rows = OwnRows(("helper_id", "helped_id", "approver_id"))

    class Act(models.TextChoices):
        """What is done."""

        LINK = "link", "Link für ein neues Passwort gesendet"
        SECOND_FACTOR = "second_factor", "Zweiten Schritt der Anmeldung entfernen"
        EMAIL = "email", "E-Mail-Adresse ändern"

    session = models.ForeignKey(SupportSession, on_delete=models.CASCADE, related_name="steps")
    helper = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    helped = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    approver = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    act = models.CharField(max_length=14, choices=Act)
    email = models.EmailField("neue E-Mail-Adresse", max_length=254, blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Support-Schritt"
        verbose_name_plural = "Support-Schritte"
        constraints = (
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("helper")), name="support_step_four_eyes"
            ),
        )
        indexes = (models.Index(fields=["session"], name="support_step_session"),)

    def __str__(self) -> str:
        return f"{self.get_act_display()}"
