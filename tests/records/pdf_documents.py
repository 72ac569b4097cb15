"""Records to print, built without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from zweiklang.records.document.shape import (
    DocumentAct,
    DocumentClass,
    DocumentDay,
    DocumentLine,
    DocumentPlanItem,
    DocumentTrainer,
    DocumentWeek,
    RecordDocument,
)

FIRST_MONDAY = date(2024, 8, 5)
DIGEST = "3fa291bc77d0e1254c" + "0" * 46
POSITION = DocumentPlanItem("position", "A 5", "Betreiben von IT-Systemen")
FIELD = DocumentPlanItem("learning_field", "LF 7", "Cyber-physische Systeme ergänzen")
COMPANY = DocumentLine(
    "company",
    "Betrieb",
    "Arbeitsplätze in der Buchhaltung eingerichtet: Rechner aufgebaut, Konten angelegt, Drucker verbunden.\nÜbergabe mit Frau Özdemir.",
    465,
    (POSITION,),
)
SCHOOL = DocumentLine(
    "school",
    "Berufsschule",
    "Lernfeld 7: Sensoren an einem Einplatinenrechner ausgelesen und dokumentiert.",
    360,
    (FIELD,),
)


def act(
    kind: str,
    *,
    name: str = "Katrin Lohmann",
    capacity: str = "Ausbilder/in",
    day: date,
    holds: bool = True,
    reason: str = "",
) -> DocumentAct:
    moment = datetime(day.year, day.month, day.day, 13, 3, tzinfo=UTC)
    return DocumentAct(kind, kind, name, capacity, moment, reason, DIGEST, holds)


def week(index: int = 0, *, state: str = "signed", line: DocumentLine = COMPANY) -> DocumentWeek:
    monday = FIRST_MONDAY + timedelta(weeks=index)
    days = [DocumentDay(monday + timedelta(days=i), "", (line,) if i < 3 else (SCHOOL,)) for i in range(5)]
    friday = monday + timedelta(days=4)
    acts = (
        [act("submitted", name="Jana Weber", capacity="Auszubildende/r", day=friday)]
        if state in {"submitted", "signed"}
        else []
    )
    acts += [act("signed", day=friday + timedelta(days=3))] if state == "signed" else []
    return DocumentWeek(monday, state, state, index // 52 + 1, index + 1, tuple(days), tuple(acts))


def document(*weeks: DocumentWeek, **changes: object) -> RecordDocument:
    base = RecordDocument(
        room_id=UUID(int=7),
        apprentice="Jana Weber",
        born_on=date(2006, 3, 14),
        occupation="Fachinformatikerin/Fachinformatiker",
        specialisation="Anwendungsentwicklung",
        regulation="Verordnung über die Berufsausbildung zum Fachinformatiker und zur Fachinformatikerin",
        firm="Lohmann Systemhaus GmbH",
        site="Werkstatt Gießen",
        chamber="IHK Gießen-Friedberg",
        classes=(
            DocumentClass("10 FI 1", "Berufliche Schule am Lahnufer", 2024),
            DocumentClass("11 FI 1", "Berufliche Schule am Lahnufer", 2025),
        ),
        contract_first_day=date(2024, 8, 5),
        contract_last_day=date(2027, 7, 31),
        trainers=(DocumentTrainer("Katrin Lohmann", "Ausbilder/in", date(2024, 8, 5), None),),
        record_form="daily",
        record_form_label="täglich",
        first=date(2024, 8, 5),
        last=date(2027, 7, 31),
        weeks=weeks,
        missing=(),
        school_only=False,
        made_at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    )
    return replace(base, **changes)
