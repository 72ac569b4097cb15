"""What a chamber keeps of its files, and the rules that say which school is responsible."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.clock import now
from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import After, Several, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import RoomRow, RoomSecurity, Scope

BASIS = "§§ 34, 35 BBiG; Art. 6 Abs. 1 lit. e DSGVO"


class ChamberImport(RoomRow):
    """A file of a chamber with training contracts: first a preview, then applied. `rows` holds its content only as long as it is a preview."""

    privacy = PrivacyNote(
        whose="Auszubildende in der Datei der Kammer",
        purpose="Vorschau zeigen, Änderungen am Verzeichnis nachvollziehen",
        legal_basis=BASIS,
        retention=Several(
            After(("made_at",), "dem Hochladen", days=7, where=(("state", "preview"),), what="Vorschau"),
            After(("made_at",), "dem Hochladen", months=24, what="Vorgang"),
        ),
        erasure="die Zeile wird gelöscht, ihre Einträge mit ihr",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class State(models.TextChoices):
        """Where it stands."""

        PREVIEW = "preview", "Vorschau"
        APPLIED = "applied", "übernommen"

    chamber = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.PREVIEW)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, help_text="Prüfsumme der gezeigten Vorschau")
    rows = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=200, help_text="Name der Person oder des Systems")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "Datei einer Kammer"
        verbose_name_plural = "Dateien einer Kammer"
        indexes = (models.Index(fields=["room", "-made_at"], name="chamber_import_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="preview", applied_at__isnull=True) | Q(applied_at__isnull=False),
                name="chamber_import_applied_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class ChamberImportEntry(RoomRow):
    """What a file said of one contract (`said`), and what that changed (`fields`): what people change by hand afterwards, no file takes back."""

    privacy = PrivacyNote(
        whose="Auszubildende in der Datei der Kammer",
        purpose="Änderungen nachvollziehen; Berichtigungen von Hand nicht überschreiben",
        legal_basis=BASIS,
        retention=WithRow(("file",), "die Datei einer Kammer"),
        erasure="mit der Datei",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    file = models.ForeignKey(ChamberImport, on_delete=models.CASCADE, related_name="entries")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=7, choices=[("new", "neu"), ("changed", "geändert")])
    name = models.CharField(max_length=210)
    fields = models.JSONField(default=list, help_text="Angabe, vorher, nachher")
    said = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text="Beruf, erster und letzter Tag"
    )

    class Meta:
        verbose_name = "Eintrag aus der Datei einer Kammer"
        verbose_name_plural = "Einträge aus Dateien einer Kammer"
        constraints = (
            models.UniqueConstraint(fields=["file", "contract"], name="chamber_import_entry_unique"),
        )

    def __str__(self) -> str:
        return f"{self.get_section_display()} {self.name}"


class ResponsibilityRule(Row):
    """For this occupation and place of work that school is responsible from a day on (§ 63 HSchG). Data, not code: authorities change it.

    Empty fields hold for everything: no occupation (or group) for all, no postcode and no town for every place.
    """

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    occupation = models.CharField("Beruf", max_length=200, blank=True)
    group = models.CharField(
        "Berufsgruppe", max_length=200, blank=True, help_text="ein Wort, das im Namen des Berufs steht"
    )
    postcode = models.CharField("Postleitzahl oder ihr Anfang", max_length=5, blank=True)
    town = models.CharField("Gemeinde", max_length=100, blank=True)
    valid_from = models.DateField("gilt ab")
    source = models.CharField("Quelle", max_length=300)

    class Meta:
        verbose_name = "Regel der Zuständigkeit"
        verbose_name_plural = "Regeln der Zuständigkeit"
        constraints = (
            models.UniqueConstraint(
                fields=["occupation", "group", "postcode", "town", "valid_from"], name="responsibility_unique"
            ),
            models.CheckConstraint(
                condition=Q(occupation="") | Q(group=""), name="responsibility_occupation_or_group"
            ),
        )

    def __str__(self) -> str:
        return f"{self.occupation or self.group} {self.postcode}{self.town}"
