"""Before an erasure: what stands in its way, what would go, what stays and why."""

from collections import Counter
from dataclasses import dataclass

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person
from zweiklang.privacy.retention.holds import is_held
from zweiklang.privacy.rights.erasure.plan import Plan, nameless
from zweiklang.privacy.rights.erasure.relations import KEPT_IN_ROOM
from zweiklang.privacy.rights.responsibility import LEADS, leaders_of
from zweiklang.rooms.public import as_system

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
        return Preview(obstacles_to(person), _goes(plan), _nameless(person), _kept(plan))


def obstacles_to(person: Person) -> tuple[str, ...]:
    """Returns why the person cannot be erased today; empty if nothing stands in the way. In the system role."""
    found = [HELD] if is_held(person.pk) else []
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


def _goes(plan: Plan) -> tuple[Line, ...]:
    counts: Counter[str] = Counter({"Konto: Name, Adresse, Anmeldung": 1})
    for rows in plan.going():
        counts[str(rows.model._meta.verbose_name_plural)] += rows.count()
    posts = Post.objects.filter(person=plan.person).count()
    counts[str(Post._meta.verbose_name_plural)] += posts
    return _lines(counts)


def _nameless(person: Person) -> tuple[Line, ...]:
    counts: Counter[str] = Counter()
    for model, field in nameless():
        name = str(model._meta.verbose_name_plural)
        counts[name] += model._default_manager.filter(**{field: person.pk}).count()
    return _lines(counts)


def _kept(plan: Plan) -> tuple[Line, ...]:
    return _lines(Counter({KEPT_IN_ROOM["apprenticeships.contract"]: len(plan.contracts)}))


def _lines(counts: Counter[str]) -> tuple[Line, ...]:
    return tuple(Line(what, count) for what, count in sorted(counts.items()) if count)
