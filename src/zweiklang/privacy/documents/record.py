"""The record of processing activities (Verzeichnis von Verarbeitungstätigkeiten, Art. 30 Abs. 1 DSGVO)."""

from zweiklang.privacy.documents.activities import Activity, activities, in_no_activity
from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.recipients import ROOM_LABELS, Recipient, recipients
from zweiklang.privacy.documents.responsible import Responsible
from zweiklang.privacy.documents.rulebook import RuleBook
from zweiklang.privacy.documents.shape import (
    Blank,
    Block,
    Bullets,
    Document,
    Facts,
    Note,
    Section,
    Table,
    Text,
)
from zweiklang.privacy.documents.tables import DataTable, data_tables, plain_tables
from zweiklang.rooms.public import RULES, RULING_CAPACITIES, capacity_label, rule_categories

THIRD_COUNTRIES = "keine: Das Programm ruft keine Dienste Dritter auf. Wo seine Rechner stehen, regelt der Vertrag mit dem Rechenzentrum."
MEASURES = "siehe „Technische und organisatorische Maßnahmen“ (eigenes Dokument)"


def record(here: Installation) -> Document:
    """Returns the record with every activity and every table of the product."""
    return Document(
        slug="verzeichnis",
        title="Verzeichnis von Verarbeitungstätigkeiten",
        subtitle="nach Art. 30 Abs. 1 DSGVO",
        sections=(
            _general(here.responsible),
            *(_activity(activity, here.book) for activity in activities()),
            *_unplaced(),
            _rules(here.book),
            _tasks(),
            _without_personal_data(),
        ),
        wide=True,
        landscape=True,
    )


def _general(responsible: Responsible) -> Section:
    facts = Facts(
        (
            *responsible.facts(),
            (
                "Gemeinsam Verantwortliche",
                "Schulen, Betriebe und Kammern für ihre Daten, siehe jede Tätigkeit",
            ),
            ("Übermittlung in Drittländer", THIRD_COUNTRIES),
            ("Technische und organisatorische Maßnahmen", MEASURES),
        )
    )
    return Section(
        "allgemeines",
        "Allgemeine Angaben",
        (
            Text(
                "Dieses Verzeichnis entsteht aus dem Programm selbst: Jede Tabelle sagt, wessen Daten sie wozu, auf welcher"
                " Grundlage und wie lange hält. Die Freigaberegeln sagen, wer sie liest."
            ),
            facts,
            Blank(
                "Verträge zwischen den Beteiligten",
                "Vereinbarung der gemeinsam Verantwortlichen (Art. 26 DSGVO) und Verträge mit Auftragsverarbeitern"
                " (Art. 28 DSGVO), zum Beispiel Rechenzentrum und Mailserver: mit Datum und Fundstelle.",
            ),
        ),
    )


def _activity(activity: Activity, book: RuleBook) -> Section:
    facts = (
        ("Zweck", activity.purpose),
        ("Verantwortlich", activity.responsible),
        ("Betroffene Personen", "; ".join(activity.whose())),
        ("Rechtsgrundlagen", "; ".join(activity.legal_bases())),
        ("Herkunft der Daten", activity.source),
        ("Übermittlung in Drittländer", "keine"),
    )
    return Section(
        activity.key,
        activity.title,
        (Facts(facts), _data(activity.title, activity.tables), *_who_reads(activity, book)),
    )


def _data(title: str, tables: tuple[DataTable, ...]) -> Table:
    return Table(
        caption=f"{title}: Daten und Fristen",
        head=("Daten", "Angaben", "Betroffene", "Zweck und Rechtsgrundlage", "Aufbewahrung und Löschung"),
        rows=tuple(
            (
                table.name + (" mit Verlauf jeder Änderung" if table.tracked else ""),
                ", ".join(table.fields),
                table.whose,
                f"{table.purpose}\n{table.legal_basis}",
                f"{table.retention}\nLöschung: {table.erasure}",
            )
            for table in tables
        ),
        shares=(3, 6, 3, 5, 4),
    )


