"""What everybody gets at the addresses of data protection; each concern adds its lines."""

from typing import Any

from tests.worlds import ACTOR, World
from zweiklang.privacy.models import RightsRequest
from zweiklang.rooms.public import as_system

# Addresses without a room: what somebody signed in gets, and what nobody gets.
PLAIN = """
privacy:documents_page                  200     200
privacy:documents_pdf                   200     200
privacy:exports_page                    200     302
privacy:exports_ask                     405     302
privacy:exports_confirm                 302     302
privacy:exports_fetch                   405     302
privacy:exports_discard                 405     302
privacy:looks_index                     200     302
privacy:retention_own                   200     302
privacy:retention_keep                  405     302
privacy:rights_index                    200     302
privacy:rules_public                    200     200
privacy:rules_easy                      200     200
privacy:rules_school                    404     404
privacy:rights_correction               200     302
privacy:rights_ask                      200     302
privacy:rights_lift_own                 405     302
privacy:rights_parents_choice           405     302
privacy:rights_withdraw                 405     302
privacy:rights_stop_own                 405     302
"""
# Addresses of the Land: what somebody with its post gets, what anybody else gets, and nobody.
LAND = """
                                 land     person  nobody
privacy:retention_index          200      403     302
privacy:retention_protocol       200      403     302
privacy:retention_lift           405      405     302
"""
# Addresses of a school's team room, and one of the room of world A's first apprentice, who is a minor: nobody finds the parents of adults.
HEADING = (
    "apprentice second_apprentice trainer deputy_trainer training_manager class_teacher subject_teacher "
    "head_of_school guardian chamber_adviser other_trainer crossing roomless"
)
OF_SCHOOL = (
    "rules_room",
    "rules_brakes",
    "rules_cell",
    "rights_desk",
    "rights_case",
    "rights_erase",
    "rights_parents",
    "rights_parents_pupil",
)
POSTED = ("rights_stop", "rights_lift", "rules_undo", "rules_brake")


def _row(name: str, status: dict[str, int], otherwise: int) -> str:
    return " ".join([f"privacy:{name}", *(str(status.get(one, otherwise)) for one in HEADING.split())])


ROOMS = (
    "\n".join(
        [
            *(_row(name, {"head_of_school": 200}, 404) for name in OF_SCHOOL),
            *(_row(name, {}, 405) for name in POSTED),
            _row("rights_parents_of", {}, 404),
            _row("consents_room", {"apprentice": 200, "guardian": 200}, 404),
            *(_row(name, {}, 405) for name in ("consents_answer", "consents_withdraw")),
        ]
    )
    + "\n"
)
ARGUMENTS: dict[str, Any] = {
    "consent_id": "01900000-0000-7000-8000-000000000000",
    "number": "unbekannt",
    "category": "absences",
    "capacity": "trainer",
    "brake_id": "01900000-0000-7000-8000-000000000000",
    "decision_id": "01900000-0000-7000-8000-000000000000",
    "kind": "loeschung",
    "request_id": "01900000-0000-7000-8000-000000000000",
    "slug": "verzeichnis",
    "export_id": "01900000-0000-7000-8000-000000000000",
    "hold_id": "01900000-0000-7000-8000-000000000000",
    "contract_id": "01900000-0000-7000-8000-000000000000",
}


def is_of_school(name: str) -> bool:
    """True for an address whose room is the school's team room."""
    app, _, short = name.partition(":")
    return app == "privacy" and short in {*OF_SCHOOL, *POSTED}


def ids_of(world: World) -> dict[str, Any]:
    """Returns a request that the school has answered, and an adult pupil."""
    with as_system(ACTOR):
        request = RightsRequest.objects.get(room=world.team_room_id)
    return {"request_id": request.pk, "person_id": world.second.apprentice.pk}
