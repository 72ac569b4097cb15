"""What the demo's school, chamber and Land have told many: one with confirmations, one withdrawn, one planned, one that is still being written."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from zweiklang.cli.demo_world import cast
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.exchange.public import (
    Announcement,
    Audience,
    Delivery,
    Notice,
    WrittenAnnouncement,
    begin_announcement,
    distribute_announcement,
    save_announcement,
    send_announcement,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_person, as_system


@dataclass(frozen=True, slots=True)
class Told:
    """Who told whom what, how many days ago at what time; `confirmed`: the names of those who have pressed "Gelesen und verstanden".

    Negative days: planned for that many days from now. No time: still a draft.
    """

    author: str
    organisation: str
    reach: str
    who: str
    of: str
    title: str
    text: str
    days: int = 0
    at: time | None = None
    receipt: bool = False
    answers: bool = True
    confirmed: tuple[str, ...] = ()
    withdrawn: bool = False


SCHOOL, CHAMBER = cast.SCHOOL[0], cast.CHAMBERS[0][0]
ALL = (
    Told(
        "@class_teacher",
        SCHOOL,
        "classes",
        "firms",
        "all",
        "Betriebspraktischer Tag fällt in den Projektwochen aus",
        "Liebe Ausbildungsbetriebe,\n\nin den zwei Projektwochen im kommenden Monat ist die Klasse jeden Tag in der Schule. "
        "Die Tage stehen schon im Kalender.\n\nBitte planen Sie:\n\n- keine Urlaubstage in diesen Wochen\n"
        "- die Vorstellung der Ergebnisse am letzten Freitag, 11 Uhr, Sie sind herzlich eingeladen\n\n"
        "Freundliche Grüße\nAnke Dörrbecker",
        days=4,
        at=time(13, 40),
        receipt=True,
        confirmed=("@trainer", "Gerd Ickler", "Oliver Thöne", "@crossing", "Katja Mönch", "Svenja Hoppe"),
    ),
    Told(
        "@chamber_adviser",
        CHAMBER,
        "chamber",
        "firms",
        "all",
        "Anmeldung zur Abschlussprüfung Teil 1",
        "Sehr geehrte Damen und Herren,\n\ndie Anmeldung zur Abschlussprüfung Teil 1 ist ab sofort möglich. Bitte prüfen Sie vorher, "
        "ob der Ausbildungsnachweis vollständig ist.\n\nFragen zur Zulassung beantworten wir gern.\n\n"
        "Ihre Ausbildungsberatung",
        days=2,
        at=time(9, 15),
    ),
    Told(
        "@head_of_school",
        SCHOOL,
        "school",
        "teachers",
        "all",
        "Pädagogischer Tag: Anmeldung zu den Arbeitsgruppen",
        "Liebe Kolleginnen und Kollegen,\n\nbitte tragen Sie sich bis Freitag im Sekretariat für eine Arbeitsgruppe ein.\n\n"
        "Ulrike Stamm",
        days=6,
        at=time(7, 50),
        answers=False,
    ),
    Told(
        "@class_teacher",
        SCHOOL,
        "classes",
        "guardians",
        "all",
        "Elternabend der Klasse 11FIA",
        "Liebe Eltern,\n\nder Elternabend ist am nächsten Mittwoch um 19 Uhr.",
        days=12,
        at=time(16, 5),
        withdrawn=True,
    ),
    Told(
        "@head_of_school",
        SCHOOL,
        "school",
        "firms",
        "all",
        "Neue Unterrichtszeiten ab dem nächsten Halbjahr",
        "Liebe Ausbildungsbetriebe,\n\nab dem nächsten Halbjahr beginnt der Unterricht um 7:50 Uhr. "
        "Die Kalender Ihrer Auszubildenden ändern sich von selbst.",
        days=-5,
        at=time(7, 30),
        receipt=True,
    ),
    Told(
        "@class_teacher",
        SCHOOL,
        "classes",
        "apprentices",
        "all",
        "Besuch auf der Messe",
        "Liebe Klasse,\n\nam Donnerstag nach den Ferien fahren wir gemeinsam zur Messe. Treffpunkt ist",
    ),
)  # fmt: skip - one line a few words


def keep_announcements(actor: Actor) -> None:
    """These have been told, or will be. What was there stays as people left it."""
    for told in ALL:
        with as_system(actor):
            author = find_or_add(actor, told.author)
            organisation = Organisation.objects.get(name=told.organisation)
            if Announcement.objects.filter(author=author, title=told.title).exists():
                continue
        made = _write(author, organisation, told)
        if told.at and told.days >= 0:
            with as_system(actor):
                _was_sent(actor, made, told)


def _write(author: Person, organisation: Organisation, told: Told) -> UUID:
    """The author has written it: a draft, or one that goes out."""
    made, actor = new_id(), actor_of(author)
    written = WrittenAnnouncement(
        texts={"title": told.title, "text": told.text},
        seen={},
        needs_receipt=told.receipt,
        may_answer=told.answers,
        audience=Audience.from_data({"who": told.who, "of": told.of}),
    )
    with as_person(author.pk):
        begin_announcement(actor, announcement_id=made, sender_key=f"{organisation.pk}:{told.reach}")
        draft = save_announcement(actor, announcement_id=made, written=written)
        if told.at:
            ahead = _moment(told) if told.days < 0 else None
            send_announcement(actor, announcement_id=made, revision=draft.revision, send_at=ahead)
    return made


def _was_sent(actor: Actor, made: UUID, told: Told) -> None:
    """It went out days ago, and has been confirmed or withdrawn since. Called inside `as_system`."""
    while distribute_announcement(made):
        pass
    at = _moment(told)
    rows, deliveries = Announcement.objects.filter(pk=made), Delivery.objects.filter(announcement=made)
    rows.update(sent_at=at, made_at=at - timedelta(minutes=20))
    deliveries.update(delivered_at=at)
    notices = Notice.objects.filter(kind="announcement", about=made)
    # Nobody gets a mail today about what was days ago.
    notices.update(first_at=at, made_at=at, mail_at=None, push_at=None)
    confirmed = [find_or_add(actor, name).pk for name in told.confirmed]
    deliveries.filter(person__in=confirmed).update(confirmed_at=at + timedelta(hours=3))
    notices.filter(person__in=confirmed).update(done_at=at + timedelta(hours=3))
    if told.withdrawn:
        rows.update(state=Announcement.State.WITHDRAWN, withdrawn_at=at + timedelta(hours=1))
        notices.update(done_at=at + timedelta(hours=1))


def _moment(told: Told) -> datetime:
    assert told.at is not None
    return datetime.combine(today() - timedelta(days=told.days), told.at, tzinfo=BERLIN)
