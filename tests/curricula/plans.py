"""Small regulations as files, for tests that store them."""

from pathlib import Path

from tests.curricula.gii_documents import document, row, table

from zweiklang.kernel.actor import system_actor

ACTOR = system_actor("tests")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "regulations"


def section(title: str, *rows: str) -> str:
    """A heading and its table."""
    return f"<P>{title}</P>{table(*rows)}"


def position(number: int, title: str, skill: str, first: str = "", second: str = "") -> str:
    """A row with one skill and the weeks of both periods."""
    return row(str(number), title, f"a) {skill}", first, second)


PLAN = (
    section(
        "Abschnitt A: gemeinsame Fertigkeiten, Kenntnisse und Fähigkeiten",
        position(1, "Wolken aufschichten", "Leitern standsicher aufstellen", "50", "40*"),
        position(2, "Regen prüfen", "Tropfen zählen", "18", ""),
    )
    + section(
        "Abschnitt B: Fertigkeiten in der Fachrichtung Gewitter",
        position(1, "Blitze ziehen", "Funken lenken", "", "38"),
    )
    + section(
        "Abschnitt C: Fertigkeiten in der Fachrichtung Nebel",
        position(1, "Nebel legen", "Sicht messen", "", "38"),
    )
    + section(
        "Abschnitt D: Wahlqualifikationen",
        position(1, "Regenbogen spannen", "Farben mischen", "", "10"),
    )
)


def write(
    folder: Path,
    *contents: str,
    name: str = "wolken.xml",
    number: str = "BJNR000000000",
    stand: str = "",
    issued_on: str = "2020-02-29",
) -> Path:
    """A file with a regulation; `stand` is the text of its standangabe."""
    xml = document(*(contents or (PLAN,))).decode()
    note = f"<standangabe><standtyp>Stand</standtyp><standkommentar>{stand}</standkommentar></standangabe>"
    mark = "<ausfertigung-datum>2020-02-29</ausfertigung-datum>"
    xml = xml.replace(mark, f"<ausfertigung-datum>{issued_on}</ausfertigung-datum>{note if stand else ''}")
    path = folder / name
    path.write_text(xml.replace("BJNR000000000", number), encoding="utf-8")
    return path