def _who_reads(activity: Activity, book: RuleBook) -> tuple[Block, ...]:
    found = recipients(book, activity.rooms, offices=activity.offices)
    table = (_recipients(activity.title, found),) if found else ()
    word = "Außerdem:" if found else "Empfängerinnen und Empfänger:"
    others = (Text(word), Bullets(activity.recipients)) if activity.recipients else ()
    return (*table, *others)


def _recipients(title: str, found: tuple[Recipient, ...]) -> Table:
    return Table(
        caption=f"{title}: Empfängerinnen und Empfänger nach Freigaberegel",
        head=("Wer", "Raum", "Datenkategorien", "Regel", "Rechtsgrundlage", "Warum"),
        rows=tuple((r.who, r.room, ", ".join(r.categories), r.rule, r.legal_basis, r.why) for r in found),
        shares=(3, 2, 5, 3, 3, 5),
    )


def _unplaced() -> tuple[Section, ...]:
    """What nobody has placed yet is shown as such; `zweiklang documents build` and a test refuse it."""
    tables = tuple(data_tables()[label] for label in in_no_activity())
    if not tables:
        return ()
    note = Note("Noch nicht zugeordnet", "Diese Tabellen stehen in keiner Verarbeitungstätigkeit.")
    return (Section("nicht-zugeordnet", "Noch nicht zugeordnet", (note, _data("Nicht zugeordnet", tables))),)


def _rules(book: RuleBook) -> Section:
    """The Land's rules at a glance: every category × every capacity that a rule decides about."""
    names = [capacity_label(capacity) for capacity in RULING_CAPACITIES]
    return Section(
        "freigaberegeln",
        "Freigaberegeln des Landes",
        (
            Text(
                "Was das Land bestimmt: wer in einer Ausbildung welche Datenkategorie liest. „Geschlossen“ kann das Land"
                " öffnen, „nie“ niemand. Was für Ausbilderinnen und Ausbilder gilt, gilt auch für Ausbildungsbeauftragte"
                " und Ausbildungsleitung. Begründung, Geschichte und Wortlaut stehen auf der Seite der Regeln (/regeln/)."
            ),
            Table(
                caption="Datenkategorie und Aufgabe",
                head=("Datenkategorie", *names),
                rows=tuple(
                    (category.label, *(rule.label for rule in book.of(key)))
                    for key, category in rule_categories().items()
                ),
                shares=(4, *(3 for _ in names)),
            ),
            Table(
                caption="Was in den Datenkategorien steht",
                head=("Datenkategorie", "Inhalt"),
                rows=tuple((category.label, category.content) for category in rule_categories().values()),
                shares=(1, 3),
            ),
        ),
    )


def _tasks() -> Section:
    kinds = (("team", "team_scopes"), ("proposal", "proposal_scopes"), ("class", "class_scopes"))
    rows = tuple(
        (
            rule.label,
            rule.reason,
            rule.legal_basis,
            "\n".join(
                [
                    *(ROOM_LABELS[kind] for kind, name in kinds if getattr(rule, name)),
                    *(ROOM_LABELS[kind] for kind, _ in rule.talk_scopes),
                ]
            )
            or "keine",
        )
        for rule in RULES.values()
    )
    return Section(
        "aufgaben",
        "Aufgaben und ihre Rechtsgrundlage",
        (
            Text("Eine Aufgabe allein öffnet nichts. Sie gilt nur in den Räumen, zu denen jemand gehört."),
            Table(
                caption="Aufgaben",
                head=(
                    "Aufgabe",
                    "Warum",
                    "Rechtsgrundlage",
                    "Feste Rechte außerhalb einer Ausbildung im Raum",
                ),
                rows=rows,
                shares=(2, 4, 3, 3),
            ),
        ),
    )


def _without_personal_data() -> Section:
    return Section(
        "ohne-personenbezug",
        "Tabellen ohne Personenbezug",
        (
            Text("Vollständigkeitshalber: Diese Tabellen enthalten keine personenbezogenen Daten."),
            Table(
                caption="Tabellen ohne Personenbezug",
                head=("Tabelle", "Warum"),
                rows=tuple((f"{table.name} ({table.label})", table.why) for table in plain_tables()),
                shares=(2, 3),
            ),
        ),
    )
