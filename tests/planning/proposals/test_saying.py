"""Who suggests and who answers; a refused act changes nothing and tells nobody."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from tests.clients import standing_as
from tests.planning.proposals.talks import answer, both_lanes, everything, said, shown, suggest
from tests.planning.radar.lanes import field, monday
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import assign_trainer, end_trainer_assignment
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import actor_of
from zweiklang.planning.models import AlignmentProposal, ProposalAct
from zweiklang.planning.proposals.selectors import batches_of, open_proposals, proposals_of
from zweiklang.planning.proposals.services import propose
from zweiklang.planning.proposals.shapes import Terms
from zweiklang.rooms.public import as_system

FIRM = ("trainer", "deputy_trainer", "training_manager")


@pytest.fixture
def world(world_a: World) -> World:
    both_lanes(world_a)
    return world_a


def rooms(world: World) -> tuple[object, object]:
    return world.first.room_id, world.second.room_id


def test_a_teacher_suggests_to_all_firms_of_the_class_at_once(world: World) -> None:
    made = suggest(world.people["class_teacher"], *rooms(world))
    with as_system(ACTOR):
        rows = list(AlignmentProposal.objects.filter(batch=made.batch))
    assert {row.room_id for row in rows} == {*rooms(world)}
    assert {(row.side, row.made_by_id) for row in rows} == {("school", world.people["class_teacher"].pk)}


@pytest.mark.parametrize("name", FIRM)
def test_a_firm_suggests_for_itself(world: World, name: str) -> None:
    made = suggest(
        world.people[name], world.first.room_id, kind="visit", from_week=None, text="Kommen Sie vorbei?"
    )
    assert (made.side, made.kind) == ("firm", "visit")


@pytest.mark.parametrize("name", ["apprentice", "guardian"])
def test_apprentices_and_guardians_do_not_suggest(world: World, name: str) -> None:
    before = everything()
    with pytest.raises(Refused, match="Klassenleitung und der Betrieb"):
        suggest(world.people[name], world.first.room_id)
    assert everything() == before


@pytest.mark.parametrize(
    "name",
    [
        "subject_teacher",
        "head_of_school",
        "school_office",
        "chamber_adviser",
        "other_trainer",
        "second_apprentice",
    ],
)
def test_for_everybody_else_the_room_does_not_exist(world: World, name: str) -> None:
    before = everything()
    with pytest.raises(Http404):
        suggest(world.people[name], world.first.room_id)
    assert everything() == before


def test_one_foreign_room_among_own_ones_is_as_if_nothing_was_sent(world: World, worlds: Worlds) -> None:
    before = everything()
    with pytest.raises(Http404):
        suggest(world.people["class_teacher"], world.first.room_id, worlds.b.first.room_id)
    assert everything() == before


def test_sent_twice_it_is_one_proposal_and_one_job(world: World) -> None:
    batch = new_id()
    teacher = world.people["class_teacher"]
    suggest(teacher, *rooms(world), batch=batch)
    after = everything()
    suggest(teacher, *rooms(world), batch=batch)
    assert everything() == after
    assert len(after["jobs"]) == 1


@pytest.mark.parametrize(
    ("terms", "field_name"),
    [
        ({"kind": "move"}, "learning_field"),
        ({"kind": "move", "to_week": None}, "to_week"),
        ({"kind": "swap", "to_week": None}, "entry"),
        ({"kind": "other"}, "text"),
        ({"kind": "visit", "text": "x" * 501}, "text"),
        ({"kind": "nonsense"}, "kind"),
    ],
)
def test_what_lacks_something_is_taken_back_to_its_field(
    world: World, terms: dict[str, object], field_name: str
) -> None:
    known = (
        {"learning_field_id": field("7").pk}
        if terms.get("to_week", "") is None and terms["kind"] == "move"
        else {}
    )
    before = everything()
    teacher = world.people["class_teacher"]
    with standing_as(teacher), pytest.raises(Rejected) as error:
        propose(
            actor_of(teacher), room_ids=[world.first.room_id], batch=new_id(), terms=Terms(**(terms | known))
        )
    assert error.value.field == field_name
    assert everything() == before


def test_a_lernfeld_moves_to_another_week_or_nothing_is_suggested(world: World) -> None:
    before = everything()
    with pytest.raises(Rejected, match="andere"):
        suggest(world.people["class_teacher"], world.first.room_id, from_week=monday(10), to_week=monday(10))
    assert everything() == before


@pytest.mark.parametrize("name", FIRM)
@pytest.mark.parametrize(("says", "state"), [("accept", "accept"), ("decline", "decline")])
def test_the_firm_answers_what_the_school_suggests(world: World, name: str, says: str, state: str) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    assert answer(world.people[name], made, says)
    assert shown(world.people["class_teacher"], made).state == state
    assert said(made) == [("firm", says)]


def test_the_school_answers_what_the_firm_suggests(world: World) -> None:
    made = suggest(world.people["trainer"], world.first.room_id)
    assert answer(world.people["class_teacher"], made, "accept", "Passt gut.")
    page = shown(world.people["trainer"], made)
    assert (page.state, page.acts[-1].text, page.acts[-1].of_side) == ("accept", "Passt gut.", "Schule")


@pytest.mark.parametrize("says", ["accept", "decline"])
def test_nobody_answers_the_own_proposal_nor_an_apprentice_any(world: World, says: str) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    for name in ("class_teacher", "apprentice", "guardian"):
        before = everything()
        with pytest.raises(Refused, match="beantwortet der Betrieb"):
            answer(world.people[name], made, says)
        assert everything() == before, name


def test_an_apprentice_comments_and_a_guardian_reads(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    assert answer(world.people["apprentice"], made, "comment", "Da habe ich Urlaub.")
    assert said(made) == [("apprentice", "comment")]
    before = everything()
    with pytest.raises(Refused, match="Bemerkungen"):
        answer(world.people["guardian"], made, "comment", "Ich auch.")
    assert everything() == before
    assert shown(world.people["guardian"], made).acts[0].text == "Da habe ich Urlaub."


def test_a_comment_needs_words(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    before = everything()
    for text in ("", "  \n ", "x" * 501):
        with pytest.raises(Rejected):
            answer(world.people["trainer"], made, "comment", text)
    assert everything() == before


def test_a_comment_changes_nothing_of_the_state(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    answer(world.people["trainer"], made, "accept")
    answer(world.people["class_teacher"], made, "comment", "Danke!")
    assert shown(world.people["trainer"], made).state == "accept"


def test_who_suggested_withdraws_and_then_nobody_answers(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    before = everything()
    with pytest.raises(Refused, match="die Seite zurück"):
        answer(world.people["trainer"], made, "withdraw")
    assert everything() == before
    assert answer(world.people["class_teacher"], made, "withdraw")
    before = everything()
    with pytest.raises(Conflict, match="zurückgezogen"):
        answer(world.people["trainer"], made, "accept")
    assert everything() == before


def test_what_was_declined_is_not_withdrawn(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    answer(world.people["trainer"], made, "decline")
    before = everything()
    with pytest.raises(Conflict, match="abgelehnt"):
        answer(world.people["class_teacher"], made, "withdraw")
    assert everything() == before


def test_an_answer_can_be_changed_until_it_is_withdrawn(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    answer(world.people["trainer"], made, "accept")
    answer(world.people["deputy_trainer"], made, "decline")
    assert shown(world.people["class_teacher"], made).state == "decline"
    assert said(made) == [("firm", "accept"), ("firm", "decline")]


def test_a_second_click_writes_nothing(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    page, act = shown(world.people["trainer"], made), new_id()
    assert answer(world.people["trainer"], made, "accept", page=page, act_id=act)
    assert not answer(world.people["trainer"], made, "accept", page=page, act_id=act)
    assert not answer(world.people["trainer"], made, "accept", page=page)
    assert said(made) == [("firm", "accept")]


def test_who_answers_after_somebody_else_is_told_first(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    old = shown(world.people["deputy_trainer"], made)
    answer(world.people["trainer"], made, "accept")
    before = everything()
    with pytest.raises(Conflict, match="Inzwischen"):
        answer(world.people["deputy_trainer"], made, "decline", page=old)
    assert everything() == before


def test_a_comment_from_an_older_look_is_taken(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    old = shown(world.people["class_teacher"], made)
    answer(world.people["trainer"], made, "accept")
    assert answer(world.people["class_teacher"], made, "comment", "Danke", page=old)


def test_an_id_that_is_taken_elsewhere_writes_nothing(world: World, worlds: Worlds) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    both_lanes(worlds.b)
    other = suggest(worlds.b.people["class_teacher"], worlds.b.first.room_id)
    act = new_id()
    answer(worlds.b.people["trainer"], other, "accept", act_id=act)
    before = everything()
    with pytest.raises(Conflict):
        answer(world.people["trainer"], made, "accept", act_id=act)
    assert everything() == before


def test_who_lost_the_task_meanwhile_answers_no_more(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    person, page = world.people["deputy_trainer"], shown(world.people["deputy_trainer"], made)
    with as_system(ACTOR):
        assignment = world.first.contract.trainer_assignments.get(person=person)
        end_trainer_assignment(ACTOR, assignment=assignment, last_day=world.first.contract.first_day)
    before = everything()
    with pytest.raises(Http404):
        answer(person, made, "accept", page=page)
    assert everything() == before


def test_one_answer_of_a_firm_goes_for_all_its_apprentices_where_it_says_so(world: World) -> None:
    with as_system(ACTOR):
        assign_trainer(
            ACTOR,
            contract=world.second.contract,
            person=world.people["trainer"],
            capacity="trainer",
            first_day=today(),
        )
        world.second.contract.firm = world.first.firm.organisation
        world.second.contract.save(update_fields=["firm"])
    made = suggest(world.people["class_teacher"], *rooms(world))
    answer(world.people["trainer"], made, "accept", for_all=True)
    assert said() == [("firm", "accept"), ("firm", "accept")]
    with standing_as(world.people["class_teacher"]):
        (batch,) = batches_of(proposals_of(rooms(world)))
    assert (batch.agreed, batch.firms) == (1, 1)


def test_one_firms_answer_is_never_another_firms(world: World) -> None:
    made = suggest(world.people["class_teacher"], *rooms(world))
    answer(world.people["trainer"], made, "accept", for_all=True)
    assert said() == [("firm", "accept")]
    with standing_as(world.people["class_teacher"]):
        (batch,) = batches_of(proposals_of(rooms(world)))
    assert batch.figure == "1 von 2 Betrieben einverstanden"


def test_other_firms_and_outsiders_see_nothing_of_it(world: World, worlds: Worlds) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    answer(world.people["trainer"], made, "accept")
    people = (
        world.people | {f"b {name}": person for name, person in worlds.b.people.items()} | worlds.roomless
    )
    seen = set()
    for name, person in people.items():
        with standing_as(person):
            counts = AlignmentProposal.objects.count(), ProposalAct.objects.count()
        assert counts in {(0, 0), (1, 1)}
        if counts == (1, 1):
            seen.add(name)
    assert seen == {"apprentice", *FIRM, "class_teacher", "guardian"}


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("class_teacher", "firm"),
        ("trainer", "school"),
        ("apprentice", "firm"),
        ("apprentice", "school"),
        ("guardian", "apprentice"),
    ],
)
def test_the_database_lets_nobody_speak_for_another_side(world: World, name: str, side: str) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    person = world.people[name]
    with standing_as(person), pytest.raises(DatabaseError), transaction.atomic():
        ProposalAct.objects.bulk_create(
            [ProposalAct(room_id=made.room_id, proposal=made, side=side, says="accept", by=person)]
        )


def test_the_database_lets_nobody_change_or_remove_what_was_said(world: World) -> None:
    made = suggest(world.people["class_teacher"], world.first.room_id)
    for statement in (
        "UPDATE planning_alignmentproposal SET text = 'x'",
        "DELETE FROM planning_alignmentproposal",
        "UPDATE planning_proposalact SET says = 'accept'",
        "DELETE FROM planning_proposalact",
    ):
        with (
            standing_as(world.people["class_teacher"]),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(statement)
    assert shown(world.people["trainer"], made).state == "open"


def test_open_are_those_nobody_answered_and_whose_week_is_not_over(world: World) -> None:
    teacher, room = world.people["class_teacher"], world.first.room_id
    waiting = suggest(teacher, room)
    suggest(teacher, room, to_week=monday(-1))
    answer(world.people["trainer"], suggest(teacher, room), "decline")
    with standing_as(world.people["trainer"]):
        assert [one.id for one in open_proposals([room])] == [waiting.pk]
