"""Who an announcement goes to: each sender reaches those it answers for, and nobody else."""

from datetime import timedelta

import pytest

from tests.clients import standing_as
from tests.exchange.announcements.scenes import ids
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import TrainerAssignment, end_contract
from zweiklang.exchange.announcements.audiences import count, letter_addresses, resolve
from zweiklang.exchange.announcements.choices import choices_for, label_of
from zweiklang.exchange.announcements.policy import may_reach
from zweiklang.exchange.announcements.senders import sender_of, senders_of
from zweiklang.exchange.announcements.shapes import ALLOWED, Audience, Numbers, Of, Reach, Sender, Who
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system


def sender(person: Person, reach: Reach) -> Sender:
    with standing_as(person):
        return next(one for one in senders_of(person.pk) if one.reach == reach)


def reached(audience: Audience, by: Sender, *, author: Person | None = None) -> set[object]:
    """Returns the ids of those who would get it."""
    from django.db import connection

    found = resolve(audience, sender=by, author=author.pk if author else None)
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(f"WITH {found.ctes} {found.reached}", found.values)
        return {person_id for person_id, _ in cursor.fetchall()}


def firm_people(world: World) -> set[object]:
    return ids(
        *(
            person
            for one in (world.first, world.second)
            for person in (one.firm.trainer, one.firm.deputy_trainer, one.firm.training_manager)
        )
    )


def test_class_teacher_reaches_all_firms_of_the_own_class_and_no_other(worlds: Worlds) -> None:
    by = sender(worlds.a.people["class_teacher"], Reach.CLASSES)
    found = reached(Audience(Who.FIRMS, Of.ALL), by)
    assert found == firm_people(worlds.a) | ids(worlds.crossing.person)
    assert not found & firm_people(worlds.b)


def test_a_class_of_another_school_is_reached_by_nobody_here(worlds: Worlds) -> None:
    foreign = Audience(Who.FIRMS, Of.CLASSES, (str(worlds.b.school_class.room_id),))
    for persona, reach in (("class_teacher", Reach.CLASSES), ("head_of_school", Reach.SCHOOL)):
        by = sender(worlds.a.people[persona], reach)
        assert reached(foreign, by) == set()
        assert count(actor_of(worlds.a.people[persona]), foreign, sender=by).nobody


def test_the_crossing_person_writes_as_teacher_of_the_one_class_only(worlds: Worlds) -> None:
    person = worlds.crossing.person
    with standing_as(person):
        found = senders_of(person.pk)
    assert [(one.organisation_id, one.reach) for one in found] == [(worlds.b.school.pk, Reach.CLASSES)]


@pytest.mark.parametrize(
    "persona",
    ["apprentice", "trainer", "deputy_trainer", "training_manager", "subject_teacher", "guardian"],
)
def test_nobody_else_writes_to_many(worlds: Worlds, persona: str) -> None:
    with standing_as(worlds.a.people[persona]):
        assert senders_of(worlds.a.people[persona].pk) == []


def test_head_and_office_reach_the_school(worlds: Worlds) -> None:
    for persona in ("head_of_school", "school_office"):
        by = sender(worlds.a.people[persona], Reach.SCHOOL)
        assert reached(Audience(Who.FIRMS, Of.ALL), by) == firm_people(worlds.a) | ids(worlds.crossing.person)


def test_chamber_reaches_the_firms_of_its_contracts(worlds: Worlds) -> None:
    by = sender(worlds.a.people["chamber_adviser"], Reach.CHAMBER)
    assert reached(Audience(Who.FIRMS, Of.ALL), by) == firm_people(worlds.a) | ids(worlds.crossing.person)


def test_the_land_reaches_all_firms_and_all_teachers(worlds: Worlds) -> None:
    by = sender(worlds.roomless["land"], Reach.LAND)
    firms = reached(Audience(Who.FIRMS, Of.ALL), by)
    assert firms >= firm_people(worlds.a) | firm_people(worlds.b)
    staff = reached(Audience(Who.TEACHERS, Of.ALL), by)
    for world in (worlds.a, worlds.b):
        assert ids(world.people["class_teacher"], world.people["head_of_school"]) <= staff
        assert not ids(world.people["trainer"], world.people["apprentice"]) & staff


