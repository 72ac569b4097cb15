"""A head of school, a class teacher, a firm and the Land decide about rules by their pages; and nobody else does."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.privacy.rules.deciders import (
    DAY,
    WHY,
    Place,
    adviser_of,
    carried,
    class_teacher_of,
    decisions,
    end_post,
    fields_of,
    head_of,
    land_of,
    manager_of,
    place_of,
)
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import hold_post
from zweiklang.kernel.clock import today
from zweiklang.privacy.public import rules_in_force

ABSENCES = ("absences", "trainer")


@pytest.fixture
def head(world_a: World) -> Place:
    """The head of school in the school's team room."""
    return head_of(world_a)


def taken(answer: HttpResponse) -> None:
    """The decision was written."""
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_what_a_head_of_school_opens_is_open_from_that_day_of_data_on(head: Place, world_a: World) -> None:
    assert "absences" not in carried(world_a)
    taken(head.send(*ABSENCES, "open"))
    assert carried(world_a)["absences"] == today().isoformat()
    (decision,) = decisions()
    assert (decision.body, decision.organisation, decision.state) == ("school", world_a.school, "open")
    assert (decision.decided_by, decision.decided_as, decision.reason) == (head.person, "Schulleitung", WHY)


def test_a_decision_of_a_day_to_come_waits_for_it(head: Place, world_a: World) -> None:
    day = today() + 10 * DAY
    taken(head.send(*ABSENCES, "open", effective_on=day))
    assert "absences" not in carried(world_a)
    assert carried(world_a, on=day)["absences"] == day.isoformat()
    page = head.page()
    assert "Was sich ändern wird" in page
    assert "schon entschieden" in head.page("rules_cell", *ABSENCES)


def test_the_preview_says_for_how_many_and_changes_nothing(head: Place, world_a: World) -> None:
    answer = head.send(*ABSENCES, "open", step="preview")
    text = answer.content.decode()
    assert answer.status_code == 200
    # Per apprentice a trainer, a deputy and a manager; and the crossing person trains the first one too.
    assert "Betrifft 7 Zugänge von 7 Personen." in text
    assert "7 Personen sehen mehr als vorher." in text
    assert "Ältere Daten bleiben geschlossen." in text
    assert decisions() == []
    assert "absences" not in carried(world_a)


def test_the_preview_of_what_nobody_notices_says_so(head: Place) -> None:
    text = head.send(*ABSENCES, "consent", step="preview").content.decode()
    assert "An diesem Tag sieht dadurch niemand mehr oder weniger als vorher." in text


def test_back_from_the_preview_the_form_keeps_what_was_written(head: Place) -> None:
    answer = head.send(*ABSENCES, "open", step="edit")
    assert answer.status_code == 200
    assert WHY in answer.content.decode()
    assert decisions() == []


def test_what_was_sent_from_the_preview_decides(head: Place) -> None:
    sent = fields_of(head.send(*ABSENCES, "open", step="preview").content.decode())
    taken(head.post("rules_cell", *ABSENCES, **sent, step="decide"))
    assert [one.state for one in decisions()] == ["open"]


def test_two_clicks_are_one_decision(head: Place) -> None:
    fields = {"state": "open", "effective_on": str(today()), "reason": WHY, "seen": "", "step": "decide"}
    for _ in range(2):
        taken(head.post("rules_cell", *ABSENCES, **fields))
    assert len(decisions()) == 1


def test_whoever_decides_over_a_page_that_is_out_of_date_is_told(head: Place) -> None:
    taken(head.send(*ABSENCES, "open"))
    answer = head.send(*ABSENCES, "teacher", seen="")
    assert answer.status_code == 422
    assert "Inzwischen hat jemand anders entschieden" in answer.content.decode()
    assert len(decisions()) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("effective_on", today() - DAY, "Eine Regel gilt frühestens ab heute"),
        ("effective_on", "gestern", "Bitte ein Datum angeben"),
        ("effective_on", today() + 800 * DAY, "Wählen Sie einen Tag in den nächsten zwei Jahren."),
        ("reason", "", "Bitte in einem Satz begründen."),
        ("reason", "darum", "Schreiben Sie in einem Satz, warum."),
        ("state", "closed", "So gilt es an diesem Tag schon."),
        ("state", "school", "Bitte eine der Möglichkeiten wählen."),
        ("state", "firm", "Bitte eine der Möglichkeiten wählen."),
        ("state", "", "Bitte angeben."),
    ],
)
@pytest.mark.parametrize("step", ["preview", "decide"])
def test_what_cannot_be_decided_is_said_at_the_field(
    head: Place, step: str, field: str, value: object, said: str
) -> None:
    answer = head.send(*ABSENCES, **{"state": "open", field: value, "step": step})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert decisions() == []


