"""Regulation → occupation, section → position → skills, with time per period as the regulation states it; framework curriculum → learning field."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, Q

from zweiklang.curricula.occupation_names import list_name
from zweiklang.kernel.models import NO_PERSONAL_DATA, Row


class Regulation(Row):
    """A training regulation (Ausbildungsordnung) in one version: date of issue and state of amendment."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Source(models.TextChoices):
        """Where our copy comes from."""

        LAW = "law", "Gesetze im Internet (XML)"
        CATALOGUE = "catalogue", "mitgelieferte Fakten"

    class Unit(models.TextChoices):
        """In which unit the regulation states time."""

        WEEKS = "weeks", "Wochen"
        MONTHS = "months", "Monate"
        NONE = "none", "keine"

    document_number = models.CharField("Dokumentnummer", max_length=40)
    short_title = models.CharField("Kurzbezeichnung", max_length=60)
    title = models.TextField("Titel")
    issued_on = models.DateField("ausgefertigt am")
    as_of = models.TextField("Stand", blank=True)
    as_of_on = models.DateField(
        "Stand vom", null=True, blank=True, help_text="Tag der letzten Änderung, wo der Stand einen nennt"
    )
    duration_months = models.PositiveSmallIntegerField("Dauer in Monaten", null=True, blank=True)
    unit = models.CharField(max_length=6, choices=Unit, default=Unit.NONE)
    source = models.CharField(max_length=10, choices=Source)
    source_note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    correspondences = models.JSONField(
        "Zuordnungen zu Lernfeldern",
        default=list,
        blank=True,
        help_text="Zeilen, in denen die Verordnung selbst Positionen und Lernfelder nennt",
    )
    imported_at = models.DateTimeField(auto_now=True)
    superseded = models.BooleanField("durch eine neuere Fassung ersetzt", default=False)

    class Meta:
        verbose_name = "Ausbildungsordnung"
        verbose_name_plural = "Ausbildungsordnungen"
        constraints = (
            models.UniqueConstraint(
                fields=["document_number", "issued_on", "as_of"], name="regulation_version_unique"
            ),
        )

    def __str__(self) -> str:
        return self.short_title


