"""What `zweiklang hesse` makes holds everything the product itself would have written: keys, members, digests, acts, and pages show it."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date

import psycopg
import pytest

from tests.database import ROOT
from tests.hesse.conftest import SEED, SHARE, TODAY, Made, command

pytestmark = pytest.mark.slow
PRESENT = "c.first_day <= date '2026-11-19' AND c.last_day >= date '2026-11-19'"
SCHEMA = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
)


@pytest.fixture(scope="session")
def seen(made) -> dict:
    """What the product's own code says of it."""
    environment = _environment(made)
    done = subprocess.run(
        [sys.executable, "-m", "tests.hesse.looking"], cwd=ROOT, env=environment, input=json.dumps(made.told["cast"]),
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def _environment(made: Made) -> dict[str, str]:
    import os

    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return kept | {
        "DATABASE_URL": made.urls.app, "DATABASE_OWNER_URL": made.urls.owner, "ZWEIKLANG_VAR_DIR": str(made.var), "ZWEIKLANG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }  # fmt: skip


@pytest.mark.parametrize("statement", SCHEMA)
def test_the_database_has_the_same_indexes_keys_and_triggers_as_before(made, statement) -> None:
    with psycopg.connect(made.empty.superuser) as empty:
        before = empty.execute(statement).fetchall()
    assert [_plain(row) for row in made.rows(statement)] == [_plain(row) for row in before]
    assert len(before) > 10


def _plain(row: tuple) -> list[str]:
    """Without casts and brackets: PostgreSQL reads `IN` and writes `ANY (ARRAY[…])`, which it reads and writes in yet another way."""
    return [re.sub(r"::[a-z ]+(\[\])?|[()]", "", str(value)) for value in row]


def test_the_product_derives_the_same_members(seen) -> None:
    assert seen["different"] == []
    assert seen["teams"] == []


def test_digests_of_acts_are_those_of_the_product(seen) -> None:
    assert seen["digests"]["wrong"] == 0
    assert seen["digests"]["signed"] == 300
    assert seen["digests"]["school_noted"] > 30


def test_everybody_around_the_first_apprentice_opens_their_pages(seen) -> None:
    assert {page: status for page, (status, _) in seen["pages"].items() if status != 200} == {}
    assert all(size > 2000 for _, size in seen["pages"].values())


def test_counts_are_those_of_the_database(made) -> None:
    for table, count in made.told["counts"].items():
        assert made.one(f"SELECT count(*) FROM {table}") == count, table
    assert made.told["counts"]["records_line"] > 10_000
    assert all(made.told["counts"].values())


def test_as_many_are_in_training_as_the_share_says(made) -> None:
    wanted = round(88_000 * SHARE)
    assert made.one(f"SELECT count(*) FROM apprenticeships_contract c WHERE {PRESENT}") == wanted
    weeks = made.told["counts"]["records_week"]
    # Four million a year for 88,000 apprentices.
    assert 0.93 < weeks / (3 * 4_000_000 * SHARE) < 1.07
    assert made.told["counts"]["records_line"] > 40_000_000 * SHARE * 0.93


def test_every_week_is_in_the_state_its_last_act_gave_it(made) -> None:
    rows = made.rows(
        "SELECT w.state, (SELECT act FROM records_recordact a WHERE a.week_id = w.id AND act IN ('submitted', 'returned', 'signed')"
        " ORDER BY at DESC, id DESC LIMIT 1), count(*) FROM records_week w GROUP BY 1, 2"
    )
    assert {(state, act) for state, act, _ in rows} == {
        ("draft", None), ("submitted", "submitted"), ("signed", "signed"), ("returned", "returned"),
    }  # fmt: skip


def test_nothing_lies_in_the_future_or_outside_its_contract(made) -> None:
    assert made.one("SELECT count(*) FROM records_recordact WHERE at > date '2026-11-19' + 1") == 0
    assert made.one("SELECT count(*) FROM exchange_message WHERE sent_at > date '2026-11-19' + 1") == 0
    outside = "w.monday + 4 < c.first_day OR w.monday > c.last_day"
    assert (
        made.one(
            f"SELECT count(*) FROM records_week w JOIN apprenticeships_contract c ON c.id = w.contract_id WHERE {outside}"
        )
        == 0
    )


def test_acts_are_in_the_order_of_life(made) -> None:
    late = (
        "SELECT count(*) FROM records_recordact s JOIN records_recordact f ON f.week_id = s.week_id"
        " WHERE s.act = 'submitted' AND f.act IN ('signed', 'guardian_noted', 'school_noted') AND f.at <= s.at"
    )
    assert made.one(late) == 0


def test_lines_read_like_a_record(made) -> None:
    texts = [row[0] for row in made.rows("SELECT text FROM records_line ORDER BY md5(id::text) LIMIT 4000")]
    assert all(re.fullmatch(r"[\wÄÖÜäöüß ,;:()\-–/.]{4,160}", text) for text in texts), [
        t for t in texts if len(t) < 4
    ]
    assert len(set(texts)) > 1500
    assert not any("  " in text or "None" in text or "{" in text for text in texts)
    assert Counter(text.split(":")[0][:8] for text in texts)["Lernfeld"] > 300


def test_proportions_are_those_of_hesse(made) -> None:
    firms = [
        row[0]
        for row in made.rows(
            f"SELECT count(*) FROM apprenticeships_contract c WHERE {PRESENT} GROUP BY firm_id"
        )
    ]
    assert sum(1 for size in firms if size <= 3) / len(firms) > 0.6
    classes = made.rows(
        f"SELECT count(*) FROM apprenticeships_enrolment e JOIN apprenticeships_contract c ON c.id = e.contract_id"
        f" JOIN apprenticeships_schoolclass k ON k.id = e.school_class_id WHERE k.school_year = 2026 AND {PRESENT} GROUP BY k.id"
    )
    sizes = [row[0] for row in classes]
    assert max(sizes) <= 32
    assert sum(sizes) / len(sizes) > 5, "classes of so few that one would merge them"
    minors = made.one(
        f"SELECT count(*) FROM apprenticeships_contract c JOIN apprenticeships_personaldetails d ON d.room_id = c.room_id"
        f" WHERE {PRESENT} AND d.born_on > date '2008-11-19'"
    )
    assert 0.03 < minors / sum(firms) < 0.35
    assert (
        made.one(
            "SELECT count(*) FROM apprenticeships_contract WHERE last_day < date '2026-11-19' AND extract(day FROM last_day) < 28"
        )
        > 2
    )


def test_the_weeks_of_the_cast_are_as_told(made) -> None:
    cast = made.told["cast"]
    for state, monday in cast["weeks"].items():
        assert (
            made.one(
                "SELECT state FROM records_week WHERE room_id = %s AND monday = %s", cast["room_id"], monday
            )
            == state
        )
    assert date.fromisoformat(cast["weeks"]["draft"]) == date(2026, 11, 16)
    assert cast["people"]["apprentice"]["email"] == "azubi1@hesse.example"


def test_the_file_and_the_password_are_there_for_this_account_alone(made) -> None:
    folder = made.var / "hesse"
    name = made.told["database"]
    assert json.loads((folder / f"{name}.json").read_text())["counts"] == made.told["counts"]
    assert (folder / f"{name}.password").stat().st_mode & 0o777 == 0o600
    assert len((folder / f"{name}.password").read_text()) > 20


def test_people_sign_in_with_the_password(made) -> None:
    from zweiklang.people.hashers import Argon2idHasher

    stored = {row[0] for row in made.rows("SELECT password FROM people_person")}
    assert len(stored) == 1
    password = (made.var / "hesse" / f"{made.told['database']}.password").read_text()
    assert Argon2idHasher().verify(password, stored.pop())


def test_a_database_with_people_is_refused_and_left_as_it_is(made) -> None:
    before = made.one("SELECT count(*) FROM people_person")
    done = command(
        made.urls,
        made.var,
        "zweiklang.cli",
        "hesse",
        "--share",
        str(SHARE),
        "--seed",
        str(SEED),
        "--today",
        TODAY,
    )
    assert done.returncode == 1
    assert "There are people in the database" in done.stderr
    assert made.one("SELECT count(*) FROM people_person") == before


def test_what_ended_half_way_is_refused(made) -> None:
    with psycopg.connect(made.empty.superuser, autocommit=True) as connection:
        connection.execute(f"COMMENT ON DATABASE {connection.info.dbname} IS 'zweiklang hesse: being filled'")
    done = command(made.empty, made.var, "zweiklang.cli", "hesse", "--share", str(SHARE))
    assert done.returncode == 1
    assert "ended half way" in done.stderr
