"""Who comes on a Friday evening: people of a filled database who can sign in, each with a week that can be written or signed."""

from dataclasses import dataclass

import psycopg

from tests.bench.hesse_cast import TODAY

_HOLDS = f"m.first_day <= {TODAY} AND (m.last_day IS NULL OR m.last_day >= {TODAY})"
_APPRENTICES = """
SELECT DISTINCT ON (p.id) p.email, w.room_id::text, to_char(w.monday, 'IYYY"-W"IW') FROM records_week w
  JOIN apprenticeships_contract c ON c.id = w.contract_id JOIN people_person p ON p.id = c.apprentice_id
 WHERE w.state IN ('draft', 'returned') AND p.email <> '' AND p.is_active AND c.last_day >= now()
   AND EXISTS (SELECT FROM records_line l WHERE l.week_id = w.id AND l.place = 'company')
 ORDER BY p.id, w.monday DESC LIMIT %s
"""
# One of each firm: two at the same week would meet, and the second would be told that it is signed, which is right and measures nothing.
_TRAINERS = f"""
SELECT DISTINCT ON (c.firm_id) p.email FROM records_week w JOIN apprenticeships_contract c ON c.id = w.contract_id
  JOIN rooms_membership m ON m.room_id = w.room_id AND m.capacity = 'trainer' AND {_HOLDS}
  JOIN people_person p ON p.id = m.person_id
 WHERE w.state = 'submitted' AND p.email <> '' AND p.is_active ORDER BY c.firm_id, p.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Evening:
    """The people, and the password of all of them."""

    apprentices: list[dict[str, str]]
    trainers: list[dict[str, str]]
    password: str


def evening_in(owner_url: str, password: str, *, most: int) -> Evening:
    """Returns who can come: at most so many apprentices with a week to write, and as many trainers with weeks that wait."""
    with psycopg.connect(owner_url) as owner:
        apprentices = owner.execute(_APPRENTICES, [most]).fetchall()
        trainers = owner.execute(_TRAINERS, [most]).fetchall()
    return Evening(
        [{"email": email, "room": room, "week": week} for email, room, week in apprentices],
        [{"email": email} for (email,) in trainers],
        password,
    )


def let_sign_in(owner_url: str, password: str) -> None:
    """Everybody of a world made by the bench has this password: one hash for all, which makes checking it no cheaper."""
    from django.contrib.auth.hashers import make_password

    with psycopg.connect(owner_url) as owner:
        values = [make_password(password)]
        owner.execute("UPDATE people_person SET password = %s WHERE email LIKE '%%@hesse.example'", values)
        owner.execute(
            'INSERT INTO account_emailaddress (email, verified, "primary", user_id)'
            " SELECT p.email, true, true, p.id FROM people_person p WHERE p.email LIKE '%@hesse.example'"
            " AND NOT EXISTS (SELECT FROM account_emailaddress a WHERE a.user_id = p.id)"
        )
