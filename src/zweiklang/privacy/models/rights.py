"""What people ask about their own data, what becomes of it, and what a school may tell the parents of adults."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import OwnRows, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL
RIGHTS_BASIS = "Art. 12, 15 bis 21 DSGVO"


class RightsRequest(RoomRow):
    """Somebody asks to have own data corrected, erased or restricted, or objects; lies in the team room of the organisation that decides.

    `fact` and `shown` name what is to be corrected and what stood there when it was asked for.
    """

    privacy = PrivacyNote(
        whose="alle, die zu ihren Daten etwas verlangen",
        purpose="Anträge beantworten und das nachweisen",
        legal_basis=RIGHTS_BASIS,
        retention=After(("decided_at", "asked_at"), "der Antwort", months=36),
        erasure="die Texte werden entfernt, dass es den Antrag gab, bleibt ohne Namen",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    class Kind(models.TextChoices):
        """What is asked for."""

        CORRECTION = "correction", "Berichtigung"
        ERASURE = "erasure", "Löschung"
        RESTRICTION = "restriction", "Einschränkung"
        OBJECTION = "objection", "Widerspruch"

    class State(models.TextChoices):
        """Where the request stands."""

        OPEN = "open", "wartet auf Antwort"
        ACCEPTED = "accepted", "angenommen"
        DECLINED = "declined", "abgelehnt"
        WITHDRAWN = "withdrawn", "zurückgezogen"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField("Antrag", max_length=11, choices=Kind)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.OPEN)
    fact = models.CharField(max_length=80, blank=True)
    label = models.CharField("Angabe", max_length=120, blank=True)
    shown = models.CharField("steht da", max_length=400, blank=True)
    wanted = models.CharField("ist richtig", max_length=400, blank=True)
    note = models.TextField("Begründung", max_length=2000, blank=True)
    asked_at = models.DateTimeField("gestellt am")
    due_on = models.DateField("Antwort bis")
    answer = models.TextField("Antwort", max_length=2000, blank=True)
    legal_basis = models.CharField("Rechtsgrundlage", max_length=200, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("beantwortet am", null=True, blank=True)

    class Meta:
        verbose_name = "Antrag zu eigenen Daten"
        verbose_name_plural = "Anträge zu eigenen Daten"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind", "fact"],
                condition=Q(state="open"),
                name="rights_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction") ^ Q(fact=""), name="rights_request_correction_names_a_fact"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | Q(decided_at__isnull=False),
                name="rights_request_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="rights_request_not_by_oneself",
            ),
        )
        indexes = (
            models.Index(fields=["room", "due_on"], condition=Q(state="open"), name="rights_request_open"),
            models.Index(fields=["person", "-asked_at"], name="rights_request_person"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%d.%m.%Y}"


class Erasure(RoomRow):
    """An erasure that was decided: it waits seven days, then a second person carries it out; afterwards only that it happened."""

    privacy = PrivacyNote(
        whose="Personen, deren Daten gelöscht werden; wer entscheidet und löscht",
        purpose="Löschungen nur nach dem Vier-Augen-Prinzip ausführen und nachweisen",
        legal_basis="Art. 5 Abs. 2, Art. 17 DSGVO",
        retention=After(("done_at", "stopped_at", "not_before"), "der Löschung", months=36),
        erasure="nach der Frist gelöscht; sie nennt die gelöschte Person nicht mehr",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    request = models.OneToOneField(RightsRequest, on_delete=models.CASCADE, related_name="erasure")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField()
    not_before = models.DateTimeField("frühestens")
    stopped_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    stopped_at = models.DateTimeField("angehalten am", null=True, blank=True)
    done_by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    done_at = models.DateTimeField("gelöscht am", null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="Tabelle: Zahl der gelöschten Zeilen")

    class Meta:
        verbose_name = "Löschung"
        verbose_name_plural = "Löschungen"
        constraints = (
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | ~Q(done_by=F("decided_by")), name="erasure_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(stopped_at__isnull=True, done_at__gte=F("not_before")),
                name="erasure_not_before_its_day",
            ),
        )
        indexes = (
            models.Index(
                fields=["room"],
                condition=Q(done_at__isnull=True, stopped_at__isnull=True),
                name="erasure_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.decided_at:%d.%m.%Y}"


class RegisterName(RoomRow):
    """The name the chamber's register must keep after an erasure (§ 34 BBiG); lies in the chamber's team room, nobody else reads it."""

    privacy = PrivacyNote(
        whose="frühere Auszubildende, die ihr Konto löschen ließen",
        purpose="Verzeichnis der Ausbildungsverhältnisse vollständig halten",
        legal_basis="§ 34 Abs. 2 BBiG; Art. 17 Abs. 3 lit. b DSGVO",
        retention=WithRow(("contract",), "der Ausbildungsvertrag"),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(read=Scope.ADMINISTRATION)

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, related_name="+")
    given_name = models.CharField("Vorname", max_length=100)
    family_name = models.CharField("Nachname", max_length=100)
    born_on = models.DateField("Geburtsdatum", null=True, blank=True)

    class Meta:
        verbose_name = "Name im Verzeichnis"
        verbose_name_plural = "Namen im Verzeichnis"

    def __str__(self) -> str:
        return f"{self.contract_id}"


class ParentChoice(Row):
    """What an adult pupil has said about telling the parents (§ 72 Abs. 4 HSchG): took note, objected, took the objection back.

    Append only; the latest objection or taking back holds at every school and in every contract of the person.
    """

    privacy = PrivacyNote(
        whose="volljährige Schülerinnen und Schüler bis zum 21. Geburtstag",
        purpose="Hinweis und Widerspruch zur Information der Eltern nachweisen",
        legal_basis="§ 72 Abs. 4 HSchG; Art. 21 DSGVO",
        retention=After(("at",), "der Wahl", months=48),
        erasure="die Zeile wird gelöscht",
    )
    own_rows = OwnRows(("person_id",))

    class Act(models.TextChoices):
        """What was said."""

        NOTICED = "noticed", "Hinweis gelesen"
        OBJECTED = "objected", "widersprochen"
        ALLOWED = "allowed", "Widerspruch zurückgenommen"

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=8, choices=Act)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "Wahl zur Information der Eltern"
        verbose_name_plural = "Wahlen zur Information der Eltern"
        indexes = (models.Index(fields=["person", "-at"], name="parent_choice_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.act}"


class ParentsInformed(Row):
    """The school noted that it has told the parents of an adult pupil something (§ 72 Abs. 4 HSchG); the pupil reads it.

    Says on which day and about which kind of matter, never what was said.
    """

    privacy = PrivacyNote(
        whose="volljährige Schülerinnen und Schüler; die Lehrkraft",
        purpose="Information der Eltern nachvollziehbar machen",
        legal_basis="§ 72 Abs. 4 HSchG; Art. 5 Abs. 2 DSGVO",
        retention=After(("informed_on",), "der Information", months=48),
        erasure="die Zeile wird gelöscht",
    )
    own_rows = OwnRows(("person_id", "by_id"))

    class Matter(models.TextChoices):
        """Which kind of serious matter."""

        TRANSFER = "transfer", "Versetzung oder Abschluss gefährdet"
        ABSENCE = "absence", "viele Fehlzeiten ohne Entschuldigung"
        MEASURE = "measure", "Ordnungsmaßnahme"
        LEAVING = "leaving", "Abgang von der Schule"
        OTHER = "other", "anderer schwerwiegender Anlass"

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField("Anlass", max_length=8, choices=Matter)
    informed_on = models.DateField("informiert am")
    by = models.ForeignKey(PERSON, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = "Information der Eltern"
        verbose_name_plural = "Informationen der Eltern"
        indexes = (models.Index(fields=["person", "-informed_on"], name="parents_informed_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.informed_on}"
