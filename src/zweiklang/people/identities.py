"""Tables of sign-in: which services of schools are trusted, whose school account belongs to whom, and what all processes share."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from zweiklang.kernel.clock import now
from zweiklang.kernel.models import NO_PERSONAL_DATA, PrivacyNote, Row
from zweiklang.kernel.retention import After, WithAccount


class SharedEntry(models.Model):
    """A value that all processes of the site share for a short time: attempts to sign in, tokens already used.

    Unlogged: after a crash of PostgreSQL it is empty, and nothing is lost but the count of attempts.
    """

    privacy = PrivacyNote(
        whose="alle, die eine Anmeldung versuchen",
        purpose="Durchprobieren von Passwörtern und Codes bremsen, Anmeldungen nicht zweimal gelten lassen",
        legal_basis="Art. 32 DSGVO; Art. 6 Abs. 1 lit. e DSGVO",
        retention=After(("expires_at",), "dem Ablauf", days=0),
        erasure="abgelaufene Zeilen werden laufend gelöscht",
    )

    key = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "Geteilter Wert"
        verbose_name_plural = "Geteilte Werte"
        indexes = (models.Index(fields=["expires_at"], name="shared_entry_expiry"),)

    def __str__(self) -> str:
        return self.key


class IdentityProvider(Row):
    """A service with which a school, a school authority or the Land signs people in. Comes from a TOML file of the operator."""

    privacy = NO_PERSONAL_DATA
    written_by_system = True

    class Style(models.TextChoices):
        """Where in the claims of this service things stand; see `school_accounts.claims`."""

        PLAIN = "plain", "OpenID Connect"
        SCHULCONNEX = "schulconnex", "Schulconnex"
        VIDIS = "vidis", "VIDIS"

    key = models.SlugField("Kennung", max_length=40, unique=True)
    name = models.CharField("Name", max_length=100)
    issuer = models.URLField("Aussteller", max_length=300)
    client_id = models.CharField(max_length=200)
    secret_reference = models.CharField(
        max_length=200, blank=True, help_text="env:NAME oder file:PFAD; das Geheimnis selbst steht nie hier"
    )
    style = models.CharField(max_length=12, choices=Style, default=Style.PLAIN)
    mapping = models.JSONField(default=dict, blank=True)
    scopes = ArrayField(models.CharField(max_length=60))
    parameters = models.JSONField(default=dict, blank=True)
    school_numbers = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="leer: für alle Schulen"
    )
    roster_links = models.BooleanField(
        default=False, help_text="Die Kennung aus der Schülerliste darf ein Konto verbinden"
    )
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = "Anmeldedienst"
        verbose_name_plural = "Anmeldedienste"
        constraints = (
            models.UniqueConstraint(fields=["issuer", "client_id"], name="identity_provider_client_unique"),
        )

    def __str__(self) -> str:
        return self.name


class SchoolIdentity(Row):
    """A school account that belongs to a person. One person may hold several; none is ever found by an e-mail address."""

    privacy = PrivacyNote(
        whose="alle, die sich mit einem Schulkonto anmelden",
        purpose="Anmeldung mit dem Konto der Schule",
        legal_basis="§ 83 HSchG; Art. 6 Abs. 1 lit. e DSGVO",
        retention=WithAccount(),
        erasure="die Zeile wird gelöscht",
    )
    written_by_system = True

    class LinkedBy(models.TextChoices):
        """The confirmed fact on which the link rests."""

        SIGNED_IN = "signed_in", "angemeldet und bestätigt"
        INVITATION = "invitation", "Einladung"
        ROSTER = "roster", "Kennung aus der Schülerliste"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="school_identities"
    )
    provider = models.ForeignKey(IdentityProvider, on_delete=models.PROTECT, related_name="identities")
    subject = models.CharField(max_length=255)
    school_number = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=20, blank=True)
    linked_by = models.CharField(max_length=10, choices=LinkedBy)
    linked_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Schulkonto"
        verbose_name_plural = "Schulkonten"
        constraints = (
            models.UniqueConstraint(fields=["provider", "subject"], name="school_identity_unique"),
        )

    def __str__(self) -> str:
        return f"{self.person} bei {self.provider}"
