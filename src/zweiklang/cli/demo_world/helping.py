"""Who helps the demo's apprentices in confidence, and what Leyla has written to one of them. Written as rows: it was days ago."""

from datetime import date, datetime, time, timedelta

from zweiklang.cli.demo_world import cast
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.exchange.public import (
    Conversation,
    HelpContact,
    Message,
    Notice,
    Participation,
    derive_conversations,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.organisations.public import Organisation, add_organisation, add_post
from zweiklang.people.public import Person
from zweiklang.rooms.public import open_room, team_room

QUABB = "QuABB Kassel"
TEACHER, PHONE_ONLY = "Henning Rabe", "Gudrun Salzmann"
# Days ago, hour, whether Leyla speaks, what is said.
SAID = (
    (4, time(16, 42), True,
     "Guten Tag, ich weiß nicht, ob ich hier richtig bin. Im Betrieb bin ich seit Wochen nur noch im Lager und lerne "
     "nichts mehr. Wenn ich etwas sage, heißt es, ich soll mich nicht so anstellen. Ich überlege aufzuhören."),
    (3, time(9, 10), False,
     "Guten Tag Frau Aksoy, gut, dass Sie schreiben. Sie sind hier richtig, und Sie müssen heute nichts entscheiden. Dass "
     "Sie nur im Lager sind, muss nicht so bleiben: Darüber kann man reden, und ich kann dabei sein, wenn Sie das wollen."),
    (2, time(18, 5), True,
     "Danke. Mein Betrieb soll erst einmal nichts davon wissen."),
    (1, time(8, 30), False,
     "Er erfährt nichts, solange Sie es nicht wollen. Passt Ihnen ein Gespräch am Donnerstag nach der Schule, um 15:30 "
     "Uhr in der Kölnischen Straße? Sie können auch einfach anrufen."),
)  # fmt: skip


def keep_help(actor: Actor, *, since: date, chamber: Organisation) -> None:
    """The demo's contacts exist, and one case between Leyla and QuABB. Called inside `as_system`; what is there stays."""
    counsellor = find_or_add(actor, "@counsellor")
    _keep_contacts(actor, counsellor, since=since, chamber=chamber)
    apprentice = find_or_add(actor, "@apprentice")
    if not Conversation.objects.filter(kind="help", opened_by=apprentice).exists():
        _keep_case(actor, apprentice, counsellor)


def _keep_contacts(actor: Actor, counsellor: Person, *, since: date, chamber: Organisation) -> None:
    land = add_organisation(actor, kind="authority", name="Land Hessen", town="Wiesbaden")
    carrier = add_organisation(actor, kind="authority", name=QUABB, town="Kassel")
    team_room(actor, organisation=carrier)
    add_post(actor, person=counsellor, organisation=carrier, capacity="counsellor", first_day=since)
    name, number, town = cast.SCHOOL
    school = add_organisation(actor, kind="school", name=name, number=number, town=town)
    teacher = find_or_add(actor, TEACHER)
    add_post(actor, person=teacher, organisation=school, capacity="counsellor", first_day=since)
    other, other_number, other_town = cast.OTHER_SCHOOL
    second = add_organisation(actor, kind="school", name=other, number=other_number, town=other_town)
    adviser = find_or_add(actor, "@chamber_adviser")
    quabb = {"phone": "0561 0000-311", "hours": "Montag bis Donnerstag 9:00 bis 16:00 und nach Absprache"}
    _contact(land, counsellor.name, "quabb", counsellor, **quabb, place="Kölnische Straße, Kassel, 2. Stock",
             note="Auch auf Arabisch und Französisch.", postcodes=["34", "37"])  # fmt: skip
    _contact(school, teacher.name, "school", teacher, phone="0561 0000-427", hours="Dienstag und Donnerstag, 7. Stunde",
             place="Raum C 112, neben der Bibliothek", note="Sie können ohne Termin kommen.")  # fmt: skip
    _contact(
        second,
        PHONE_ONLY,
        "school",
        None,
        phone="0561 0000-518",
        hours="Mittwoch 12:00 bis 13:30",
        place="Raum 1.07",
    )
    _contact(chamber, adviser.name, "chamber", adviser, phone="0561 0000-790", hours="Montag bis Freitag 8:00 bis 15:00",
             place="Kurfürstenstraße, Kassel")  # fmt: skip


def _contact(organisation: Organisation, name: str, kind: str, person: Person | None, **said: object) -> None:
    HelpContact.objects.get_or_create(
        organisation=organisation, name=name, defaults={"kind": kind, "person": person, **said}
    )


def _keep_case(actor: Actor, apprentice: Person, counsellor: Person) -> None:
    carrier = Organisation.objects.get(name=QUABB)
    first, last = _moment(SAID[0]), _moment(SAID[-1])
    room = open_room(actor, kind="counselling", title="Gespräch")
    talk = Conversation.objects.create(
        room=room,
        kind="help",
        subject="Gespräch",
        about_organisation=carrier,
        opened_by=apprentice,
        opened_at=first,
        last_message_at=last,
    )
    for person, described, follows in (
        (apprentice, "hat Sie gefragt", False),
        (counsellor, f"Ausbildungsbegleitung (QuABB), {QUABB}", True),
    ):
        Participation.objects.create(
            room=room,
            person=person,
            described=described,
            follows_about=follows,
            added_by=apprentice,
            added_at=first,
        )
    derive_conversations(actor, Conversation.objects.filter(pk=talk.pk))
    for one in SAID:
        author = apprentice if one[2] else counsellor
        Message.objects.create(room=room, author=author, text=one[3], sent_at=_moment(one))
    Notice.objects.create(
        person=apprentice, kind="help", about=room.pk, room=room, first_at=last, made_at=last
    )


def _moment(one: tuple[int, time, bool, str]) -> datetime:
    return datetime.combine(today() - timedelta(days=one[0]), one[1], tzinfo=BERLIN)
