"""People of world A with the posts that organisations at work need, and short ways to ask."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import TeachingAssignment, TrainerAssignment, hold_post
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person, add_person
from zweiklang.rooms.public import Membership, as_system, team_room

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staff:
    """The world with posts for its trainers and teachers, and one more person in firm and school."""

    world: World
    colleague: Person
    """Trainer of the first firm, and teacher of the school, without apprentices and classes."""

    @property
    def firm(self) -> Organisation:
        """The first firm."""
        return self.world.first.firm.organisation

    def room(self, organisation: Organisation) -> UUID:
        """The organisation's team room."""
        with as_system(ACTOR):
            return team_room(ACTOR, organisation=organisation).pk

    def post(self, organisation: Organisation, person: Person) -> Post:
        """The person's post there."""
        return Post.objects.select_related("organisation", "person").get(
            organisation=organisation, person=person
        )

    def training(self, person: Person) -> TrainerAssignment:
        """The person's assignment to the first apprentice."""
        with as_system(ACTOR):
            rows = TrainerAssignment.objects.select_related("contract__firm")
            return rows.get(contract=self.world.first.contract, person=person)

    def teaching(self, person: Person) -> TeachingAssignment:
        """The person's assignment to the class."""
        with as_system(ACTOR):
            rows = TeachingAssignment.objects.select_related("school_class__school", "person")
            return rows.get(school_class=self.world.school_class, person=person)


def employ(world: World) -> Staff:
    """Trainers, deputy and teachers of the world hold posts since long; one colleague more is in firm and school."""
    since = world.first.contract.first_day
    with as_system(ACTOR):
        colleague = add_person(
            ACTOR, email="colleague@welten.example", given_name="Kai", family_name="Kollege"
        )
        firm = world.first.firm
        for person in (firm.trainer, firm.deputy_trainer, colleague):
            hold_post(
                ACTOR, person=person, organisation=firm.organisation, capacity="trainer", first_day=since
            )
        for person in (world.people["class_teacher"], world.people["subject_teacher"], colleague):
            hold_post(ACTOR, person=person, organisation=world.school, capacity="teacher", first_day=since)
    return Staff(world, colleague)


def days_in(room_id: UUID, person: Person) -> dict[str, tuple[date, date | None]]:
    """Returns first and last day by capacity of the person's memberships in the room."""
    with as_system(ACTOR):
        rows = Membership.objects.filter(room_id=room_id, person=person)
        return {row.capacity: (row.first_day, row.last_day) for row in rows}


def is_in(room_id: UUID, person: Person, *, on: date | None = None) -> bool:
    """True if the person is a member of the room on that day (today)."""
    day = on or today()
    return any(
        first <= day and (last is None or last >= day) for first, last in days_in(room_id, person).values()
    )
