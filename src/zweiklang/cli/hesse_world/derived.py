"""Memberships of a whole world in one statement, and the proof that they are those the product itself derives.

`apprenticeships.derivation` goes room by room, which is right for a change of one fact and slow for a thousand contracts.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from zweiklang.kernel.retention import plus_months

KEPT_MONTHS = 12
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
    UNION ALL
    SELECT r.id, 'team', o.person_id, o.capacity, 'post', o.id, o.first_day, o.last_day
      FROM organisations_post o JOIN rooms_room r ON r.organisation_id = o.organisation_id
)
INSERT INTO rooms_membership (id, room_id, person_id, capacity, scopes, reason, source, source_id, first_day, last_day)
SELECT DISTINCT ON (c.room_id, c.person_id, c.capacity, c.source, c.source_id, c.first_day)
       md5(concat_ws(' ', c.room_id, c.person_id, c.capacity, c.source_id, c.first_day))::uuid, c.room_id, c.person_id, c.capacity,
       r.scopes, r.reason, c.source, c.source_id, c.first_day, c.last_day
  FROM claim c JOIN hesse_rule r USING (kind, capacity)
 WHERE c.last_day IS NULL OR c.last_day >= greatest(c.first_day, %(forgotten)s)
 ORDER BY c.room_id, c.person_id, c.capacity, c.source, c.source_id, c.first_day, c.last_day DESC NULLS FIRST
"""
# Whoever takes part is in as long as in the room it is about, from the day of joining on (`exchange.conversations.derivation`);
# whoever is invited to a meeting as well, and who organises it (`exchange.appointments.derivation`).
TALKS = """
WITH part (room_id, person_id, capacity, source_id, joined, last_day) AS (
    SELECT p.room_id, p.person_id, 'participant', p.id, greatest((p.added_at AT TIME ZONE 'Europe/Berlin')::date, s.first_day), s.last_day
      FROM exchange_participation p JOIN exchange_conversation c ON c.room_id = p.room_id
      JOIN LATERAL (
        SELECT min(first_day) AS first_day, CASE WHEN bool_and(last_day IS NOT NULL) THEN max(last_day) END AS last_day
          FROM rooms_membership stay
         WHERE stay.room_id = c.about_room_id AND stay.person_id = p.person_id
           AND (last_day IS NULL OR last_day >= (p.added_at AT TIME ZONE 'Europe/Berlin')::date)
        HAVING count(*) > 0) s ON true
    UNION ALL
    SELECT i.room_id, i.person_id, 'participant', i.id, (i.invited_at AT TIME ZONE 'Europe/Berlin')::date, s.last_day
      FROM exchange_invitee i JOIN exchange_appointment a ON a.room_id = i.room_id
      JOIN LATERAL (
        SELECT CASE WHEN bool_and(last_day IS NOT NULL) THEN max(last_day) END AS last_day FROM rooms_membership stay
         WHERE stay.room_id = a.about_room_id AND stay.person_id = i.person_id HAVING count(*) > 0) s ON true
    UNION ALL
    SELECT a.room_id, a.organiser_id, 'organiser', a.id, (a.made_at AT TIME ZONE 'Europe/Berlin')::date, s.last_day
      FROM exchange_appointment a
      JOIN LATERAL (
        SELECT CASE WHEN bool_and(last_day IS NOT NULL) THEN max(last_day) END AS last_day FROM rooms_membership stay
         WHERE stay.room_id = a.about_room_id AND stay.person_id = a.organiser_id HAVING count(*) > 0) s ON true
)
INSERT INTO rooms_membership (id, room_id, person_id, capacity, scopes, reason, source, source_id, first_day, last_day)
SELECT md5(concat_ws(' ', p.room_id, p.person_id, p.source_id))::uuid, p.room_id, p.person_id, p.capacity, r.scopes, r.reason,
       'participation', p.source_id, p.joined, p.last_day
  FROM part p JOIN rooms_room k ON k.id = p.room_id JOIN hesse_rule r ON r.kind = k.kind AND r.capacity = p.capacity
 WHERE p.last_day IS NULL OR p.last_day >= p.joined
"""


