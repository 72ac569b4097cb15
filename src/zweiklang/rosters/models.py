"""What a school keeps beside its pupils: its teachers as its files name them, and what each file changed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from zweiklang.kernel.clock import now
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import After, Several, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import RoomRow, RoomSecurity, Scope

BASIS = "§ 83 Abs. 1 HSchG"


class StaffRecord(RoomRow):
    """A teacher as the school's files name her: abbreviation (Kürzel), ids, contact address. Makes nobody able to sign in."""

    privacy = PrivacyNote(
        whose="Lehrkräfte der Schule",
        purpose="Lehrkräfte aus Dateien der Schule wiedererkennen und einladen",
        legal_basis=BASIS,
        retention=After(("left_on",), "dem Verlassen der Schule", months=12),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff_records")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_records"
    )
    abbreviation = models.CharField("Kürzel", max_length=20, blank=True)
    external_ids = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    contact_email = models.EmailField("E-Mail-Adresse laut Schule", max_length=254, blank=True)
    by_hand = models.BooleanField(default=False, help_text="Ein Import meldet sie nie als abgegangen")
    left_on = models.DateField("verlässt die Schule am", null=True, blank=True)

    class Meta:
        verbose_name = "Lehrkraft der Schule"
        verbose_name_plural = "Lehrkräfte der Schule"
        constraints = (models.UniqueConstraint(fields=["school", "person"], name="staff_record_unique"),)
        indexes = (models.Index(fields=["person"], name="staff_record_person"),)

    def __str__(self) -> str:
        return f"{self.abbreviation} {self.person_id}".strip()


class ImportRun(RoomRow):
    """One change of many facts of a school at once: a file, the turn of the school year, or a class that moves to another school.

    First a preview; then applied; then perhaps undone. `roster` holds the file's content only as long as it is a preview.
    """

    privacy = PrivacyNote(
        whose="Personen in der Datei der Schule",
        purpose="Vorschau zeigen, Änderungen nachvollziehen und zurücknehmen",
        legal_basis=BASIS,
        retention=Several(
            After(("made_at",), "dem Hochladen", days=7, where=(("state", "preview"),), what="Vorschau"),
            After(("made_at",), "dem Hochladen", school_years=1, what="Vorgang"),
        ),
        erasure="die Zeile wird gelöscht, ihre Änderungen mit ihr",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class Kind(models.TextChoices):
        """What changes the facts."""

        FILE = "file", "Datei"
        HAND = "hand", "von Hand"
        TURN = "turn", "Schuljahreswechsel"
        MOVE = "move", "Abgabe an eine andere Schule"
        TAKE = "take", "Übernahme von einer anderen Schule"

    class State(models.TextChoices):
        """Where the run stands."""

        PREVIEW = "preview", "Vorschau"
        APPLIED = "applied", "übernommen"
        UNDONE = "undone", "zurückgenommen"

    class Extent(models.TextChoices):
        """For whom the file speaks: who is missing from it has left."""

        AUTO = "auto", "automatisch erkennen"
        CLASSES = "classes", "nur die Klassen in der Datei"
        SCHOOL = "school", "die ganze Schule"

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="import_runs")
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.FILE)
    state = models.CharField(max_length=7, choices=State, default=State.PREVIEW)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    extent = models.CharField(max_length=7, choices=Extent, default=Extent.AUTO)
    roster = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, help_text="Prüfsumme der gezeigten Vorschau")
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list, blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    class_ids = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="Klassen, die die Schule wechseln"
    )
    counterpart = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text="derselbe Wechsel bei der anderen Schule",
    )
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=200, help_text="Name der Person oder des Systems")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        indexes = (models.Index(fields=["room", "-made_at"], name="import_run_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="preview", applied_at__isnull=True) | Q(applied_at__isnull=False),
                name="import_run_applied_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_name}".strip()


class ImportChange(RoomRow):
    """What a run changed about one person or class: readable for people, and exact enough to be undone."""

    privacy = PrivacyNote(
        whose="Personen in der Datei der Schule",
        purpose="Änderungen nachvollziehen und zurücknehmen",
        legal_basis=BASIS,
        retention=WithRow(("run",), "der Import"),
        erasure="mit dem Import",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=12, help_text="new, changed, left, classes")
    name = models.CharField(max_length=250)
    details = models.JSONField(default=list, help_text="Zeilen für Menschen: Angabe, vorher, nachher")
    rows = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="Tabelle, Zeile, vorher, nachher"
    )

    class Meta:
        verbose_name = "Änderung durch einen Import"
        verbose_name_plural = "Änderungen durch Importe"
        constraints = (models.UniqueConstraint(fields=["run", "position"], name="import_change_position"),)

    def __str__(self) -> str:
        return f"{self.section} {self.name}"
