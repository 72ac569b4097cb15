"""The privacy notice in Leichte Sprache; who sees what comes from the release rules, which have such sentences of their own."""

import re
from collections import Counter

from zweiklang.privacy.documents.installation import Installation
from zweiklang.privacy.documents.responsible import Responsible
from zweiklang.privacy.documents.rulebook import CLOSED, RuleBook
from zweiklang.privacy.documents.shape import (
    Block,
    Bullets,
    Document,
    Facts,
    Link,
    Links,
    Note,
    Section,
    unique,
)
from zweiklang.privacy.documents.sources import text_file

NO_MORE = "Mehr nicht."
_SENTENCE_END = re.compile(r"(?<=\.) ")
WHO = {
    "trainer": "Ihr Betrieb",
    "class_teacher": "Ihre Klassen-Lehrerin oder Ihr Klassen-Lehrer",
    "subject_teacher": "Ihre anderen Lehrerinnen und Lehrer",
    "guardian": "Ihre Eltern, wenn Sie unter 18 Jahre alt sind",
    "chamber_adviser": "Die Kammer",
}


def easy_notice(here: Installation) -> Document:
    """Returns the notice for apprentices in Leichte Sprache."""
    first, *others = (_section(entry, here.responsible) for entry in text_file("easy")["section"])
    return Document(
        slug="leichte-sprache",
        title="Daten-Schutz in Leichter Sprache",
        subtitle="Für Auszubildende",
        sections=(first, others[0], _who_sees(here.book), *others[1:]),
        easy=True,
    )


def _section(entry: dict[str, object], responsible: Responsible) -> Section:
    lines = entry["lines"]
    assert isinstance(lines, list)
    return Section(
        str(entry["key"]),
        str(entry["title"]),
        (Bullets(tuple(lines)), *_extras(str(entry["key"]), responsible)),
    )


def _extras(key: str, responsible: Responsible) -> tuple[Block, ...]:
    if key == "rechte":
        return (
            Links(
                (
                    Link("Meine Daten", "/konto/daten/", "Hier können Sie alles lesen und mitnehmen."),
                    Link(
                        "Meine Rechte", "/konto/rechte/", "Hier können Sie etwas ändern oder löschen lassen."
                    ),
                )
            ),
        )
    if key == "hilfe":
        contact = "\n".join(filter(None, [responsible.name, responsible.email]))
        return (Facts((("Hier sind wir", contact),)), Note("Hinweis", text_file("easy")["checked"]))
    return ()


def _who_sees(book: RuleBook) -> Section:
    parts = tuple(
        Section(f"wer-{capacity}", title, (Bullets(_sentences(book, capacity)),))
        for capacity, title in WHO.items()
    )
    return Section("wer", "Wer sieht Ihre Daten?", (), parts)


def _sentences(book: RuleBook, capacity: str) -> tuple[str, ...]:
    """What somebody sees, one thought a line; what holds for all of it is said once, at the end, and so is that there is no more."""
    rules = book.for_capacity(capacity)
    seen = [_SENTENCE_END.split(rule.easy) for rule in rules if rule.state != CLOSED]
    times = Counter(sentence for sentences in seen for sentence in sentences)
    own = [" ".join(s for s in sentences if times[s] == 1) for sentences in seen]
    for_all = [sentence for sentence, count in times.items() if count > 1]
    return unique([*own, *for_all, NO_MORE if len(seen) < len(rules) else ""])
