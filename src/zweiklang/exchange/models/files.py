"""Files of a room: attachments of messages, and what a room keeps. The bytes lie in the storage, under `key`."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from zweiklang.exchange.models.announcements import Announcement
from zweiklang.exchange.models.conversations import Message, since_joined
from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import After, Several, WithRow
from zweiklang.rooms.public import ListedRows, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL


class StoredFile(RoomRow):
    """A file somebody has put into a room: arriving part by part, then checked, then ready for those who read there; or refused.

    `message`: the attachment of one. `digest` is SHA-256 in hex of what lies in the storage (after pictures have lost their metadata).
    """

    privacy = PrivacyNote(
        whose="wer die Datei hochlädt, und wovon sie handelt",
        purpose="Dateien austauschen",
        legal_basis="§ 2 Abs. 2 BBiG; § 83 HSchG",
        retention=Several(
            After(
                ("made_at",),
                "dem Beginn",
                days=2,
                where=(("state", "uploading"),),
                what="nicht fertig hochgeladen",
            ),
            After(("made_at",), "dem Beginn", days=7, where=(("state", "refused"),), what="nicht angenommen"),
            After(("made_at",), "dem Hochladen", months=36),
            WithRow(("room",), "der Raum, in dem sie liegt"),
        ),
        erasure="Dateien der Person werden gelöscht",
    )
    security = RoomSecurity(
        read=Scope.CONVERSATION,
        read_also=(Scope.COUNSELLING, Scope.APPOINTMENT, Scope.DEVELOPMENT),
        and_read=f"(state = 'ready' OR uploaded_by_id = (SELECT my_person())) AND {since_joined('made_at')}",
    )

    class State(models.TextChoices):
        """Where it stands."""

        UPLOADING = "uploading", "wird hochgeladen"
        CHECKING = "checking", "wird geprüft"
        READY = "ready", "bereit"
        REFUSED = "refused", "abgelehnt"

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="files", null=True, blank=True
    )
    uploaded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Name", max_length=200)
    content_type = models.CharField("Art", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("Größe")
    received = models.PositiveBigIntegerField("angekommen", default=0)
    digest = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=200, blank=True)
    thumbnail = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField("Stand", max_length=9, choices=State, default=State.UPLOADING)
    refusal = models.CharField("Grund", max_length=300, blank=True)
    made_at = models.DateTimeField("begonnen", db_default=Now())
    ready_at = models.DateTimeField("bereit", null=True, blank=True)

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        constraints = (
            models.CheckConstraint(
                condition=Q(received__lte=F("size")), name="stored_file_received_at_most_size"
            ),
        )
        indexes = (
            models.Index(fields=["made_at"], condition=~Q(state="ready"), name="stored_file_unfinished"),
        )

    def __str__(self) -> str:
        return self.name


class AnnouncementFile(Row):
    """An announcement comes with a file, which lies in the sender's team room; its recipients get the bytes through this row."""

    privacy = PrivacyNote(
        whose="wer die Mitteilung schreibt",
        purpose="Eine Datei mitschicken",
        legal_basis="§ 2 Abs. 2 BBiG; § 83 HSchG",
        retention=WithRow(("announcement",), "die Mitteilung"),
        erasure="die Zeile wird mit der Mitteilung gelöscht",
    )
    listed_rows: ClassVar[ListedRows] = ListedRows("my_announcements", key="announcement_id")

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="announced")

    class Meta:
        verbose_name = "Datei einer Mitteilung"
        verbose_name_plural = "Dateien von Mitteilungen"

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.file_id}"