@pytest.mark.parametrize(
    ("category", "capacity", "why"),
    [
        ("absence_reasons", "trainer", "Das legt das Gesetz fest."),
        ("records", "class_teacher", "Das legt das Gesetz fest."),
        ("plan", "class_teacher", "Darüber entscheidet jeder Betrieb selbst."),
        ("results", "subject_teacher", "Darüber entscheidet das Land."),
    ],
)
def test_a_school_reads_why_it_has_no_say_and_a_forged_form_is_refused(
    head: Place, category: str, capacity: str, why: str
) -> None:
    assert why in head.page("rules_cell", category, capacity)
    answer = head.send(category, capacity, "open")
    assert answer.status_code == 403
    assert why in answer.content.decode()
    assert decisions() == []


@pytest.mark.parametrize(
    "cell", [("absences", "land"), ("nothing", "trainer"), ("absences", "head_of_school")]
)
def test_a_cell_that_does_not_exist_is_not_found(head: Place, cell: tuple[str, str]) -> None:
    assert head.browser.get(head.url("rules_cell", *cell)).status_code == 404
    assert head.send(*cell, "open").status_code == 404


def test_the_office_reads_the_rules_and_does_not_decide(world_a: World) -> None:
    office = place_of(world_a.people["school_office"], world_a.team_room_id)
    assert "Die Regeln einer Schule setzt ihre Schulleitung." in office.page()
    assert office.send(*ABSENCES, "open").status_code == 403
    assert decisions() == []


@pytest.mark.parametrize(
    "who", ["class_teacher", "subject_teacher", "trainer", "training_manager", "apprentice"]
)
def test_nobody_else_finds_the_school_s_page(world_a: World, who: str) -> None:
    stranger = place_of(world_a.people[who], world_a.team_room_id)
    assert stranger.browser.get(stranger.url("rules_room")).status_code == 404
    assert stranger.send(*ABSENCES, "open").status_code == 404
    assert decisions() == []


def test_a_teacher_of_the_school_reads_its_open_page_and_not_the_one_of_its_office(world_a: World) -> None:
    teacher = world_a.people["class_teacher"]
    hold_post(ACTOR, person=teacher, organisation=world_a.school, capacity="teacher", first_day=today() - DAY)
    place = place_of(teacher, world_a.team_room_id)
    team = place.browser.get(reverse("offices:home", args=[place.room_id]))
    assert team.status_code == 200
    assert place.url("rules_room") not in team.content.decode()
    assert place.browser.get(place.url("rules_room")).status_code == 404
    assert place.send(*ABSENCES, "open").status_code == 404
    assert decisions() == []


def test_the_head_of_another_school_does_not_find_it_either(world_a: World, world_b: World) -> None:
    taken(head_of(world_a).send(*ABSENCES, "open"))
    stranger = place_of(world_b.people["head_of_school"], world_a.team_room_id)
    assert stranger.send(*ABSENCES, "closed").status_code == 404
    assert stranger.post("rules_undo", decisions()[0].pk).status_code == 404
    assert stranger.post("rules_brakes", category="absences", reason=WHY).status_code == 404
    assert len(decisions()) == 1
    assert "absences" not in carried(world_b)


def test_a_head_who_is_one_no_more_decides_nothing(world_a: World, head: Place) -> None:
    end_post(world_a.school, head.person)
    assert head.send(*ABSENCES, "open").status_code == 404


