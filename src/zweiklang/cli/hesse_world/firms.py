"""Firms with their people, and the places for apprentices they have. Most have one to three; a few have more than a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zweiklang.cli.hesse_world.catalogue import Occupation, shares
from zweiklang.cli.hesse_world.sizes import FIRMS
from zweiklang.cli.hesse_world.words.fields import FIELDS
from zweiklang.cli.hesse_world.words.names import FAMILY, HWK, IHK, OTHER_CHAMBERS, STREETS, TOWNS
from zweiklang.cli.hesse_world.world import World
from zweiklang.kernel.sorting import sort_key

LONG_AGO = date(2019, 8, 1)
# So many in a thousand firms have from … to … apprentices.
SIZES = (
    (455, 1, 1),
    (236, 2, 2),
    (130, 3, 3),
    (102, 4, 5),
    (58, 6, 10),
    (16, 11, 30),
    (3, 31, 90),
    (0.6, 91, 240),
)
MANAGED_FROM, DEPARTMENTS_FROM = 6, 8
DEPARTMENTS = (
    "Werkstatt",
    "Verwaltung",
    "Einkauf",
    "Vertrieb",
    "Lager",
    "Qualitätssicherung",
    "Service",
    "Projektbüro",
)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: people train in turn; `town` is a row of TOWNS, `departments` those apprentices go through."""

    id: str
    site_id: str
    name: str
    town: int
    trainers: tuple[str, ...]
    manager: str | None
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for an apprentice: somebody is there all the time, one after the other."""

    firm: Firm
    occupation: int
    chamber: str
    turn: int


@dataclass(frozen=True, slots=True)
class Chambers:
    """Chambers by town (IHK, HWK), and the others."""

    ihk: tuple[str, ...]
    hwk: tuple[str, ...]
    others: tuple[str, ...]

    def of(self, kind: str, town: int, occupation: int) -> str:
        """Returns whose register an apprenticeship is in."""
        if kind == "ihk":
            return self.ihk[TOWNS[town][3]]
        if kind == "hwk":
            return self.hwk[TOWNS[town][4]]
        return self.others[occupation % 4] if kind == "free" else self.others[4 + town % 2]


def organisation(world: World, kind: str, name: str, *, number: str = "", town: int = 0) -> str:
    """An organisation with a room of its own exists; returns its id."""
    street = f"{world.rng.choice(STREETS)} {world.rng.randint(1, 140)}"
    place, postcode = TOWNS[town][:2]
    found = world.add(
        "organisations_organisation",
        kind,
        name,
        sort_key(name),
        number,
        place,
        street,
        postcode,
        "",
        "",
        "",
        "active",
    )
    world.team_rooms[found] = world.add("rooms_room", "team", name, found, None)
    return found


def post(world: World, kind: str, organisation_id: str, capacity: str) -> str:
    """Somebody works there in that capacity; returns the person's id."""
    person = world.person(kind)
    world.add("organisations_post", person, organisation_id, capacity, LONG_AGO, None)
    return person


def build_chambers(world: World) -> Chambers:
    """Returns Hesse's chambers, each with advisers and a rule."""
    return Chambers(
        tuple(_chamber(world, f"IHK {name}", f"I{n}", n) for n, name in enumerate(IHK)),
        tuple(_chamber(world, f"Handwerkskammer {name}", f"H{n}", n) for n, name in enumerate(HWK)),
        tuple(_chamber(world, name, f"K{n}", 0) for n, name in enumerate(OTHER_CHAMBERS)),
    )


def _chamber(world: World, name: str, number: str, town: int) -> str:
    chamber = organisation(world, "chamber", name, number=number, town=town)
    world.add("organisations_chamberrule", chamber, "either", 31, "t", "t", "")
    post(world, "kammer", chamber, "chamber_adviser")
    return chamber


def build_slots(world: World, occupations: Sequence[Occupation], chambers: Chambers) -> list[Slot]:
    """Returns as many places as there are apprentices, firm by firm; the first firm has three in the first occupation."""
    weights = shares(occupations)
    by_field: dict[str, list[int]] = {}
    for number, one in enumerate(occupations):
        by_field.setdefault(one.trade.field, []).append(number)
    slots: list[Slot] = []
    towns = [town[2] for town in TOWNS]
    for number, places in enumerate(_sizes(world)):
        main = 0 if number == 0 else world.rng.choices(range(len(occupations)), weights)[0]
        town = world.rng.choices(range(len(towns)), towns)[0]
        field = occupations[main].trade.field
        firm = _firm(world, number, field, town, places)
        kinds = (
            [main]
            if places < MANAGED_FROM
            else [main, *world.rng.sample(by_field[field], min(3, len(by_field[field])))]
        )
        for turn in range(places):
            kind = kinds[turn % len(kinds)]
            chamber = chambers.of(FIELDS[field].chamber, town, kind)
            slots.append(Slot(firm, kind, chamber, turn))
    return slots


def _sizes(world: World) -> list[int]:
    """Returns how many apprentices each firm has; together they are all."""
    rng, total = world.rng, world.size.apprentices
    count = min(world.size.part(FIRMS), max(total // 3, 1) + total // 50)
    chosen = rng.choices(SIZES, [share for share, _, _ in SIZES], k=count)
    sizes = [min(rng.randint(low, high), max(3, total // 20)) for _, low, high in chosen]
    sizes[0] = 3
    # What is too much or too little in all goes to firms of middle size, so that the small ones stay as many as they are.
    middle = [n for n in range(1, count) if sizes[n] > 2] or list(range(count))
    while (missing := total - sum(sizes)) != 0:
        step = 1 if missing > 0 else -1
        for n in rng.sample(middle, min(abs(missing), len(middle))):
            sizes[n] = max(sizes[n] + step, 1)
    return sizes


def _firm(world: World, number: int, field: str, town: int, places: int) -> Firm:
    rng = world.rng
    name = f"{rng.choice(FIELDS[field].firms)} {rng.choice(FAMILY)}"
    name += (
        f" & {rng.choice(FAMILY)} GmbH" if rng.random() < 0.4 else rng.choice((" GmbH", " e. K.", " KG", ""))
    )
    firm = organisation(world, "firm", name, town=town)
    street = f"{rng.choice(STREETS)} {rng.randint(1, 140)}"
    site = world.add("organisations_site", firm, "Hauptsitz", street, TOWNS[town][1], TOWNS[town][0])
    count = 2 if number == 0 else 1 + (rng.random() < 0.3 or places >= 4) + places // 12
    trainers = tuple(post(world, "ausbilder", firm, "trainer") for _ in range(count))
    manager = (
        post(world, "leitung", firm, "training_manager") if places >= MANAGED_FROM or number == 0 else None
    )
    names = rng.sample(DEPARTMENTS, rng.randint(3, 6)) if places >= DEPARTMENTS_FROM else []
    departments = tuple(world.add("organisations_department", firm, name) for name in names)
    return Firm(firm, site, name, town, trainers, manager, departments)
