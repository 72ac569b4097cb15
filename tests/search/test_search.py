"""The search: what is found, by whom, and that nothing foreign and nothing confidential ever is."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import PersonClient, standing_as
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.models import Message
from zweiklang.kernel.searching import query_of, snippet
from zweiklang.people.public import Person
from zweiklang.records.models import Line
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import Scope, as_system
from zweiklang.web.marks import marked

pytestmark = pytest.mark.django_db


def found(person: Person, text: str, kind: str = "") -> str:
    """Returns the text of the page somebody gets for these words."""
    client = PersonClient()
    client.force_login(person)
    answer = client.get(reverse("web:search"), {"q": text, "art": kind} if kind else {"q": text})
    assert answer.status_code == 200
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    shown = re.sub(r'<form class="zk-row zk-search".*?</form>', " ", main, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", shown)).split())


def test_an_apprentice_is_found_by_the_beginning_of_a_name_or_of_the_firm(world_a: World) -> None:
    teacher, apprentice = world_a.people["class_teacher"], world_a.first.apprentice
    for text in (
        apprentice.family_name[:4],
        apprentice.given_name,
        f"{apprentice.given_name} {apprentice.family_name[:3]}",
    ):
        assert apprentice.name in found(teacher, text)
    assert apprentice.name in found(teacher, world_a.first.firm.organisation.name)


@pytest.mark.parametrize("typed", ["müller", "Mueller", "MULLER", "mül"])
def test_umlauts_are_found_however_they_are_written(world_a: World, typed: str) -> None:
    with as_system(ACTOR):
        person = world_a.first.apprentice
        person.family_name, person.sort_key = "Müller", "muller amina"
        person.save(update_fields=["family_name", "sort_key"])
    assert "Müller" in found(world_a.people["class_teacher"], typed)


def test_a_name_written_out_is_found_by_its_umlaut(world_a: World) -> None:
    with as_system(ACTOR):
        person = world_a.first.apprentice
        person.family_name, person.sort_key = "Mueller", "mueller amina"
        person.save(update_fields=["family_name", "sort_key"])
    assert "Mueller" in found(world_a.people["class_teacher"], "Müller")


def test_nobody_finds_anybody_of_the_other_world(worlds: Worlds) -> None:
    foreign = worlds.b.first
    for capacity, person in worlds.a.people.items():
        for text in (foreign.firm.organisation.name, f"11FI{worlds.b.name}"):
            assert "Nichts gefunden" in found(person, text), (capacity, text)


def test_the_crossing_person_finds_each_side_with_its_own_rights(worlds: Worlds) -> None:
    """A trainer in world A, teacher in world B: the firm's lines of A, of B only those about school."""
    with as_system(ACTOR):
        theirs = Line.objects.filter(room_id=worlds.b.first.room_id, place="company").exclude(text="").first()
    assert theirs
    with standing_as(worlds.crossing.person), connection.cursor() as cursor:
        cursor.execute("SELECT found_lines(wanted_words(%s))", [query_of(theirs.text).fulltext])
        proposed = set(cursor.fetchone()[0])
        cursor.execute("SELECT id FROM records_line WHERE id = ANY (%s)", [list(proposed)])
        assert {row[0] for row in cursor.fetchall()} == proposed  # what it proposes may be read
        assert theirs.pk not in proposed


def test_a_line_is_found_by_another_form_of_its_word_by_those_who_read_it_and_by_nobody_else(
    world_a: World,
) -> None:
    with as_system(ACTOR):
        line = Line.objects.filter(
            room_id=world_a.first.room_id, place="company", week__state="draft"
        ).first()
        assert line
        Line.objects.filter(pk=line.pk).update(text="Schaltschränke verdrahtet und geprüft")
    people = world_a.people
    for typed in ("Schaltschrank", "schaltschraenke", "verdrahten geprüft", "SCHALTSCHR"):
        assert "verdrahtet" in found(people["apprentice"], typed), typed
    assert "verdrahtet" in found(people["trainer"], "Schaltschrank")
    for capacity in (
        "class_teacher",
        "subject_teacher",
        "other_trainer",
        "head_of_school",
        "chamber_adviser",
    ):
        assert "verdrahtet" not in found(people[capacity], "Schaltschrank"), capacity


