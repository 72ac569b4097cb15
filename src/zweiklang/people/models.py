"""The person who signs in."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connections, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from zweiklang.kernel.clock import now
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import AccountEnd, WithAccount
from zweiklang.kernel.sorting import sort_key
from zweiklang.people import identities  # noqa: F401 - Django finds the tables of an app through this module
from zweiklang.people.mailing.kinds import MAILS_KEPT, NOTICES, MailKind, Rhythm
from zweiklang.people.sessions import person_read


class PersonManager(BaseUserManager["Person"]):
    """Makes persons and finds them by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **names: Any) -> "Person":
        """A person exists with that e-mail address (lower case) and, without password, cannot sign in by one."""
        person = self.model(email=email.strip().lower(), **names)
        person.sort_key = sort_key(f"{person.family_name} {person.given_name}")
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get(self, *args: Any, **kwargs: Any) -> "Person":
        """As Django's. By id alone without making the SQL anew: every request asks for its person so."""
        key = kwargs.get("pk") if len(kwargs) == 1 and not args else None
        if not isinstance(key, UUID):
            return super().get(*args, **kwargs)
        fields = self.model._meta.concrete_fields
        row = person_read(key)
        if row is None:
            names = ", ".join(f'"{field.column}"' for field in fields)
            with connections[self.db].cursor() as cursor:
                cursor.execute(f"SELECT {names} FROM people_person WHERE id = %s", [key])  # noqa: S608 - columns of ours
                row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist
        return self.model.from_db(self.db, [field.attname for field in fields], row)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Returns the person with that e-mail address in any letter case; raises Person.DoesNotExist."""
        return self.get(email__iexact=username)


class Person(Row, AbstractBaseUser):
    """A human being with an account. Carries no rights: those are memberships of rooms."""

    privacy = PrivacyNote(
        whose="alle, die sich anmelden",
        purpose="Anmeldung und Anrede",
        legal_basis="Art. 6 Abs. 1 lit. e DSGVO, § 83 HSchG; Betriebe: Art. 6 Abs. 1 lit. b DSGVO",
        retention=AccountEnd(months=12),
        erasure="Name und Adresse werden durch einen Platzhalter ersetzt, Nachweise bleiben bei der Auszubildenden",
    )

    class TextSize(models.TextChoices):
        """How large text is shown."""

        NORMAL = "normal", "Normal"
        LARGE = "large", "Groß"
        LARGEST = "largest", "Sehr groß"

    class Theme(models.TextChoices):
        """Light, dark, or as the device says."""

        SYSTEM = "system", "Wie das Gerät"
        LIGHT = "light", "Hell"
        DARK = "dark", "Dunkel"

    email = models.EmailField(
        "E-Mail-Adresse", max_length=254, blank=True, help_text="Leer, solange die Person kein Konto hat"
    )
    given_name = models.CharField("Vorname", max_length=100)
    family_name = models.CharField("Nachname", max_length=100)
    sort_key = models.CharField(max_length=220, editable=False)
    language = models.CharField("Sprache", max_length=5, default="de")
    text_size = models.CharField("Schriftgröße", max_length=8, choices=TextSize, default=TextSize.NORMAL)
    theme = models.CharField("Darstellung", max_length=8, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name", "family_name"]

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        constraints = (
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="person_email_unique"),
        )
        indexes = (models.Index(fields=["sort_key"], name="person_sort_key"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Returns given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    def get_full_name(self) -> str:
        """Returns given and family name (Django's own mails ask for it)."""
        return self.name


class MailPreference(Row):
    """How soon a person hears by mail of one kind of notice, or not at all; who has no such row hears at once."""

    privacy = PrivacyNote(
        whose="alle mit Konto",
        purpose="nur die E-Mails schicken, die jemand haben will",
        legal_basis="Art. 6 Abs. 1 lit. e, Art. 21 DSGVO; Betriebe: Art. 6 Abs. 1 lit. b DSGVO",
        retention=WithAccount(),
        erasure="mit dem Konto gelöscht",
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mail_preferences")
    kind = models.CharField("Art", max_length=20, choices=MailKind)
    rhythm = models.CharField("wie schnell", max_length=7, choices=Rhythm, default=Rhythm.AT_ONCE)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "E-Mail-Einstellung"
        verbose_name_plural = "E-Mail-Einstellungen"
        constraints = (
            models.UniqueConstraint(fields=["person", "kind"], name="mail_preference_once"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(NOTICES)), name="mail_preference_notices_only"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.rhythm}"


class OutgoingMail(Row):
    """One mail in the queue. The application role may only put it here; what it says is erased once it is sent.

    Its id is the key that keeps it from being sent twice, and its Message-ID, should it happen after a crash.
    """

    privacy = PrivacyNote(
        whose="alle, die eine E-Mail bekommen",
        purpose="E-Mails verlässlich und höchstens einmal zustellen",
        legal_basis="Art. 6 Abs. 1 lit. e DSGVO, § 83 HSchG; Betriebe: Art. 6 Abs. 1 lit. b DSGVO",
        retention=MAILS_KEPT,
        erasure="nach der Frist gelöscht, mit dem Konto schon vorher",
    )

    class State(models.TextChoices):
        """Where a mail is."""

        WAITING = "waiting", "wartet"
        SENT = "sent", "versandt"
        FAILED = "failed", "nicht zustellbar"
        EXPIRED = "expired", "abgelaufen"
        DECLINED = "declined", "abbestellt"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=MailKind)
    template = models.CharField(max_length=100)
    key = models.CharField(max_length=200, null=True, blank=True)
    language = models.CharField(max_length=5)
    address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "E-Mail in der Warteschlange"
        verbose_name_plural = "E-Mails in der Warteschlange"
        constraints = (
            models.UniqueConstraint(fields=["key"], name="outgoing_mail_key_unique"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(finished_at__isnull=False), name="outgoing_mail_finished"
            ),
        )
        indexes = (models.Index(fields=["state", "queued_at"], name="outgoing_mail_state"),)

    def __str__(self) -> str:
        return f"{self.template} ({self.state})"
