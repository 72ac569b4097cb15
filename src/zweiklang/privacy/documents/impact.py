"""Input for the data-protection impact assessment (Datenschutz-Folgenabschätzung, Art. 35 DSGVO): what the product knows, and
marked fields for what only the responsible body can judge."""

from dataclasses import dataclass
from functools import cache

from zweiklang.privacy.documents.activities import activities
from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.measures import measure_names
from zweiklang.privacy.documents.responsible import Responsible
from zweiklang.privacy.documents.rulebook import RuleBook
from zweiklang.privacy.documents.shape import (
    Blank,
    Block,
    Bullets,
    Document,
    Facts,
    Section,
    Table,
    Text,
)
from zweiklang.privacy.documents.sources import text_file
from zweiklang.rooms.public import LABELS, capacity_label, rule_categories

RESIDUAL = "Verbleibendes Risiko: Wie wahrscheinlich, wie schwer, hinnehmbar oder nicht, und warum."


@dataclass(frozen=True, slots=True)
class Risk:
    """What may happen to whom through a category (`scopes` empty: through the whole); `weight` without any measure."""

    scopes: tuple[str, ...]
    audience: str
    harm: str
    weight: str
    measures: tuple[str, ...]


@cache
def risks() -> tuple[Risk, ...]:
    """Returns all risks in reading order."""
    return tuple(
        Risk(tuple(r["scopes"]), r["audience"], r["harm"], r["weight"], tuple(r["measures"]))
        for r in text_file("risks")["risk"]
    )


def impact(here: Installation) -> Document:
    """Returns the input: description, necessity, risks by category and audience with their measures, and the open fields."""
    return Document(
        slug="folgenabschaetzung",
        title="Vorlage zur Datenschutz-Folgenabschätzung",
        subtitle="nach Art. 35 DSGVO, auszufüllen von der verantwortlichen Stelle",
        sections=(
            _opening(here.responsible),
            _description(),
            _necessity(),
            _risks(here.book),
            _whole(),
            _closing(),
        ),
        wide=True,
    )


def _opening(responsible: Responsible) -> Section:
    texts = text_file("risks")
    return Section(
        "anlass",
        "Anlass und Stand",
        (
            Text(texts["opening"]),
            Facts(responsible.facts()),
            Text("Für eine Folgenabschätzung spricht:"),
            Bullets(tuple(texts["criteria"])),
            Blank(
                "Ergebnis der Vorprüfung",
                "Ist eine Folgenabschätzung nötig? Wer hat sie wann begonnen, wer wirkt mit?",
            ),
        ),
    )


def _description() -> Section:
    """Art. 35 Abs. 7 lit. a."""
    table = Table(
        caption="Verarbeitungstätigkeiten",
        head=("Tätigkeit", "Zweck", "Betroffene", "Rechtsgrundlagen"),
        rows=tuple(
            (a.title, a.purpose, "; ".join(a.whose()), "; ".join(a.legal_bases())) for a in activities()
        ),
        shares=(3, 5, 4, 5),
    )
    texts = text_file("risks")
    return Section(
        "beschreibung",
        "Was verarbeitet wird und wozu",
        (
            Text(
                "Einzelne Angaben, Fristen und Empfänger stehen im Verzeichnis von Verarbeitungstätigkeiten."
            ),
            table,
        ),
        (Section("umfang", "Umfang", (Bullets(tuple(texts["extent"])),)),),
    )


def _necessity() -> Section:
    """Art. 35 Abs. 7 lit. b."""
    return Section(
        "notwendigkeit",
        "Notwendigkeit und Verhältnismäßigkeit",
        (
            Bullets(tuple(text_file("risks")["necessity"])),
            Blank(
                "Bewertung",
                "Sind die Zwecke mit weniger Daten erreichbar? Stehen Nutzen und Eingriff im Verhältnis?",
            ),
        ),
    )


def _risks(book: RuleBook) -> Section:
    """Art. 35 Abs. 7 lit. c and d: one part for each data category."""
    return Section(
        "risiken",
        "Risiken nach Datenkategorie",
        (
            Text(
                "Für jede Datenkategorie: wer sie sieht, was wem geschehen kann, und was dagegen getan ist. Das Gewicht ist ein"
                " Vorschlag, als gäbe es keine Maßnahmen. Was die Maßnahmen genau bedeuten, steht in den technischen und"
                " organisatorischen Maßnahmen."
            ),
        ),
        tuple(_category(book, str(scope), label) for scope, label in LABELS.items()),
    )


def _category(book: RuleBook, scope: str, label: str) -> Section:
    found = tuple(risk for risk in risks() if scope in risk.scopes)
    return Section(
        f"risiko-{scope}",
        label,
        (*_readers(book, scope), _table(label, found), Blank(f"{label}: Restrisiko", RESIDUAL)),
    )


def _readers(book: RuleBook, scope: str) -> tuple[Block, ...]:
    """What is in the category and who reads it by which rule; the rooms of offices have no rules to decide about."""
    category = rule_categories().get(scope)
    if category is None:
        return (Facts((("Sichtbar für", "die Verwaltung der Schule, des Betriebs oder der Kammer selbst"),)),)
    rules = [f"{capacity_label(rule.capacity)}: {rule.label}" for rule in book.of(scope)]
    return (Facts((("Inhalt", category.content), ("Freigaberegeln", "; ".join(rules)))),)


def _table(label: str, found: tuple[Risk, ...]) -> Table:
    return Table(
        caption=f"{label}: Risiken und Maßnahmen",
        head=("Für wen", "Was geschehen kann", "Gewicht", "Was dagegen getan ist"),
        rows=tuple(
            (risk.audience, risk.harm, risk.weight, "\n".join(measure_names()[m] for m in risk.measures))
            for risk in found
        ),
        shares=(3, 6, 2, 5),
    )


def _whole() -> Section:
    found = tuple(risk for risk in risks() if not risk.scopes)
    return Section(
        "gesamt",
        "Risiken des Ganzen",
        (_table("Das Ganze", found), Blank("Das Ganze: Restrisiko", RESIDUAL)),
    )


def _closing() -> Section:
    fields = text_file("risks")["open"]
    return Section(
        "abschluss",
        "Was die verantwortliche Stelle entscheidet",
        tuple(Blank(field["title"], field["hint"]) for field in fields),
    )
