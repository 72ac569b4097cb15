"""What takes longer than a click is killed in the middle: a school's file being applied, mails, an announcement, the night's deleting."""

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psutil
import psycopg

from tests.cli.processes import becomes, environment
from tests.faults.acting import Press
from tests.faults.browser import Answer, Browser, unclear
from tests.faults.conftest import Place
from tests.faults.machine import SECRET, Machine
from tests.faults.test_repeated import announced
from tests.interfaces.lusd_files import lusd_report
from tests.interfaces.test_untis import gpu
from tests.jobs.mail_server import MailServer
from zweiklang.cli.roles import DATABASE
from zweiklang.kernel.clock import today
from zweiklang.rosters.plan import SKIP

PUPILS = 40
STATE = "SELECT state FROM exchange_announcement WHERE id = %s"
ROWS = 30_000
PROOFS = """
    INSERT INTO joining_emailproof (id, purpose, address_digest, code_digest, tries, sent_at)
    SELECT gen_random_uuid(), 'x', 'x', 'x', 0, now() - interval '3 days' FROM generate_series(1, %s)"""
# OFFSET beside FOR UPDATE would lock what it skips, too.
HOLD = """
    SELECT FROM joining_emailproof
     WHERE id = (SELECT id FROM joining_emailproof WHERE purpose = 'x' ORDER BY id LIMIT 1 OFFSET %s) FOR UPDATE"""
