"""What the demo's people have said to each other, and what they agreed. Written as rows: it was days ago."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.cli.demo_world import cast
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.exchange.public import (
    Agreement,
    Conversation,
    Message,
    MessageVersion,
    Notice,
    Participation,
    derive_conversations,
)
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import open_room

AGREED = "Freistellung für den ganzen Prüfungstag eintragen"


@dataclass(frozen=True, slots=True)
class Said:
    """Days ago, at what time, who (a name of the cast), what; `before`: what stood there first; `kind` and `withdrawn` as in a message."""

    days: int
    at: time
    who: str
    text: str
    kind: str = "text"
    before: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: people with what they are described as, what was said, and for whom the last message is new."""

    subject: str
    people: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]
    new_for: tuple[str, ...] = ()


EXAM = Talk(
    "Zwischenprüfung im Frühjahr",
    (
        ("@class_teacher", "Klassenleitung, Oskar-von-Miller-Schule"),
        ("@trainer", "Ausbilder/in, Nordlicht Software GmbH"),
        ("Carsten Bode", "Ausbildungsbeauftragte/r, Nordlicht Software GmbH"),
        ("@apprentice", "Auszubildende/r"),
    ),
    (
        Said(
            9,
            time(14, 12),
            "@class_teacher",
            "Guten Tag zusammen, die Termine der Zwischenprüfung sind da. In der Schule wiederholen wir vorher die Lernfelder 3 "
            "bis 5. Was sollte im Betrieb vorher drangewesen sein?",
        ),
        Said(
            9,
            time(16, 40),
            "@trainer",
            "Danke. Datenbanken hatte Frau Aksoy schon, Netzwerke erst im nächsten Monat. Ich ziehe das vor.",
            before="Danke. Netzwerke hatte Frau Aksoy noch nicht.",
        ),
        Said(
            8,
            time(7, 55),
            "@apprentice",
            "Ich würde gern noch einmal mit SQL üben. Geht das freitags im Betrieb?",
        ),
        Said(8, time(8, 20), "Carsten Bode", "", withdrawn=True),
        Said(
            8,
            time(8, 31),
            "Carsten Bode",
            "Freitags ab 13 Uhr, ich habe Zeit. Bringen Sie die Aufgaben aus der Schule mit?",
        ),
        Said(8, time(12, 5), "@apprentice", "Ja, mache ich. Danke!"),
        Said(2, time(10, 2), "@trainer", AGREED, kind="agreement"),
        Said(
            1,
            time(15, 48),
            "@class_teacher",
            "Sehr gut. Die Einladung der Kammer kommt in den nächsten Tagen. Bitte melden Sie sich, wenn sie bis Monatsende nicht "
            "da ist.",
        ),
    ),
    new_for=("@trainer", "@apprentice"),
)  # fmt: skip - one line a few sentences
ROOM_CHANGE = Talk(
    "Raum für den Laborunterricht",
    (
        ("@class_teacher", f"Klassenleitung, {cast.CLASS_LABEL}"),
        ("@subject_teacher", f"Fachlehrkraft, {cast.CLASS_LABEL}"),
        ("Birgit Naumann", f"Fachlehrkraft, {cast.CLASS_LABEL}"),
    ),
    (
        Said(4, time(11, 30), "@class_teacher",
             "Der Laborraum ist nächste Woche belegt. Wer kann am Mittwoch tauschen?"),
        Said(4, time(13, 15), "Birgit Naumann", "Ich kann in der 5. und 6. Stunde in Raum B 204 gehen."),
        Said(4, time(13, 22), "@class_teacher", "Danke, dann tragen wir es so ein."),
    ),
)  # fmt: skip
RECORD = Talk(
    "Nachweis der letzten Wochen",
    (
        ("Gerd Ickler", "Ausbilder/in, Habichtswald Systeme GmbH"),
        ("@class_teacher", "Klassenleitung, Oskar-von-Miller-Schule"),
        ("@second_apprentice", "Auszubildende/r"),
    ),
    (
        Said(6, time(9, 5), "Gerd Ickler",
             "Vor elf Wochen fehlt ein Eintrag. War da Schule oder Betrieb? Dann ergänzen wir ihn zusammen."),
        Said(5, time(17, 20), "@second_apprentice",
             "Da war Schule. Ich habe es vergessen und trage es heute nach."),
        Said(5, time(18, 2), "Gerd Ickler", "Alles klar, danke. Dann unterschreibe ich die Woche am Montag."),
    ),
)  # fmt: skip


def keep_talks(actor: Actor) -> None:
    """The demo's conversations exist, with an agreement that is due soon. Called inside `as_system`; what is there stays."""
    if Conversation.objects.filter(kind="direct").exists():
        return
    first, second = (_room_of(actor, key) for key in ("@apprentice", "@second_apprentice"))
    school_class = SchoolClass.objects.filter(label=cast.CLASS_LABEL).earliest("pk")
    _keep(actor, EXAM, first)
    _keep(actor, RECORD, second)
    _keep(actor, ROOM_CHANGE, school_class.room_id)


def _room_of(actor: Actor, name: str) -> UUID:
    return Contract.objects.get(apprentice=find_or_add(actor, name)).room_id


def _keep(actor: Actor, talk: Talk, about: UUID) -> None:
    people = {name: find_or_add(actor, name) for name, _ in talk.people}
    opener, began = people[talk.people[0][0]], _moment(talk.said[0])
    room = open_room(actor, kind="conversation", title="Gespräch")
    conversation = Conversation.objects.create(
        room=room,
        subject=talk.subject,
        about_room_id=about,
        opened_by=opener,
        opened_at=began,
        last_message_at=_moment(talk.said[-1]),
    )
    for name, described in talk.people:
        Participation.objects.create(
            room=room, person=people[name], described=described, added_by=opener, added_at=began
        )
    derive_conversations(actor, Conversation.objects.filter(pk=conversation.pk))
    for one in talk.said:
        _say(conversation, one, people[one.who], about)
    for name in talk.new_for:
        last = _moment(talk.said[-1])
        Notice.objects.create(
            person=people[name], kind="message", about=room.pk, room=room, first_at=last, made_at=last
        )


def _say(conversation: Conversation, one: Said, author: Person, about: UUID) -> None:
    id, moment, text = new_id(), _moment(one), one.text
    if one.kind == "agreement":
        until = today() + timedelta(days=1)
        Agreement.objects.create(
            id=id,
            room_id=about,
            conversation=conversation,
            side="firm",
            what=text,
            until=until,
            made_by=author,
            made_at=moment,
        )
        text = f"Betrieb: {text} (bis {formats.day_long(until)})"
    changed = moment + timedelta(minutes=6)
    message = Message.objects.create(
        id=id,
        room_id=conversation.room_id,
        author=author,
        kind=one.kind,
        text=text,
        sent_at=moment,
        edited_at=changed if one.before else None,
        withdrawn_at=changed if one.withdrawn else None,
    )
    if one.before:
        MessageVersion.objects.create(
            room_id=conversation.room_id,
            message=message,
            text=one.before,
            sent_at=moment,
            replaced_at=changed,
        )


def _moment(one: Said) -> datetime:
    return min(datetime.combine(today() - timedelta(days=one.days), one.at, tzinfo=BERLIN), now())
