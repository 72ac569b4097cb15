"""A draft is begun with one click, written, saved, taken back; two people never overwrite each other unseen."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.planning.school_lane.pages import (
    bars,
    blocks,
    class_of_last_year,
    curriculum,
    draft,
    field,
    make_draft,
    make_version,
    publish_of,
    save,
    seen,
    url,
)
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import open_class
from zweiklang.curricula.public import LearningField
from zweiklang.people.public import Person
from zweiklang.planning.models import FieldPlacement
from zweiklang.planning.school_lane.shapes import Placed
from zweiklang.rooms.public import as_system

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


def test_one_click_fills_a_proposal_by_hours(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1, 2, 10, 11, 12, 20, 21, 22)
    page = teacher.get(url(world_a)).content.decode()
    found = re.search(r'name="curriculum" value="([^"]+)"', page)
    assert found
    answer = teacher.post(url(world_a, "begin"), {"start": "vorschlag", "curriculum": found[1]})
    assert answer.status_code == 302
    plan = draft(world_a)
    assert plan
    assert bars(plan) == [
        ("6", weeks[0], weeks[1], 40),
        ("7", weeks[2], weeks[5], 80),
        ("8", weeks[6], weeks[8], 60),
    ]
    page = teacher.get(url(world_a, "draft")).content.decode()
    assert "Alle Lernfelder stehen, und die Stunden passen." in page
    assert "80 von 80 Stunden" in page


def test_a_second_click_begins_no_second_draft(teacher: Client, world_a: World) -> None:
    found = curriculum()
    blocks(world_a, 0, 1, 2)
    for _ in range(2):
        answer = teacher.post(url(world_a, "begin"), {"start": "leer", "curriculum": str(found.pk)})
        assert answer.status_code == 302
    assert draft(world_a)
    assert "Es gibt schon einen Entwurf" in teacher.get(url(world_a, "draft")).content.decode()


def test_last_years_plan_comes_in_this_years_weeks(teacher: Client, world_a: World) -> None:
    curriculum()
    before = class_of_last_year(world_a)
    old = blocks(world_a, 1, 2, 8, 9, school_class=before)
    new = blocks(world_a, 0, 1, 12, 13)
    placed = [Placed(field("7").pk, old[0], old[1], 80), Placed(field("8").pk, old[2], old[3], 60)]
    source = publish_of(before, placed, world_a, lessons_per_day=8)
    assert f"Klasse {before.label}" in teacher.get(url(world_a, "begin")).content.decode()
    teacher.post(url(world_a, "begin"), {"start": "kopie", "source": str(source.pk)})
    plan = draft(world_a)
    assert plan
    assert bars(plan) == [("7", new[0], new[1], 80), ("8", new[2], new[3], 60)]
    assert (plan.lessons_per_day, plan.copied_from_id) == (8, source.pk)


def test_a_plan_of_another_school_is_no_model(teacher: Client, world_a: World, world_b: World) -> None:
    curriculum()
    weeks = blocks(world_b, 0)
    blocks(world_a, 0)
    foreign = make_version(world_b, [Placed(field("7").pk, weeks[0], weeks[0], 80)])
    answer = teacher.post(url(world_a, "begin"), {"start": "kopie", "source": str(foreign.pk)})
    assert answer.status_code == 422
    assert draft(world_a) is None


def test_a_draft_is_saved_and_taken_back(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1, 2, 3)
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    lines = [(field("7").pk, weeks[1], weeks[2], 70), (field("10").pk, weeks[3], "", 20)]
    assert save(teacher, world_a, lines, token=seen(plan), per_day=7).status_code == 302
    assert bars(plan) == [("7", weeks[1], weeks[2], 70), ("10", weeks[3], weeks[3], 20)]
    page = teacher.get(url(world_a, "draft")).content.decode()
    for sentence in (
        "LF 6 steht noch in keiner Woche.",
        "LF 7: 70 von 80 Stunden geplant. Es fehlen noch 10.",
        "LF 10 gehört zum 3. Ausbildungsjahr.",
        "ist Schule, aber noch kein Lernfeld geplant.",
    ):
        assert sentence in page
    teacher.post(url(world_a, "undo"))
    after = draft(world_a)
    assert after
    assert bars(after) == [("7", weeks[0], weeks[1], 80)]
    answer = teacher.post(url(world_a, "undo"), follow=True)
    assert "nichts, was sich rückgängig machen lässt" in answer.content.decode()


def test_saving_the_same_twice_changes_nothing(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1)
    plan = make_draft(world_a)
    line = (field("7").pk, weeks[0], weeks[1], 80)
    save(teacher, world_a, [line], token=seen(plan))
    before = seen(plan)
    answer = save(teacher, world_a, [line], token=before)
    assert answer.status_code == 302
    assert seen(plan) == before


def test_who_was_slower_reads_it_keeps_what_was_typed_and_may_still_win(
    client_of: ClientOf, teacher: Client, world_a: World
) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1, 2)
    plan = make_draft(world_a)
    token = seen(plan)
    colleague = client_of(world_a.people["subject_teacher"])
    save(colleague, world_a, [(field("8").pk, weeks[2], weeks[2], 60)], token=token)
    mine = [(field("7").pk, weeks[0], weeks[1], 80)]
    answer = save(teacher, world_a, mine, token=token)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Inzwischen hat jemand den Entwurf geändert" in page
    assert bars(plan) == [("8", weeks[2], weeks[2], 60)]
    again = re.search(r'name="seen" value="([^"]+)"', page)
    assert again
    assert save(teacher, world_a, mine, token=again[1]).status_code == 302
    assert bars(plan) == [("7", weeks[0], weeks[1], 80)]


def test_a_token_of_a_draft_that_is_gone_changes_no_other(teacher: Client, world_a: World) -> None:
    found = curriculum()
    weeks = blocks(world_a, 0, 1)
    first = make_draft(world_a)
    token = seen(first)
    teacher.post(url(world_a, "discard"), {"seen": token})
    assert draft(world_a) is None
    teacher.post(url(world_a, "begin"), {"start": "leer", "curriculum": str(found.pk)})
    second = draft(world_a)
    assert second
    assert save(teacher, world_a, [(field("7").pk, weeks[0], weeks[0], 9)], token=token).status_code == 422
    teacher.post(url(world_a, "discard"), {"seen": token})
    assert bars(second) == []
    assert draft(world_a)


def test_a_discarded_draft_is_had_again(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1)
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)], lessons_per_day=9)
    teacher.post(url(world_a, "discard"), {"seen": seen(plan)})
    assert "Der Entwurf ist verworfen" in teacher.get(url(world_a)).content.decode()
    teacher.post(url(world_a, "undo"))
    again = draft(world_a)
    assert again
    assert (bars(again), again.lessons_per_day) == ([("7", weeks[0], weeks[1], 80)], 9)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("7", 1, 0, "80"), "Die letzte Woche liegt vor der ersten"),
        (("7", 0, 1, "viele"), "Wie viele Stunden? Bitte eine Zahl, zum Beispiel 40."),
        (("7", 0, 1, "0"), "Wie viele Stunden?"),
        (("7", None, 1, "40"), "Von welcher bis zu welcher Woche?"),
        (("", 0, 1, "40"), "Welches Lernfeld? Bitte eines wählen."),
    ],
)
def test_a_line_that_lacks_something_says_what_and_nothing_is_lost(
    teacher: Client, world_a: World, line: tuple, sentence: str
) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1)
    plan = make_draft(world_a, [Placed(field("8").pk, weeks[0], weeks[0], 60)])
    number, first, last, hours = line
    sent = (
        field(number).pk if number else "",
        weeks[first] if first is not None else "",
        weeks[last],
        hours,
    )
    answer = save(teacher, world_a, [sent], token=seen(plan))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{hours}"' in page
    assert bars(plan) == [("8", weeks[0], weeks[0], 60)]


def test_weeks_of_another_year_and_foreign_lernfelder_are_not_taken(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0)
    plan = make_draft(world_a)
    far = weeks[0].replace(year=weeks[0].year + 3)
    for sent in ((field("7").pk, far, far, 10), (plan.pk, weeks[0], weeks[0], 10)):
        assert save(teacher, world_a, [sent], token=seen(plan)).status_code == 422
    assert bars(plan) == []


def test_what_is_checked_is_not_saved(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1)
    plan = make_draft(world_a)
    sent = [(field("7").pk, weeks[0], weeks[1], 80)]
    page = save(teacher, world_a, sent, token=seen(plan), name="check", per_day=6).content.decode()
    assert "LF 7 · Software anpassen: KW" in page
    assert "80 Stunden je Woche" not in page
    assert "40 Stunden je Woche geplant. Platz ist für 30 (5 Schultage mit je 6)." in page
    assert bars(plan) == []


def test_pages_of_the_lane_take_few_queries(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, *range(12))
    make_version(world_a, [Placed(field("7").pk, weeks[n], weeks[n], 9) for n in range(12)])
    make_version(world_a, [Placed(field("8").pk, weeks[0], weeks[1], 60)], version=2)
    make_draft(world_a, [Placed(field("8").pk, weeks[n], weeks[n], 5) for n in range(12)], version=3)
    for name, more in (("", ()), ("versions", ()), ("version", (1,)), ("draft", ()), ("publish", ())):
        with statements() as said:
            assert teacher.get(url(world_a, name, *more)).status_code == 200
        assert len(said) <= 12, name


def test_a_draft_begins_from_any_version_of_the_class(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1, 2)
    first = make_version(world_a, [Placed(field("7").pk, weeks[0], weeks[1], 80)])
    make_version(world_a, [Placed(field("8").pk, weeks[2], weeks[2], 60)], version=2)
    page = teacher.get(url(world_a, "begin")).content.decode()
    assert page.index("Fassung 2 dieser Klasse") < page.index("Fassung 1 dieser Klasse")
    teacher.post(url(world_a, "begin"), {"start": "kopie", "source": str(first.pk)})
    plan = draft(world_a)
    assert plan
    assert (plan.version, bars(plan)) == (3, [("7", weeks[0], weeks[1], 80)])


def test_an_agreed_week_stands_in_the_form_and_is_not_stored(teacher: Client, world_a: World) -> None:
    curriculum()
    weeks = blocks(world_a, 0, 1, 2, 3)
    asked = f"{url(world_a, 'draft')}?lernfeld={field('7').pk}&woche="
    assert "braucht es einen Entwurf" in teacher.get(f"{asked}{weeks[2]}", follow=True).content.decode()
    plan = make_draft(world_a, [Placed(field("7").pk, weeks[0], weeks[0], 80)])
    page = teacher.get(f"{asked}{weeks[2]}").content.decode()
    assert re.search(rf'name="von".*?value="{weeks[2]}" selected', page, re.DOTALL)
    for far in ("9999-12-27", "gestern", ""):
        assert teacher.get(f"{asked}{far}").status_code == 200
    assert bars(plan) == [("7", weeks[0], weeks[0], 80)]


def test_where_hours_and_school_days_are_not_known_it_is_said_and_a_proposal_is_made(
    teacher: Client, world_a: World
) -> None:
    found = curriculum()
    with as_system(ACTOR):
        LearningField.objects.filter(curriculum=found).update(hours=None)
    teacher.post(url(world_a, "begin"), {"start": "vorschlag", "curriculum": str(found.pk)})
    plan = draft(world_a)
    assert plan
    assert [number for number, *_ in bars(plan)] == ["6", "7", "8"]
    page = teacher.get(url(world_a, "draft")).content.decode()
    assert "Wann die Klasse Schule hat, ist noch nicht eingetragen" in page
    assert "Wie viele Stunden der Rahmenlehrplan für LF 6, LF 7 und LF 8 vorsieht" in page


def test_the_class_of_the_next_school_year_is_planned_in_its_own_weeks(
    client_of: ClientOf, world_a: World
) -> None:
    found, of = curriculum(), world_a.school_class
    with as_system(ACTOR):
        coming = open_class(
            ACTOR,
            school=world_a.school,
            label="12FI",
            school_year=of.school_year + 1,
            grade=2,
            occupation_name=of.occupation_name,
        )
    client = client_of(world_a.people["head_of_school"])
    address = reverse("planning:fields_begin", args=[coming.room_id])
    assert client.post(address, {"start": "vorschlag", "curriculum": str(found.pk)}).status_code == 302
    with as_system(ACTOR):
        placed = FieldPlacement.objects.filter(room_id=coming.room_id)
        weeks = [week for row in placed for week in (row.first_week, row.last_week)]
    assert len(weeks) == 6
    assert all(date(of.school_year + 1, 7, 26) <= week <= date(of.school_year + 2, 7, 31) for week in weeks)
