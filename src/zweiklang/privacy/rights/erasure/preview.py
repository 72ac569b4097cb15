"""Before an erasure: what stands in its way, what would go, what stays and why."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person
from zweiklang.privacy.retention.holds import is_held, keeps_name
from zweiklang.privacy.rights.erasure.plan import Plan, nameless
from zweiklang.privacy.rights.erasure.relations import KEPT_IN_ROOM
from zweiklang.privacy.rights.responsibility import LEADS, leaders_of
from zweiklang.rooms.public import Room, as_system

# What the reader must know before asking, in the order of the law's own reasons.
STAYS_ALWAYS = (
    (
        "Ausbildungsvertrag im Verzeichnis der Kammer",
        "Die Kammer muss das Verzeichnis führen (§ 34 BBiG). Nur sie sieht Ihren Namen dort noch, bis 3 Jahre nach dem letzten Tag.",
    ),
    (
        "Ausbildungsnachweis, solange der Vertrag läuft",
        "Ohne unterschriebenen Nachweis werden Sie nicht zur Prüfung zugelassen (§ 43 Abs. 1 Nr. 2 BBiG).",
    ),
    (
        "Was Sie für andere unterschrieben oder geschrieben haben",
        "Es gehört zum Nachweis der anderen Person. Statt Ihres Namens steht dort „Gelöschte Person“.",
    ),
    (
        "Dass gelöscht wurde",
        "Wann und von wem, ohne Ihren Namen: Das müssen wir nachweisen können (Art. 5 Abs. 2 DSGVO).",
    ),
)
ACCOUNT = "Konto: Name, Adresse, Anmeldung"
WORDS = {
    "apprenticeships.pupil": "Eintrag als Schülerin oder Schüler",
    "apprenticeships.pupilcontact": "Kontakte der Schule zur Familie",
    "apprenticeships.personaldetails": "Geburtsdatum",
    "apprenticeships.enrolment": "Zugehörigkeit zu Klassen",
    "records.week": "Wochen des Ausbildungsnachweises",
    "records.line": "Zeilen des Ausbildungsnachweises",
    "records.recordact": "Unterschriften und andere Vorgänge",
    "records.comment": "Anmerkungen",
    "organisations.post": "Aufgaben in Organisationen",
    "rosters.staffrecord": "Eintrag als Lehrkraft der Schule",
    "rosters.importchange": "Zeilen in Protokollen von Dateien der Schule",
    "joining.chamberimportentry": "Zeilen in Protokollen von Dateien der Kammer",
}
HELD = (
    "Diese Daten sind für ein Verfahren gesperrt und dürfen zurzeit nicht gelöscht werden. "
    "Die Sperre hebt das Land auf."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of row by its German name, and how many there are."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do today. `obstacles` are sentences; with one of them nothing is erased."""

    obstacles: tuple[str, ...]
    goes: tuple[Line, ...]
    nameless: tuple[Line, ...]
    kept: tuple[Line, ...]


def preview_of(actor: Actor, person: Person) -> Preview:
    """Returns what would go, what would stay without the name, what the law keeps."""
    with as_system(actor):
        plan = Plan(person)
        # Whoever is held learns of it by the answer to a request, with its reasons, and not by looking in.
        own = actor.person_id == person.pk
        obstacles = [one for one in obstacles_to(person) if one != HELD or not own]
        return Preview(tuple(obstacles), _goes(plan, own=own), _nameless(plan, own=own), _kept(plan))


def obstacles_to(person: Person) -> tuple[str, ...]:
    """Returns why the person cannot be erased today; empty if nothing stands in the way. In the system role."""
    found = [HELD] if is_held(person.pk) or keeps_name(person.pk) else []
    running = Contract.objects.filter(apprentice=person, last_day__gte=today()).order_by("-last_day").first()
    if running:
        found.append(
            f"Der Ausbildungsvertrag läuft bis {formats.day_long(running.last_day)}. Bis dahin brauchen Schule, Betrieb und "
            "Kammer die Daten, und der Nachweis zählt für die Prüfung (§§ 14, 34, 43 BBiG; Art. 17 Abs. 3 lit. b DSGVO)."
        )
    for post in Post.objects.filter(person=person, last_day=None).select_related("organisation"):
        leads = LEADS.get(post.organisation.kind) == post.capacity
        if leads and not leaders_of(post.organisation, but=person.pk).exists():
            found.append(
                f"Ohne diese Person leitet niemand mehr {post.organisation.name}. Bestimmen Sie zuerst eine Nachfolge."
            )
    return tuple(found)


def require_erasable(person: Person) -> None:
    """Nothing happens if the person can be erased; otherwise raises Conflict with the first reason. In the system role."""
    for obstacle in obstacles_to(person):
        require(not_now(obstacle))


def _countable(rows: "QuerySet[Any]", *, own: bool) -> "QuerySet[Any]":
    """Returns the rows that a number may include: whoever decides about an erasure does not learn from one that somebody asked for help."""
    if own or not _lies_in_rooms(rows.model):
        return rows
    return rows.exclude(room__kind=Room.Kind.COUNSELLING)


def _lies_in_rooms(model: type[Model]) -> bool:
    return any(one.name == "room" and one.related_model is Room for one in model._meta.concrete_fields)


def _goes(plan: Plan, *, own: bool) -> tuple[Line, ...]:
    counts: Counter[str] = Counter({ACCOUNT: 1})
    for rows in plan.going():
        counts[_word(rows.model)] += _countable(rows, own=own).count()
    counts[_word(Post)] += Post.objects.filter(person=plan.person).count()
    return _lines(counts)


def _nameless(plan: Plan, *, own: bool) -> tuple[Line, ...]:
    """What lies in an own room goes with it, whoever is named there."""
    rooms, counts = [one.room_id for one in plan.contracts], Counter[str]()
    for model, field in nameless():
        rows = _countable(model._default_manager.filter(**{field: plan.person.pk}), own=own)
        counts[_word(model)] += (rows.exclude(room__in=rooms) if _lies_in_rooms(model) else rows).count()
    return _lines(counts)


def _word(model: type[Model]) -> str:
    """What the rows are called here: in the words of their own table, but for those that would puzzle the reader."""
    if model.__name__.endswith("History"):
        return "Verlauf: wer wann was geändert hat"
    return WORDS.get(model._meta.label_lower, str(model._meta.verbose_name_plural))


def _kept(plan: Plan) -> tuple[Line, ...]:
    return _lines(Counter({KEPT_IN_ROOM["apprenticeships.contract"]: len(plan.contracts)}))


def _lines(counts: Counter[str]) -> tuple[Line, ...]:
    found = (Line(what, count) for what, count in counts.items() if count)
    return tuple(sorted(found, key=lambda line: (line.what != ACCOUNT, sort_key(line.what))))