def write_memberships(connection: psycopg.Connection, today: date) -> int:
    """Every room has the members that follow from its facts under the release rules; returns how many there are."""
    from zweiklang.rooms.public import RULES

    connection.execute(
        "CREATE TEMPORARY TABLE hesse_rule (kind text, capacity text, scopes text[], reason text) ON COMMIT DROP"
    )
    for capacity, rule in RULES.items():
        of_kind = (("apprenticeship", rule.scopes), ("class", rule.class_scopes), ("team", rule.team_scopes))
        for kind, scopes in (*of_kind, *rule.talk_scopes):
            if scopes:
                values = (kind, capacity, sorted(str(scope) for scope in scopes), rule.reason)
                connection.execute("INSERT INTO hesse_rule VALUES (%s, %s, %s, %s)", values)
    # What ended longer ago than anybody may ask about is not kept (`rooms.rules.writing`).
    count = connection.execute(CLAIMS, {"forgotten": plus_months(today, -KEPT_MONTHS)}).rowcount
    # Those of conversations follow from those of what they are about.
    connection.execute("CREATE INDEX hesse_stay ON rooms_membership (room_id)")
    connection.execute("ANALYZE rooms_membership")
    count += connection.execute(TALKS).rowcount
    connection.execute("DROP INDEX hesse_stay")
    return count


def differences(*, sample: int) -> list[str]:
    """Returns the ids of the rooms of a sample in which the product would derive other members than `write_memberships` wrote: must be empty.

    Django must be connected to the database; nothing stays changed.
    """
    from django.db import transaction

    from zweiklang.apprenticeships.public import Contract, derive_apprenticeship
    from zweiklang.kernel.actor import system_actor
    from zweiklang.rooms.public import as_system

    actor = system_actor("hesse")
    with transaction.atomic():
        with as_system(actor):
            contracts = list(Contract.objects.select_related("room").order_by("id"))
            contracts = contracts[:: max(1, len(contracts) // sample)][:sample]
            rooms = _rooms_of(contracts)
            before = _members(rooms)
            for contract in contracts:
                derive_apprenticeship(actor, contract)
            after = _members(rooms)
        different = [
            str(room) for room in sorted(before.keys() | after.keys()) if before.get(room) != after.get(room)
        ]
        transaction.set_rollback(True)
    return different


def _rooms_of(contracts: Iterable[Any]) -> set[UUID]:
    """Returns the rooms whose members a derivation of these contracts touches."""
    from django.apps import apps

    from zweiklang.apprenticeships.public import Enrolment

    rooms = {contract.room_id for contract in contracts}
    classes = Enrolment.objects.filter(contract__in=[contract.pk for contract in contracts])
    rooms |= set(classes.values_list("school_class__room_id", flat=True))
    for about in (apps.get_model("exchange", name) for name in ("Conversation", "Appointment")):
        rooms |= set(about.objects.filter(about_room__in=list(rooms)).values_list("room_id", flat=True))
    return rooms


def _members(rooms: set[UUID]) -> dict[UUID, set[tuple[object, ...]]]:
    from zweiklang.rooms.public import Membership

    # The id too: derivation keeps an unchanged membership, so a new id means that something differed.
    columns = (
        "room_id",
        "pk",
        "person_id",
        "capacity",
        "scopes",
        "first_day",
        "last_day",
        "reason",
        "source_id",
    )
    found: defaultdict[UUID, set[tuple[object, ...]]] = defaultdict(set)
    for room, *values in Membership.objects.filter(room__in=list(rooms)).values_list(*columns):
        found[room].add(tuple(tuple(one) if isinstance(one, list) else one for one in values))
    return found
