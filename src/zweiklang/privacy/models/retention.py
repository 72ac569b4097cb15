"""What the nightly deletion must know and what it leaves behind: holds, wishes to keep, warnings, departures, the protocol."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import After, Several, WithAccount, WithRow
from zweiklang.rooms.public import OwnRows, Room

PERSON = settings.AUTH_USER_MODEL
BASIS = "Art. 5 Abs. 1 lit. e, Abs. 2, Art. 17 DSGVO"


class LegalHold(Row):
    """Nothing of a person or of a room is deleted while this stands: a dispute or a proceeding needs it. Set and lifted by the Land's post."""

    privacy = PrivacyNote(
        whose="Person oder Mitglieder des Raums, um die es in einem Verfahren geht",
        purpose="Daten für ein laufendes Verfahren vor der Löschung bewahren",
        legal_basis="Art. 17 Abs. 3 lit. b und e, Art. 18 DSGVO",
        retention=After(("lifted_at",), "der Aufhebung", months=12),
        erasure="die Zeile wird gelöscht",
    )
    # Whoever it concerns learns of it by an answer to a request, not by a query; the Land's post reads in the system role.
    own_rows = OwnRows(("set_by_id",))

    # Nothing held is deleted; once lifted, the row stays a while longer than what it held.
    person = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    reason = models.CharField("Grund", max_length=300)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    set_by_name = models.CharField(max_length=220)
    set_at = models.DateTimeField("gesetzt am")
    lifted_by_name = models.CharField(max_length=220, blank=True)
    lifted_at = models.DateTimeField("aufgehoben am", null=True, blank=True)

    class Meta:
        verbose_name = "Löschsperre"
        verbose_name_plural = "Löschsperren"
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=False)
                | (Q(person__isnull=False) & Q(room__isnull=True))
                | (Q(person__isnull=True) & Q(room__isnull=False)),
                name="legal_hold_person_or_room",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="legal_hold_person_once"
            ),
            models.UniqueConstraint(
                fields=["room"], condition=Q(lifted_at__isnull=True), name="legal_hold_room_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id or self.room_id} {self.set_at:%d.%m.%Y}"


class KeepingWish(Row):
    """An apprentice wants the training record kept longer than its time: until a day, then asked again."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="den Ausbildungsnachweis so lange behalten, wie die Auszubildende will",
        legal_basis="Art. 6 Abs. 1 lit. a und e DSGVO",
        retention=WithRow(("contract",), "der Ausbildungsvertrag"),
        erasure="mit dem Raum",
    )
    own_rows = OwnRows(("person_id",))

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="keeping_wishes")
    until = models.DateField("aufbewahren bis")
    wished_at = models.DateTimeField("gewünscht am")

    class Meta:
        verbose_name = "Wunsch, den Nachweis zu behalten"
        verbose_name_plural = "Wünsche, den Nachweis zu behalten"
        constraints = (models.UniqueConstraint(fields=["contract", "until"], name="keeping_wish_until_once"),)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.until}"


class DeletionNotice(Row):
    """A person was told that the training record (`contract`) or the account is deleted from `day` on: first and last warning, once each."""

    privacy = PrivacyNote(
        whose="Auszubildende; wer gegangen ist",
        purpose="vor einer Löschung rechtzeitig warnen",
        legal_basis="Art. 5 Abs. 1 lit. a, Art. 12 DSGVO",
        retention=Several(After(("day",), "dem angekündigten Tag", months=12), WithAccount()),
        erasure="die Zeile wird gelöscht",
    )
    own_rows = OwnRows(("person_id",))

    class Stage(models.IntegerChoices):
        """How many days before."""

        FIRST = 60, "60 Tage vorher"
        LAST = 14, "14 Tage vorher"

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(
        Contract, on_delete=models.CASCADE, related_name="deletion_notices", null=True, blank=True
    )
    stage = models.PositiveSmallIntegerField(choices=Stage)
    day = models.DateField("gelöscht ab")
    sent_at = models.DateTimeField("gewarnt am")

    class Meta:
        verbose_name = "Warnung vor der Löschung"
        verbose_name_plural = "Warnungen vor der Löschung"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "contract", "stage"], name="deletion_notice_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.stage}"


class Departure(Row):
    """A person has no membership, post or entry any more; `last_day` was the last of them. Gone again as soon as there is one."""

    privacy = PrivacyNote(
        whose="alle, die keine Aufgabe und keine Ausbildung mehr haben",
        purpose="Konten nach ihrer Frist löschen",
        legal_basis=BASIS,
        retention=WithAccount(),
        erasure="die Zeile wird gelöscht",
    )
    own_rows = OwnRows(("person_id",))

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="departure")
    last_day = models.DateField("letzter Tag")

    class Meta:
        verbose_name = "Abgang"
        verbose_name_plural = "Abgänge"
        indexes = (models.Index(fields=["last_day"], name="departure_last_day"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.last_day}"


class RetentionRun(Row):
    """One night's deletion, or one by hand: for which day, when it began and ended. Without an end it was interrupted or still runs."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    day = models.DateField("Stichtag")
    by = models.CharField("gestartet durch", max_length=40)
    began_at = models.DateTimeField("begonnen")
    ended_at = models.DateTimeField("beendet", null=True, blank=True)

    class Meta:
        verbose_name = "Löschlauf"
        verbose_name_plural = "Löschläufe"
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="retention_run_times_in_order",
            ),
            models.UniqueConstraint(
                fields=["day"], condition=Q(ended_at__isnull=True), name="retention_run_one_unfinished"
            ),
        )
        indexes = (models.Index(fields=["-began_at"], name="retention_run_newest"),)

    def __str__(self) -> str:
        return f"{self.day}"


class RetentionCount(Row):
    """How many rows of one table a run deleted under one rule: rows whose day lay before `before`. Counts only."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="counts")
    table = models.CharField("Tabelle", max_length=80)
    rule = models.CharField("Regel", max_length=300)
    before = models.DateField("vor", null=True, blank=True)
    rows = models.PositiveBigIntegerField("gelöschte Zeilen", default=0)
    problem = models.CharField("Fehler", max_length=80, blank=True)

    class Meta:
        verbose_name = "Zahl eines Löschlaufs"
        verbose_name_plural = "Zahlen eines Löschlaufs"
        constraints = (models.UniqueConstraint(fields=["run", "table", "rule"], name="retention_count_once"),)

    def __str__(self) -> str:
        return f"{self.table} {self.rows}"