def test_the_last_decision_can_be_undone_once(head: Place, world_a: World) -> None:
    taken(head.send(*ABSENCES, "open"))
    (first,) = decisions()
    assert "Rückgängig machen" in head.page()
    taken(head.post("rules_undo", first.pk))
    assert "absences" not in carried(world_a)
    _, second = decisions()
    assert second.state == "closed"
    assert second.reason.startswith("Rückgängig: die Entscheidung vom")
    page = head.browser.post(head.url("rules_undo", first.pk), follow=True).content.decode()
    assert "schon rückgängig gemacht oder durch eine neuere ersetzt" in page
    assert len(decisions()) == 2


def test_a_decision_of_a_day_to_come_is_undone_before_it_begins(head: Place, world_a: World) -> None:
    day = today() + 5 * DAY
    taken(head.send(*ABSENCES, "open", effective_on=day))
    taken(head.post("rules_undo", decisions()[0].pk))
    assert "absences" not in carried(world_a, on=day)
    assert "Was sich ändern wird" not in head.page()


def test_only_the_last_decision_can_be_undone(head: Place) -> None:
    taken(head.send(*ABSENCES, "open"))
    taken(head.send("lessons", "trainer", "open"))
    head.post("rules_undo", decisions()[0].pk)
    assert len(decisions()) == 2


def test_the_office_undoes_nothing(head: Place, world_a: World) -> None:
    taken(head.send(*ABSENCES, "open"))
    office = place_of(world_a.people["school_office"], world_a.team_room_id)
    assert office.post("rules_undo", decisions()[0].pk).status_code == 403
    assert "Rückgängig machen" not in office.page()
    assert len(decisions()) == 1


def test_a_class_teacher_decides_what_the_school_leaves_to_teachers(world_a: World, head: Place) -> None:
    teacher = class_teacher_of(world_a)
    assert "Ihre Schule überlässt den Lehrkräften zurzeit keinen Bereich" in teacher.page()
    assert teacher.send(*ABSENCES, "open").status_code == 403
    taken(head.send(*ABSENCES, "teacher"))
    assert "absences" not in carried(world_a)
    taken(teacher.send(*ABSENCES, "open"))
    assert carried(world_a)["absences"] == today().isoformat()
    assert decisions()[-1].class_room_id == world_a.school_class.room_id
    # The school takes it back: what the teacher said no longer counts.
    taken(head.send(*ABSENCES, "closed"))
    assert "absences" not in carried(world_a)
    assert teacher.send(*ABSENCES, "closed").status_code == 403


@pytest.mark.parametrize(
    ("who", "reads"),
    [("subject_teacher", 200), ("head_of_school", 200), ("trainer", 404), ("apprentice", 404)],
)
def test_nobody_else_decides_for_the_class(world_a: World, head: Place, who: str, reads: int) -> None:
    taken(head.send(*ABSENCES, "teacher"))
    other = place_of(world_a.people[who], world_a.school_class.room_id)
    assert other.browser.get(other.url("rules_room")).status_code == reads
    assert other.send(*ABSENCES, "open").status_code == (403 if reads == 200 else 404)
    assert other.send(*ABSENCES, "open").status_code == (403 if reads == 200 else 404)
    assert len(decisions()) == 1


def test_the_class_teacher_of_another_school_decides_nothing_here(worlds: Worlds) -> None:
    taken(head_of(worlds.a).send(*ABSENCES, "teacher"))
    for person in (worlds.crossing.person, worlds.b.people["class_teacher"]):
        stranger = place_of(person, worlds.a.school_class.room_id)
        assert stranger.send(*ABSENCES, "open").status_code in (403, 404)
    assert len(decisions()) == 1


def test_a_firm_decides_about_its_own_plan_and_nothing_else(world_a: World) -> None:
    manager = manager_of(world_a)
    assert "plan" not in carried(world_a, "class_teacher")
    taken(manager.send("plan", "class_teacher", "open"))
    assert carried(world_a, "class_teacher")["plan"] == today().isoformat()
    assert "plan" not in carried(world_a, "subject_teacher")
    answer = manager.send(*ABSENCES, "open")
    assert answer.status_code == 403
    assert "Darüber entscheidet nicht der Betrieb." in answer.content.decode()
    assert len(decisions()) == 1


def test_whoever_gives_a_reason_knows_who_reads_it(world_a: World, head: Place) -> None:
    assert "auch ohne Anmeldung" in head.page("rules_cell", *ABSENCES)
    assert "auch ohne Anmeldung" in head.page("rules_brakes")
    text = manager_of(world_a).page("rules_cell", "plan", "class_teacher")
    assert "auch ohne Anmeldung" not in text
    assert "Alle, die es betrifft, können ihn lesen." in text


