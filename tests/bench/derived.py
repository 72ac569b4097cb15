"""Memberships of a whole world in one statement, and the proof that they are those the product itself derives.

`apprenticeships.derivation` goes room by room, which is right for a change of one fact and slow for a thousand contracts.
"""

from typing import Any

import psycopg

from zweiklang.rooms.public import RULES

# Period of the contract, of the apprentice's stay in the class, of minority: `least` ignores NULL, like `clip`.
CLAIMS = """
WITH term AS (
    SELECT c.id, c.room_id, c.room_id AS contract_room, 'apprenticeship' AS kind, c.apprentice_id, c.firm_id, c.chamber_id,
           c.first_day, c.last_day FROM apprenticeships_contract c
), stay AS (
    SELECT c.id, e.school_class_id, c.room_id AS contract_room, c.apprentice_id, c.firm_id,
           greatest(c.first_day, e.first_day) AS first_day, least(c.last_day, e.last_day) AS last_day
      FROM apprenticeships_contract c JOIN apprenticeships_enrolment e ON e.contract_id = c.id
), presence AS (
    SELECT id, room_id, contract_room, kind, firm_id, first_day, last_day FROM term
    UNION ALL
    SELECT s.id, k.room_id, s.contract_room, 'class', s.firm_id, s.first_day, s.last_day
      FROM stay s JOIN apprenticeships_schoolclass k ON k.id = s.school_class_id
), year AS (
    SELECT id, room_id, school_id, make_date(school_year, 8, 1) AS first_day, make_date(school_year + 1, 7, 31) AS last_day
      FROM apprenticeships_schoolclass
), claim (room_id, kind, person_id, capacity, source, source_id, first_day, last_day) AS (
    SELECT room_id, kind, apprentice_id, 'apprentice', 'contract', id, first_day, NULL FROM term
    UNION ALL
    SELECT k.room_id, 'class', s.apprentice_id, 'apprentice', 'contract', s.id, s.first_day, s.last_day
      FROM stay s JOIN apprenticeships_schoolclass k ON k.id = s.school_class_id
    UNION ALL
    SELECT p.room_id, p.kind, a.person_id, a.capacity, 'trainer_assignment', a.id,
           greatest(p.first_day, a.first_day), least(p.last_day, a.last_day)
      FROM presence p JOIN apprenticeships_trainerassignment a ON a.contract_id = p.id
    UNION ALL
    SELECT p.room_id, p.kind, o.person_id, o.capacity, 'post', o.id,
           greatest(p.first_day, o.first_day), least(p.last_day, o.last_day)
      FROM presence p JOIN organisations_post o ON o.organisation_id = p.firm_id AND o.capacity = 'training_manager'
    UNION ALL
    SELECT t.room_id, t.kind, o.person_id, o.capacity, 'post', o.id,
           greatest(t.first_day, o.first_day), least(t.last_day + 365, o.last_day)
      FROM term t JOIN organisations_post o ON o.organisation_id = t.chamber_id AND o.capacity = 'chamber_adviser'
    UNION ALL
    SELECT s.room_id, 'class', o.person_id, o.capacity, 'post', o.id,
           greatest(s.first_day, o.first_day), least(s.last_day, o.last_day)
      FROM (SELECT y.room_id, t.chamber_id, min(s.first_day) AS first_day, max(least(s.last_day, y.last_day)) AS last_day
              FROM stay s JOIN term t ON t.id = s.id JOIN year y ON y.id = s.school_class_id
             GROUP BY 1, 2) s
      JOIN organisations_post o ON o.organisation_id = s.chamber_id AND o.capacity = 'chamber_adviser'
    UNION ALL
    SELECT p.room_id, p.kind, g.person_id, 'guardian', 'guardianship', g.id, greatest(p.first_day, g.first_day),
           least(p.last_day, g.last_day, (d.born_on + interval '18 years')::date - 1)
      FROM presence p JOIN apprenticeships_guardianship g ON g.contract_id = p.id
      JOIN apprenticeships_personaldetails d ON d.room_id = p.contract_room
    UNION ALL
    SELECT s.contract_room, 'apprenticeship', t.person_id, t.capacity, 'teaching_assignment', t.id,
           greatest(s.first_day, t.first_day), least(s.last_day, t.last_day)
      FROM stay s JOIN apprenticeships_teachingassignment t ON t.school_class_id = s.school_class_id
    UNION ALL
    SELECT y.room_id, 'class', t.person_id, t.capacity, 'teaching_assignment', t.id,
           greatest(y.first_day, t.first_day), least(y.last_day, t.last_day)
      FROM year y JOIN apprenticeships_teachingassignment t ON t.school_class_id = y.id
    UNION ALL
    SELECT y.room_id, 'class', o.person_id, o.capacity, 'post', o.id,
           greatest(y.first_day, o.first_day), least(y.last_day, o.last_day)
      FROM year y JOIN organisations_post o ON o.organisation_id = y.school_id AND o.capacity IN ('head_of_school', 'school_office')
)
INSERT INTO rooms_membership (id, room_id, person_id, capacity, scopes, reason, source, source_id, first_day, last_day)
SELECT DISTINCT ON (c.room_id, c.person_id, c.capacity, c.source, c.source_id, c.first_day)
       md5(concat_ws(' ', c.room_id, c.person_id, c.capacity, c.source_id, c.first_day))::uuid, c.room_id, c.person_id, c.capacity,
       r.scopes, r.reason, c.source, c.source_id, c.first_day, c.last_day
  FROM claim c JOIN bench_rule r USING (kind, capacity)
 WHERE c.last_day IS NULL OR c.last_day >= c.first_day
 ORDER BY c.room_id, c.person_id, c.capacity, c.source, c.source_id, c.first_day, c.last_day DESC NULLS FIRST
"""


