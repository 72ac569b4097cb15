"""Every table with a room × every capacity × read, insert, update, delete, in SQL as the application role.

The matrix is PRODUCT.md's table of release rules, written down by hand: code and test must not share a mistake.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import IntegrityError

from tests.access import tables
from tests.clients import standing_as
from tests.world_exchange import Talk
from tests.world_joining import proposal_room
from tests.world_planning import firm_room
from tests.worlds import World, Worlds

# r read · s only school lines · c only what is no return · p only what is published · i insert · u update · d delete · - nothing
APPRENTICESHIP = """
                                     apprentice trainer deputy_trainer training_manager class_teacher subject_teacher guardian chamber_adviser head_of_school other_trainer
rooms_room                           r          r       r              r                r             r               r        r               -              -
rooms_membership                     r          r       r              r                r             r               r        r               -              -
rooms_jurisdiction                   r          r       r              r                r             r               r        r               -              -
apprenticeships_contract             r          r       r              r                r             r               r        r               -              -
apprenticeships_trainerassignment    r          r       r              r                r             r               r        r               -              -
apprenticeships_enrolment            r          r       r              r                r             r               r        r               -              -
apprenticeships_personaldetails      r          r       r              r                r             -               r        -               -              -
apprenticeships_guardianship         r          r       r              r                r             -               r        -               -              -
offices_contractchange               r          r       r              r                r             r               r        r               -              -
schedule_absence                     r          -       -              -                riud          -               r        -               -              -
schedule_absencehistory              r          -       -              -                r             -               r        -               -              -
schedule_absencereason               riud       -       -              -                r             -               riud     -               -              -
schedule_absencenotice               riu        -       -              -                r             -               riu      -               -              -
schedule_firmstatement               r          -       -              -                r             -               r        -               -              -
schedule_course                      r          riud    riud           riud             r             r               r        r               -              -
schedule_dayanswer                   ri         ri      ri             ri               r             r               r        r               -              -
planning_trainingplan                r          riud    riud           riud             -             -               r        -               -             -
planning_planentry                   r          riud    riud           riud             -             -               r        -               -             -
planning_planleave                   r          riud    riud           riud             -             -               r        -               -             -
planning_radarsign                   r          ru      ru             ru               -             -               r        -               -             -
planning_rotationmove                -          r       r              r                -             -               -        -               -             -
planning_alignmentproposal           ri         ri      ri             ri               ri            -               r        -               -             -
planning_proposalact                 ri         ri      ri             ri               ri            -               r        -               -             -
exchange_agreement                   riu        riu     riu            riu              riu           -               r        -               -             -
records_week                         riu        ru      ru             ru               r             -               r        -               -              -
records_line                         riud       r       r              r                s             -               r        -               -              -
records_comment                      ri         ri      ri             ri               -             -               r        -               -              -
records_recordact                    r          r       r              r                c             -               r        -               -              -
records_weekhistory                  r          r       r              r                r             -               r        -               -              -
records_linehistory                  r          r       r              r                s             -               r        -               -              -
records_commenthistory               r          r       r              r                -             -               r        -               -              -
"""  # noqa: E501 - a table
CLASS = """
                                     apprentice trainer deputy_trainer training_manager class_teacher subject_teacher guardian chamber_adviser head_of_school other_trainer
rooms_room                           r          r       r              r                r             r               r        r               r              r
rooms_membership                     -          -       -              -                r             r               -        -               r              -
rooms_jurisdiction                   -          -       -              -                r             r               -        -               r              -
apprenticeships_schoolclass          r          r       r              r                r             r               r        r               r              r
apprenticeships_teachingassignment   r          r       r              r                r             r               r        r               r              r
schedule_lessontopic                 r          -       -              -                riud          riud            r        -               -              -
schedule_schoolperiod                r          r       r              r                riud          r               r        r               riud           r
schedule_lesson                      r          r       r              r                riud          r               r        r               riud           r
schedule_lessonchange                r          r       r              r                riud          r               r        r               riud           r
schedule_schoolevent                 r          r       r              r                riud          r               r        r               riud           r
schedule_schedulechange              r          r       r              r                r             r               r        r               r              r
planning_didacticplan                p          p       p              p                r             r               p        p               r             p
planning_fieldplacement              p          p       p              p                r             r               p        p               r             p
exchange_consultationinvite          r          r       r              r                r             r               r        r               r             r
"""  # noqa: E501 - a table
# The school's team room: what it keeps for itself. A teacher without a post at the school is not in it.
TEAM = """
                                     head_of_school school_office class_teacher apprentice trainer training_manager guardian chamber_adviser
