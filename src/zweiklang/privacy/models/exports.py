"""Copies of their data that people asked for, kept for a few days until they are fetched."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, ByJob, period
from zweiklang.rooms.public import OwnRows

PERSON = settings.AUTH_USER_MODEL
DAYS_KEPT = 7
COPY_BASIS = "Art. 15, 20 DSGVO"


class DataExport(Row):
    """Somebody asked for a copy of the own data, or the operator made one; says how it stands. The copy itself: `DataExportPart`."""

    privacy = PrivacyNote(
        whose="alle, die eine Kopie ihrer Daten anfordern",
        purpose="Auskunft und Mitnahme der eigenen Daten; nachweisen, dass sie gegeben wurde",
        legal_basis=COPY_BASIS,
        retention=After(("asked_at",), "der Anforderung", months=12),
        erasure="die Zeile wird gelöscht",
    )
    own_rows = OwnRows(("person_id",))

    class State(models.TextChoices):
        """Where the copy is."""

        WAITING = "waiting", "wird gemacht"
        READY = "ready", "liegt bereit"
        FETCHED = "fetched", "heruntergeladen"
        DISCARDED = "discarded", "gelöscht"
        EXPIRED = "expired", "abgelaufen"
        FAILED = "failed", "nicht gelungen"

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    state = models.CharField("Stand", max_length=9, choices=State, default=State.WAITING)
    by_operator = models.BooleanField(
        "vom Betrieb der Plattform gemacht", default=False, help_text="auf schriftlichen Antrag"
    )
    asked_at = models.DateTimeField("angefordert am")
    ready_at = models.DateTimeField("fertig am", null=True, blank=True)
    expires_at = models.DateTimeField("liegt bereit bis", null=True, blank=True)
    finished_at = models.DateTimeField("abgeschlossen am", null=True, blank=True)
    size = models.PositiveBigIntegerField("Größe in Bytes", null=True, blank=True)

    class Meta:
        verbose_name = "Kopie der eigenen Daten"
        verbose_name_plural = "Kopien der eigenen Daten"
        constraints = (
            # Two requests at once are one.
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["waiting", "ready"]), name="data_export_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__isnull=False, size__isnull=False),
                name="data_export_ready_expires",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "ready"]) | Q(finished_at__isnull=False),
                name="data_export_finished",
            ),
        )
        indexes = (models.Index(F("person"), F("asked_at").desc(), name="data_export_newest"),)

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.asked_at:%d.%m.%Y}"


class DataExportPart(Row):
    """A piece of a copy that waits to be fetched. Only the person it is about reads it; gone with the download."""

    privacy = PrivacyNote(
        whose="alle, die eine Kopie ihrer Daten anfordern",
        purpose="die fertige Kopie bis zum Herunterladen aufbewahren",
        legal_basis=COPY_BASIS,
        retention=ByJob("privacy.tidy_exports", f"bis zum Herunterladen, höchstens {period(days=DAYS_KEPT)}"),
        erasure="mit dem Herunterladen oder der Frist gelöscht",
    )
    own_rows = OwnRows(("person_id",))

    export = models.ForeignKey(DataExport, on_delete=models.CASCADE, related_name="parts", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = "Teil einer Kopie"
        verbose_name_plural = "Teile von Kopien"
        constraints = (
            models.UniqueConstraint(fields=["export", "position"], name="data_export_part_position"),
        )

    def __str__(self) -> str:
        return f"{self.export_id} {self.position}"
