"""The words around release rules: who, which state, what it means. German, B1."""

import re
from dataclasses import dataclass

from zweiklang.rooms.public import STATE_LABELS, State, law_url

# Plural, as the subject of a sentence.
WHO = {
    "apprentice": "Auszubildende",
    "trainer": "Ausbildende",
    "class_teacher": "Klassenleitungen",
    "subject_teacher": "Fachlehrkräfte",
    "guardian": "Gesetzliche Vertretung",
    "chamber_adviser": "Ausbildungsberatung",
}
WHO_EASY = {
    "apprentice": "Sie selbst",
    "trainer": "Betrieb",
    "class_teacher": "Klassen-Lehrerin oder Klassen-Lehrer",
    "subject_teacher": "Andere Lehrerinnen und Lehrer",
    "guardian": "Eltern",
    "chamber_adviser": "Kammer",
}
# After "für" and "sehen … nicht": the firm's rule holds for all of the firm's people.
FOR_WHOM = WHO | {
    "guardian": "die gesetzliche Vertretung",
    "chamber_adviser": "die Ausbildungsberatung der Kammer",
}
BODIES = {"land": "Land Hessen", "school": "Schule", "class": "Klassenleitung", "firm": "Betrieb"}
_LOOKS = {
    State.CLOSED: ("geschlossen", "", "lock", "zu"),
    State.OPEN: ("offen", "success", "visibility", "offen"),
    State.SCHOOL: ("die Schule entscheidet", "info", "school", "Schule"),
    State.TEACHER: ("die Lehrkraft entscheidet", "info", "people", "Lehrkraft"),
    State.FIRM: ("der Betrieb entscheidet", "info", "company", "Betrieb"),
    State.CONSENT: ("mit Einwilligung", "info", "sign", "Einwilligung"),
}
_EASY = {
    State.CLOSED: "Nein",
    State.OPEN: "Ja",
    State.SCHOOL: "Die Schule entscheidet",
    State.TEACHER: "Die Lehrerin oder der Lehrer entscheidet",
    State.FIRM: "Der Betrieb entscheidet",
    State.CONSENT: "Nur wenn Sie Ja sagen",
}
_SECTION = re.compile(r"^§§? (\d+\w?)\b.* (BBiG|JArbSchG|BGB|HSchG)$")
_ARTICLE = re.compile(r"^Art\. (\d+)\b.*DSGVO$")
_BOOKS = {"BBiG": "bbig_2005", "JArbSchG": "jarbschg", "BGB": "bgb"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: word, tone, icon, and a shorter word for narrow columns."""

    word: str
    tone: str
    icon: str
    short: str


def look_of(state: str) -> Look:
    """Returns how the state is shown."""
    return Look(*_LOOKS[State(state)])


def rule_state_label(state: str) -> str:
    """Returns the German name of a state."""
    return STATE_LABELS[State(state)]


def easy_answer(state: str) -> str:
    """Returns the state in Leichte Sprache, as the answer to "Do they see it?"."""
    return _EASY[State(state)]


def meaning(state: str, *, label: str, capacity: str, items: bool, body: str) -> str:
    """Returns what it means for whom if the body decides that state for the category with this label."""
    who, whose = FOR_WHOM[capacity], f"„{label}“"
    verb = "sieht" if capacity in ("guardian", "chamber_adviser") else "sehen"
    start = who[0].upper() + who[1:]
    later = {
        State.CLOSED: f"{start} {verb} {whose} nicht.",
        State.OPEN: f"{start} {verb} {whose}, aber nur Daten ab dem Tag, den Sie unten angeben.",
        State.SCHOOL: "Jede Schule entscheidet für sich. Bis sie entscheidet, bleibt es geschlossen.",
        State.FIRM: "Jeder Betrieb entscheidet für sich. Bis er entscheidet, bleibt es geschlossen.",
        State.CONSENT: f"{start} {verb} {whose} nur bei denen, die einwilligen. Bei Minderjährigen willigt die gesetzliche Vertretung ein.",
    }
    if state != State.TEACHER:
        return later[State(state)]
    if body == "class":
        return (
            "Sie und die Fachlehrkräfte geben jeden Eintrag einzeln frei." if items else later[State.CLOSED]
        )
    if items:
        return "Lehrkräfte geben jeden Eintrag einzeln frei. Eine Klassenleitung kann für ihre Klasse anders entscheiden."
    return "Jede Klassenleitung entscheidet für ihre Klasse. Bis sie entscheidet, bleibt es geschlossen."


def law_links(basis: str, start_basis: str, start_law: tuple[str, ...]) -> list[tuple[str, str]]:
    """Returns the legal basis in pieces, each with the address of the law's text ("" where we do not know it).

    `start_basis` and `start_law` are those of land.toml: its references hold while nobody wrote another basis.
    """
    pieces = [piece.strip() for piece in basis.split(";") if piece.strip()]
    if basis == start_basis:
        if len(pieces) == len(start_law):
            return [(piece, law_url(law)) for piece, law in zip(pieces, start_law, strict=True)]
        return [(basis, law_url(start_law[0]))] if start_law else [(basis, "")]
    return [(piece, _address(piece)) for piece in pieces]


def _address(piece: str) -> str:
    if found := _ARTICLE.match(piece):
        return law_url(f"eu:2016/679#art_{found[1]}")
    if found := _SECTION.match(piece):
        number, book = found[1], found[2]
        return law_url(f"hschg:{number}" if book == "HSchG" else f"{_BOOKS[book]}/__{number}")
    return ""


def moved(before: str, after: str) -> str:
    """Returns the participle for a change from one state to another: "geöffnet", "geschlossen", …"""
    return (
        {
            State.OPEN: "geöffnet",
            State.CLOSED: "geschlossen",
            State.SCHOOL: "den Schulen überlassen",
            State.TEACHER: "den Lehrkräften überlassen",
            State.FIRM: "den Betrieben überlassen",
            State.CONSENT: "an eine Einwilligung gebunden",
        }[State(after)]
        if before != after
        else "neu beschrieben"
    )