rooms_room                           r              r             -             -          -       -                -        -
rooms_membership                     r              r             -             -          -       -                -        -
apprenticeships_pupil                r              r             -             -          -       -                -        -
apprenticeships_pupilcontact         r              r             -             -          -       -                -        -
offices_handover                     r              r             -             -          -       -                -        -
offices_merge                        r              r             -             -          -       -                -        -
apprenticeships_enrolment            r              r             -             -          -       -                -        -
rosters_staffrecord                  r              r             -             -          -       -                -        -
rosters_importrun                    r              r             -             -          -       -                -        -
rosters_importchange                 r              r             -             -          -       -                -        -
joining_invitation                   r              r             -             -          -       -                -        -
joining_invitedapprentice            r              r             -             -          -       -                -        -
joining_invitationuse                r              r             -             -          -       -                -        -
joining_purposedeclaration           r              r             -             -          -       -                -        -
joining_firmrecovery                 r              r             -             -          -       -                -        -
joining_chamberimport                r              r             -             -          -       -                -        -
joining_chamberimportentry           r              r             -             -          -       -                -        -
schedule_timetableimport             r              r             -             -          -       -                -        -
schedule_calendarsource              r              r             -             -          -       -                -        -
privacy_rightsrequest                r              r             -             -          -       -                -        -
privacy_erasure                      r              r             -             -          -       -                -        -
privacy_registername                 r              r             -             -          -       -                -        -
exchange_announcementletter          r              r             -             -          -       -                -        -
"""
# The first firm's team room: what it keeps for all its apprentices. A trainer without a post is not in it.
FIRM = """
                                     training_manager trainer apprentice class_teacher head_of_school other_trainer guardian chamber_adviser
planning_departmentprofile           r                -       -          -             -              -             -        -
planning_plantemplate                r                -       -          -             -              -             -        -
"""
# What a firm reports and a school or chamber decides.
PROPOSAL = """
                                     head_of_school school_office training_manager trainer class_teacher apprentice other_trainer chamber_adviser
rooms_room                           r              r             r                -       -             -          -             -
rooms_membership                     r              r             r                -       -             -          -             -
joining_firmregistration             r              r             r                -       -             -          -             -
joining_contractproposal             r              r             r                -       -             -          -             -
"""
# Participants only: no other trainer, no head of school, no administrator.
CONVERSATION = """
                                     apprentice trainer class_teacher deputy_trainer training_manager subject_teacher guardian chamber_adviser head_of_school school_office other_trainer
rooms_room                           -          -       -             -              -                -               -        -               -              -             -
rooms_membership                     r          r       r             -              -                -               -        -               -              -             -
exchange_conversation                r          r       r             -              -                -               -        -               -              -             -
exchange_participation               r          r       r             -              -                -               -        -               -              -             -
exchange_message                     ri         ri      ri            -              -                -               -        -               -              -             -
exchange_messageversion              r          r       r             -              -                -               -        -               -              -             -
exchange_storedfile                  r          r       r             -              -                -               -        -               -              -             -
"""  # noqa: E501 - a table
# The apprentice and whoever was asked for help; that it exists is known to nobody else.
COUNSELLING = """
                                     apprentice trainer class_teacher deputy_trainer training_manager subject_teacher guardian chamber_adviser head_of_school school_office other_trainer
rooms_membership                     r          -       -             -              -                -               -        -               -              -             -
exchange_conversation                r          -       -             -              -                -               -        -               -              -             -
exchange_participation               r          -       -             -              -                -               -        -               -              -             -
exchange_message                     ri         -       -             -              -                -               -        -               -              -             -
"""  # noqa: E501 - a table
# m: one's own row only; all of them for whoever organises.
APPOINTMENT = """
                                     class_teacher trainer apprentice deputy_trainer training_manager subject_teacher guardian chamber_adviser head_of_school other_trainer
rooms_membership                     r             -       -          -              -                -               -        -               -              -
exchange_appointment                 r             r       r          -              -                -               -        -               -              -
exchange_appointmentoption           r             r       r          -              -                -               -        -               -              -
exchange_optionanswer                r             m       m          -              -                -               -        -               -              -
exchange_invitee                     r             m       m          -              -                -               -        -               -              -
"""  # noqa: E501 - a table
# Acts: who may append which one (RecordAct is "who did what": each act has its own people).
ACTS = """
                 apprentice trainer deputy_trainer training_manager class_teacher subject_teacher guardian chamber_adviser head_of_school other_trainer
