"""Facts of an apprenticeship. Every table lives in a room: the apprenticeship's own or that of a class."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.curricula.public import FrameworkCurriculum, Occupation
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM, After, Several, WithRow
from zweiklang.organisations.public import Organisation, Site
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope, in_my_rooms

# Who will teach a class is the school's affair until it begins; families and firms are in the class's room before that (decision 0069).
_BEGUN = "first_day <= (now() AT TIME ZONE 'Europe/Berlin')::date"
_OWN = "person_id = (SELECT my_person())"
CONTRACT_BASIS = "§§ 10, 11, 34 BBiG; Art. 6 Abs. 1 lit. b und e DSGVO"


def _days_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name=name
    )


class Contract(RoomRow):
    """A training contract (Ausbildungsvertrag): one apprentice, one firm, one occupation. `last_day` moves when it ends early."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Ausbildungsverhältnis abbilden, Zugriffe ableiten",
        legal_basis=CONTRACT_BASIS,
        retention=After(("last_day",), "dem letzten Tag des Vertrags", months=36, with_room=True, wish="pk"),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    class RecordForm(models.TextChoices):
        """How the training record is kept (§ 13 Satz 2 Nr. 7 BBiG)."""

        DAILY = "daily", "täglich"
        WEEKLY = "weekly", "wöchentlich"

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="contract")
    apprentice = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contracts"
    )
    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chamber = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    curriculum = models.ForeignKey(
        FrameworkCurriculum, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    record_form = models.CharField("Form des Ausbildungsnachweises", max_length=6, choices=RecordForm)
    number = models.CharField(
        "Vertragsnummer",
        max_length=40,
        blank=True,
        help_text="im Verzeichnis der zuständigen Stelle (§ 34 BBiG)",
    )
    confirmed_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_on = models.DateField("bestätigt am", null=True, blank=True)
    weekly_minutes = models.PositiveSmallIntegerField("Wochenarbeitszeit in Minuten", default=2400)

    class Meta:
        verbose_name = "Ausbildungsvertrag"
        verbose_name_plural = "Ausbildungsverträge"
        constraints = (_days_in_order("contract_days_in_order"),)
        indexes = (models.Index(fields=["firm", "last_day"], name="contract_firm"),)

    def __str__(self) -> str:
        return f"{self.apprentice} · {self.occupation}"


class PersonalDetails(RoomRow):
    """The apprentice's date of birth: decides whether guardians take part (§ 11 (2) BBiG) and which rules of the JArbSchG hold."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Minderjährigkeit erkennen",
        legal_basis="§ 11 Abs. 2 BBiG; JArbSchG",
        retention=WITH_ROOM,
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.IDENTITY)

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="+")
    born_on = models.DateField("Geburtsdatum")

    class Meta:
        verbose_name = "Persönliche Angabe"
        verbose_name_plural = "Persönliche Angaben"

    def __str__(self) -> str:
        return f"{self.room_id}"


class TrainerAssignment(RoomRow):
    """The firm puts somebody in charge of this apprentice: trainer (Ausbilder/in) or deputy, from a first to a last day."""

    privacy = PrivacyNote(
        whose="Ausbildende",
        purpose="Zuständigkeit im Betrieb, Zugriff ableiten",
        legal_basis="§ 28 BBiG",
        retention=WithRow(("contract",), "der Ausbildungsvertrag"),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    class Capacity(models.TextChoices):
        """As what."""

        TRAINER = "trainer", "Ausbilder/in"
        DEPUTY = "deputy_trainer", "Ausbildungsbeauftragte/r"

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="trainer_assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=16, choices=Capacity)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "Bestellung zur Ausbildung"
        verbose_name_plural = "Bestellungen zur Ausbildung"
        constraints = (_days_in_order("trainer_assignment_days_in_order"),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_capacity_display()})"


class Guardianship(RoomRow):
    """A legal guardian of the apprentice; ends at the latest the day before the 18th birthday (§ 2, § 1626 BGB)."""

    privacy = PrivacyNote(
        whose="Auszubildende und ihre gesetzliche Vertretung",
        purpose="Kenntnisnahme des Nachweises bei Minderjährigen",
        legal_basis="§ 1629 BGB; § 11 Abs. 2 BBiG",
        retention=WithRow(("contract",), "der Ausbildungsvertrag"),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.IDENTITY)

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="guardianships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "Gesetzliche Vertretung"
        verbose_name_plural = "Gesetzliche Vertretungen"
        constraints = (_days_in_order("guardianship_days_in_order"),)

    def __str__(self) -> str:
        return f"{self.person}"


class SchoolClass(RoomRow):
    """A class of a vocational school in one school year; has a room of its own."""

    privacy = PrivacyNote(
        whose="niemand unmittelbar; wer zur Klasse gehört, steht in den Mitgliedschaften",
        purpose="Unterricht zuordnen",
        legal_basis="§ 83 HSchG",
        retention=After(
            ("school_year",),
            "dem Schuljahr der Klasse",
            school_years=3,
            with_room=True,
            waits_for="ein Vertrag besteht, zu dem die Klasse gehört",
        ),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="school_class")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="classes")
    label = models.CharField("Klasse", max_length=30)
    school_year = models.PositiveSmallIntegerField("Schuljahr beginnt", help_text="2026 heißt 2026/27")
    grade = models.PositiveSmallIntegerField("Ausbildungsjahr")
    occupation_name = models.CharField("Beruf", max_length=200, blank=True)

    class Meta:
        verbose_name = "Klasse"
        verbose_name_plural = "Klassen"
        constraints = (
            models.UniqueConstraint(fields=["school", "school_year", "label"], name="school_class_unique"),
        )

    def __str__(self) -> str:
        return self.label


class Pupil(RoomRow):
    """A person is a pupil of a vocational school (Schülerin, Schüler), as the school's administration has it.

    Lies in the school's team room: firms and other schools never see it. `contract` is empty until school or chamber has confirmed one.
    """

    privacy = PrivacyNote(
        whose="Schülerinnen und Schüler der Berufsschule",
        purpose="Klassen führen, Betrieb und gesetzliche Vertretung einladen",
        legal_basis="§ 83 Abs. 1 HSchG",
        retention=After(("left_on",), "dem Verlassen der Schule", months=12),
        erasure="die Zeile wird gelöscht; der Nachweis bleibt bei der Auszubildenden",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pupils")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pupils")
    contract = models.ForeignKey(
        Contract, on_delete=models.SET_NULL, related_name="pupils", null=True, blank=True
    )
    born_on = models.DateField("Geburtsdatum", null=True, blank=True)
    match_key = models.CharField(
        max_length=250, help_text="Nachname,Vorname,TT.MM.JJJJ in der Form der Sortierung"
    )
    external_id = models.CharField(max_length=100, blank=True, help_text="Kennung in LUSD oder Schulconnex")
    contact_email = models.EmailField("E-Mail-Adresse laut Schule", max_length=254, blank=True)
    occupation_name = models.CharField("Beruf laut Schule", max_length=200, blank=True)
    firm_name = models.CharField("Betrieb laut Schule", max_length=200, blank=True)
    firm_street = models.CharField(max_length=200, blank=True)
    firm_postcode = models.CharField(max_length=5, blank=True)
    firm_town = models.CharField(max_length=100, blank=True)
    firm_email = models.EmailField(max_length=254, blank=True)
    firm_phone = models.CharField(max_length=40, blank=True)
    training_begins = models.DateField("Beginn der Ausbildung", null=True, blank=True)
    training_ends = models.DateField("Ende der Ausbildung", null=True, blank=True)
    by_hand = models.BooleanField(
        default=False, help_text="Von Hand angelegt: ein Import meldet sie nie als abgegangen"
    )
    left_on = models.DateField("verlässt die Schule am", null=True, blank=True)

    class Meta:
        verbose_name = "Schülerin oder Schüler"
        verbose_name_plural = "Schülerinnen und Schüler"
        constraints = (
            models.UniqueConstraint(
                fields=["school", "external_id"],
                condition=~Q(external_id=""),
                name="pupil_external_id_unique",
            ),
        )
        indexes = (
            models.Index(fields=["school", "match_key"], name="pupil_match_key"),
            models.Index(fields=["person"], name="pupil_person"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.school_id}"


class PupilContact(RoomRow):
    """Somebody the school may write to about a pupil: a guardian or another contact (Ansprechpartner), as the file says."""

    privacy = PrivacyNote(
        whose="gesetzliche Vertretung und Ansprechpersonen",
        purpose="zur Kenntnisnahme des Nachweises einladen",
        legal_basis="§ 83 Abs. 1 HSchG; § 1629 BGB",
        retention=Several(
            After(("pupil__born_on",), "der Schülerin oder des Schülers", birthday=18),
            WithRow(("pupil",), "der Eintrag der Schülerin oder des Schülers"),
        ),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class Kind(models.TextChoices):
        """What the contact is to the pupil."""

        GUARDIAN = "guardian", "gesetzliche Vertretung"
        OTHER = "other", "Ansprechperson"

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.GUARDIAN)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "Kontakt"
        verbose_name_plural = "Kontakte"

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Enrolment(RoomRow):
    """The apprentice belongs to a class from a first to a last day.

    Lies in the apprenticeship's room, so that classmates' firms do not see it; without a confirmed contract in the school's team room.
    """

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="Klasse zuordnen, Zugriff der Lehrkräfte ableiten",
        legal_basis="§§ 63, 83 HSchG",
        retention=WithRow(
            ("contract", "pupil"), "der Ausbildungsvertrag, ohne Vertrag wie der Eintrag der Schülerin"
        ),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(read=Scope.SCHEDULE)

    contract = models.ForeignKey(
        Contract, on_delete=models.CASCADE, related_name="enrolments", null=True, blank=True
    )
    pupil = models.ForeignKey(
        Pupil, on_delete=models.SET_NULL, related_name="enrolments", null=True, blank=True
    )
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="enrolments")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "Klassenzugehörigkeit"
        verbose_name_plural = "Klassenzugehörigkeiten"
        constraints = (
            _days_in_order("enrolment_days_in_order"),
            models.CheckConstraint(
                condition=Q(contract__isnull=False) | Q(pupil__isnull=False), name="enrolment_of_somebody"
            ),
        )
        indexes = (models.Index(fields=["school_class"], name="enrolment_class"),)

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.first_day}"


class TeachingAssignment(RoomRow):
    """A teacher leads a class or teaches a subject in it (Unterrichtsauftrag). Lies in the class's room."""

    privacy = PrivacyNote(
        whose="Lehrkräfte",
        purpose="Ansprechpersonen zeigen, Zugriff ableiten",
        legal_basis="§ 83 HSchG",
        retention=WithRow(("school_class",), "die Klasse"),
        erasure="mit dem Raum",
    )
    security = RoomSecurity(
        read=Scope.SCHEDULE, and_read=f"({_BEGUN} OR {_OWN} OR {in_my_rooms(Scope.MEMBERS)})"
    )

    class Capacity(models.TextChoices):
        """As what."""

        CLASS_TEACHER = "class_teacher", "Klassenleitung"
        SUBJECT_TEACHER = "subject_teacher", "Fachlehrkraft"

    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="teaching_assignments"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=16, choices=Capacity)
    subject = models.CharField(max_length=100, blank=True)
    code = models.CharField("Kürzel", max_length=20, blank=True, help_text="wie im Stundenplan der Klasse")
    substitutes_for = models.ForeignKey(
        "self", on_delete=models.CASCADE, related_name="substitutes", null=True, blank=True
    )
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "Unterrichtsauftrag"
        verbose_name_plural = "Unterrichtsaufträge"
        constraints = (_days_in_order("teaching_assignment_days_in_order"),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_capacity_display()})"