class Occupation(Row):
    """A recognised training occupation (Ausbildungsberuf), optionally with its specialisation, under one version of its regulation."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="occupations")
    name = models.CharField("Bezeichnung", max_length=200)
    sort_key = models.CharField(max_length=420, editable=False)
    specialisation = models.CharField("Fachrichtung oder Schwerpunkt", max_length=200, blank=True)
    duration_months = models.PositiveSmallIntegerField("Dauer in Monaten", null=True, blank=True)
    superseded = models.BooleanField("in der Verordnung nicht mehr genannt", default=False)

    class Meta:
        verbose_name = "Ausbildungsberuf"
        verbose_name_plural = "Ausbildungsberufe"
        constraints = (
            models.UniqueConstraint(
                fields=["regulation", "name", "specialisation"], name="occupation_unique"
            ),
        )
        indexes = (models.Index(fields=["sort_key"], name="occupation_sort_key"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.specialisation}" if self.specialisation else self.name

    @property
    def short(self) -> str:
        """Returns the name for lists: "Fachinformatiker/in, Anwendungsentwicklung"."""
        return list_name(self.name, self.specialisation)


class Section(Row):
    """A section of the training framework plan (Abschnitt des Ausbildungsrahmenplans), with the labels of its periods.

    `occupation_name` and `specialisation` say for whom alone it holds (empty: for all, or not clear from the text).
    `timing_only`: the section repeats positions of a "sachliche Gliederung" only to say when they are taught.
    """

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Kind(models.TextChoices):
        """For whom the section holds."""

        MANDATORY = "mandatory", "Pflicht"
        SPECIALISATION = "specialisation", "Fachrichtung"
        ELECTIVE = "elective", "Wahlqualifikation"
        FOCUS = "focus", "Schwerpunkt"
        INTEGRATIVE = "integrative", "integrativ zu vermitteln"
        ADDITIONAL = "additional", "Zusatzqualifikation"

    class Unit(models.TextChoices):
        """In which unit this section states time."""

        WEEKS = "weeks", "Wochen"
        MONTHS = "months", "Monate"
        HOURS = "hours", "Stunden"
        NONE = "none", "keine"

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="sections")
    annex = models.CharField("Anlage", max_length=60)
    annex_title = models.TextField(blank=True)
    key = models.CharField("Abschnitt", max_length=10, blank=True)
    title = models.TextField(blank=True)
    kind = models.CharField(max_length=14, choices=Kind)
    occupation_name = models.CharField("nur für den Beruf", max_length=200, blank=True)
    specialisation = models.CharField("nur für Fachrichtung oder Schwerpunkt", max_length=200, blank=True)
    timing_only = models.BooleanField("nur zeitliche Gliederung", default=False)
    unit = models.CharField(max_length=6, choices=Unit, default=Unit.NONE)
    periods = ArrayField(models.CharField(max_length=120), default=list)
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "Abschnitt"
        verbose_name_plural = "Abschnitte"
        constraints = (
            models.UniqueConstraint(
                fields=["regulation", "order"], name="section_order_unique", deferrable=Deferrable.DEFERRED
            ),
        )

    def __str__(self) -> str:
        return f"{self.annex} {self.key}".strip()


class Position(Row):
    """A position of the training profile (Berufsbildposition): running number and title.

    Training records refer to it by id, so it is never deleted: `superseded` when the regulation no longer has it.
    `sort_key` (section, number, title) and `skills_key` are what people find it by.
    """

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="positions")
    number = models.CharField("laufende Nummer", max_length=20)
    title = models.TextField()
    reference = models.TextField("Fundstelle", blank=True)
    sort_key = models.TextField(editable=False)
    skills_key = models.TextField(blank=True, editable=False)
    order = models.PositiveSmallIntegerField()
    superseded = models.BooleanField("nicht mehr in der Verordnung", default=False)

    class Meta:
        verbose_name = "Berufsbildposition"
        verbose_name_plural = "Berufsbildpositionen"
        constraints = (
            models.UniqueConstraint(
                fields=["section", "order"], name="position_order_unique", deferrable=Deferrable.DEFERRED
            ),
        )

    def __str__(self) -> str:
        return f"{self.section.key} {self.number} {self.title}".strip()


class Allocation(Row):
    """The time the regulation gives one block of a position: one cell per period, as printed and as numbers.

    `skills` is the block's skills as [[letter, text], …]; `cells` one object per period:
    {"text": "4*", "low": 4, "high": 4, "starred": true} or {"text": ""} where nothing is stated; "continues": true where the
    cell is the one above reaching down, so that sums leave it out.
    """

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="allocations")
    order = models.PositiveSmallIntegerField()
    skills = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    class Meta:
        verbose_name = "Zeitrichtwert"
        verbose_name_plural = "Zeitrichtwerte"
        constraints = (models.UniqueConstraint(fields=["position", "order"], name="allocation_order_unique"),)

    def __str__(self) -> str:
        return f"{self.position_id} {self.order}"


class FrameworkCurriculum(Row):
    """A framework curriculum of the KMK (Rahmenlehrplan) for an occupation, with what is verified about our copy."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    name = models.CharField("Beruf", max_length=200)
    document_number = models.CharField("Dokumentnummer der Ausbildungsordnung", max_length=40)
    specialisation = models.CharField("Fachrichtung", max_length=200, blank=True)
    resolution = models.CharField("Beschluss", max_length=200)
    source = models.TextField("Quelle", blank=True)
    verified_by = models.TextField("geprüft durch", blank=True)
    remarks = models.TextField("was nicht geprüft ist", blank=True)
    # With Regulation.imported_at the key under which a process keeps a plan (`whole_plans`).
    stored_at = models.DateTimeField("zuletzt gespeichert", auto_now=True)

    class Meta:
        verbose_name = "Rahmenlehrplan"
        verbose_name_plural = "Rahmenlehrpläne"
        constraints = (
            models.UniqueConstraint(
                fields=["document_number", "specialisation", "resolution"], name="framework_curriculum_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.resolution})"


class LearningField(Row):
    """A Lernfeld: number, title, year of training, hours of 45 minutes."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    curriculum = models.ForeignKey(
        FrameworkCurriculum, on_delete=models.CASCADE, related_name="learning_fields"
    )
    number = models.CharField("Nummer", max_length=10)
    title = models.TextField("Titel")
    sort_key = models.TextField(editable=False)
    year = models.PositiveSmallIntegerField("Ausbildungsjahr")
    hours = models.PositiveSmallIntegerField(
        "Unterrichtsstunden", null=True, blank=True, help_text="leer: nicht bekannt"
    )
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "Lernfeld"
        verbose_name_plural = "Lernfelder"
        constraints = (
            models.UniqueConstraint(fields=["curriculum", "number"], name="learning_field_number_unique"),
            models.CheckConstraint(condition=Q(year__gte=1, year__lte=4), name="learning_field_year"),
        )

    def __str__(self) -> str:
        return f"LF {self.number} {self.title}"