def test_teachers_of_the_school_without_whoever_writes(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    found = reached(Audience(Who.TEACHERS, Of.ALL), sender(head, Reach.SCHOOL), author=head)
    assert found == ids(
        *(worlds.a.people[who] for who in ("class_teacher", "subject_teacher", "school_office"))
    )


def test_apprentices_and_families_of_the_class(worlds: Worlds) -> None:
    by = sender(worlds.a.people["class_teacher"], Reach.CLASSES)
    apprentices = ids(worlds.a.first.apprentice, worlds.a.second.apprentice, worlds.a.pupil)
    assert reached(Audience(Who.APPRENTICES, Of.ALL), by) == apprentices
    assert reached(Audience(Who.GUARDIANS, Of.ALL), by) == ids(worlds.a.people["guardian"])


def test_a_town_and_a_postcode_narrow_it_to_where_the_firms_are(worlds: Worlds) -> None:
    by = sender(worlds.a.people["head_of_school"], Reach.SCHOOL)
    firm = worlds.a.second.firm.organisation
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(postcode="35390", town="Gießen")
    whole = firm_people(worlds.a) | ids(worlds.crossing.person)
    of_second = ids(
        worlds.a.second.firm.trainer,
        worlds.a.second.firm.deputy_trainer,
        worlds.a.second.firm.training_manager,
    )
    for place in ("ort:gießen", "plz:35390", "plz:353", "kreis:06531"):
        assert reached(Audience(Who.FIRMS, Of.PLACES, (place,)), by) == of_second, place
    assert reached(Audience(Who.FIRMS, Of.PLACES, ("ort:Baunatal",)), by) == whole - of_second
    # A wildcard is nobody's postcode.
    assert reached(Audience(Who.FIRMS, Of.PLACES, ("plz:%",)), by) == set()


def test_an_occupation_narrows_it(worlds: Worlds) -> None:
    by = sender(worlds.a.people["chamber_adviser"], Reach.CHAMBER)
    name = worlds.a.first.contract.occupation.name
    whole = reached(Audience(Who.FIRMS, Of.ALL), by)
    assert reached(Audience(Who.FIRMS, Of.OCCUPATIONS, (name,)), by) == whole
    assert reached(Audience(Who.FIRMS, Of.OCCUPATIONS, ("Bäcker und Bäckerin",)), by) == set()


def test_a_firm_whose_people_have_no_address_gets_a_letter(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    by = sender(head, Reach.SCHOOL)
    firm = worlds.a.second.firm
    everybody = Audience(Who.FIRMS, Of.ALL)
    assert count(actor_of(head), everybody, sender=by) == Numbers(people=7, firms=2, by_letter=0)
    with as_system(ACTOR):
        Person.objects.filter(pk__in=[firm.trainer.pk, firm.deputy_trainer.pk]).update(email="")
        Person.objects.filter(pk=firm.training_manager.pk).update(is_active=False)
        Organisation.objects.filter(pk=firm.organisation.pk).update(street="Am Werk 1", postcode="34225")
    assert count(actor_of(head), everybody, sender=by) == Numbers(people=4, firms=2, by_letter=1)
    with standing_as(head):
        (address,) = letter_addresses(actor_of(head), everybody, sender=by)
    assert address.lines == (firm.organisation.name, "Am Werk 1", "34225 Baunatal")


def test_people_without_an_account_are_counted(worlds: Worlds) -> None:
    teacher = worlds.a.people["class_teacher"]
    with as_system(ACTOR):
        Person.objects.filter(pk=worlds.a.pupil.pk).update(email="")
    found = count(actor_of(teacher), Audience(Who.APPRENTICES, Of.ALL), sender=sender(teacher, Reach.CLASSES))
    assert found == Numbers(people=2, without_account=1)


def test_what_is_over_reaches_nobody(worlds: Worlds) -> None:
    head, contract = worlds.a.people["head_of_school"], worlds.a.second.contract
    by, yesterday = sender(head, Reach.SCHOOL), today() - timedelta(days=1)
    with as_system(ACTOR):
        TrainerAssignment.objects.filter(person=worlds.a.first.firm.deputy_trainer).update(last_day=yesterday)
        end_contract(ACTOR, contract=contract, last_day=yesterday)
    found = reached(Audience(Who.FIRMS, Of.ALL), by)
    assert worlds.a.second.firm.trainer.pk not in found
    assert worlds.a.first.firm.deputy_trainer.pk not in found
    assert worlds.a.first.firm.trainer.pk in found


def test_an_office_that_has_ended_sends_nothing(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    with as_system(ACTOR):
        Post.objects.filter(person=head).update(last_day=today() - timedelta(days=1))
    with standing_as(head):
        assert sender_of(head.pk, organisation_id=worlds.a.school.pk, reach=Reach.SCHOOL) is None


@pytest.mark.parametrize("reach", list(Reach))
def test_a_group_somebody_does_not_answer_for_is_refused_with_a_sentence(reach: Reach) -> None:
    by = Sender(new_id(), "Irgendwer", reach, "Amt")
    for who in Who:
        for of in Of:
            decision = may_reach(by, Audience(who, of))
            assert bool(decision) == (of in ALLOWED[reach].get(who, ()))
            assert decision or decision.sentence
    assert not may_reach(by, Audience(Who.APPRENTICES, Of.PLACES))


def test_choices_and_words_of_an_audience(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    by = sender(head, Reach.SCHOOL)
    with standing_as(head):
        choices = choices_for(actor_of(head), sender=by)
        assert choices.classes == [(str(worlds.a.school_class.room_id), worlds.a.school_class.label)]
        assert [label for _, label in choices.occupations] == ["Fachinformatiker/-in (2 Betriebe)"]
        one_class = Audience(Who.FIRMS, Of.CLASSES, (choices.classes[0][0],))
        assert (
            label_of(actor_of(head), one_class, sender=by)
            == f"Betriebe der Klasse {worlds.a.school_class.label}"
        )
        places = Audience(Who.FIRMS, Of.PLACES, ("kreis:06633", "plz:341", "ort:Baunatal"))
        assert (
            label_of(actor_of(head), places, sender=by) == "Betriebe in Landkreis Kassel, 341… und Baunatal"
        )
