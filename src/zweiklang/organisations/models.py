"""Organisations, their sites, and posts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import After


class Organisation(Row):
    """A school, firm, chamber, authority, or inter-company centre."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Kind(models.TextChoices):
        """What the organisation is."""

        SCHOOL = "school", "Berufliche Schule"
        FIRM = "firm", "Ausbildungsbetrieb"
        CHAMBER = "chamber", "Zuständige Stelle"
        AUTHORITY = "authority", "Behörde"
        CENTRE = "centre", "Überbetriebliche Bildungsstätte"

    class State(models.TextChoices):
        """Whether the organisation takes part."""

        ACTIVE = "active", "aktiv"
        PENDING = "pending", "wartet auf Bestätigung"
        MERGED = "merged", "zusammengeführt"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=220, editable=False)
    number = models.CharField("Nummer", max_length=20, blank=True, help_text="Schulnummer, Kammernummer")
    street = models.CharField("Straße und Hausnummer", max_length=200, blank=True)
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    town = models.CharField("Ort", max_length=100, blank=True)
    register_number = models.CharField(
        "Registernummer", max_length=60, blank=True, help_text="Handelsregister oder Handwerksrolle"
    )
    email = models.EmailField("E-Mail-Adresse der Organisation", max_length=254, blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )

    class Meta:
        verbose_name = "Organisation"
        verbose_name_plural = "Organisationen"
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "number"], condition=~Q(number=""), name="organisation_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="organisation_merged_into_another",
            ),
        )
        indexes = (models.Index(fields=["kind", "sort_key"], name="organisation_kind_sort"),)

    def __str__(self) -> str:
        return self.name


class Site(Row):
    """A place where a firm trains (Ausbildungsstätte): the school responsible follows from it (§ 63 HSchG)."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=100, blank=True)
    closed_on = models.DateField("geschlossen am", null=True, blank=True)

    class Meta:
        verbose_name = "Ausbildungsstätte"
        verbose_name_plural = "Ausbildungsstätten"

    def __str__(self) -> str:
        return self.name


class Department(Row):
    """A part of an organisation in which people work or learn: a firm's workshop, a school's department (Abteilung)."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField("Name", max_length=100)

    class Meta:
        verbose_name = "Abteilung"
        verbose_name_plural = "Abteilungen"
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="department_name_unique"),
        )

    def __str__(self) -> str:
        return self.name


class ChamberRule(Row):
    """How a chamber wants the training record kept: data, not code (§ 13 no. 7, § 14 (2), § 43 BBiG; chambers differ)."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Form(models.TextChoices):
        """How often entries are written."""

        DAILY = "daily", "täglich"
        WEEKLY = "weekly", "wöchentlich"
        EITHER = "either", "täglich oder wöchentlich"

    chamber = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="record_rule")
    form = models.CharField(max_length=8, choices=Form, default=Form.EITHER)
    check_every_days = models.PositiveSmallIntegerField(
        default=31, help_text="Abstand, in dem Ausbildende den Nachweis durchsehen"
    )
    guardian_notes = models.BooleanField(
        default=True, help_text="Gesetzliche Vertretung nimmt Kenntnis, solange minderjährig"
    )
    school_notes = models.BooleanField(default=False, help_text="Die Schule nimmt Kenntnis von ihren Zeilen")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "Kammerregel"
        verbose_name_plural = "Kammerregeln"

    def __str__(self) -> str:
        return f"{self.chamber}: {self.get_form_display()}"


class Post(Row):
    """Who works where, as what, from when to when."""

    privacy = PrivacyNote(
        whose="Beschäftigte von Schulen, Betrieben und Kammern",
        purpose="Mitgliedschaften in Räumen ableiten, Ansprechpersonen zeigen",
        legal_basis="§ 83 HSchG; § 28 BBiG; Art. 6 Abs. 1 lit. e DSGVO",
        retention=After(("last_day",), "dem letzten Tag", months=12),
        erasure="die Zeile wird gelöscht, abgeleitete Mitgliedschaften mit ihr",
    )
    written_by_system = True

    class Capacity(models.TextChoices):
        """As what somebody works there."""

        HEAD_OF_SCHOOL = "head_of_school", "Schulleitung"
        SCHOOL_OFFICE = "school_office", "Schulverwaltung"
        TEACHER = "teacher", "Lehrkraft"
        COUNSELLOR = "counsellor", "Ausbildungsbegleitung"
        TRAINING_MANAGER = "training_manager", "Ausbildungsleitung"
        TRAINER = "trainer", "Ausbilderin oder Ausbilder"
        CHAMBER_ADVISER = "chamber_adviser", "Ausbildungsberatung"
        SUPPORT = "support", "Support"
        LAND = "land", "Land"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="posts")
    capacity = models.CharField(max_length=20, choices=Capacity)
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, related_name="posts", null=True, blank=True
    )
    substitutes_for = models.ForeignKey(
        "self", on_delete=models.CASCADE, related_name="substitutes", null=True, blank=True
    )
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "Stelle"
        verbose_name_plural = "Stellen"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="post_days_in_order",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "capacity", "first_day"], name="post_unique"
            ),
        )
        indexes = (models.Index(fields=["organisation", "capacity"], name="post_organisation"),)

    def __str__(self) -> str:
        return f"{self.get_capacity_display()}, {self.organisation}"
