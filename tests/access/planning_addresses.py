"""What everybody gets at the addresses of planning: those of world A's class, of its first apprenticeship and of that one's firm.

A concern adds its lines to the tables, its addresses of a class to OF_CLASS, of a firm's team room to OF_FIRM, and its parameters to `ids_of`.
"""

from typing import Any
from uuid import UUID

from tests.world_planning import firm_room
from tests.worlds import ACTOR, World
from zweiklang.planning.public import AlignmentProposal, CurriculumLink, PlanEntry, RadarSign, RotationRun
from zweiklang.rooms.public import as_system

ROOMS = """
planning:class                   200        200               200     200            200              200           200             200            200      200             200           200      404
planning:apprenticeship          200        404               200     200            200              404           404             404            200      404             404           200      404
planning:proposals               200        404               200     200            200              200           404             404            200      404             404           200      404
planning:new_proposal            403        404               200     200            200              200           404             404            403      404             404           200      404
planning:proposal                200        404               200     200            200              200           404             404            200      404             404           200      404
planning:class_proposals         404        404               404     404            404              200           404             404            404      404             404           404      404
planning:new_class_proposal      404        404               404     404            404              200           404             404            404      404             404           404      404
planning:enter_proposal          405        405               405     405            405              405           405             405            405      405             405           405      405
planning:fields                  200        200               200     200            200              200           200             200              200      200             200           200      404
planning:fields_versions         200        200               200     200            200              200           200             200              200      200             200           200      404
planning:fields_version          200        200               200     200            200              200           200             200              200      200             200           200      404
planning:fields_begin            403        403               403     403            403              302           302             302              403      403             403           403      404
planning:fields_draft            403        403               403     403            403              200           200             200              403      403             403           403      404
planning:fields_publish          403        403               403     403            403              200           403             200              403      403             403           403      404
planning:fields_check            405        405               405     405            405              405           405             405              405      405             405           405      405
planning:fields_discard          405        405               405     405            405              405           405             405              405      405             405           405      405
planning:fields_undo             405        405               405     405            405              405           405             405              405      405             405           405      405
planning:class_links             302        302               302     302            302              302           302             302            302      302             302           302      404
planning:room_links              302        404               302     302            302              404           404             404            302      404             404           302      404
planning:plan                    200        404               200     200            200              404           404             404            200      404             404           200      404
planning:plan_start              405        405               405     405            405              405           405             405            405      405             405           405      405
planning:plan_undo               405        405               405     405            405              405           405             405            405      405             405           405      405
planning:plan_template           405        405               405     405            405              405           405             405            405      405             405           405      405
planning:plan_move               405        405               405     405            405              405           405             405            405      405             405           405      405
planning:plan_choice             403        404               200     200            200              404           404             404            403      404             404           200      404
planning:plan_leave              403        404               200     200            200              404           404             404            403      404             404           200      404
planning:plan_new_entry          403        404               200     200            200              404           404             404            403      404             404           200      404
planning:plan_entry              403        404               200     200            200              404           404             404            403      404             404           200      404
planning:departments             404        404               404     404            200              404           404             404            404      404             404           404      404
planning:department              404        404               404     404            200              404           404             404            404      404             404           404      404
planning:rotation                404        404               404     404            200              404           404             404            404      404             404           404      404
planning:rotation_csv            404        404               404     404            200              404           404             404            404      404             404           404      404
planning:templates               404        404               404     404            200              404           404             404            404      404             404           404      404
"""  # noqa: E501 - a table
# Addresses without a room whose answer depends on what somebody is: whoever has one time line goes straight to it.
OWN = """
planning:index                   302        302               302     302            302              302           302             302            302      200             302           200      200
planning:firm                    404        404               200     200            302              404           404             404            404      404             200           200      404
planning:planner                 404        404               200     200            200              404           404             404            404      404             404           200      404
planning:planner_run             404        404               200     404            404              404           404             404            404      404             404           404      404
planning:planner_stop            405        405               405     405            405              405           405             405            405      405             405           405      405
planning:planner_apply           405        405               405     405            405              405           405             405            405      405             405           405      405
planning:planner_undo            405        405               405     405            405              405           405             405            405      405             405           405      405
"""  # noqa: E501 - a table
# Without a room: what somebody signed in gets, and nobody.
PLAIN = """
planning:radar                   200     302
planning:partners                200     302
planning:settle_sign             405     302
planning:links                   200     302
planning:link_propose            200     302
planning:link_vote               405     302
planning:link_decide             405     302
"""
OF_CLASS: tuple[str, ...] = ("planning:class",)
OF_CLASS += ("planning:class_proposals", "planning:new_class_proposal", "planning:enter_proposal")
OF_CLASS += ("planning:class_links",)
OF_CLASS += tuple(
    f"planning:fields{name}"
    for name in ("", "_versions", "_version", "_begin", "_draft", "_publish", "_check", "_discard", "_undo")
)
OF_FIRM: tuple[str, ...] = ()
OF_FIRM += tuple(
    f"planning:{name}" for name in ("departments", "department", "rotation", "rotation_csv", "templates")
)


def team_of(name: str, world: World) -> UUID | None:
    """Returns the team room of the first firm for addresses of firms, None for others."""
    return firm_room(world) if name in OF_FIRM else None


def ids_of(world: World) -> dict[str, Any]:
    """Returns the parameters of planning's addresses in that world, by their names."""
    with as_system(ACTOR):
        room_id = world.first.room_id
        entry = PlanEntry.objects.filter(room_id=room_id).earliest("pk")
        return {
            "version": 1,
            "link_id": CurriculumLink.objects.earliest("pk").pk,
            "entry_id": entry.pk,
            "department_id": entry.department_id,
            "proposal_id": AlignmentProposal.objects.filter(room_id=room_id).earliest("pk").pk,
            "firm_id": world.first.firm.organisation.pk,
            "run_id": RotationRun.objects.filter(rooms__contains=[room_id]).earliest("pk").pk,
            "sign_id": RadarSign.objects.filter(room_id=room_id).earliest("pk").pk,
        }
