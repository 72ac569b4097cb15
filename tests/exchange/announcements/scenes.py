"""What several tests of announcements need: a draft, sent and worked off."""

from uuid import UUID

from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.exchange.announcements.drafting import Written, begin_draft, save_draft
from zweiklang.exchange.announcements.sending import distribute, send
from zweiklang.exchange.announcements.shapes import Audience, Of, Reach, Who
from zweiklang.exchange.models import Announcement, Delivery
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system

TITLE, TEXT = "Ausbildersprechtag", "Liebe Betriebe,\n\nwir laden Sie ein."
EVERY_FIRM = Audience(Who.FIRMS, Of.ALL)


def draft(
    author: Person,
    organisation: Organisation,
    reach: Reach = Reach.SCHOOL,
    *,
    audience: Audience = EVERY_FIRM,
    receipt: bool = False,
    answers: bool = True,
) -> UUID:
    """The author has a whole draft; returns its id."""
    announcement_id, actor = new_id(), actor_of(author)
    with standing_as(author):
        begin_draft(actor, announcement_id=announcement_id, sender_key=f"{organisation.pk}:{reach}")
        texts = {"title": TITLE, "text": TEXT}
        written = Written(texts, {"title": "", "text": ""}, receipt, answers, audience)
        save_draft(actor, announcement_id=announcement_id, written=written)
    return announcement_id


def row(announcement_id: UUID) -> Announcement:
    """Returns it as it lies in the database."""
    with as_system(ACTOR):
        return Announcement.objects.get(pk=announcement_id)


def sent(
    world: World, *, author: str = "head_of_school", receipt: bool = False, answers: bool = True
) -> UUID:
    """An announcement of the school to its firms has been sent and distributed; returns its id."""
    person = world.people[author]
    reach = Reach.SCHOOL if author in ("head_of_school", "school_office") else Reach.CLASSES
    made = draft(person, world.school, reach, receipt=receipt, answers=answers)
    send_now(person, made)
    return made


def send_now(author: Person, announcement_id: UUID) -> None:
    """It is sent, and a worker has done its jobs."""
    with standing_as(author):
        send(
            actor_of(author),
            announcement_id=announcement_id,
            revision=row(announcement_id).revision,
            send_at=None,
        )
    work(announcement_id)


def work(announcement_id: UUID) -> None:
    """A worker has done every job of it."""
    while distribute(announcement_id):
        pass


def recipients(announcement_id: UUID) -> set[UUID]:
    """Returns who has it."""
    with as_system(ACTOR):
        return set(Delivery.objects.filter(announcement=announcement_id).values_list("person_id", flat=True))


def ids(*people: Person) -> set[UUID]:
    return {person.pk for person in people}
