"""The Land's start values: for each data category and capacity what holds until somebody decides otherwise, and why. Source: land.toml."""

import tomllib
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files


class State(StrEnum):
    """What a rule says about a cell. The Land may say any; a school, a class teacher and a firm those that `choices` gives."""

    CLOSED = "closed"
    OPEN = "open"
    SCHOOL = "school"
    TEACHER = "teacher"
    FIRM = "firm"
    CONSENT = "consent"


class Level(IntEnum):
    """How far a category is open to somebody: not at all, single released items, everything from a day on."""

    CLOSED = 0
    ITEM = 1
    OPEN = 2


STATE_LABELS: dict[str, str] = {
    State.CLOSED: "geschlossen",
    State.OPEN: "offen",
    State.SCHOOL: "die Schule entscheidet",
    State.TEACHER: "die Lehrkraft entscheidet einzeln",
    State.FIRM: "der Betrieb entscheidet",
    State.CONSENT: "nur mit Einwilligung",
}
# Deputies and training managers are the firm's side as the trainer is: one rule for all of them.
FOLLOWS = {"deputy_trainer": "trainer", "training_manager": "trainer"}
CAPACITIES = ("apprentice", "trainer", "class_teacher", "subject_teacher", "guardian", "chamber_adviser")
# What a class's room holds for its members: no table about single persons lies there.
CLASS_CATEGORIES = ("schedule", "lessons")
ITEM = ":item"


@dataclass(frozen=True, slots=True)
class Category:
    """A data category: its key (a scope), German name, what is in it, and the same in Leichte Sprache.

    `items`: its rows can be released one by one; of others a class teacher opens all or nothing for the class. `personal`: its rows are
    about single persons, so that one of them can consent.
    """

    key: str
    label: str
    content: str
    easy: str
    items: bool = False
    personal: bool = True
    of_firm: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One rule of the Land as it stood at the start; `acts` are the scopes carried beside the category while it is open.

    `bound`: "always" and "never" cannot be decided otherwise by anybody; empty: the Land may.
    """

    category: str
    capacity: str
    state: State
    bound: str
    acts: tuple[str, ...]
    basis: str
    law: tuple[str, ...]
    purpose: str
    sentence: str
    easy: str

    @property
    def key(self) -> tuple[str, str]:
        """Returns category and capacity."""
        return (self.category, self.capacity)


@cache
def _source() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((files("zweiklang.rooms.rules") / "land.toml").read_text(encoding="utf-8"))


@cache
def categories() -> dict[str, Category]:
    """Returns all data categories by key, in the order in which people read them."""
    return {str(one["key"]): Category(**one) for one in _source()["category"]}  # type: ignore[arg-type]  # strings of the file


@cache
def cells() -> dict[tuple[str, str], Cell]:
    """Returns the start values by category and capacity; each category has a cell for each of CAPACITIES."""
    found = {}
    for one in _source()["cell"]:
        values = {"bound": "", "acts": (), **one, "state": State(str(one["state"]))}
        values["acts"], values["law"] = tuple(values["acts"]), tuple(values["law"])  # type: ignore[arg-type]  # lists of the file
        cell = Cell(**values)  # type: ignore[arg-type]  # the file's keys are the fields
        found[cell.key] = cell
    return found


def ruling_capacity(capacity: str) -> str:
    """Returns the capacity whose cells hold for this one: the firm's people follow the trainer."""
    return FOLLOWS.get(capacity, capacity)


def following(capacity: str) -> tuple[str, ...]:
    """Returns the capacities for which the cells of this one hold: itself and those that follow it."""
    return (capacity, *(one for one, ruling in FOLLOWS.items() if ruling == capacity))


def law_url(reference: str) -> str:
    """Returns the address of the law's text for a reference of land.toml: "bbig_2005/__14", "hschg:83", "eu:2016/679#art_9"."""
    if reference.startswith("hschg:"):
        return "https://www.rv.hessenrecht.hessen.de/bshe/document/jlr-SchulGHE2017rahmen"
    if reference.startswith("eu:"):
        act, _, article = reference.removeprefix("eu:").partition("#")
        return f"https://eur-lex.europa.eu/eli/reg/{act}/oj?locale=de#{article}"
    return f"https://www.gesetze-im-internet.de/{reference}.html"


def land_states(category: str) -> tuple[State, ...]:
    """Returns what the Land may decide about a category: who keeps it decides below the Land, and only persons can consent."""
    about = categories()[category]
    left_out = {State.SCHOOL, State.TEACHER} if about.of_firm else {State.FIRM}
    left_out |= set() if about.personal else {State.CONSENT}
    return tuple(state for state in State if state not in left_out)


def choices(land_state: str, *, level: str) -> tuple[State, ...]:
    """Returns what may be decided below the Land while its rule says `land_state`; the first one holds until somebody does.

    `level` is "school", "class" (a class teacher, where the school leaves it to teachers) or "firm".
    """
    if level == "firm":
        return (State.CLOSED, State.OPEN) if land_state == State.FIRM else ()
    if level == "class":
        wide = (State.TEACHER, State.CLOSED, State.OPEN)
        return {State.SCHOOL: wide, State.TEACHER: wide[:2]}.get(State(land_state), ())
    return {
        State.SCHOOL: (State.CLOSED, State.CONSENT, State.TEACHER, State.OPEN),
        State.TEACHER: (State.CLOSED, State.CONSENT, State.TEACHER),
        State.OPEN: (State.OPEN, State.CLOSED),
        State.CONSENT: (State.CONSENT, State.CLOSED),
    }.get(State(land_state), ())