def test_a_firm_has_no_brake_and_a_chamber_no_rules(world_a: World) -> None:
    manager = manager_of(world_a)
    assert manager.browser.get(manager.url("rules_brakes")).status_code == 404
    assert manager.post("rules_brakes", category="absences", reason=WHY).status_code == 404
    adviser = adviser_of(world_a)
    assert adviser.browser.get(adviser.url("rules_room")).status_code == 404


TEXTS = {
    "basis": "§ 14 Abs. 2 BBiG",
    "sentence": "Ausbildende sehen Fehlzeiten immer.",
    "easy": "Der Betrieb sieht Fehl-Zeiten.",
}


def test_the_land_decides_for_everybody_with_new_texts_tomorrow_at_first(worlds: Worlds) -> None:
    land = land_of(worlds)
    fields = fields_of(land.page("rules_cell", *ABSENCES))
    assert fields["effective_on"] == str(today() + DAY)
    assert fields["basis"] == "§§ 83, 83a HSchG"
    taken(land.send(*ABSENCES, "open", effective_on=today() + DAY, **TEXTS))
    for world in (worlds.a, worlds.b):
        assert "absences" not in carried(world)
        assert carried(world, on=today() + DAY)["absences"] == (today() + DAY).isoformat()
    now, then = (rules_in_force(day)[ABSENCES] for day in (today(), today() + DAY))
    assert (now.state, now.decided_by) == ("school", "start")
    assert (then.state, then.decided_by, then.sentence) == ("open", "land", TEXTS["sentence"])
    assert then.law[0][1].endswith("/bbig_2005/__14.html")


def test_the_preview_asks_the_land_whether_the_words_still_fit(worlds: Worlds) -> None:
    land = land_of(worlds)
    assert "Passen die Texte noch?" in land.send(*ABSENCES, "open", step="preview").content.decode()
    assert (
        "Passen die Texte noch?" not in land.send(*ABSENCES, "open", step="preview", **TEXTS).content.decode()
    )


def test_the_land_may_change_words_only_and_takes_them_back(worlds: Worlds) -> None:
    land = land_of(worlds)
    before = rules_in_force(today())[ABSENCES]
    assert land.send(*ABSENCES, "school", effective_on=today()).status_code == 422
    taken(land.send(*ABSENCES, "school", effective_on=today(), **TEXTS))
    assert rules_in_force(today())[ABSENCES].sentence == TEXTS["sentence"]
    taken(land.post("rules_undo", decisions()[-1].pk))
    after = rules_in_force(today())[ABSENCES]
    assert (after.state, after.basis, after.sentence, after.easy) == (
        before.state,
        before.basis,
        before.sentence,
        before.easy,
    )


def test_the_land_decides_nothing_that_the_law_fixes(worlds: Worlds) -> None:
    land = land_of(worlds)
    assert land.send("absence_reasons", "trainer", "open", **TEXTS).status_code == 403
    assert land.send("records", "trainer", "closed", **TEXTS).status_code == 403
    assert land.send("absences", "trainer", "firm", **TEXTS).status_code == 422
    assert decisions() == []


def test_what_the_land_closes_no_school_keeps_open(worlds: Worlds) -> None:
    taken(head_of(worlds.a).send(*ABSENCES, "open"))
    taken(land_of(worlds).send(*ABSENCES, "closed", effective_on=today(), **TEXTS))
    assert "absences" not in carried(worlds.a)
    assert head_of(worlds.a).send(*ABSENCES, "open").status_code == 403


def test_the_history_names_who_decided_to_the_own_organisation_only(head: Place, world_a: World) -> None:
    taken(head.send(*ABSENCES, "open"))
    assert head.person.name in head.page().split("<main")[1]
    for reader in (
        place_of(world_a.people["trainer"], head.room_id),
        place_of(world_a.first.apprentice, head.room_id),
    ):
        text = reader.browser.get(f"/regeln/schule/{world_a.school.number}/").content.decode()
        assert WHY in text
        assert head.person.name not in text
