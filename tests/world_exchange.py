"""What a world has of exchange: talks about the first apprenticeship, one in confidence, an announcement, a consultation day, an appointment."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.exchange.models import (
    Agreement,
    Announcement,
    AnnouncementFile,
    AnnouncementLetter,
    Appointment,
    AppointmentOption,
    Booking,
    ConsultationDay,
    ConsultationHost,
    ConsultationInvite,
    ConsultationSlot,
    Conversation,
    Delivery,
    HelpContact,
    Invitee,
    Message,
    MessageVersion,
    Notice,
    NoticeSettings,
    OptionAnswer,
    Participation,
    PushSubscription,
    StoredFile,
    VideoMeeting,
)
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import Claim, Room, open_room, replace_memberships, team_room

ACTOR = system_actor("tests")


@dataclass(frozen=True, slots=True)
class Talk:
    """The rooms a world has for talking, and who helps in confidence."""

    counsellor: Person
    conversation: UUID
    counselling: UUID
    appointment: UUID


def keep_exchange(
    contract: Contract, school_class: SchoolClass, people: dict[str, Person], counsellor: Person
) -> Talk:
    """All tables of exchange have a row. In the conversation: trainer, class teacher, apprentice. Called inside `as_system`."""
    conversation = _keep_conversation(contract, people)
    counselling = _keep_counselling(contract.apprentice, counsellor, school_class.school)
    appointment = _keep_appointment(contract, people)
    _keep_announcement(school_class.school, contract, people)
    _keep_consultation_day(school_class, contract, people)
    trainer = people["trainer"]
    Notice.objects.create(person=trainer, kind="message", about=conversation.pk, room=conversation)
    # Without quiet hours: when a test runs must not decide who gets a mail.
    NoticeSettings.objects.create(person=trainer, summary_hour=8)
    PushSubscription.objects.create(
        person=trainer,
        endpoint=f"https://push.example/{trainer.pk}",
        p256dh="B" * 87,
        auth="A" * 22,
        device="Telefon",
    )
    return Talk(counsellor, conversation.pk, counselling.pk, appointment.pk)


def _room(kind: str, title: str, people: list[tuple[Person, str]], sources: list[UUID]) -> Room:
    room = open_room(ACTOR, kind=kind, title=title)
    _admit(room, people, sources)
    return room


def _admit(room: Room, people: list[tuple[Person, str]], sources: list[UUID]) -> None:
    replace_memberships(
        ACTOR,
        room=room,
        claims=[
            Claim(person.pk, capacity, "participation", source, today())
            for (person, capacity), source in zip(people, sources, strict=True)
        ],
    )


def _join(room: Room, people: list[Person], described: str) -> None:
    rows = [
        Participation.objects.create(room=room, person=person, described=described, added_by=people[0])
        for person in people
    ]
    _admit(room, [(person, "participant") for person in people], [row.pk for row in rows])


def _keep_conversation(contract: Contract, people: dict[str, Person]) -> Room:
    room = open_room(ACTOR, kind="conversation", title="Gespräch")
    teacher, trainer = people["class_teacher"], people["trainer"]
    conversation = Conversation.objects.create(
        room=room, subject="Zwischenprüfung", about_room_id=contract.room_id, opened_by=teacher
    )
    _join(room, [teacher, trainer, contract.apprentice], "nimmt teil")
    message = Message.objects.create(room=room, author=teacher, text="Wann ist die Prüfung?", edited_at=now())
    MessageVersion.objects.create(room=room, message=message, text="Wann ist sie?", sent_at=message.sent_at)
    Agreement.objects.create(
        room_id=contract.room_id,
        conversation=conversation,
        side="firm",
        responsible=trainer,
        what="Anmeldung zur Prüfung",
        made_by=teacher,
    )
    StoredFile.objects.create(
        room=room,
        message=message,
        uploaded_by=teacher,
        name="Ablauf.pdf",
        content_type="application/pdf",
        size=3,
        received=3,
        state="ready",
        ready_at=now(),
    )
    return room


def _keep_counselling(apprentice: Person, counsellor: Person, school: Organisation) -> Room:
    room = open_room(ACTOR, kind="counselling", title="Gespräch")
    HelpContact.objects.create(kind="school", organisation=school, person=counsellor, name=counsellor.name)
    Conversation.objects.create(room=room, kind="help", subject="Gespräch", opened_by=apprentice)
    _join(room, [apprentice, counsellor], "")
    Message.objects.create(room=room, author=apprentice, text="Ich brauche Hilfe.")
    return room


def _keep_appointment(contract: Contract, people: dict[str, Person]) -> Room:
    room = open_room(ACTOR, kind="appointment", title="Termin")
    teacher, trainer = people["class_teacher"], people["trainer"]
    start = _at(10)
    Appointment.objects.create(
        room=room, title="Gespräch", organiser=teacher, state="polling", about_room_id=contract.room_id
    )
    option = AppointmentOption.objects.create(room=room, starts_at=start, ends_at=start + timedelta(hours=1))
    invited = [
        Invitee.objects.create(room=room, person=person) for person in (teacher, trainer, contract.apprentice)
    ]
    for person in (trainer, contract.apprentice):
        OptionAnswer.objects.create(room=room, option=option, person=person, says="yes")
    VideoMeeting.objects.create(about=room.pk, meeting=room.pk.hex)
    _admit(
        room,
        [(teacher, "organiser"), (trainer, "participant"), (contract.apprentice, "participant")],
        [one.pk for one in invited],
    )
    return room


def _keep_announcement(school: Organisation, contract: Contract, people: dict[str, Person]) -> None:
    teacher, trainer = people["class_teacher"], people["trainer"]
    sent = Announcement.objects.create(
        organisation=school,
        author=teacher,
        title="Neue Zeiten",
        text="Ab Montag.",
        state="sent",
        sent_at=now(),
    )
    room = team_room(ACTOR, organisation=school)
    Delivery.objects.create(announcement=sent, person=trainer, organisation=contract.firm)
    AnnouncementLetter.objects.create(room=room, announcement=sent, firm=contract.firm)
    file = StoredFile.objects.create(
        room=room, uploaded_by=teacher, name="Plan.pdf", size=3, received=3, state="ready", ready_at=now()
    )
    AnnouncementFile.objects.create(announcement=sent, file=file)


def _keep_consultation_day(school_class: SchoolClass, contract: Contract, people: dict[str, Person]) -> None:
    teacher, trainer = people["class_teacher"], people["trainer"]
    day = ConsultationDay.objects.create(
        school=school_class.school,
        title="Ausbildersprechtag",
        day=_at(21).date(),
        starts=time(14),
        ends=time(16),
        state="open",
        made_by=teacher,
    )
    host = ConsultationHost.objects.create(day=day, person=teacher, place="B 104")
    first, _ = (
        ConsultationSlot.objects.create(
            day=day,
            host=host,
            starts_at=_at(21) + timedelta(minutes=15 * number),
            ends_at=_at(21) + timedelta(minutes=15 * number + 15),
            taken=number == 0,
        )
        for number in range(2)
    )
    ConsultationInvite.objects.create(day=day, room_id=school_class.room_id)
    Booking.objects.create(
        slot=first,
        person=trainer,
        host_person=teacher,
        about_room_id=contract.room_id,
        starts_at=first.starts_at,
    )


def _at(days: int) -> datetime:
    return datetime.combine(today() + timedelta(days=days), time(13), tzinfo=UTC)