def test_a_word_that_german_leaves_out_is_found_as_a_beginning(world_a: World) -> None:
    assert "Zwischenprüfung" in found(world_a.people["trainer"], "zwischen")


def test_messages_are_found_by_participants_only(world_a: World) -> None:
    with as_system(ACTOR):
        Message.objects.create(
            room_id=world_a.talk.conversation,
            author=world_a.people["trainer"],
            text="Die Urkunden liegen bereit.",
        )
    finds = {c for c, person in world_a.people.items() if "liegen bereit" in found(person, "Urkunde")}
    assert finds == {"trainer", "class_teacher", "apprentice"}


def test_confidential_help_is_found_by_nobody_not_even_by_those_who_take_part(world_a: World) -> None:
    with as_system(ACTOR):
        Message.objects.create(
            room_id=world_a.talk.counselling,
            author=world_a.first.apprentice,
            text="Vertraulich: Überstunden.",
        )
    for person in (*world_a.people.values(), world_a.talk.counsellor):
        assert "Nichts gefunden" in found(person, "Überstunden")


def test_parts_of_the_plan_lernfelder_announcements_and_appointments_are_found(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    assert "Neue Zeiten" in found(trainer, "Zeit", "nachrichten")
    assert "Ausbildersprechtag" in found(trainer, "Ausbildersprech", "termine")
    assert "Gespräch" in found(trainer, "Gespräch", "termine")
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.title FROM planning_planentry e JOIN curricula_position p ON p.id = e.position_id WHERE e.room_id = %s",
            [world_a.first.room_id],
        )
        (title,) = cursor.fetchone()
    assert title[:20] in found(trainer, title, "plaene")
    assert "Nichts gefunden" in found(world_a.people["other_trainer"], title, "plaene")


@pytest.mark.parametrize(
    "text", ["", " ", "x", "%", "_ _", "'", "\\", "a & b | !", "\x00\x07", "(:*)", "ü" * 200]
)
def test_what_is_no_word_is_answered_with_a_hint_and_never_with_an_error(world_a: World, text: str) -> None:
    assert "Treffer" not in found(world_a.people["class_teacher"], text).replace("0 Treffer", "")


def test_a_kind_that_does_not_exist_is_not_found(world_a: World) -> None:
    client = PersonClient()
    client.force_login(world_a.people["trainer"])
    assert client.get(reverse("web:search"), {"q": "Test", "art": "alles"}).status_code == 404


def test_what_is_found_of_an_apprenticeship_is_noted_for_the_apprentice(world_a: World) -> None:
    teacher, apprentice = world_a.people["class_teacher"], world_a.first.apprentice
    found(teacher, apprentice.family_name, "ausbildungen")
    with standing_as(apprentice):
        assert Look.objects.filter(viewer=teacher, category=Scope.SCHEDULE).exists()


def test_the_page_asks_no_more_than_twelve_times(world_a: World) -> None:
    client = PersonClient()
    client.force_login(world_a.people["class_teacher"])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("web:search"), {"q": "te"})
    assert len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 12


def test_found_words_are_marked_and_everything_is_escaped() -> None:
    query = query_of("Schaltschrank <b>")
    assert marked("Zwei Schaltschränke <b>", query) == "Zwei <mark>Schaltschränke</mark> &lt;b&gt;"
    assert marked("nichts davon", query) == "nichts davon"


def test_of_a_long_text_the_part_with_the_word_is_shown() -> None:
    text = "Anfang " * 60 + "Schaltschrank " + "Ende " * 60
    assert "Schaltschrank" in snippet(text, query_of("schaltschrank"))
    assert len(snippet(text, query_of("schaltschrank"))) < 200