def write_memberships(connection: psycopg.Connection) -> int:
    """Every room has the members that follow from its facts under the release rules; returns how many there are."""
    connection.execute(
        "CREATE TEMPORARY TABLE bench_rule (kind text, capacity text, scopes text[], reason text) ON COMMIT DROP"
    )
    for capacity, rule in RULES.items():
        for kind, scopes in (("apprenticeship", rule.scopes), ("class", rule.class_scopes)):
            if scopes:
                values = (kind, capacity, [str(scope) for scope in scopes], rule.reason)
                connection.execute("INSERT INTO bench_rule VALUES (%s, %s, %s, %s)", values)
    return connection.execute(CLAIMS).rowcount


# As the migration that brought the rules filled them for rooms that stood before.
PLACES = """
UPDATE rooms_room r SET concerns_id = c.apprentice_id FROM apprenticeships_contract c WHERE c.room_id = r.id;
INSERT INTO rooms_jurisdiction (id, room_id, first_day, firm_id)
SELECT gen_random_uuid(), room_id, NULL, firm_id FROM apprenticeships_contract;
INSERT INTO rooms_jurisdiction (id, room_id, first_day, school_id, class_room_id, firm_id)
SELECT DISTINCT ON (c.id, e.first_day) gen_random_uuid(), c.room_id, e.first_day, s.school_id, s.room_id, c.firm_id
  FROM apprenticeships_contract c JOIN apprenticeships_enrolment e ON e.contract_id = c.id
  JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id ORDER BY c.id, e.first_day, e.id DESC;
INSERT INTO rooms_jurisdiction (id, room_id, first_day, school_id, class_room_id)
SELECT gen_random_uuid(), c.room_id, d.day, c.school_id, c.room_id FROM apprenticeships_schoolclass c,
       (VALUES (NULL::int), (1)) v (n), LATERAL (SELECT CASE WHEN v.n = 1 THEN make_date(c.school_year, 8, 1) END AS day) d
"""


def write_places(connection: psycopg.Connection) -> None:
    """Every room knows whom it is about and whose rules hold in it."""
    for statement in PLACES.split(";"):
        connection.execute(statement)


def differences(*, sample: int) -> list[str]:
    """Returns the ids of the rooms of a sample in which the product would derive other members than `write_memberships` wrote: must be empty.

    Django must be connected to the database; nothing stays changed.
    """
    from django.db import transaction

    from zweiklang.apprenticeships.public import Contract
    from zweiklang.kernel.actor import system_actor
    from zweiklang.rooms.public import as_system

    with transaction.atomic():
        with as_system("bench"):
            before = _members()
            for contract in Contract.objects.select_related("room").order_by("id")[:sample]:
                _derive(system_actor("bench"), contract)
            after = _members()
        different = [
            str(room) for room in before.keys() | after.keys() if before.get(room) != after.get(room)
        ]
        transaction.set_rollback(True)
    return different


def _derive(actor: Any, contract: Any) -> None:
    from zweiklang.apprenticeships.derivation import derive_apprenticeship

    derive_apprenticeship(actor, contract)


def _members() -> dict[Any, set[Any]]:
    from zweiklang.rooms.public import Membership

    found: dict[Any, set[Any]] = {}
    for member in Membership.objects.all():
        # The id too: derivation keeps an unchanged membership, so a new id means that something differed.
        row = (
            member.pk,
            member.person_id,
            member.capacity,
            tuple(member.scopes),
            member.first_day,
            member.last_day,
        )
        found.setdefault(member.room_id, set()).add((*row, member.reason))
    return found
