"""Invented looks of the last weeks, so that the list of who looked is not empty: what people of the demo world would have opened."""

from datetime import timedelta

from django.db import connection

from zweiklang.kernel.clock import today

DAYS = 60
# Of a hundred working days, on how many somebody of that capacity opens that category of one apprentice.
HABITS = (
    ("trainer", "records", 24),
    ("trainer", "schedule", 12),
    ("trainer", "plan", 7),
    ("deputy_trainer", "records", 6),
    ("class_teacher", "schedule", 20),
    ("class_teacher", "absences", 14),
    ("class_teacher", "school_records", 8),
    ("class_teacher", "plan", 3),
    ("subject_teacher", "schedule", 5),
    ("guardian", "school_records", 4),
    ("chamber_adviser", "schedule", 1),
)
# Chance follows from room, person, day and category: made a second time, it is the same, and what is there stays.
_INVENTED = """
    INSERT INTO rooms_look (day, concerned_id, viewer_id, room_id, category, capacity)
    SELECT d.day, r.concerns_id, m.person_id, m.room_id, h.category, m.capacity
      FROM rooms_membership m
      JOIN rooms_room r ON r.id = m.room_id AND r.concerns_id <> m.person_id
      JOIN unnest(%s::text[], %s::text[], %s::int[]) AS h(capacity, category, chance)
           ON h.capacity = m.capacity AND h.category = ANY (m.scopes::text[])
     CROSS JOIN (SELECT day::date FROM generate_series(%s::timestamp, %s::timestamp, '1 day') day) d
     WHERE extract(isodow FROM d.day) < 6 AND d.day >= m.first_day AND d.day <= coalesce(m.last_day, d.day)
       AND abs(hashtext(concat(m.room_id, m.person_id, d.day, h.category)) %% 100) < h.chance
    ON CONFLICT DO NOTHING"""


def keep_looks() -> None:
    """People have looked at the apprentices they are there for, up to yesterday. Called inside `as_system`, which cannot read what it wrote."""
    first = today() - timedelta(days=DAYS)
    capacities, categories, chances = (list(column) for column in zip(*HABITS, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT rotate_looks(%s)", [first])
        cursor.execute(_INVENTED, [capacities, categories, chances, first, today() - timedelta(days=1)])
