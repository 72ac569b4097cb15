"""Turns a record into the texts that stand on paper: German, formatted once, every user text made printable."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from zweiklang.kernel import formats
from zweiklang.kernel.paper.glyphs import REPLACEMENT, printable
from zweiklang.records.content import certified
from zweiklang.records.document.shape import DocumentAct, DocumentDay, DocumentWeek, RecordDocument

STATES = (
    ("signed", "unterschrieben"),
    ("submitted", "eingereicht"),
    ("returned", "zurückgegeben"),
    ("draft", "Entwurf"),
    ("missing", "fehlt"),
)
_SHORT = frozenset({"Auszubildende/r", "Ausbildungsberuf", "Ausbildungsbetrieb", "Ausbildungszeit"})
MARKS = {
    "draft": "Entwurf – nicht unterschrieben",
    "submitted": "Eingereicht – noch nicht unterschrieben",
    "returned": "Zurückgegeben – nicht unterschrieben",
    "signed": "Unterschrieben",
}


def printed(document: RecordDocument) -> dict[str, Any]:
    """Returns what record.typ prints: texts only, in the order of the pages."""
    page: dict[str, Any] = {
        "title": f"Ausbildungsnachweis {printable(document.apprentice)}, {_span(document)}",
        "span": _span(document),
        "name": printable(document.apprentice),
        "occupation": _occupation(document),
        "firm": printable(document.firm),
        "whole": document.is_whole,
        "single": _is_single(document),
        "school_only": document.school_only,
        "facts": [[term, printable(value)] for term, value in _facts(document) if value],
        "summary": [] if document.school_only else _summary(document),
        "missing_count": len(document.missing),
        "missing": [_run_label(run) for run in _runs(document.missing)],
        "weeks": [_week(week, document) for week in document.weeks],
        "made_at": formats.moment(document.made_at),
    }
    page["substituted"] = _holds_replacement(page)
    return page


def _holds_replacement(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    return (
        any(map(_holds_replacement, value))
        if isinstance(value, list)
        else isinstance(value, str) and REPLACEMENT in value
    )


def _is_single(document: RecordDocument) -> bool:
    """One week, which then shares the page with who it is about."""
    return len(document.weeks) == 1 and not document.missing and not document.is_whole


def _occupation(document: RecordDocument) -> str:
    return printable(", ".join(filter(None, [document.occupation, document.specialisation])))


def _span(document: RecordDocument) -> str:
    if document.is_whole:
        return "gesamte Ausbildung"
    if _is_single(document):
        return _week_label(document.weeks[0].monday)
    return f"{formats.day_long(document.first)} bis {formats.day_long(document.last)}"


def _week_label(monday: date) -> str:
    return f"{formats.week(monday)} {(monday + timedelta(days=6)).year}"


def _runs(mondays: tuple[date, ...]) -> list[list[date]]:
    """Returns the Mondays grouped into weeks that follow each other."""
    runs: list[list[date]] = []
    for monday in mondays:
        if runs and monday - runs[-1][-1] == timedelta(weeks=1):
            runs[-1].append(monday)
        else:
            runs.append([monday])
    return runs


def _run_label(run: list[date]) -> str:
    if len(run) == 1:
        return _week_label(run[0])
    (year, week, _), (last_year, last_week, _) = run[0].isocalendar(), run[-1].isocalendar()
    days = _period(run[0], run[-1] + timedelta(days=6))
    return f"KW {week}/{year} bis KW {last_week}/{last_year} · {days} ({len(run)} Wochen)"


def _period(first: date, last: date | None) -> str:
    return (
        f"{formats.day_long(first)} bis {formats.day_long(last)}"
        if last
        else f"seit {formats.day_long(first)}"
    )


def _facts(document: RecordDocument) -> list[tuple[str, str]]:
    classes = [
        f"{c.label} ({c.school_year}/{(c.school_year + 1) % 100:02d}), {c.school}" for c in document.classes
    ]
    trainers = [f"{t.name}, {t.capacity}, {_period(t.first_day, t.last_day)}" for t in document.trainers]
    site = document.site if document.site != document.firm else ""
    facts = [
        ("Auszubildende/r", document.apprentice),
        ("Geburtsdatum", formats.day_long(document.born_on) if document.born_on else ""),
        ("Ausbildungsberuf", ", ".join(filter(None, [document.occupation, document.specialisation]))),
        ("Ausbildungsordnung", document.regulation),
        ("Ausbildungsbetrieb", document.firm),
        ("Ausbildungsstätte", site),
        ("Ausbildende", "\n".join(trainers)),
        ("Berufsschule", "\n".join(classes)),
        ("Zuständige Stelle", document.chamber),
        ("Ausbildungszeit", _period(document.contract_first_day, document.contract_last_day)),
        ("Form des Nachweises", document.record_form_label),
    ]
    return [fact for fact in facts if fact[0] in _SHORT] if _is_single(document) else facts


def _summary(document: RecordDocument) -> list[list[str]]:
    """Returns one row per training year: year, number of weeks in each of STATES."""
    years: dict[str, Counter[str]] = defaultdict(Counter)
    for week in document.weeks:
        years[f"{week.training_year}. Ausbildungsjahr"][week.state] += 1
    rows = [[year, *(str(counts[state]) for state, _ in STATES[:-1])] for year, counts in years.items()]
    totals = [str(sum(counts[state] for counts in years.values())) for state, _ in STATES[:-1]]
    return [*rows, ["Insgesamt", *totals]] if rows else []


def _week(week: DocumentWeek, document: RecordDocument) -> dict[str, Any]:
    return {
        "label": _week_label(week.monday),
        "year": f"{week.training_year}. Ausbildungsjahr",
        "number": f"Nachweis Nr. {week.number}",
        "state": week.state,
        "mark": MARKS[week.state],
        "days": [_day(day) for day in week.days],
        "with_days": any(day.day for day in week.days),
        **_totals(week),
        "boxes": _boxes(week, document),
        "notes": [_unlocking(act) for act in week.acts if act.act == "unlocked"],
    }


def _day(day: DocumentDay) -> dict[str, Any]:
    return {
        "label": formats.WEEKDAY_NAMES[day.day.weekday()] if day.day else "Ganze Woche",
        "date": f"{day.day.day}. {formats.MONTHS[day.day.month - 1]}" if day.day else "",
        "empty": f"Feiertag: {day.note}" if day.note else "Kein Eintrag",
        "lines": [
            {
                "place": line.place_label,
                "school": printable(line.school_text),
                "certified": certified(line.released_on),
                "text": printable(line.text).split("\n"),
                "minutes": "" if line.minutes is None else formats.minutes(line.minutes),
                "plan": [printable(item.label) for item in line.plan_items],
            }
            for line in day.lines
        ],
    }


def _totals(week: DocumentWeek) -> dict[str, str]:
    places: Counter[str] = Counter()
    for line in week.lines:
        places[line.place_label] += line.minutes or 0
    parts = [f"{place} {formats.minutes(minutes)}" for place, minutes in places.items() if minutes]
    return {
        "total": formats.minutes(places.total()) if parts else "–",
        "by_place": " · ".join(parts) if len(parts) > 1 else "",
    }


def _boxes(week: DocumentWeek, document: RecordDocument) -> list[dict[str, Any]]:
    """Returns the signature boxes: the apprentice's and the firm's always, those of school and guardians where there is a note."""
    submitted, signed = week.standing_act("submitted"), week.standing_act("signed")
    boxes = [
        _box(
            "Auszubildende/r",
            submitted,
            "eingereicht",
            missing="noch nicht eingereicht",
            name=document.apprentice,
        ),
        _box(
            "Für den Ausbildungsbetrieb",
            signed,
            "elektronisch unterschrieben",
            missing="noch nicht unterschrieben",
        ),
    ]
    if noted := week.standing_act("school_noted"):
        boxes.append(_box("Für die Berufsschule", noted, "Schultage zur Kenntnis genommen"))
    if noted := week.standing_act("guardian_noted"):
        boxes.append(_box("Gesetzliche Vertretung", noted, "zur Kenntnis genommen"))
    return boxes


def _box(
    title: str, act: DocumentAct | None, done: str, *, missing: str = "", name: str = ""
) -> dict[str, Any]:
    if act is None:
        return {"title": title, "name": printable(name), "act": missing, "digest": "", "done": False}
    digest = " ".join(act.digest[i : i + 4] for i in range(0, 16, 4))
    who = ", ".join(filter(None, [act.name, "" if title == act.capacity else act.capacity]))
    return {
        "title": title,
        "name": printable(who),
        "act": f"am {formats.moment(act.at)} Uhr {done}",
        "digest": f"Prüfsumme {digest}",
        "done": True,
    }


def _unlocking(act: DocumentAct) -> str:
    return printable(
        f"Am {formats.moment(act.at)} Uhr entsperrt von {act.name} ({act.capacity}). Grund: {act.reason}"
    ).replace("\n", " ")
