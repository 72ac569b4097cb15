"""Privacy notices (Art. 13, 14 DSGVO) in plain German, one for each audience, and the page they begin from."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from zweiklang.privacy.documents.activities import Activity, activities
from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.responsible import Responsible
from zweiklang.privacy.documents.rulebook import RuleBook
from zweiklang.privacy.documents.shape import (
    Block,
    Bullets,
    Document,
    Facts,
    Link,
    Links,
    Section,
    Table,
    Text,
    unique,
)
from zweiklang.privacy.documents.sources import text_file
from zweiklang.rooms.public import rule_categories

APPRENTICES = "apprentices"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a notice addresses."""

    key: str
    slug: str
    title: str
    label: str
    intro: str
    seen_title: str
    seen: tuple[str, ...]


@cache
def audiences() -> dict[str, Audience]:
    """Returns the audiences by the slug of their notice."""
    found = [Audience(**{**a, "seen": tuple(a["seen"])}) for a in _texts()["audience"]]
    return {audience.slug: audience for audience in found}


def notice(here: Installation, *, slug: str) -> Document:
    """Returns the notice of that audience; raises KeyError for an unknown slug."""
    audience = audiences()[slug]
    return Document(
        slug=slug,
        title=audience.title,
        subtitle="Informationen nach Art. 13 und 14 DSGVO",
        sections=(
            _in_short(audience),
            _who_is_responsible(here.responsible),
            _what_is_kept(audience),
            Section("wer", audience.seen_title, _who_sees(audience, here.book)),
            *_for_everybody(),
        ),
    )


def overview(here: Installation) -> Document:
    """Returns the page on which people say who they are."""
    people = tuple(Link(a.label, page(a.slug), a.title) for a in audiences().values())
    easy = Link("Datenschutz in Leichter Sprache", page("leichte-sprache"), "Kurze Sätze, große Schrift")
    papers = (
        Link(
            "Verzeichnis von Verarbeitungstätigkeiten",
            page("verzeichnis"),
            "Alle Daten, Zwecke, Empfänger, Fristen (Art. 30)",
        ),
        Link(
            "Technische und organisatorische Maßnahmen",
            page("massnahmen"),
            "Wie die Daten geschützt sind (Art. 32)",
        ),
        Link(
            "Vorlage zur Folgenabschätzung",
            page("folgenabschaetzung"),
            "Risiken und was dagegen getan ist (Art. 35)",
        ),
    )
    return Document(
        slug="",
        title="Datenschutz",
        subtitle="Was Zweiklang speichert, wofür, und wer es sieht",
        sections=(
            Section("kurz", "Kurz gesagt", (Bullets(tuple(_texts()["short"])),)),
            Section("genauer", "Genauer: Wer sind Sie?", (Links((*people, easy)),)),
            _who_is_responsible(here.responsible),
            *_for_everybody(),
            Section("papiere", "Für alle, die es ganz genau wissen wollen", (Links(papers),)),
        ),
    )


def page(slug: str) -> str:
    """Returns the address of a document's page."""
    return reverse("privacy:documents_page", args=[slug])


def _texts() -> dict[str, Any]:
    return text_file("notice")


def _who_is_responsible(responsible: Responsible) -> Section:
    facts = Facts(responsible.facts())
    return Section("verantwortlich", "Wer verantwortlich ist", (facts, Text(_texts()["shared"])))


def _in_short(audience: Audience) -> Section:
    easy = Link("Datenschutz in Leichter Sprache", page("leichte-sprache"), "Kurze Sätze, große Schrift")
    blocks = (Text(audience.intro), Bullets(tuple(_texts()["short"])))
    return Section(
        "kurz", "Kurz gesagt", (*blocks, Links((easy,))) if audience.key == APPRENTICES else blocks
    )


def _what_is_kept(audience: Audience) -> Section:
    parts = tuple(
        _activity(activity, audience) for activity in activities() if audience.key in activity.concerns
    )
    return Section(
        "was",
        "Was wir über Sie speichern",
        (Text("Zu jedem Punkt steht, welche Daten es sind, warum wir sie haben dürfen und wie lange."),),
        parts,
    )


def _activity(activity: Activity, audience: Audience) -> Section:
    tables = activity.tables_about(audience.key)
    laws = unique([law for table in tables for law in table.legal_basis.split("; ")])
    return Section(
        f"was-{activity.key}",
        activity.title,
        (
            Text(activity.plain),
            Table(
                caption=f"{activity.title}: welche Daten und wie lange",
                head=("Welche Daten", "Wie lange"),
                rows=tuple((table.plain, str(table.retention)) for table in tables),
                shares=(1, 1),
            ),
            Facts(
                (
                    ("Woher sie kommen", activity.source),
                    ("Warum wir das dürfen", "; ".join(laws)),
                    ("Müssen Sie das angeben?", activity.duty),
                )
            ),
        ),
    )


def _who_sees(audience: Audience, book: RuleBook) -> tuple[Block, ...]:
    """For apprentices also the release rules in whole sentences: what others see is about them."""
    if audience.key != APPRENTICES:
        return (Bullets(audience.seen),)
    rows = tuple(
        (category.label, "\n".join(rule.sentence for rule in book.of(key) if rule.capacity != "apprentice"))
        for key, category in rule_categories().items()
    )
    table = Table("Wer welche Ihrer Daten sieht", ("Datenkategorie", "Wer sie sieht"), rows, (1, 3))
    return (Bullets(audience.seen), table)


def _for_everybody() -> tuple[Section, ...]:
    texts = _texts()
    cookies = tuple((c["name"], c["purpose"], c["until"]) for c in texts["cookie"])
    return (
        Section("nie", "Was nicht geschieht", (Bullets(tuple(texts["never"])),)),
        Section(
            "rechte",
            "Ihre Rechte",
            (
                Text("Sie haben diese Rechte. Sie üben sie hier aus, ohne Brief und ohne Kosten:"),
                Links(tuple(Link(r["label"], r["path"], r["sentence"]) for r in texts["right"])),
                Text(
                    "Eine Einwilligung können Sie jederzeit widerrufen. Das wirkt sofort und hat keine Nachteile."
                ),
                Text(texts["authority"]),
            ),
        ),
        Section(
            "cookies",
            "Cookies und Speicher im Browser",
            (
                Text(
                    "Nur das Nötige (§ 25 Abs. 2 Nr. 2 TDDDG). Darum fragen wir nicht nach einer Einwilligung."
                ),
                Table("Cookies und Browser-Speicher", ("Name", "Wofür", "Wie lange"), cookies, (2, 4, 4)),
                Text(texts["change"]),
            ),
        ),
    )
