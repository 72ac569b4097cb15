"""Plans, hints and proposals in an export: complete for whom they are about, in words, and under a heading of their own."""

import csv
import io
from datetime import timedelta

import pytest

from tests.privacy.exports.opening import export_of
from tests.world_planning import monday_in
from tests.worlds import World
from zweiklang.curricula.public import Position
from zweiklang.kernel.clock import today
from zweiklang.planning.public import (
    AlignmentProposal,
    PlanEntry,
    PlanLeave,
    ProposalAct,
    RadarSign,
    TrainingPlan,
)
from zweiklang.rooms.public import as_system

TABLES = {
    "planning.trainingplan": TrainingPlan,
    "planning.planentry": PlanEntry,
    "planning.planleave": PlanLeave,
    "planning.radarsign": RadarSign,
    "planning.alignmentproposal": AlignmentProposal,
    "planning.proposalact": ProposalAct,
}


def table(package, name: str) -> list[dict[str, str]]:
    """Returns the rows of a table of the export as a spreadsheet shows them."""
    text = package.files[f"csv/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_an_apprentice_gets_every_row_of_the_own_plan(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    for name, model in TABLES.items():
        with as_system("tests"):
            wanted = {
                str(pk)
                for pk in model.objects.filter(room_id=world_a.first.room_id).values_list("pk", flat=True)
            }
        assert wanted, name
        assert {row["id"] for row in package.data[name]} == wanted, name


def test_tables_say_in_words_what_they_hold(world_a: World) -> None:
    with as_system("tests"):
        chosen = Position.objects.filter(section__regulation__document_number="TEST1").earliest("order")
        TrainingPlan.objects.filter(room_id=world_a.first.room_id).update(chosen_sections=[chosen.pk])
    package = export_of(world_a.first.apprentice)
    (entry,) = table(package, "planning.planentry")
    first = f"{monday_in(4):%d.%m.%Y}"
    assert (entry["Position der Ausbildungsordnung"], entry["Abteilung"]) == (
        "1 Planen des Arbeitsablaufs",
        "Prüffeld",
    )
    assert (entry["Erste Woche"], entry["Partner gesucht"]) == (first, "nein")
    (sign,) = table(package, "planning.radarsign")
    assert (sign["Art"], sign["Abschnitte"]) == ("beginnt bald", f"Abschnitt ab {first}")
    (plan,) = table(package, "planning.trainingplan")
    assert plan["Gewählte Teile der Ausbildungsordnung"] == "1 Planen des Arbeitsablaufs"
    (act,) = table(package, "planning.proposalact")
    days = {f"Vorschlag vom {day:%d.%m.%Y}" for day in (today(), today() - timedelta(days=1))}
    assert act["Vorschlag zur Abstimmung"] in days
    assert act["Antwort"] == "Bemerkung"


def test_the_index_has_a_heading_for_plans(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    index = next(text for name, text in package.files.items() if name.endswith("index.html")).decode()
    heading = index.index("Ihr Ausbildungsplan und was dazu vereinbart ist")
    following = index.index("<h2", heading)
    assert heading < index.index("Abschnitte im Ausbildungsplan") < following


@pytest.mark.parametrize("role", ["other_trainer", "class_teacher", "second_apprentice"])
def test_nobody_else_gets_rows_of_that_plan(role: str, world_a: World) -> None:
    package = export_of(world_a.people[role])
    room = str(world_a.first.room_id)
    for name in ("planning.trainingplan", "planning.planentry", "planning.planleave", "planning.radarsign"):
        assert all(row.get("room_id") != room for row in package.data.get(name, [])), name
