"""Conversations: each in a room of its own, whose members are its participants. Counselling has the same tables and a scope of its own."""

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.exchange.models.help import HelpContact
from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import After, Several, WithRow
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope

PERSON = settings.AUTH_USER_MODEL
BASIS = "§ 2 Abs. 2 BBiG; § 83 HSchG; Beratung: § 3 Abs. 9 HSchG, § 76 BBiG"
READ, READ_ALSO = Scope.CONVERSATION, (Scope.COUNSELLING,)
WRITERS = (Scope.CONVERSATION_WRITE, Scope.COUNSELLING_WRITE)


def since_joined(moment: str) -> str:
    """Returns the SQL condition "from then on I may read here": who was added later may be shown nothing from before.

    `my_conversation_starts` is asked once per statement and returns null for nearly everybody.
    """
    return f"{moment} >= COALESCE(((SELECT my_conversation_starts()) ->> room_id::text)::timestamptz, '-infinity')"


class Conversation(RoomRow):
    """People talk about something. `about_room` is the apprenticeship or class it was opened from; kind "help" is counselling, between two."""

    privacy = PrivacyNote(
        whose="die Teilnehmenden und die Person, um die es geht",
        purpose="Ein Gespräch führen und wiederfinden",
        legal_basis=BASIS,
        retention=Several(
            After(
                ("last_message_at",),
                "der letzten Nachricht",
                months=24,
                with_room=True,
                where=(("kind", "direct"),),
                what="Gespräch",
            ),
            After(
                ("last_message_at",),
                "der letzten Nachricht",
                months=12,
                with_room=True,
                where=(("kind", "help"),),
                what="Vertrauliche Beratung",
            ),
        ),
        erasure="bleibt für die anderen Teilnehmenden, ohne den Namen",
    )
    security = RoomSecurity(read=READ, read_also=READ_ALSO)

    class Kind(models.TextChoices):
        """What kind of conversation it is."""

        DIRECT = "direct", "Gespräch"
        HELP = "help", "Vertrauliche Beratung"

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.DIRECT)
    subject = models.CharField("Betreff", max_length=120)
    about_room = models.ForeignKey(Room, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    about_organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("begonnen", db_default=Now())
    last_message_at = models.DateTimeField("letzte Nachricht", db_default=Now())
    ended_at = models.DateTimeField("beendet", null=True, blank=True)
    suggested = models.ForeignKey(
        HelpContact,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="vorgeschlagen",
        help_text="Beratung: wer weiterhelfen soll, solange die Person, die gefragt hat, darauf nicht geantwortet hat",
    )

    class Meta:
        verbose_name = "Gespräch"
        verbose_name_plural = "Gespräche"

    def __str__(self) -> str:
        return self.subject


class Participation(RoomRow):
    """A person takes part, from `added_at` until `left_at`; the membership of the room follows from it (`conversations.derivation`).

    `described` says as what ("Ausbilderin, Elektro Kaiser"). `follows_about`: only as long as the person is in the room (or works for the
    organisation) that the conversation is about. `visible_from`: nothing from before is shown.
    Who stands in for a participant has no row here, but a membership that says so: it comes and goes by rule.
    """

    privacy = PrivacyNote(
        whose="die Teilnehmenden",
        purpose="Sagen, wer mitliest und warum",
        legal_basis=BASIS,
        retention=WithRow(("room",), "der Raum des Gesprächs"),
        erasure="die Zeile bleibt ohne den Namen",
    )
    security = RoomSecurity(read=READ, read_also=READ_ALSO)

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    described = models.CharField("als", max_length=200)
    follows_about = models.BooleanField(default=True)
    visible_from = models.DateTimeField("sieht ab", null=True, blank=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("dabei seit", db_default=Now())
    left_at = models.DateTimeField("dabei bis", null=True, blank=True)
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "Teilnahme an einem Gespräch"
        verbose_name_plural = "Teilnahmen an Gesprächen"
        constraints = (
            models.UniqueConstraint(
                fields=["room", "person"], condition=Q(left_at__isnull=True), name="participation_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["person"], condition=Q(visible_from__isnull=False), name="participation_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.described} {self.room_id}"


class Message(RoomRow):
    """Somebody said something. Its id is made where it is written, so that sending twice is sending once. A withdrawn one has no text."""

    privacy = PrivacyNote(
        whose="wer schreibt und wovon die Rede ist",
        purpose="Miteinander reden",
        legal_basis=BASIS,
        retention=WithRow(("room",), "der Raum des Gesprächs"),
        erasure="die Nachricht bleibt für die anderen, ohne den Namen",
    )
    security = RoomSecurity(
        read=READ,
        read_also=READ_ALSO,
        insert=WRITERS,
        and_read=since_joined("sent_at"),
        and_insert="author_id = my_person() AND sent_at = now() AND kind = 'text' AND edited_at IS NULL"
        " AND withdrawn_at IS NULL",
    )

    class Kind(models.TextChoices):
        """Who speaks: a person, or Zweiklang about what happened."""

        TEXT = "text", "Nachricht"
        EVENT = "event", "Ereignis"
        AGREEMENT = "agreement", "Vereinbarung"

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.TEXT)
    text = models.TextField("Nachricht", blank=True)
    sent_at = models.DateTimeField("gesendet", db_default=TransactionNow())
    edited_at = models.DateTimeField("bearbeitet", null=True, blank=True)
    withdrawn_at = models.DateTimeField("zurückgezogen", null=True, blank=True)

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        constraints = (
            models.UniqueConstraint(fields=["id", "room"], name="message_id_room"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(text=""), name="message_withdrawn_is_empty"
            ),
        )
        indexes = (models.Index(fields=["room", "sent_at"], name="message_room_sent"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.sent_at}"


class MessageVersion(RoomRow):
    """What a message said before it was edited: the participants can read it. Gone when the message is withdrawn."""

    privacy = PrivacyNote(
        whose="wer geschrieben hat",
        purpose="Zeigen, was geändert wurde",
        legal_basis=BASIS,
        retention=WithRow(("message",), "die Nachricht"),
        erasure="die Zeile wird mit der Nachricht gelöscht",
    )
    security = RoomSecurity(read=READ, read_also=READ_ALSO, and_read=since_joined("sent_at"))

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField("Nachricht")
    sent_at = models.DateTimeField("gesendet", help_text="Wann die Nachricht gesendet wurde")
    replaced_at = models.DateTimeField("ersetzt", db_default=Now())

    class Meta:
        verbose_name = "frühere Fassung einer Nachricht"
        verbose_name_plural = "frühere Fassungen von Nachrichten"

    def __str__(self) -> str:
        return f"{self.message_id} {self.replaced_at}"


class Agreement(RoomRow):
    """Something was agreed (Vereinbarung): who does what until when. It lies in the apprenticeship's room, for those who see talks there."""

    privacy = PrivacyNote(
        whose="Auszubildende und wer etwas übernimmt",
        purpose="Festhalten, was vereinbart ist",
        legal_basis="§ 2 Abs. 2 BBiG",
        retention=After(("made_at",), "der Vereinbarung", months=24),
        erasure="die Zeile wird gelöscht",
    )
    security = RoomSecurity(
        read=Scope.DEVELOPMENT,
        insert=(Scope.DEVELOPMENT_WRITE,),
        update=(Scope.DEVELOPMENT_WRITE,),
        columns=("state", "settled_by_id", "settled_at"),
        and_insert="made_by_id = my_person() AND made_at = now() AND state = 'open'",
    )

    class Side(models.TextChoices):
        """Who does it."""

        APPRENTICE = "apprentice", "Auszubildende/r"
        FIRM = "firm", "Betrieb"
        SCHOOL = "school", "Schule"
        ALL = "all", "alle"

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "offen"
        DONE = "done", "erledigt"
        DROPPED = "dropped", "aufgehoben"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.SET_NULL, related_name="agreements", null=True, blank=True
    )
    side = models.CharField("Wer", max_length=10, choices=Side)
    responsible = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    what = models.CharField("Was", max_length=500)
    until = models.DateField("Bis wann", null=True, blank=True)
    state = models.CharField("Stand", max_length=7, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("vereinbart", db_default=TransactionNow())
    settled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField("abgeschlossen", null=True, blank=True)

    class Meta:
        verbose_name = "Vereinbarung"
        verbose_name_plural = "Vereinbarungen"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="agreement_settled_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.side} {self.state}"
