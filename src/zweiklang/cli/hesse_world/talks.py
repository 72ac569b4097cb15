"""Who talks to whom: conversations about apprenticeships, what was agreed, announcements, meetings, and what is new for people."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from zweiklang.cli.hesse_world.schools import School, SchoolClass
from zweiklang.cli.hesse_world.words import talks as words
from zweiklang.cli.hesse_world.world import Contract, World
from zweiklang.kernel.hesse import school_year

COLUMNS = {
    "exchange_conversation": "id room_id kind subject about_room_id opened_by_id opened_at last_message_at",
    "exchange_participation": "id room_id person_id described follows_about added_by_id added_at",
    "exchange_message": "id room_id author_id kind text sent_at",
    "exchange_agreement": "id room_id conversation_id side what until state made_by_id made_at",
    "exchange_notice": "id person_id kind about room_id count first_at made_at done_at",
    "exchange_announcement": "id organisation_id author_id title text audience audience_label needs_receipt may_answer state revision"
    " sent_at made_at",
    "exchange_delivery": "id announcement_id person_id organisation_id delivered_at confirmed_at",
    "exchange_appointment": "id room_id kind title text place video open_list state starts_at ends_at sequence about_room_id organiser_id"
    " made_at changed_at",
    "exchange_invitee": "id room_id person_id described follows_about answer answered_at invited_at open_list",
}
# Of a hundred apprenticeships of today so many are talked about, met about; of a hundred talks so many led to something agreed.
TALKED, MET, AGREED = 45, 6, 25
ROLES = ("Auszubildende/r", "Ausbilder/in", "Klassenleitung")
AUDIENCE = '{"who": "firms", "of": "all", "chosen": []}'
DAY = timedelta(days=1)


def add_talks(world: World, contracts: Iterable[Contract]) -> None:
    """Apprentice, trainer and class teacher of many apprenticeships have written to each other since autumn."""
    rng, today = Random(f"{world.size.seed} talks"), world.size.today
    since = max(date(school_year(today), 8, 20), today - timedelta(days=80))
    year = school_year(today)
    for one in contracts:
        stay = one.stays.get(year)
        begun = max(since, one.first_day + DAY)
        if not stay or (today - begun).days < 3:
            continue
        people = (one.apprentice_id, one.trainer_id, stay.class_teacher)
        if one.number == 0 or rng.randrange(100) < TALKED:
            _talk(world, rng, one, people, begun + timedelta(days=rng.randrange((today - begun).days - 1)))
        if rng.randrange(100) < MET:
            _meeting(world, rng, one, people, begun + timedelta(days=rng.randrange((today - begun).days - 1)))


def _talk(world: World, rng: Random, one: Contract, people: Sequence[str], day: date) -> None:
    world.ids.at(day)
    count = rng.choice((1, 2, 3, 3, 4, 5, 6, 9))
    moments = _moments(rng, day, world.size.today, count)
    subject, opener = rng.choice(words.SUBJECTS), people[rng.randrange(1, 3)]
    room = world.add("rooms_room", "conversation", subject, None, None)
    talk = world.add(
        "exchange_conversation", room, "direct", subject, one.room_id, opener, moments[0], moments[-1]
    )
    for person, role in zip(people, ROLES, strict=True):
        world.add("exchange_participation", room, person, role, "t", opener, moments[0])
    author = opener
    for moment in moments:
        world.add("exchange_message", room, author, "text", _message(rng), moment)
        author = rng.choice([person for person in people if person != author])
    for person in people:
        if person != author and rng.random() < 0.4:
            done = moments[-1] if rng.random() < 0.5 else None
            world.add("exchange_notice", person, "message", room, room, 1, moments[-1], moments[-1], done)
    if rng.randrange(100) < AGREED:
        what, side = rng.choice(words.AGREED), rng.choice(words.SIDES)
        until = day + timedelta(days=rng.randint(14, 60))
        world.add("exchange_agreement", one.room_id, talk, side, what, until, "open", opener, moments[-1])


def _moments(rng: Random, day: date, today: date, count: int) -> list[str]:
    """Returns so many moments from that day on, in order, all before today."""
    days = sorted(min(day + timedelta(days=rng.randrange(12)), today - DAY) for _ in range(count - 1))
    return [f"{one} {7 + n:02}:{rng.randrange(60):02}:00+00" for n, one in enumerate([day, *days])]


def _message(rng: Random) -> str:
    said = rng.choice(words.STATEMENTS)
    text = f"{rng.choice(words.GREETINGS)}, {said}. {rng.choice(words.REQUESTS)}"
    return f"{text} {rng.choice(words.REQUESTS)}" if rng.random() < 0.3 else text


def _meeting(world: World, rng: Random, one: Contract, people: Sequence[str], day: date) -> None:
    world.ids.at(day)
    made, meets = f"{day} 08:00:00+00", day + timedelta(days=rng.randint(5, 40))
    title, teacher = "Gespräch zum Ausbildungsstand", people[2]
    room = world.add("rooms_room", "appointment", title, None, None)
    times = (f"{meets} 08:00:00+00", f"{meets} 08:30:00+00")
    world.add("exchange_appointment", room, "meeting", title, "", "Berufsschule, Besprechungsraum", "f", "f", "fixed", *times, 0,
              one.room_id, teacher, made, made)  # fmt: skip
    for person, role in zip(people[:2], ROLES, strict=False):
        answer = rng.choice(("accepted", "accepted", "tentative", "none"))
        answered = None if answer == "none" else made
        world.add("exchange_invitee", room, person, role, "t", answer, answered, made, "f")


def add_announcements(
    world: World, schools: Iterable[School], classes: Iterable[SchoolClass], contracts: Sequence[Contract]
) -> None:
    """Every school has told the firms of its classes something this autumn; who trains there has a delivery of each."""
    year = school_year(world.size.today)
    school_of = {one.room_id: one.stream.school.id for one in classes if one.year == year}
    trainers: dict[str, dict[str, None]] = {}
    for one in contracts:
        if stay := one.stays.get(year):
            trainers.setdefault(school_of[stay.class_room], {})[one.trainer_id] = None
    rng = Random(f"{world.size.seed} announcements")
    for school in schools:
        for number, (title, text) in enumerate(words.ANNOUNCED):
            day = world.size.today - timedelta(days=75 - number * 20 - rng.randrange(10))
            _announcement(world, rng, school, (title, text), day, list(trainers.get(school.id, {})))


def _announcement(
    world: World, rng: Random, school: School, words_: tuple[str, str], day: date, people: Sequence[str]
) -> None:
    world.ids.at(day)
    at = f"{day} 09:00:00+00"
    receipt = rng.random() < 0.3
    row = (
        school.id,
        school.head,
        *words_,
        AUDIENCE,
        "Betriebe aller Klassen",
        "t" if receipt else "f",
        "t",
        "sent",
        1,
        at,
        at,
    )
    announcement = world.add("exchange_announcement", *row)
    for person in people:
        confirmed = at if receipt and rng.random() < 0.6 else None
        world.add("exchange_delivery", announcement, person, None, at, confirmed)
        if rng.random() < 0.5:
            done = at if rng.random() < 0.6 else None
            world.add("exchange_notice", person, "announcement", announcement, None, 1, at, at, done)
