"""Processes are killed hard while people write, submit, sign, return, talk and send files: one after the other, at random moments."""

import contextlib
import random
import signal
import time
from collections.abc import Callable, Iterator
from queue import Queue

import psutil

from tests.cli.processes import becomes
from tests.faults.browser import unclear
from tests.faults.conftest import Place
from tests.faults.judge import judged
from tests.faults.machine import Machine
from tests.faults.working import Crew, Ledger, Sender, Speaker, Trainer, Writer

SEED = 8
type Kill = Callable[[Machine, random.Random], None]


def crew_of(place: Place, world: str, seed: int) -> Crew:
    """Both apprentices write, both trainers sign, a teacher talks, the apprentice sends files."""
    known, people = place.cast.worlds[world], []
    for which, apprentice, trainer in (
        ("first", "apprentice", "trainer"),
        ("second", "second_apprentice", "other_trainer"),
    ):
        weeks: Queue[str] = Queue()
        room, quiet = known[which]["room"], known[which]["quiet"]
        people.append(Writer(place.browser(world, apprentice), seed, room=room, quiet=quiet, weeks=weeks))
        people.append(Trainer(place.browser(world, trainer), seed, weeks=weeks))
    talk = place.machine.value(
        "SELECT c.room_id FROM exchange_conversation c WHERE c.about_room_id = %s LIMIT 1",
        known["first"]["room"],
    )
    people.append(Speaker(place.browser(world, "class_teacher"), seed, room=str(talk)))
    people.append(Sender(place.browser(world, "trainer"), seed, room=known["first"]["room"]))
    return Crew(people)


def one_of(processes: list[psutil.Process], luck: random.Random) -> None:
    """One of them is killed hard; somebody else may have been faster."""
    assert processes
    with contextlib.suppress(psutil.NoSuchProcess):
        luck.choice(processes).kill()


def postmaster(number: signal.Signals) -> Kill:
    """PostgreSQL's first process gets the signal, and another one follows."""

    def kill(machine: Machine, luck: random.Random) -> None:
        process = machine.postmaster()
        process.send_signal(number)
        assert becomes(
            lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE, within=30
        )

    return kill


KILLS: dict[str, Kill] = {
    "web process": lambda machine, luck: one_of(machine.web(), luck),
    "backend of PostgreSQL": lambda machine, luck: one_of(machine.backends(), luck),
    "worker of the queue": lambda machine, luck: one_of([machine.one_worker()], luck),
    "live news": lambda machine, luck: one_of(machine.one_of_live(), luck),
    "PostgreSQL, fast": postmaster(signal.SIGINT),
    "PostgreSQL, at once": postmaster(signal.SIGQUIT),
    "PostgreSQL, killed": postmaster(signal.SIGKILL),
}


def lost(machine: Machine, ledgers: list[Ledger]) -> list[str]:
    """Returns what was acknowledged and is not there, or not as it was acknowledged."""
    return [
        sentence
        for ledger in ledgers
        for sentence in (*_lost_words(machine, ledger), *_lost_acts(machine, ledger))
    ]


def _lost_words(machine: Machine, ledger: Ledger) -> Iterator[str]:
    for table, known in (("records_line", ledger.lines), ("exchange_message", ledger.messages)):
        found = dict(
            machine.rows(f"SELECT id::text, text FROM {table} WHERE id = ANY(%s::uuid[])", list(known))
        )
        # A line may carry more than was acknowledged: its next edit, whose answer was lost.
        yield from (
            f"{table} {key}" for key, text in known.items() if not found.get(key, "").startswith(text)
        )
    files = dict(
        machine.rows(
            "SELECT id::text, received FROM exchange_storedfile WHERE id = ANY(%s::uuid[])",
            list(ledger.files),
        )
    )
    yield from (f"file {key}" for key, offset in ledger.files.items() if files.get(key, 0) < offset)


def _lost_acts(machine: Machine, ledger: Ledger) -> Iterator[str]:
    for act, weeks in (
        ("submitted", ledger.submitted),
        ("signed", [week for week, _ in ledger.signed]),
        ("returned", [week for week, _ in ledger.returned]),
    ):
        for week in weeks:
            times = machine.value(ACTS_OF, *week.strip("/").split("/")[1:], act)
            if times != 1:
                yield f"{week} {act} {times} times"


ACTS_OF = """
    SELECT count(*) FROM records_recordact a JOIN records_week w ON w.id = a.week_id
     WHERE w.room_id = %s AND w.monday = to_date(%s, 'IYYY-"W"IW') AND a.act = %s"""


def whole(machine: Machine, crew: Crew) -> None:
    """Nothing acknowledged is lost, nothing is done twice or by half, and nobody has read anything unclear."""
    ledgers = [person.ledger for person in crew.people]
    assert lost(machine, ledgers) == []
    assert [sentence for ledger in ledgers for sentence in ledger.refused] == []
    assert unclear(crew.answers()) == []
    assert judged(machine) == []


def test_one_process_after_the_other_is_killed_while_people_work(place: Place) -> None:
    machine, luck = place.machine, random.Random(SEED)
    crew = crew_of(place, "a", SEED)
    order = [*KILLS, *luck.sample(list(KILLS), 3)]
    luck.shuffle(order)
    crew.begin()
    stuck: dict[str, list[str]] = {}
    for number, name in enumerate(order):
        time.sleep(luck.uniform(0.2, 1.2))
        KILLS[name](machine, luck)
        stuck[f"{number} {name}"] = crew.went_on()
    assert crew.end() == []
    assert {name: who for name, who in stuck.items() if who} == {}, machine.wrote()
    whole(machine, crew)
    assert becomes(lambda: machine.worker() and machine.live() and len(machine.web()) == 2, within=60), (
        machine.wrote()
    )


def test_the_command_itself_is_killed_and_started_again_by_whoever_watches_it(place: Place) -> None:
    machine, luck = place.machine, random.Random(SEED + 1)
    crew = crew_of(place, "b", SEED)
    crew.begin()
    assert crew.went_on() == []
    time.sleep(luck.uniform(0.2, 1.2))
    machine.kill()
    machine.start()
    stuck = crew.went_on()
    assert crew.end() == []
    assert stuck == [], machine.wrote()
    whole(machine, crew)