HELD_UP = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE FROM%joining_emailproof%'"
# A dead worker is noticed half a minute after its last sign, at the next full minute: the test does not wait for either.
SILENT = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '40 seconds' WHERE last_heartbeat < now() - interval '1 second'"
TAKE_AGAIN = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    VALUES ('default', 'queue.take_again', 20, '{"timestamp": 0}')"""


def kill(process: psutil.Process) -> None:
    """It is gone."""
    process.kill()
    assert becomes(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)


def take_again(machine: Machine) -> None:
    """What a killed worker had in hand is in the queue again."""
    machine.one_worker()
    time.sleep(1.1)
    machine.rows(SILENT)
    machine.rows(TAKE_AGAIN)


def killed_before(machine: Machine, table: str, send: Callable[[], Answer]) -> Answer:
    """Returns what `send` was answered when it was held up before it wrote into that table, and all web processes were killed then.

    They are there again afterwards. By chance alone a fast machine was done before anything could be killed.
    """
    answers: list[Answer] = []
    with psycopg.connect(machine.superuser_url()) as holder:
        holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
        acting = threading.Thread(target=lambda: answers.append(send()))
        acting.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        assert becomes(lambda: machine.value(waiting, table) > 0), f"nothing was held up before {table}"
        for process in machine.web():
            kill(process)
        acting.join(60)
        holder.rollback()
    machine.answers()
    return answers[0]


def uploaded(place: Place, browser: Browser) -> tuple[str, dict[str, str]]:
    """Returns the address of a preview, and what its form sends: doubtful people are left out."""
    world = place.cast.worlds["c"]
    data = lusd_report(pupils=PUPILS, school_number=world["school_number"]).data
    answer = browser.upload(f"/schule/{world['team_room']}/datei/", "bericht.xlsx", data, {"extent": "auto"})
    assert answer.status == 302, answer.text[-2000:]
    preview = answer.headers["location"]
    page = browser.get(preview).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    return preview, {"seen": seen[1], **dict.fromkeys(re.findall(r'name="(decision_\d+)"', page), SKIP)}


def test_a_file_whose_applying_is_killed_is_applied_whole_or_not_at_all(place: Place) -> None:
    machine, browser = place.machine, place.browser("c", "head_of_school")
    preview, values = uploaded(place, browser)
    count = "SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM apprenticeships_pupil)"
    before = machine.rows(count)[0]
    for table in ("apprenticeships_pupil", "apprenticeships_enrolment", "rooms_membership"):
        assert not killed_before(
            machine, table, lambda: browser.post(f"{preview}uebernehmen/", values)
        ).is_known
        assert machine.rows(count)[0] == before, f"half a file stands there, killed before {table}"
    known = browser.insist(lambda: browser.post(f"{preview}uebernehmen/", values))
    assert known.status == 302, known.text[-2000:]
    after = machine.rows(count)[0]
    assert after[1] > before[1] + PUPILS // 2
    assert browser.post(f"{preview}uebernehmen/", values).status == 302
    assert machine.rows(count)[0] == after, "applied twice"
    assert "Übernommen" in browser.get(preview).text
    assert unclear(browser.answers) == []


def test_a_timetable_whose_applying_is_killed_is_applied_whole_or_not_at_all(place: Place) -> None:
    machine, browser, world = place.machine, place.browser("d", "school_office"), place.cast.worlds["d"]
    label = "11FId"
    rows = (
        {0: str(n), 1: label, 2: "MUE", 3: f"Fach {n}", 4: "R1", 5: str(1 + n % 5), 6: str(1 + n // 5)}
        for n in range(40)
    )
    monday = today() + timedelta(days=14 - today().weekday())
    path = f"/schule/{world['team_room']}/stundenplan/einlesen/"
    answer = browser.upload(path, "GPU001.TXT", gpu(9, *rows).encode(), {"from_day": monday.isoformat()})
    assert answer.status == 302, answer.text[-2000:]
    preview = answer.headers["location"]
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(preview).text)
    assert seen
    apply = Press(
        "timetable",
        lambda: browser.post(f"{preview}uebernehmen/", {"seen": seen[1]}),
        lambda: machine.value("SELECT count(*) FROM schedule_lesson WHERE subject LIKE 'Fach %'"),
    )
    assert not killed_before(machine, "schedule_lesson", apply.send).is_known
    assert apply.effects() == 0, "half a timetable stands there"
    assert browser.insist(apply.send).status == 302
    assert apply.effects() == 40
    assert apply.send().status == 302
    assert apply.effects() == 40
    assert unclear(browser.answers) == []


def test_of_mails_none_is_lost_and_none_doubled_but_what_was_in_hand(place: Place, post: MailServer) -> None:
    machine, luck = place.machine, random.Random(8)
    people = [email for name in ("a", "b") for email in set(place.cast.worlds[name]["people"].values())][:16]
    kills = 0
    for number, email in enumerate(people):
        browser = Browser(machine.port)
        answer = browser.insist(
            lambda browser=browser, email=email: browser.post("/konto/password/reset/", {"email": email})
        )
        assert answer.status in {200, 302}, (answer.status, answer.text[-500:])
        if number in {3, 7}:
            time.sleep(luck.uniform(0.0, 0.3))
            kill(machine.one_worker())
            kills += 1
        if number == 11:
            kill(machine.postmaster())
            kills += 1
            machine.answers()
    take_again(machine)
    assert becomes(lambda: {mail["To"] for mail in post.seen} >= set(people), within=90), machine.wrote()
    to = [mail["To"] for mail in post.seen if mail["To"] in people]
    assert len(to) <= len(people) + kills
    ids = {(mail["To"], mail["Message-ID"]) for mail in post.seen if mail["To"] in people}
    assert len(ids) == len(people), "who gets a mail twice gets it with the same Message-ID"


def test_an_announcement_reaches_everybody_once_though_the_worker_is_killed(place: Place) -> None:
    machine, luck = place.machine, random.Random(9)
    for capacity in ("class_teacher", "head_of_school"):
        draft, send = announced(place, capacity)
        assert send().status == 302
        time.sleep(luck.uniform(0.0, 0.4))
        kill(machine.one_worker())
        take_again(machine)
        assert becomes(lambda draft=draft: machine.value(STATE, draft) == "sent", within=90), machine.wrote()
        reached = machine.value("SELECT count(*) FROM exchange_delivery WHERE announcement_id = %s", draft)
        people = machine.value(
            "SELECT count(DISTINCT person_id) FROM exchange_delivery WHERE announcement_id = %s", draft
        )
        told = machine.value(
            "SELECT count(*) FROM exchange_notice WHERE about = %s AND done_at IS NULL", draft
        )
        assert 0 < people == reached == told


def night(machine: Machine) -> "subprocess.Popen[str]":
    """The night's deleting, as the worker does it, as a command."""
    settings = {"DATABASE_URL": machine.postgres.urls(DATABASE).app, "ZWEIKLANG_SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "zweiklang.cli", "retention", "run", "--json"]
    return subprocess.Popen(
        command,
        env=environment(machine.var_dir, **settings),
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.PIPE,
    )


def test_a_night_in_which_the_database_falls_over_is_ended_by_the_next_run(place: Place) -> None:
    """Held up behind a row of the middle, after some portions and before the others."""
    machine = place.machine
    machine.rows(PROOFS, ROWS)
    counted = (
        "SELECT coalesce(sum(rows), 0) FROM privacy_retentioncount WHERE \"table\" = 'joining_emailproof'"
    )
    every = "SELECT count(*) FROM joining_emailproof"
    left = f"{every} WHERE purpose = 'x'"
    before, there, postmaster = machine.value(counted), machine.value(every), machine.postmaster()
    holder = psycopg.connect(machine.superuser_url())
    holder.execute(HOLD, [ROWS // 2])
    process = night(machine)
    assert becomes(lambda: machine.value(HELD_UP) > 0, within=60), "nothing was held up"
    postmaster.send_signal(signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode not in {None, 0}, said
    holder.close()
    machine.answers()
    assert 0 < machine.value(left) < ROWS
    assert machine.value(counted) - before == there - machine.value(every), (
        "the protocol counts what is not deleted, or too little"
    )
    again = night(machine)
    out, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    found: dict[str, Any] = json.loads(out)
    assert found
    assert machine.value(left) == 0
