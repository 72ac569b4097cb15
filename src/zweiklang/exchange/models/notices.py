"""Notices: that there is something new for a person, of which kind, about what. Never what it says."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, Several, WithAccount
from zweiklang.rooms.public import OwnRows, Room

PERSON = settings.AUTH_USER_MODEL
BASIS = "Art. 6 Abs. 1 lit. e DSGVO; Betriebe: Art. 6 Abs. 1 lit. b DSGVO"


class Notice(Row):
    """Something is new for the person. One open notice for each thing; `count` says how often it happened. Done is done everywhere."""

    privacy = PrivacyNote(
        whose="wer benachrichtigt wird",
        purpose="Zeigen, dass es etwas Neues gibt, und es einmal melden",
        legal_basis=BASIS,
        retention=Several(After(("made_at",), "dem letzten Ereignis", days=90), WithAccount()),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    # Without an index of its own: the one below begins with the person.
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    count = models.PositiveIntegerField("wie oft", default=1)
    first_at = models.DateTimeField("zuerst", db_default=Now())
    made_at = models.DateTimeField("zuletzt", db_default=Now())
    done_at = models.DateTimeField("erledigt", null=True, blank=True)
    mailed_at = models.DateTimeField("per E-Mail gemeldet", null=True, blank=True)
    pushed_at = models.DateTimeField("auf das Gerät gemeldet", null=True, blank=True)
    # When it is to be looked at for a mail, for a push. Empty: nothing is to be sent (any more).
    mail_at = models.DateTimeField("E-Mail fällig", null=True, blank=True)
    push_at = models.DateTimeField("Meldung auf das Gerät fällig", null=True, blank=True)

    class Meta:
        verbose_name = "Benachrichtigung"
        verbose_name_plural = "Benachrichtigungen"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind", "about"],
                condition=Q(done_at__isnull=True),
                name="notice_one_open",
            ),
        )
        indexes = (
            models.Index(fields=["person", "-made_at"], name="notice_newest"),
            models.Index(fields=["mail_at"], condition=Q(mail_at__isnull=False), name="notice_mail_due"),
            models.Index(fields=["push_at"], condition=Q(push_at__isnull=False), name="notice_push_due"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at}"


class NoticeSettings(Row):
    """When a person wants to be left in peace, and when daily and weekly summaries come."""

    privacy = PrivacyNote(
        whose="alle mit Konto",
        purpose="Nur melden, wann es jemand will",
        legal_basis=BASIS,
        retention=WithAccount(),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField("Ruhe ab", null=True, blank=True)
    quiet_until = models.TimeField("Ruhe bis", null=True, blank=True)
    quiet_weekends = models.BooleanField("Ruhe am Wochenende", default=False)
    summary_hour = models.PositiveSmallIntegerField("Zusammenfassung um", default=7)
    summary_weekday = models.PositiveSmallIntegerField("wöchentlich am", default=1)
    changed_at = models.DateTimeField("geändert", db_default=Now())

    class Meta:
        verbose_name = "Ruhezeiten"
        verbose_name_plural = "Ruhezeiten"
        constraints = (
            models.CheckConstraint(condition=Q(summary_hour__lte=23), name="notice_settings_hour"),
            models.CheckConstraint(
                condition=Q(summary_weekday__gte=1, summary_weekday__lte=7), name="notice_settings_weekday"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notice_settings_quiet_both",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class PushSubscription(Row):
    """A device of the person wants to be told (Web Push, RFC 8030, 8291)."""

    privacy = PrivacyNote(
        whose="wer auf einem Gerät benachrichtigt werden will",
        purpose="Auf das Gerät melden, dass es etwas Neues gibt",
        legal_basis="Art. 6 Abs. 1 lit. a DSGVO",
        retention=WithAccount(),
        erasure="die Zeile wird gelöscht",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("person_id",))

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    endpoint = models.URLField("Adresse des Dienstes", max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    device = models.CharField("Gerät", max_length=100, blank=True)
    made_at = models.DateTimeField("angemeldet", db_default=Now())
    used_at = models.DateTimeField("zuletzt benutzt", null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "Gerät für Benachrichtigungen"
        verbose_name_plural = "Geräte für Benachrichtigungen"

    def __str__(self) -> str:
        return self.device