submitted        i          -       -              -                -             -               -        -               -              -
withdrawn        i          -       -              -                -             -               -        -               -              -
signed           -          i       i              i                -             -               -        -               -              -
returned         -          i       i              i                -             -               -        -               -              -
unlocked         -          -       -              i                -             -               -        -               -              -
school_noted     -          -       -              -                i             -               -        -               -              -
guardian_noted   -          -       -              -                -             -               i        -               -              -
invented         -          -       -              -                -             -               -        -               -              -
"""  # noqa: E501 - a table
# Between which states of the week the act stands; notes change none.
STATES_OF = {
    "submitted": ("draft", "submitted"),
    "withdrawn": ("submitted", "draft"),
    "signed": ("submitted", "signed"),
    "returned": ("submitted", "returned"),
    "unlocked": ("signed", "returned"),
}
# Steps of a week from one state to the next: whoever may write the column still needs the right of the step.
STEPS = """
                     apprentice trainer deputy_trainer training_manager class_teacher subject_teacher guardian chamber_adviser head_of_school other_trainer
draft>submitted      u          -       -              -                -             -               -        -               -              -
returned>submitted   u          -       -              -                -             -               -        -               -              -
submitted>draft      u          -       -              -                -             -               -        -               -              -
submitted>returned   -          u       u              u                -             -               -        -               -              -
submitted>signed     -          u       u              u                -             -               -        -               -              -
signed>returned      -          -       -              u                -             -               -        -               -              -
"""  # noqa: E501 - a table
KINDS = {APPRENTICESHIP: "room", CLASS: "class", TEAM: "team", FIRM: "firm", PROPOSAL: "proposal"}
KINDS |= {CONVERSATION: "conversation", COUNSELLING: "counselling", APPOINTMENT: "appointment"}
PARTLY = {"s": "place = 'school'", "c": "act <> 'returned'", "p": "state = 'published'"}


def _cells(text: str) -> list[tuple[str, str, str]]:
    heading, *rows = text.strip("\n").splitlines()
    capacities = heading.split()
    return [
        (name, capacity, may)
        for name, *cells in map(str.split, rows)
        for capacity, may in zip(capacities, cells, strict=True)
    ]


def _room(world: World, text: str) -> object:
    if text is TEAM:
        return world.team_room_id
    if text is FIRM:
        return firm_room(world)
    if text is PROPOSAL:
        return proposal_room(world)
    if text in TALKS:
        return TALKS[text](world.talk)
    return world.first.room_id if text is APPRENTICESHIP else world.school_class.room_id


TALKS: dict[str, Callable[[Talk], UUID]] = {
    CONVERSATION: lambda talk: talk.conversation,
    COUNSELLING: lambda talk: talk.counselling,
    APPOINTMENT: lambda talk: talk.appointment,
}
CELLS = [(text, *cell) for text in KINDS for cell in _cells(text)]


def test_every_table_of_a_room_stands_in_the_matrix() -> None:
    assert {table for _, table, _, _ in CELLS} == set(tables.TABLES)


@pytest.mark.parametrize(
    ("kind", "table", "capacity", "may"),
    CELLS,
    ids=[f"{KINDS[c[0]]}-{c[1]}-{c[2]}" for c in CELLS],
)
def test_a_member_may_what_the_capacity_says_and_nothing_more(
    kind: str, table: str, capacity: str, may: str, worlds: Worlds
) -> None:
    person, room_id = worlds.a.people[capacity], _room(worlds.a, kind)
    row = tables.row_of(table, room_id)
    assert row is not None, "the world has no row to try"
    partly = PARTLY | {"m": f"person_id = '{person.pk}'"}
    wanted = tables.all_ids(table, room_id, partly.get(may, "true")) if may[0] in "rscpm" else set()
    assert wanted or may == "-"
    own = tables.by(table, person.pk, capacity)
    with standing_as(person):
        assert tables.visible(table, room_id) == wanted
        if table != "records_recordact":  # appended under conditions of its own, see the acts below
            assert tables.can_insert(row, **own) is ("i" in may)
        assert tables.can_update(row) is ("u" in may)
        assert tables.can_delete(row) is ("d" in may)


@pytest.mark.parametrize(
    ("kind", "table", "capacity", "may"),
    CELLS,
    ids=[f"{KINDS[c[0]]}-{c[1]}-{c[2]}" for c in CELLS],
)
def test_nobody_reaches_a_room_of_the_other_world(
    kind: str, table: str, capacity: str, may: str, worlds: Worlds
) -> None:
    person, room_id = worlds.a.people[capacity], _room(worlds.b, kind)
    row = tables.row_of(table, room_id)
    assert row is not None
    own = tables.by(table, person.pk, capacity)
    with standing_as(person):
        assert tables.visible(table, room_id) == set()
        assert not tables.can_insert(row, **own)
        assert not tables.can_update(row)
        assert not tables.can_delete(row)


@pytest.mark.parametrize(
    ("act", "capacity", "may"), _cells(ACTS), ids=[f"{a}-{c}" for a, c, _ in _cells(ACTS)]
)
def test_an_act_is_appended_only_by_those_whose_act_it_is(
    act: str, capacity: str, may: str, worlds: Worlds
) -> None:
    person, weeks = worlds.a.people[capacity], worlds.a.first.weeks
    row = tables.row_of("records_recordact", worlds.a.first.room_id)
    assert row is not None
    before, after = STATES_OF.get(act, ("submitted", ""))
    if after:
        tables.step_as_system(weeks.row[before].pk, after)
    values = {"act": act, "reason": "Grund", "digest": "0" * 64}
    values |= {"week_id": str(weeks.row[before].pk), "capacity": capacity}
    with standing_as(person):
        assert tables.can_insert(row, **values, person_id=str(person.pk)) is (may == "i")


@pytest.mark.parametrize(
    ("step", "capacity", "may"), _cells(STEPS), ids=[f"{a}-{c}" for a, c, _ in _cells(STEPS)]
)
def test_a_week_goes_a_step_only_with_those_whose_step_it_is(
    step: str, capacity: str, may: str, world_a: World
) -> None:
    before, after = step.split(">")
    with standing_as(world_a.people[capacity]):
        assert tables.can_step(world_a.first.weeks.row[before].pk, after) is (may == "u")


@pytest.mark.parametrize(
    "step", ["draft>signed", "draft>returned", "returned>signed", "signed>draft", "signed>submitted"]
)
@pytest.mark.parametrize("capacity", ["apprentice", "trainer", "training_manager"])
def test_there_is_no_way_around_a_step(step: str, capacity: str, world_a: World) -> None:
    before, after = step.split(">")
    week = world_a.first.weeks.row[before]
    with standing_as(world_a.people[capacity]), pytest.raises(IntegrityError, match="does not go"):
        tables.can_step(week.pk, after)


def test_nobody_acts_in_the_name_of_somebody_else(world_a: World) -> None:
    row = tables.row_of("records_recordact", world_a.first.room_id)
    assert row is not None
    week, trainer = world_a.first.weeks.row["submitted"].pk, world_a.people["trainer"]
    tables.step_as_system(week, "signed")
    act = {"act": "signed", "week_id": str(week), "capacity": "trainer", "digest": "0" * 64}
    with standing_as(trainer):
        assert tables.can_insert(row, person_id=str(trainer.pk), **act)
        assert not tables.can_insert(row, person_id=str(world_a.people["deputy_trainer"].pk), **act)
        assert not tables.can_insert(
            row, person_id=str(trainer.pk), **{**act, "capacity": "training_manager"}
        )


def test_nobody_comments_in_the_name_of_somebody_else(world_a: World) -> None:
    row = tables.row_of("records_comment", world_a.first.room_id)
    assert row is not None
    with standing_as(world_a.people["deputy_trainer"]):
        assert not tables.can_insert(row, author_id=str(world_a.people["trainer"].pk))


@pytest.mark.parametrize("table", tables.TABLES)
def test_without_a_person_every_table_of_a_room_is_empty(table: str, worlds: Worlds) -> None:
    with standing_as(None):
        assert tables.everything(table) == 0


@pytest.mark.parametrize("table", tables.TABLES)
@pytest.mark.parametrize("persona", ["counsellor", "support", "land", "newcomer"])
def test_people_without_a_room_see_no_row_of_any(persona: str, table: str, worlds: Worlds) -> None:
    with standing_as(worlds.roomless[persona]):
        assert tables.everything(table) == 0
