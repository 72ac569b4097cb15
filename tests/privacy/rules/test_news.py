""" "Heute" tells what was decided about rules lately, to those who gain or lose something, and to nobody else."""

from django.urls import reverse

from tests.privacy.rules.deciders import DAY, browser_of, class_teacher_of, head_of, land_of, manager_of
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import ReleaseDecision, as_system


def heute(person: Person) -> str:
    return browser_of(person).get(reverse("web:today")).content.decode().partition("<main")[2]


def test_apprentice_and_trainer_read_what_the_school_opened_and_from_when(
    world_a: World, world_b: World
) -> None:
    day = today() + 10 * DAY
    head_of(world_a).send("absences", "trainer", "open", effective_on=day)
    when = formats.day_long(day)
    own = f"Ihre Schule hat „Fehlzeiten“ für Ausbildende geöffnet, ab {when}"
    theirs = f"{world_a.school.name} hat „Fehlzeiten“ für Sie geöffnet, ab {when}"
    assert own in heute(world_a.first.apprentice)
    assert own.replace("Ihre Schule", world_a.school.name) in heute(world_a.people["guardian"])
    assert theirs in heute(world_a.people["trainer"])
    assert theirs in heute(world_a.people["deputy_trainer"])
    address = reverse("privacy:rules_school", args=[world_a.school.number]) + "#absences-trainer"
    assert address in heute(world_a.first.apprentice)
    for nobody in (world_a.people["subject_teacher"], world_b.first.apprentice, world_b.people["trainer"]):
        assert "Fehlzeiten" not in heute(nobody)


def test_only_the_last_word_on_a_cell_is_news(world_a: World) -> None:
    head = head_of(world_a)
    head.send("absences", "trainer", "open")
    head.send("absences", "trainer", "closed")
    text = heute(world_a.people["trainer"])
    assert "„Fehlzeiten“ für Sie geschlossen" in text
    assert "„Fehlzeiten“ für Sie geöffnet" not in text


def test_land_class_and_firm_are_news_too(worlds: Worlds) -> None:
    world = worlds.a
    head_of(world).send("absences", "trainer", "teacher")
    class_teacher_of(world).send("absences", "trainer", "open")
    manager_of(world).send("plan", "class_teacher", "open")
    words = {"basis": "§ 39 HSchG", "sentence": "Neue Worte.", "easy": "Leicht."}
    land_of(worlds).send("lessons", "trainer", "open", effective_on=today(), **words)
    text = heute(world.first.apprentice)
    assert "Die Klassenleitung (Testschule a) hat „Fehlzeiten“ für Ausbildende geöffnet" in text
    assert "Ihr Betrieb hat „Betrieblicher Ausbildungsplan“ für Klassenleitungen geöffnet" in text
    assert "Das Land Hessen hat „Unterrichtsthemen“ für Ausbildende geöffnet" in text
    assert "Das Land Hessen" in heute(worlds.b.first.apprentice)
    assert "Ihr Betrieb" not in heute(world.second.apprentice)


def test_what_was_decided_long_ago_is_no_news(world_a: World) -> None:
    head_of(world_a).send("absences", "trainer", "open")
    row = ReleaseDecision.objects.get()
    with as_system(ACTOR):
        ReleaseDecision.objects.update(decided_at=row.decided_at - 15 * DAY)
    assert "Fehlzeiten" not in heute(world_a.people["trainer"])
