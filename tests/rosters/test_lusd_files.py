"""Real-looking reports of the LUSD, from the bytes of the workbook to the school and back."""

from collections.abc import Callable

import pytest

from tests.access import tables
from tests.interfaces.lusd_files import lusd_report
from tests.rosters.test_applying import ACTOR, _runs, _seconds
from tests.worlds import Worlds
from zweiklang.interfaces.public import read_roster
from zweiklang.organisations.public import Organisation, add_organisation
from zweiklang.rooms.public import as_system
from zweiklang.rosters.public import HeaderStyle, Plan, Source, import_roster, plan_for, undo_run


@pytest.fixture
def school(worlds: Worlds) -> Organisation:
    """A school without anybody."""
    with as_system(ACTOR):
        return add_organisation(ACTOR, kind="school", name="Schule Probe", number="6270", town="Alsfeld")


def take(school: Organisation, data: bytes) -> Plan:
    return import_roster(
        ACTOR, school=school, roster=read_roster(data, "bericht.xlsx"), source=Source("bericht.xlsx")
    )


def test_a_report_of_900_goes_in_under_ten_seconds_and_a_second_time_changes_nothing(
    school: Organisation, record_property: Callable[[str, object], None]
) -> None:
    made = lusd_report()
    found: list[Plan] = []
    first = _seconds(lambda: found.append(take(school, made.data)))
    before = tables.digest()
    second = _seconds(lambda: found.append(take(school, made.data)))
    record_property("seconds", (first, second))
    assert (first < 10, second < 3) == (True, True)
    assert len({error.line for error in found[0].errors}) == len(made.errors)
    assert found[1].counts | {"errors": 0, "doubtful": 0} == dict.fromkeys(found[1].counts, 0)
    assert tables.digest() == before
    undo_run(ACTOR, run_id=_runs(school)[0].pk)


@pytest.mark.parametrize("style", [HeaderStyle.PLAIN, HeaderStyle.ABBREVIATIONS])
def test_another_style_of_headers_means_the_same_people(style: HeaderStyle, school: Organisation) -> None:
    take(school, lusd_report(pupils=120, errors=False).data)
    again = read_roster(lusd_report(style, pupils=120, errors=False).data, "liste.xlsx")
    plan = plan_for(ACTOR, school=school, roster=again)
    assert (plan.counts["new"], plan.counts["left"]) == (0, 0)
    assert plan.counts["doubtful"] == 0
