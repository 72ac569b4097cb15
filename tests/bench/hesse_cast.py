"""Who opens the pages of a Hesse: people chosen so that they are comparable in a Hesse of any size.

Comparable means as near as can be to the same apprentice everywhere: the same occupation, so many weeks, so many in the class, so many apprentices
of the trainer and of the class teacher. What was found is told, so that one sees how near it is.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from tests.bench.pages import Cast

CANDIDATES = 1500
WANTED = {"weeks": 60, "in_class": 20, "of_trainer": 3, "of_teacher": 60}
TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
_OCCUPATION = "concat_ws(' ', o.name, o.specialisation)"
_HOLDS = f"m.first_day <= {TODAY} AND (m.last_day IS NULL OR m.last_day >= {TODAY})"
# The order by a hash of the id is a sample that is the same in each run.
_CANDIDATES = f"""
WITH chosen AS MATERIALIZED (
    SELECT c.room_id, c.apprentice_id, c.occupation_id, {_OCCUPATION} AS occupation FROM apprenticeships_contract c
      JOIN curricula_occupation o ON o.id = c.occupation_id AND (%(occupation)s::text IS NULL OR {_OCCUPATION} = %(occupation)s)
     WHERE c.first_day <= {TODAY} - 300 AND c.last_day > {TODAY}
       AND EXISTS (SELECT FROM rooms_membership m WHERE m.room_id = c.room_id AND m.capacity = 'guardian' AND {_HOLDS})
     ORDER BY md5(c.id::text) LIMIT %(candidates)s
), measured AS (
    SELECT h.*, t.person_id AS trainer, g.person_id AS guardian, s.person_id AS teacher, k.room_id AS class_room,
           (SELECT count(*) FROM records_week w WHERE w.room_id = h.room_id) AS weeks,
           (SELECT count(*) FROM apprenticeships_enrolment e WHERE e.school_class_id = k.id AND (e.last_day IS NULL OR e.last_day >= {TODAY}))
               AS in_class,
           (SELECT count(DISTINCT m.room_id) FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id AND r.kind = 'apprenticeship'
             WHERE m.person_id = t.person_id AND {_HOLDS}) AS of_trainer,
           (SELECT count(DISTINCT m.room_id) FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id AND r.kind = 'apprenticeship'
             WHERE m.person_id = s.person_id AND {_HOLDS}) AS of_teacher
      FROM chosen h
      CROSS JOIN LATERAL (SELECT m.person_id FROM rooms_membership m WHERE m.room_id = h.room_id AND m.capacity = 'trainer' AND {_HOLDS}
                           ORDER BY 1 LIMIT 1) t
      CROSS JOIN LATERAL (SELECT m.person_id FROM rooms_membership m WHERE m.room_id = h.room_id AND m.capacity = 'guardian' AND {_HOLDS}
                           ORDER BY 1 LIMIT 1) g
      CROSS JOIN LATERAL (SELECT m.person_id FROM rooms_membership m WHERE m.room_id = h.room_id AND m.capacity = 'class_teacher' AND {_HOLDS}
                           ORDER BY 1 LIMIT 1) s
      CROSS JOIN LATERAL (SELECT k.id, k.room_id FROM apprenticeships_enrolment e
                           JOIN apprenticeships_schoolclass k ON k.id = e.school_class_id
                           JOIN rooms_membership m ON m.room_id = k.room_id AND m.person_id = s.person_id AND {_HOLDS}
                          WHERE e.room_id = h.room_id AND (e.last_day IS NULL OR e.last_day >= {TODAY}) ORDER BY e.first_day DESC LIMIT 1) k
)
SELECT m.*,
       (SELECT max(w.monday) FROM records_week w WHERE w.room_id = m.room_id AND w.state IN ('draft', 'returned')) AS draft,
       (SELECT max(w.monday) FROM records_week w WHERE w.room_id = m.room_id AND w.state = 'submitted') AS submitted,
       (SELECT max(w.monday) FROM records_week w WHERE w.room_id = m.room_id AND w.state = 'signed') AS signed
  FROM measured m
 WHERE EXISTS (SELECT FROM records_week w WHERE w.room_id = m.room_id AND w.state = 'submitted')
   AND EXISTS (SELECT FROM records_week w WHERE w.room_id = m.room_id AND w.state = 'signed')
   AND EXISTS (SELECT FROM records_week w JOIN records_line l ON l.week_id = w.id AND l.place = 'company'
                WHERE w.room_id = m.room_id AND w.state IN ('draft', 'returned'))
 ORDER BY abs(m.weeks - %(weeks)s) / %(weeks)s::float + abs(m.in_class - %(in_class)s) / %(in_class)s::float
        + abs(m.of_trainer - %(of_trainer)s) / %(of_trainer)s::float + abs(m.of_teacher - %(of_teacher)s) / %(of_teacher)s::float, m.room_id
 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The cast, and how large what they open is."""

    cast: Cast
    occupation: str
    sizes: dict[str, int]

    @property
    def described(self) -> str:
        """Returns it as people read it."""
        words = {
            "weeks": "weeks",
            "in_class": "in the class",
            "of_trainer": "of the trainer",
            "of_teacher": "of the class teacher",
        }
        return ", ".join([self.occupation, *(f"{self.sizes[name]} {word}" for name, word in words.items())])


def cast_in(owner: psycopg.Connection, occupation: str | None = None) -> Found:
    """Returns the people around the apprentice who is nearest to what is wanted, of that occupation if one is named.

    Fails with a sentence where there is none.
    """
    cursor = owner.execute(_CANDIDATES, {"candidates": CANDIDATES, "occupation": occupation, **WANTED})
    row = cursor.fetchone()
    if row is None:
        raise AssertionError(
            f"This Hesse has no apprentice ({occupation or 'any occupation'}) with guardian, trainer, class teacher, a week in draft, one "
            "submitted and one signed."
        )
    assert cursor.description
    found = dict(zip((column.name for column in cursor.description), row, strict=True))
    return Found(_cast(found), found["occupation"], {name: found[name] for name in WANTED})


def _cast(found: dict[str, Any]) -> Cast:
    return Cast(
        room_id=found["room_id"],
        class_room_id=found["class_room"],
        occupation_id=found["occupation_id"],
        people={
            "apprentice": found["apprentice_id"],
            "trainer": found["trainer"],
            "class_teacher": found["teacher"],
            "guardian": found["guardian"],
        },
        draft=found["draft"],
        submitted=found["submitted"],
        signed=found["signed"],
    )


def person_with(owner: psycopg.Connection, capacities: list[str], rooms: int) -> tuple[UUID, int] | None:
    """Returns who is in about that many rooms today in one of the capacities, and in how many; None where nobody has one."""
    row = owner.execute(
        f"""SELECT m.person_id, count(DISTINCT m.room_id) FROM rooms_membership m
             WHERE m.capacity = ANY (%s) AND {_HOLDS} GROUP BY 1 ORDER BY abs(count(DISTINCT m.room_id) - %s), 1 LIMIT 1""",
        [capacities, rooms],
    ).fetchone()
    return (row[0], row[1]) if row else None
