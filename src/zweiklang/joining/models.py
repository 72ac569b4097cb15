"""Invitations and what became of them; proofs of addresses; firms that register themselves and contracts they report."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zweiklang.apprenticeships.public import Contract, Pupil
from zweiklang.curricula.public import Occupation
from zweiklang.joining.chambers.models import ChamberImport, ChamberImportEntry, ResponsibilityRule
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, WithAccount, WithRow
from zweiklang.organisations.public import Organisation, Post
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope

__all__ = ["ChamberImport", "ChamberImportEntry", "ResponsibilityRule"]  # found by Django through this module
PERSON = settings.AUTH_USER_MODEL
INVITED = RoomSecurity(read=Scope.ADMINISTRATION)
REPORTED = RoomSecurity(read=Scope.PROPOSAL)


class Answer(models.TextChoices):
    """What became of something somebody asked for."""

    OPEN = "open", "wartet auf Entscheidung"
    CONFIRMED = "confirmed", "bestätigt"
    REFUSED = "refused", "abgelehnt"


class Invitation(RoomRow):
    """An organisation asks somebody in. Lies in the team room of the organisation that invites; opens once, with a second proof."""

    privacy = PrivacyNote(
        whose="eingeladene Personen in Betrieben, Schulen und Familien",
        purpose="Zugang nur denen geben, die dazugehören",
        legal_basis="Art. 6 Abs. 1 lit. e, Art. 32 DSGVO; § 83 HSchG",
        retention=After(("expires_at",), "dem Ablauf", months=24),
        erasure="die Zeile wird gelöscht, ihr Verlauf mit ihr",
    )
    security = INVITED

    class Kind(models.TextChoices):
        """As what somebody is asked in."""

        FIRM = "firm", "Betrieb"
        MANAGER = "manager", "Ausbildungsleitung (Wiederherstellung)"
        TRAINER = "trainer", "Ausbilderin oder Ausbilder"
        DEPUTY = "deputy", "Vertretung"
        GUARDIAN = "guardian", "gesetzliche Vertretung"
        PUPIL = "pupil", "Auszubildende oder Auszubildender"
        TEACHER = "teacher", "Lehrkraft"
        STAFF = "staff", "Kollegin oder Kollege"

    class Channel(models.TextChoices):
        """How the code travels."""

        EMAIL = "email", "E-Mail"
        LETTER = "letter", "Brief"
        SPOKEN = "spoken", "vorgelesen"

    class State(models.TextChoices):
        """Where it stands. That it expired follows from `expires_at`."""

        OPEN = "open", "offen"
        WAITING = "waiting", "wartet auf Ihre Bestätigung"
        USED = "used", "angenommen"
        REVOKED = "revoked", "zurückgezogen"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    channel = models.CharField(max_length=6, choices=Channel)
    capacity = models.CharField(
        max_length=20,
        choices=Post.Capacity,
        blank=True,
        help_text="Aufgabe einer Kollegin oder eines Kollegen",
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chamber = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.ForeignKey(
        PERSON,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="wessen Eintrag das Konto bekommt (Auszubildende, Lehrkräfte)",
    )
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField("hinterlegte E-Mail-Adresse", max_length=254, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_email = models.EmailField(
        "nachgewiesene E-Mail-Adresse", max_length=254, blank=True, help_text="bis jemand sie bestätigt"
    )

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["open", "revoked"]) | Q(claimed_by__isnull=False),
                name="invitation_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="staff") ^ Q(capacity=""), name="invitation_of_staff_names_a_post"
            ),
        )
        indexes = (models.Index(fields=["room", "-created_at"], name="invitation_room"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%d.%m.%Y}"


class InvitedApprentice(RoomRow):
    """Whom an invitation concerns: a pupil whose contract the inviter confirms with it, or a contract that exists."""

    privacy = PrivacyNote(
        whose="Auszubildende",
        purpose="den eingeladenen Betrieb seiner Auszubildenden zuordnen",
        legal_basis="§ 83 HSchG; §§ 34, 76 BBiG",
        retention=WithRow(("invitation",), "die Einladung"),
        erasure="mit der Einladung",
    )
    security = INVITED

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="apprentices")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    occupation = models.ForeignKey(
        Occupation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    correction = models.TextField("Hinweis des Betriebs zum Vertrag", max_length=500, blank=True)
    corrected_on = models.DateField("erledigt am", null=True, blank=True)

    class Meta:
        verbose_name = "Auszubildende einer Einladung"
        verbose_name_plural = "Auszubildende einer Einladung"
        constraints = (
            models.CheckConstraint(
                condition=Q(pupil__isnull=False) | Q(contract__isnull=False),
                name="invited_apprentice_is_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pupil_id or self.contract_id}"


class InvitationUse(RoomRow):
    """Something happened with an invitation: made, opened, code sent, wrong code, accepted, confirmed, revoked. Never changed."""

    privacy = PrivacyNote(
        whose="eingeladene und einladende Personen",
        purpose="Missbrauch erkennen und nachweisen, wer wann Zugang bekam",
        legal_basis="Art. 5 Abs. 2, Art. 32 DSGVO",
        retention=WithRow(("invitation",), "die Einladung"),
        erasure="mit der Einladung",
    )
    security = INVITED

    class What(models.TextChoices):
        """What happened."""

        CREATED = "created", "ausgestellt"
        OPENED = "opened", "geöffnet"
        TOO_LATE = "too_late", "nach Ablauf, Benutzung oder Rückzug versucht"
        CODE_SENT = "code_sent", "Einmal-Code verschickt"
        WRONG_CODE = "wrong_code", "falscher Einmal-Code"
        LOCKED = "locked", "nach zu vielen falschen Codes gesperrt"
        ACCEPTED = "accepted", "angenommen"
        CLAIMED = "claimed", "angenommen, wartet auf Bestätigung"
        CONFIRMED = "confirmed", "bestätigt"
        DECLINED = "declined", "abgelehnt"
        REVOKED = "revoked", "zurückgezogen"

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="uses")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "Vorgang einer Einladung"
        verbose_name_plural = "Vorgänge einer Einladung"
        indexes = (models.Index(fields=["invitation", "at"], name="invitation_use_when"),)

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%d.%m.%Y %H:%M}"


class PurposeDeclaration(RoomRow):
    """Somebody declared, on joining, to use what is seen for training only; the version of the text is kept."""

    privacy = PrivacyNote(
        whose="Personen, die eine Einladung annehmen",
        purpose="Zweckbindung nachweisen",
        legal_basis="Art. 5 Abs. 1 lit. b, Abs. 2 DSGVO",
        retention=WithAccount(),
        erasure="die Zeile wird gelöscht",
    )
    security = INVITED

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, related_name="declarations", null=True, blank=True
    )
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()

    class Meta:
        verbose_name = "Zweckerklärung"
        verbose_name_plural = "Zweckerklärungen"

    def __str__(self) -> str:
        return f"{self.version} {self.accepted_at:%d.%m.%Y}"


class EmailProof(Row):
    """A one-time code went to an address. Address and code are kept as keyed digests; the row is useless after ten minutes."""

    privacy = PrivacyNote(
        whose="wer eine Einladung annimmt oder einen Betrieb anmeldet",
        purpose="beweisen, dass eine E-Mail-Adresse der Person gehört",
        legal_basis="Art. 32 DSGVO",
        retention=After(("sent_at",), "dem Versand des Codes", days=1),
        erasure="die Zeile wird gelöscht",
    )

    purpose = models.CharField(max_length=60)
    address_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Adressnachweis"
        verbose_name_plural = "Adressnachweise"
        indexes = (models.Index(fields=["sent_at"], name="email_proof_sent"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.sent_at:%d.%m.%Y %H:%M}"


class FirmRegistration(RoomRow):
    """A firm has registered itself: it waits for a chamber or school, and sees nothing but this. Lies in a room of kind "proposal"."""

    privacy = PrivacyNote(
        whose="wer einen Betrieb anmeldet",
        purpose="Betrieb prüfen, bevor er Zugang bekommt",
        legal_basis="Art. 6 Abs. 1 lit. b und e DSGVO; § 76 BBiG",
        retention=After(
            ("decided_at", "registered_at"),
            "der Entscheidung, ohne Entscheidung nach der Anmeldung",
            months=12,
            with_room=True,
        ),
        erasure="mit dem Raum",
    )
    security = REPORTED

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="+")
    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    addressed_to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=Answer, default=Answer.OPEN)
    reason = models.CharField("Grund", max_length=500, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Anmeldung eines Betriebs"
        verbose_name_plural = "Anmeldungen von Betrieben"

    def __str__(self) -> str:
        return f"{self.firm_id} {self.get_state_display()}"


class ContractProposal(RoomRow):
    """A firm reports a training contract; school or chamber confirms it, and only then there is a contract. Its own "proposal" room.

    From a chamber (`from_chamber`) the contract is there already: the school is asked whether the apprentice belongs to it, and `note` says why it.
    """

    privacy = PrivacyNote(
        whose="Auszubildende, deren Vertrag ein Betrieb meldet",
        purpose="Vertrag prüfen und dem Eintrag der Schule zuordnen",
        legal_basis="Art. 6 Abs. 1 lit. b und e DSGVO; §§ 11, 36 BBiG",
        retention=After(
            ("decided_at", "reported_at"),
            "der Entscheidung, ohne Entscheidung nach der Meldung",
            months=12,
            with_room=True,
        ),
        erasure="mit dem Raum",
    )
    security = REPORTED

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="+")
    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    addressed_to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    chamber = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_chamber = models.BooleanField(default=False, help_text="Die Kammer fragt die Schule")
    note = models.CharField("Warum diese Schule", max_length=400, blank=True)
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reported_at = models.DateTimeField()
    given_name = models.CharField("Vorname", max_length=100)
    family_name = models.CharField("Nachname", max_length=100)
    born_on = models.DateField("Geburtsdatum")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField("erster Tag")
    last_day = models.DateField("letzter Tag")
    state = models.CharField(max_length=9, choices=Answer, default=Answer.OPEN)
    reason = models.CharField("Grund", max_length=500, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "Gemeldeter Ausbildungsvertrag"
        verbose_name_plural = "Gemeldete Ausbildungsverträge"
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gt=F("first_day")), name="contract_proposal_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(from_chamber=True) | Q(reported_by__isnull=False),
                name="contract_proposal_reported_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(from_chamber=True, state__in=["open", "confirmed"]),
                name="contract_proposal_one_school",
            ),
        )

    def __str__(self) -> str:
        return f"{self.family_name} {self.first_day}"


class FirmRecovery(RoomRow):
    """A firm whose only manager is gone gets a new one: one person of a school or chamber asks, another approves. In their team room."""

    privacy = PrivacyNote(
        whose="neue Ausbildungsleitung, zwei Beschäftigte von Schule oder Kammer",
        purpose="einem Betrieb den Zugang wiedergeben",
        legal_basis="Art. 32 DSGVO",
        retention=After(("asked_at",), "der Bitte um Wiederherstellung", months=24),
        erasure="die Zeile wird gelöscht",
    )
    security = INVITED

    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField("Vorname", max_length=100)
    family_name = models.CharField("Nachname", max_length=100)
    email = models.EmailField(max_length=254)
    reason = models.CharField("Grund", max_length=500)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=Answer, default=Answer.OPEN)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "Wiederherstellung eines Betriebs"
        verbose_name_plural = "Wiederherstellungen von Betrieben"
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")) | Q(state="refused"),
                name="firm_recovery_two_persons",
            ),
        )

    def __str__(self) -> str:
        return f"{self.firm_id} {self.get_state_display()}"
