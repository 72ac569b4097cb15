"""How a school's calendar comes from outside: files and subscriptions. In the school's team room."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, After, Several
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import RoomRow, RoomSecurity, Scope

BASIS = "§ 83 Abs. 1 HSchG"


class TimetableImport(RoomRow):
    """A file with a school's times: first a preview, then applied. `content` is kept only as long as it is a preview."""

    privacy = PrivacyNote(
        whose="Lehrkräfte (Kürzel in der Datei); bei Fehlzeiten Auszubildende",
        purpose="Vorschau zeigen, Änderungen nachvollziehen",
        legal_basis=BASIS,
        retention=Several(
            After(("made_at",), "dem Hochladen", days=7, where=(("state", "preview"),), what="Vorschau"),
            After(("made_at",), "dem Hochladen", school_years=1, what="Vorgang"),
        ),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class State(models.TextChoices):
        """Where it stands."""

        PREVIEW = "preview", "Vorschau"
        APPLIED = "applied", "übernommen"

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="timetable_imports")
    file_name = models.CharField("Datei", max_length=200, blank=True)
    file_kind = models.CharField("Art der Datei", max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    from_day = models.DateField("gilt ab")
    state = models.CharField("Stand", max_length=7, choices=State, default=State.PREVIEW)
    content = models.BinaryField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Prüfsumme der gezeigten Vorschau")
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list, blank=True)
    lines = models.JSONField(
        default=list, blank=True, help_text="Zeilen für Menschen: Klasse, vorher, nachher"
    )
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField("hochgeladen", db_default=Now())
    applied_by = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField("übernommen", null=True, blank=True)

    class Meta:
        verbose_name = "Import in den Kalender"
        verbose_name_plural = "Importe in den Kalender"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="preview", applied_at__isnull=True)
                | Q(state="applied", applied_at__isnull=False, content__isnull=True),
                name="timetable_import_keeps_no_file",
            ),
        )
        indexes = (models.Index(fields=["room", "-made_at"], name="timetable_import_newest"),)

    def __str__(self) -> str:
        return self.file_name


class CalendarSource(RoomRow):
    """A calendar on the web that fills a school's or a class's times (Kalender abonnieren); asked every hour by the worker."""

    privacy = PrivacyNote(
        whose="niemand unmittelbar; Adressen können geheim sein",
        purpose="Termine der Schule von selbst aktuell halten",
        legal_basis=BASIS,
        retention=WITH_ROOM,
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class Fills(models.TextChoices):
        """What its events become."""

        FREE_DAYS = "free_days", "freie Tage der Schule"
        PERIODS = "periods", "Blockwochen der Klasse"
        EVENTS = "events", "Termine der Klasse"

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="calendar_sources")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    url = models.CharField("Adresse", max_length=1000)
    fills = models.CharField("füllt", max_length=9, choices=Fills)
    active = models.BooleanField("aktiv", default=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField("zuletzt geprüft", null=True, blank=True)
    fetched_at = models.DateTimeField("zuletzt geholt", null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField("Fehler", max_length=300, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "Abonnierter Kalender"
        verbose_name_plural = "Abonnierte Kalender"
        constraints = (
            models.CheckConstraint(
                condition=(Q(fills="free_days") & Q(school_class__isnull=True))
                | (~Q(fills="free_days") & Q(school_class__isnull=False)),
                name="calendar_source_fills_its_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.school_id} {self.fills}"
