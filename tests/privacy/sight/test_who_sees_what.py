"""Who sees what: the page says what the database does, and to each person no more than they may know."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.privacy.deciding import REASON, firm_decides, school_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import TrainerAssignment, end_trainer_assignment
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.sight.reading import sight_of
from zweiklang.privacy.sight.shapes import Access, Sight
from zweiklang.rooms.public import (
    LABELS,
    Membership,
    as_system,
    pull_brake,
    restrict_person,
    rule_categories,
    standing_in,
)

ClientOf = Callable[[Person | None], Client]


def page_of(client: Client, room: UUID) -> str:
    response = client.get(reverse("privacy:who_sees_what", args=[room]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def seen(as_person) -> Callable[[Person, UUID], Sight]:
    def look(person: Person, room: UUID) -> Sight:
        with as_person(person):
            return sight_of(actor_of(person), standing=standing_in(room))[0]

    return look


def access_of(sight: Sight, person: Person) -> Access:
    return next(one for one in (*sight.mine, *sight.others) if one.person_id == person.pk)


def insight(sight: Sight, person: Person, category: str):
    return next(one for one in access_of(sight, person).insights if one.category == category)


def test_the_apprentice_reads_of_everybody_exactly_what_their_memberships_carry(world_a: World, seen) -> None:
    sight = seen(world_a.first.apprentice, world_a.first.room_id)
    with as_system(ACTOR):
        rows = Membership.objects.filter(room=world_a.first.room_id, first_day__lte=today())
        carried = {row.person_id: set(row.scopes) for row in rows.exclude(last_day__lt=today())}
    assert {one.person_id for one in (*sight.mine, *sight.others)} == set(carried)
    for one in (*sight.mine, *sight.others):
        opened = {each.category for each in one.insights if each.word != "geschlossen"}
        assert opened == carried[one.person_id] & set(rule_categories()), one.name


def test_the_overview_has_one_column_for_people_who_see_the_same(world_a: World, seen) -> None:
    sight = seen(world_a.first.apprentice, world_a.first.room_id)
    firm = next(column for column in sight.columns if column.side == "Betrieb")
    first = world_a.first.firm
    for person in (first.trainer, first.deputy_trainer, first.training_manager):
        assert person.name in firm.names
    assert {column.side for column in sight.columns} == {"Betrieb", "Schule", "Familie", "Kammer"}
    assert sum(column.side == "Schule" for column in sight.columns) == 2


def test_each_cell_says_who_decided_it(world_a: World, seen) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    before = seen(world_a.first.apprentice, room)
    assert "Noch ist nichts geöffnet" in insight(before, trainer, "absences").why
    assert "Das legt das Gesetz fest" in insight(before, trainer, "absence_reasons").why
    assert (
        f"{world_a.first.firm.organisation.name}. Noch"
        in insight(before, world_a.people["class_teacher"], "plan").why
    )
    school_decides(world_a, "absences", "open")
    firm_decides(world_a, "open")
    after = seen(world_a.first.apprentice, room)
    opened = insight(after, trainer, "absences")
    assert opened.word == f"ab {formats.day_long(today())}"
    assert world_a.school.name in opened.why
    assert "Nur Daten ab dem" in opened.why
    assert world_a.school.number in opened.rule_href
    plan = insight(after, world_a.people["class_teacher"], "plan")
    assert world_a.first.firm.organisation.name in plan.why
    assert plan.rule_href.startswith("/regeln/#")


def test_released_items_and_consent_are_told_apart_from_open(world_a: World, seen) -> None:
    room, trainer = world_a.first.room_id, world_a.first.firm.trainer
    school_decides(world_a, "lessons", "teacher")
    school_decides(world_a, "absences", "consent")
    sight = seen(world_a.first.apprentice, room)
    assert insight(sight, trainer, "lessons").word == "einzeln"
    assert "Nur, was eine Lehrkraft einzeln freigibt" in insight(sight, trainer, "lessons").why
    assert insight(sight, trainer, "absences").word == "geschlossen"
    assert "Einwilligung. Sie liegt nicht vor." in insight(sight, trainer, "absences").why
    own = insight(seen(trainer, room), trainer, "absences").why
    assert own.endswith("verlangt dafür eine Einwilligung.")


def test_a_category_left_to_teachers_that_has_no_items_is_closed_until_they_decide(
    world_a: World, seen
) -> None:
    school_decides(world_a, "absences", "teacher")
    told = insight(
        seen(world_a.first.apprentice, world_a.first.room_id), world_a.first.firm.trainer, "absences"
    )
    assert told.word == "geschlossen"
    assert "den Lehrkräften überlassen" in told.why


def test_brake_and_restriction_are_said_where_they_close(world_a: World, seen, client_of: ClientOf) -> None:
    room, teacher = world_a.first.room_id, world_a.people["class_teacher"]
    school_decides(world_a, "absences", "open")
    pull_brake(ACTOR, school_id=world_a.school.pk, category="absences", reason="Falsch eingelesen.")
    sight = seen(world_a.first.apprentice, room)
    trainer = world_a.first.firm.trainer
    assert insight(sight, trainer, "absences").word == "geschlossen"
    assert "Notbremse" in insight(sight, trainer, "absences").why
    assert insight(sight, teacher, "absences").word == "offen"
    assert "Notbremse" not in insight(sight, teacher, "absences").why
    assert "Falsch eingelesen." in page_of(client_of(world_a.first.apprentice), room)
    restrict_person(ACTOR, person_id=world_a.first.apprentice.pk)
    page = page_of(client_of(world_a.first.apprentice), room)
    assert "Diese Daten sind eingeschränkt" in page
    restricted = insight(seen(world_a.first.apprentice, room), trainer, "records")
    assert (restricted.word, restricted.why) == (
        "geschlossen",
        "Die Daten sind eingeschränkt (Art. 18 DSGVO).",
    )


def test_until_when_is_said_in_words(world_a: World, seen) -> None:
    sight = seen(world_a.first.apprentice, world_a.first.room_id)
    contract = world_a.first.contract
    end = formats.day_long(contract.last_day)
    assert access_of(sight, world_a.first.firm.trainer).until == f"bis zum Ende des Vertrags, {end}"
    assert access_of(sight, world_a.people["guardian"]).until.startswith("bis zum 18. Geburtstag am ")
    assert access_of(sight, world_a.first.apprentice).until.startswith("ohne Ende")
    assert "ein Jahr nach dem Ende" in access_of(sight, world_a.people["chamber_adviser"]).until


def test_the_end_of_a_guardians_access_does_not_tell_others_the_birthday(
    world_a: World, client_of: ClientOf
) -> None:
    room = world_a.first.room_id
    with as_system(ACTOR):
        last = Membership.objects.get(room=room, capacity="guardian").last_day
    assert last is not None
    days = [formats.day_long(last), formats.day_long(last + timedelta(days=1))]
    assert days[1] in page_of(client_of(world_a.first.apprentice), room)
    for who in ("subject_teacher", "chamber_adviser", "trainer"):
        page = page_of(client_of(world_a.people[who]), room)
        assert "längstens bis zum 18. Geburtstag" in page
        assert not [day for day in days if day in page], who


def test_facts_name_organisation_class_and_day(world_a: World, seen) -> None:
    sight = seen(world_a.first.apprentice, world_a.first.room_id)
    teacher = access_of(sight, world_a.people["class_teacher"])
    assert teacher.fact == f"Leitet die Klasse {world_a.school_class.label}"
    assert teacher.organisation == world_a.school.name
    trainer = access_of(sight, world_a.first.firm.trainer)
    assert trainer.fact.startswith(f"Bestellt von {world_a.first.firm.organisation.name} ab ")
    assert access_of(sight, world_a.people["chamber_adviser"]).organisation == world_a.chamber.name


def test_what_will_change_by_itself_is_told_before(world_a: World, seen) -> None:
    day = today() + timedelta(days=10)
    school_decides(world_a, "absences", "open", on=day)
    sight = seen(world_a.first.apprentice, world_a.first.room_id)
    trainer = world_a.first.firm.trainer
    told = [one for one in sight.coming if trainer.name in one.who]
    assert [(one.day, one.what) for one in told] == [
        (day, "Fehlzeiten wird geöffnet, für Daten ab diesem Tag")
    ]
    assert insight(sight, trainer, "absences").word == "geschlossen"
    own = seen(trainer, world_a.first.room_id)
    assert {one.who for one in own.coming} == {told[0].who}


def test_ended_access_stays_on_the_page_for_twelve_months(world_a: World, seen) -> None:
    deputy = world_a.first.firm.deputy_trainer
    with as_system(ACTOR):
        row = TrainerAssignment.objects.select_related("contract").get(
            contract=world_a.first.contract, person=deputy
        )
    end_trainer_assignment(ACTOR, assignment=row, last_day=today() - timedelta(days=1))
    sight = seen(world_a.first.apprentice, world_a.first.room_id)
    assert [one.name for one in sight.ended] == [deputy.name]
    assert deputy.pk not in {one.person_id for one in sight.others}
    assert seen(world_a.first.firm.trainer, world_a.first.room_id).ended == ()


def test_others_read_about_themselves_and_who_is_there_but_no_reasons_of_others(
    world_a: World, client_of: ClientOf
) -> None:
    school_decides(world_a, "absences", "open")
    trainer = world_a.first.firm.trainer
    page = page_of(client_of(trainer), world_a.first.room_id)
    mine, _, others = page.partition("Wer noch dabei ist")
    assert "Was Sie als Ausbilder/in sehen" in mine
    assert f"ab {formats.day_long(today())}" in mine
    assert world_a.people["class_teacher"].name in others
    assert "Ansicht von" not in page
    assert "Auf einen Blick" not in page
    assert f"ab {formats.day_long(today())}" not in others.partition("Was sich von selbst")[0]


def test_nobody_of_another_room_stands_on_the_page(worlds: Worlds, client_of: ClientOf) -> None:
    foreign = [*worlds.b.people.values(), worlds.a.second.apprentice, worlds.a.second.firm.trainer]
    here = {one.name for one in worlds.a.people.values()} - {one.name for one in foreign[-2:]}
    for person in (worlds.a.first.apprentice, worlds.crossing.person, worlds.a.people["class_teacher"]):
        page = page_of(client_of(person), worlds.a.first.room_id)
        assert [one.name for one in foreign if one.name not in here and one.name in page] == []


def test_guardians_read_everything_while_they_are_guardians(world_a: World, client_of: ClientOf) -> None:
    page = page_of(client_of(world_a.people["guardian"]), world_a.first.room_id)
    assert "Auf einen Blick" in page
    assert f"Ansicht von {world_a.first.firm.trainer.name} zeigen" in page
    assert "Sie selbst sehen alles" not in page
    assert f"Ansicht von {world_a.first.apprentice.name}" not in page


def test_every_page_of_the_room_leads_there(world_a: World, client_of: ClientOf) -> None:
    room = world_a.first.room_id
    client = client_of(world_a.first.apprentice)
    there = f'href="{reverse("privacy:who_sees_what", args=[room])}"'
    for name in ("apprenticeships:room", "offices:contract", "records:weeks", "records:coverage"):
        assert there in client.get(reverse(name, args=[room])).content.decode(), name
    in_class = world_a.school_class.room_id
    there = f'href="{reverse("privacy:who_sees_class", args=[in_class])}"'
    page = client.get(reverse("apprenticeships:school_class", args=[in_class])).content.decode()
    assert there in page


def test_a_class_names_teachers_only_to_those_who_may_know_its_members(
    world_a: World, client_of: ClientOf
) -> None:
    school_decides(world_a, "lessons", "open")
    address = reverse("privacy:who_sees_class", args=[world_a.school_class.room_id])
    teacher = client_of(world_a.people["class_teacher"]).get(address).content.decode()
    assert world_a.people["subject_teacher"].name in teacher
    assert "3 Personen" in teacher
    assert world_a.second.apprentice.name not in teacher
    for person in (world_a.first.apprentice, world_a.first.firm.trainer, world_a.people["guardian"]):
        page = client_of(person).get(address).content.decode()
        assert world_a.people["subject_teacher"].name not in page
        assert "Personen" not in page
        row = re.search(r"Ausbildende der Betriebe.*?</tr>", page, re.DOTALL)
        assert row
        assert "geschlossen" not in row[0].partition("Wer zur Klasse gehört")[0]
    trainer = client_of(world_a.first.firm.trainer).get(address).content.decode()
    assert f"ab {formats.day_long(today())}" in trainer
    assert world_a.school.name in trainer


def test_categories_have_the_same_names_everywhere() -> None:
    assert {key: LABELS[key] for key in rule_categories()} == {
        key: category.label for key, category in rule_categories().items()
    }


def test_the_reason_of_a_decision_is_not_hidden_behind_the_page(world_a: World, client_of: ClientOf) -> None:
    """The page leads to where the reason of the school's decision is written."""
    school_decides(world_a, "absences", "open")
    page = page_of(client_of(world_a.first.apprentice), world_a.first.room_id)
    href = re.search(r'href="(/regeln/schule/[^"#]+)', page)
    assert href
    assert REASON in client_of(None).get(href[1]).content.decode()


def test_the_page_needs_as_many_queries_for_more_people(
    worlds: Worlds, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    client, room = client_of(worlds.a.first.apprentice), worlds.a.first.room_id
    page_of(client, room)
    with django_assert_max_num_queries(18):
        page_of(client, room)
