"""Technical and organisational measures (Art. 32 DSGVO): statements, each with the tests that hold it."""

from dataclasses import dataclass
from functools import cache

from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.responsible import Responsible
from zweiklang.privacy.documents.shape import Blank, Document, Facts, Section, Table, Text
from zweiklang.privacy.documents.sources import text_file

LEFT_TO_THE_OPERATOR = (
    (
        "Rechenzentrum und Zutritt",
        "Wo die Rechner stehen, wer Zutritt hat, wie Datenträger entsorgt werden, Nachweise wie ISO 27001 oder BSI C5.",
    ),
    (
        "Sicherung und Wiederherstellung",
        "Wie oft gesichert wird, wo die Sicherungen liegen, ob sie verschlüsselt sind, wann zuletzt eine Wiederherstellung geprobt wurde.",
    ),
    (
        "Verschlüsselung der Leitungen und Datenträger",
        "TLS am Rand des Netzes, Verschlüsselung der Festplatten, wer die Schlüssel hält.",
    ),
    (
        "Menschen",
        "Verpflichtung auf Vertraulichkeit, Schulungen, Vertretung, Vorgehen bei Pannen (Art. 33, 34 DSGVO).",
    ),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One statement. `held_by` are "file::test" or "make:target"; a test says that they exist."""

    key: str
    name: str
    statement: str
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Measures towards one goal of the law."""

    key: str
    title: str
    goal: str
    measures: tuple[Measure, ...]


@cache
def measure_groups() -> tuple[MeasureGroup, ...]:
    """Returns all measures in reading order."""
    return tuple(
        MeasureGroup(
            group["key"],
            group["title"],
            group["goal"],
            tuple(
                Measure(m["key"], m["name"], m["statement"], tuple(m["held_by"])) for m in group["measure"]
            ),
        )
        for group in text_file("measures")["group"]
    )


@cache
def measure_names() -> dict[str, str]:
    """Returns the short name of every measure by its key."""
    return {m.key: m.name for group in measure_groups() for m in group.measures}


def measures(here: Installation) -> Document:
    """Returns the measures, grouped by their goal, and what the operator adds."""
    return Document(
        slug="massnahmen",
        title="Technische und organisatorische Maßnahmen",
        subtitle="nach Art. 32 DSGVO",
        sections=(_opening(here.responsible), *(_group(group) for group in measure_groups()), _operator()),
        wide=True,
    )


def _opening(responsible: Responsible) -> Section:
    return Section(
        "allgemeines",
        "Allgemeine Angaben",
        (
            Text(
                "Jede Aussage nennt die Prüfung, die sie hält. Die Prüfungen laufen bei jeder Änderung am Programm. Fällt eine weg,"
                " schlägt die Prüfung dieses Dokuments fehl. Ihre Namen sind Sätze auf Englisch, der Sprache des Programms."
            ),
            Facts(responsible.facts()),
        ),
    )


def _group(group: MeasureGroup) -> Section:
    return Section(
        group.key,
        group.title,
        (
            Facts((("Ziel", group.goal),)),
            Table(
                caption=group.title,
                head=("Maßnahme", "Was gilt", "Geprüft durch"),
                rows=tuple((m.name, m.statement, "\n".join(map(_check, m.held_by))) for m in group.measures),
                shares=(2, 4, 5),
                english=2,
            ),
        ),
    )


def _check(name: str) -> str:
    """Returns a check as people read it: "nobody reaches a room of the other world (test_row_level_security.py)"."""
    if name.startswith("make:"):
        return name.replace("make:", "make ")
    path, _, test = name.partition("::")
    return f"{test.removeprefix('test_').replace('_', ' ')} ({path.removeprefix('tests/')})"


def _operator() -> Section:
    return Section(
        "betrieb",
        "Was die Betreiberin ergänzt",
        (
            Text("Das Programm weiß nicht, wo und von wem es betrieben wird."),
            *(Blank(title, hint) for title, hint in LEFT_TO_THE_OPERATOR),
        ),
    )
