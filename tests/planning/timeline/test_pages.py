"""Pages of the time line: what each shows, to whom, with how many statements. Weeks are those of the class's school year, whatever today is."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from tests.clients import PersonClient, standing_as
from tests.planning.timeline.year import keep_lanes, plan_part, teach, week
from tests.worlds import ACTOR, Apprenticeship, World, Worlds
from zweiklang.curricula.public import LearningField, Position
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.people.public import Person
from zweiklang.planning.models import (
    CurriculumLink,
    DidacticPlan,
    FieldPlacement,
    PlanEntry,
    PlanLeave,
    RadarSign,
)
from zweiklang.planning.timeline.reading import class_timeline
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import Proposal, Scope, as_system, decide_release, my_standings

pytestmark = pytest.mark.django_db
HIDDEN = "Der Betrieb hat den Plan nicht freigegeben."
IN_THE_FIRM = ("trainer", "deputy_trainer", "training_manager")
AT_SCHOOL = ("class_teacher", "subject_teacher", "head_of_school", "school_office")


@pytest.fixture
def world(worlds: Worlds) -> World:
    """World A with both lanes: see `keep_lanes`."""
    with as_system(ACTOR):
        keep_lanes(worlds.a)
    return worlds.a


def release(of: Apprenticeship, capacity: str = "class_teacher") -> None:
    """The firm shows its plans to teachers of that capacity."""
    firm = of.firm.organisation.pk
    proposal = Proposal(
        body="firm", category="plan", capacity=capacity, state="open", effective_on=today(),
        reason="Wir stimmen uns mit der Schule ab.", organisation_id=firm,
    )  # fmt: skip
    decide_release(ACTOR, proposal=proposal, decided_as="Ausbildungsleitung")


def browser(person: Person) -> PersonClient:
    found = PersonClient()
    found.force_login(person)
    return found


def html_of(person: Person, path: str) -> str:
    answer = browser(person).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def rows(html: str) -> dict[str, list[str]]:
    """Returns what the bars of each lane say, by whose lane it is."""
    groups = re.findall(r'<g role="list" aria-label="([^"]+)">(.*?)</g></g>', html, flags=re.S)
    return {
        unescape(name): [
            unescape(one)
            for one in re.findall(r'<a id="[^"]+" href="[^"]+"[^>]*><title>([^<]+)</title>', bars)
        ]
        for name, bars in groups
    }


def of_class(world: World, **values: object) -> str:
    return _with(reverse("planning:class", args=[world.school_class.room_id]), values)


def of_room(one: Apprenticeship, **values: object) -> str:
    return _with(reverse("planning:apprenticeship", args=[one.room_id]), values)


def _with(path: str, values: dict[str, object]) -> str:
    return path + "?" + "&".join(f"{name}={value}" for name, value in values.items())


def lane(one: Apprenticeship) -> str:
    return f"{one.apprentice.name}, {one.firm.organisation.name}"


@pytest.mark.parametrize("who", [*IN_THE_FIRM, "apprentice", "guardian"])
def test_firm_and_family_see_the_school_and_their_own_plan_in_the_class(world: World, who: str) -> None:
    html = html_of(world.people[who], of_class(world))
    assert set(rows(html)) == {f"Berufsschule Klasse {world.school_class.label}", lane(world.first)}
    assert world.second.apprentice.name not in html
    assert world.second.firm.organisation.name not in html
    assert "Entwickeln und Prüfen" not in html


@pytest.mark.parametrize("who", ["class_teacher", "subject_teacher"])
def test_teachers_see_that_plans_are_not_shown_and_how_a_firm_shows_them(world: World, who: str) -> None:
    text = words(html_of(world.people[who], of_class(world)))
    assert text.count(HIDDEN) == 2
    assert "2 Betriebe haben ihren Plan nicht freigegeben" in text
    assert "„Meine Organisation“, „Regeln“" in text
    assert "Planen des Arbeitsablaufs" not in text


def test_a_released_plan_is_shown_to_those_it_is_released_to_and_the_other_stays_hidden(world: World) -> None:
    release(world.first)
    html = html_of(world.people["class_teacher"], of_class(world))
    assert [one.split(",")[0] for one in rows(html)[lane(world.first)]] == ["A 1 Planen des Arbeitsablaufs"]
    assert lane(world.second) not in rows(html)
    assert words(html).count(HIDDEN) == 1
    assert words(html_of(world.people["subject_teacher"], of_class(world))).count(HIDDEN) == 2
    assert browser(world.people["class_teacher"]).get(of_room(world.first)).status_code == 200
    assert browser(world.people["class_teacher"]).get(of_room(world.second)).status_code == 404


@pytest.mark.parametrize("who", ["head_of_school", "school_office"])
def test_the_school_sees_what_its_class_is_taught_and_no_apprentice(world: World, who: str) -> None:
    release(world.first)
    html = html_of(world.people[who], of_class(world))
    assert set(rows(html)) == {f"Berufsschule Klasse {world.school_class.label}"}
    assert world.first.apprentice.name not in html


def test_whoever_trains_in_one_world_and_teaches_in_another_sees_each_as_what_they_are_there(
    worlds: Worlds, world: World
) -> None:
    person, there = worlds.crossing.person, worlds.b
    here = html_of(person, of_class(world))
    assert lane(world.first) in rows(here)
    assert lane(world.second) not in here
    assert words(html_of(person, of_class(there))).count(HIDDEN) == 2


def test_no_person_of_either_world_reads_a_row_of_a_plan_that_is_not_theirs(
    worlds: Worlds, world: World
) -> None:
    """The proof in SQL: everything that row-level security returns of plans, and what the time line makes of it."""
    family, here = {"apprentice", "guardian", *IN_THE_FIRM}, [world.first.room_id, world.second.room_id]
    for other, people in ((False, world.people), (True, worlds.b.people)):
        for who, person in people.items():
            with standing_as(person):
                seen = {row.room_id for row in PlanEntry.objects.filter(room_id__in=here)}
                of = class_timeline(world.school_class, my_standings())
            mine = {world.first.room_id} if who in family else {world.second.room_id}
            expected = mine if not other and who in family | {"second_apprentice", "other_trainer"} else set()
            assert seen == expected, who
            assert {one.room_id for one in of.lanes if one.entries} == expected, who


def test_who_looked_at_a_plan_is_kept(world: World) -> None:
    release(world.first)
    html_of(world.people["class_teacher"], of_class(world))
    for one, looked in ((world.first, True), (world.second, False)):
        with standing_as(one.apprentice):
            looks = Look.objects.filter(viewer=world.people["class_teacher"], category=Scope.PLAN)
            assert looks.exists() == looked


def test_the_apprenticeship_shows_both_lanes_the_line_and_its_distance(world: World) -> None:
    html = html_of(world.people["trainer"], of_room(world.first))
    assert list(rows(html)) == [f"Berufsschule Klasse {world.school_class.label}", lane(world.first)]
    assert '<line class="zk-tl-line zk-tl-line--before"' in html
    assert ">nach 1 W</text>" in html
    [bar] = rows(html)[lane(world.first)]
    assert bar.endswith("LF 6: endet in der Woche vorher")


def test_the_table_says_what_the_picture_says(world: World) -> None:
    html = html_of(world.people["trainer"], of_room(world.first))
    table = words(html[html.index('id="tabelle"') :])
    numbers = [week(at).isocalendar().week for at in (10, 13, 14, 17)]
    assert f"LF 6 Anfragen bearbeiten KW {numbers[0]}–{numbers[1]} 40" in table
    assert (
        f"A 1 Planen des Arbeitsablaufs KW {numbers[2]}–{numbers[3]} – LF 6: endet in der Woche vorher"
        in table
    )


def test_a_bar_leads_to_its_details_without_script(world: World) -> None:
    html = html_of(world.people["trainer"], of_room(world.first))
    href = re.search(r'href="([^"]*zeige=e-[^"]+)"', html)
    assert href
    shown = html_of(
        world.people["trainer"], of_room(world.first).rstrip("?") + unescape(href[1]).partition("#")[0]
    )
    panel = words(shown[shown.index('id="einzelheiten"') : shown.index('id="hinweise"')])
    assert "Abschnitt A: 1 Planen des Arbeitsablaufs" in panel
    assert "Notiz Testbetrieb a1 GmbH" in panel
    assert "LF 6: endet in der Woche vorher (kurz vorher in der Schule)" in panel
    assert 'aria-current="true"' in shown


@pytest.mark.parametrize(
    "value", ["e-01900000-0000-7000-8000-000000000000", "quatsch", "f-" + "9" * 60, "%00"]
)
def test_details_that_do_not_exist_are_not_shown(world: World, value: str) -> None:
    html = html_of(world.people["trainer"], of_room(world.first, zeige=value))
    assert (
        '<section id="einzelheiten" class="zk-tl-details" tabindex="-1" aria-label="Einzelheiten"></section>'
        in html
    )


def test_the_details_of_another_firms_part_are_not_there(world: World) -> None:
    with as_system(ACTOR):
        foreign = PlanEntry.objects.get(room_id=world.second.room_id)
    html = html_of(world.people["trainer"], of_class(world, zeige=f"e-{foreign.pk}"))
    assert "Notiz Testbetrieb a2 GmbH" not in html


def test_the_filter_leaves_what_belongs_to_the_lernfeld_the_position_and_the_department(world: World) -> None:
    with as_system(ACTOR):
        field = LearningField.objects.get(curriculum__document_number="TEST1")
        other = LearningField.objects.create(
            curriculum=field.curriculum,
            number="7",
            title="Anderes",
            sort_key="anderes",
            year=2,
            hours=40,
            order=2,
        )
        plan = DidacticPlan.objects.get(room_id=world.school_class.room_id)
        FieldPlacement.objects.create(
            room_id=plan.room_id, plan=plan, state="published", learning_field=other, first_week=week(20), last_week=week(22), hours=40
        )  # fmt: skip
        entry = PlanEntry.objects.get(room_id=world.first.room_id)
        second = Position.objects.get(title="Entwickeln und Prüfen")
        plan_part(world.first, second, 35, 36)
    school, mine = f"Berufsschule Klasse {world.school_class.label}", lane(world.first)

    def shown(**values: object) -> dict[str, int]:
        html = html_of(world.people["trainer"], of_room(world.first, **values))
        return {name: len(bars) for name, bars in rows(html).items()}

    assert shown() == {school: 2, mine: 2}
    assert shown(lernfeld=other.pk) == {school: 1}
    assert shown(lernfeld=field.pk) == {school: 1, mine: 2}
    assert shown(position=entry.position_id) == {school: 1, mine: 1}
    assert shown(abteilung="01900000-0000-7000-8000-000000000000") == {school: 2}
    assert shown(lernfeld="quatsch", position="", abteilung="x") == {school: 2, mine: 2}


def test_the_class_draws_lines_once_a_lernfeld_is_chosen(world: World) -> None:
    release(world.first)
    release(world.second)
    with as_system(ACTOR):
        field = LearningField.objects.get(curriculum__document_number="TEST1")
    teacher = world.people["class_teacher"]
    drawn = '<line class="zk-tl-line zk-tl-line--before" x1='
    plain = html_of(teacher, of_class(world))
    assert plain.count(drawn) == 1  # the legend's
    assert "Linien zwischen Schule und Betrieb erscheinen" in plain
    chosen = html_of(teacher, of_class(world, lernfeld=field.pk))
    assert chosen.count(drawn) == 2
    assert "nach 17 W" in chosen


def test_another_school_year_shows_its_own_weeks(world: World) -> None:
    year = school_year(today())
    trainer = world.people["trainer"]
    before = html_of(trainer, of_room(world.first, jahr=year - 1))
    assert rows(before) == {}
    assert f"Für das Schuljahr {year - 1}/{year % 100:02d} gibt es keine Klasse" in words(before)
    for outside in (year - 9, year + 9, "0000", "20x6"):
        assert browser(trainer).get(of_room(world.first, jahr=outside)).status_code == 200


def test_the_list_of_the_next_eight_weeks_says_what_is_where(world: World) -> None:
    monday = today() - timedelta(days=today().weekday())
    with as_system(ACTOR):
        PlanEntry.objects.filter(room_id=world.first.room_id).update(
            first_week=monday + timedelta(weeks=2), last_week=monday + timedelta(weeks=3)
        )
    html = html_of(world.people["apprentice"], of_room(world.first))
    cards = re.findall(r'<li class="zk-tl-week.*?</li>', html, flags=re.S)
    assert len(cards) == 8
    named = ["Planen des Arbeitsablaufs" in card for card in cards]
    assert named == [False, False, True, True, False, False, False, False]
    assert "beginnt" in cards[2]
    assert "diese Woche" in cards[0]
    assert "Schule Mo und Mi" in html or "ferien" in html.lower()


def test_leave_is_drawn_for_firm_and_family_and_never_for_the_school(world: World) -> None:
    release(world.first)
    with as_system(ACTOR):
        PlanLeave.objects.create(
            room_id=world.first.room_id, first_day=week(20), last_day=week(20) + timedelta(days=4)
        )
    leave = 'class="zk-tl-column--leave" x='
    assert html_of(world.people["trainer"], of_room(world.first)).count(leave) == 1
    assert html_of(world.people["guardian"], of_room(world.first)).count(leave) == 1
    assert leave not in html_of(world.people["class_teacher"], of_room(world.first))


def test_a_draft_is_on_no_time_line_and_teachers_are_led_to_it(world: World) -> None:
    with as_system(ACTOR):
        DidacticPlan.objects.filter(room_id=world.school_class.room_id).delete()
        teach(world, LearningField.objects.get(curriculum__document_number="TEST1"), 10, 13, state="draft")
    for who in ("class_teacher", "trainer"):
        html = html_of(world.people[who], of_class(world))
        assert f"Berufsschule Klasse {world.school_class.label}" not in rows(html)
        assert "Noch keine Lernfelder veröffentlicht" in html
        assert ("Entwurf öffnen" in html) == (who == "class_teacher")


def test_what_is_missing_is_said_in_words_while_it_can_be_changed(world: World) -> None:
    this = monday_of(today())
    mine = PlanEntry.objects.filter(room_id=world.first.room_id)
    taught = FieldPlacement.objects.filter(room_id=world.school_class.room_id)
    later = {"first_week": this + timedelta(weeks=4), "last_week": this + timedelta(weeks=6)}
    with as_system(ACTOR):
        mine.update(first_week=this, last_week=this + timedelta(weeks=1))
        taught.update(**later)
    text = words(html_of(world.people["trainer"], of_room(world.first)))
    assert "Die Schule behandelt LF 6 erst danach." in text
    with as_system(ACTOR):
        mine.delete()
        plan_part(world.first, Position.objects.get(title="Entwickeln und Prüfen"), 5, 6)
        CurriculumLink.objects.filter(position__title="Entwickeln und Prüfen").delete()
        taught.update(first_week=this, last_week=this)
    text = words(html_of(world.people["trainer"], of_room(world.first)))
    assert "LF 6 Anfragen bearbeiten" in text
    assert "Dazu steht noch nichts im Ausbildungsplan." in text


def test_the_index_leads_on_where_there_is_one_and_says_what_waits_where_there_are_several(
    world: World,
) -> None:
    index = reverse("planning:index")
    for who, to in (
        ("trainer", of_room(world.first)),
        ("apprentice", of_room(world.first)),
        ("class_teacher", of_class(world)),
    ):
        answer = browser(world.people[who]).get(index)
        assert (answer.status_code, answer.headers["Location"]) == (302, to.rstrip("?"))


def test_the_index_of_several_says_how_far_each_is(worlds: Worlds, world: World) -> None:
    with as_system(ACTOR):
        plan = DidacticPlan.objects.get(room_id=world.school_class.room_id)
        RadarSign.objects.create(
            room_id=world.first.room_id, kind="soon", plan=plan, learning_field=plan.placements.get().learning_field, made_on=today()
        )  # fmt: skip
    text = words(html_of(worlds.crossing.person, reverse("planning:index")))
    assert f"Klasse {worlds.b.school_class.label}" in text
    assert (
        f"{world.first.apprentice.name} {world.first.firm.organisation.name} Ausbildungsplan angelegt 1 Hinweis 1 offener Vorschlag"
        in text
    )
    assert world.second.apprentice.name not in text


def test_whoever_has_nothing_to_plan_is_told_what_will_be_here(world: World) -> None:
    assert "Noch nichts zu planen" in html_of(world.people["chamber_adviser"], reverse("planning:index"))


@pytest.mark.parametrize("who", ["trainer", "apprentice", "class_teacher", "subject_teacher", "guardian"])
def test_a_time_line_leads_to_the_hints_whoever_gets_some(world: World, who: str) -> None:
    page = of_class(world) if "teacher" in who else of_room(world.first)
    html = html_of(world.people[who], page)
    assert (reverse("planning:radar") in html) == (who in {"trainer", "apprentice", "class_teacher"})
