"""The data of a record as JSON, as embedded in the PDF. The form is documented in docs/record-json.md."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from zweiklang.records.document.shape import DocumentLine, DocumentWeek, RecordDocument
from zweiklang.records.weeks import week_slug

FORMAT = "zweiklang-training-record"
VERSION = 1


def record_data(document: RecordDocument) -> dict[str, Any]:
    """Returns the document as plain data: days as ISO dates, moments as ISO with offset, texts exactly as written."""
    content = _content(document)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": document.made_at.isoformat(timespec="seconds"),
        "content_digest": hashlib.sha256(_encoded(content)).hexdigest(),
        **content,
    }


def record_json(document: RecordDocument) -> bytes:
    """Returns `record_data` as JSON in ASCII, so that no character of a text can harm a reader."""
    return json.dumps(record_data(document), indent=1, ensure_ascii=True).encode("ascii")


def _encoded(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def _content(document: RecordDocument) -> dict[str, Any]:
    return {
        "school_days_only": document.school_only,
        "from": document.first.isoformat(),
        "to": document.last.isoformat(),
        "record_form": document.record_form,
        "apprentice": {
            "name": document.apprentice,
            "born_on": document.born_on.isoformat() if document.born_on else None,
        },
        "occupation": {
            "name": document.occupation,
            "specialisation": document.specialisation,
            "regulation": document.regulation,
        },
        "firm": {"name": document.firm, "site": document.site},
        "chamber": {"name": document.chamber},
        "contract": {
            "first_day": document.contract_first_day.isoformat(),
            "last_day": document.contract_last_day.isoformat(),
        },
        "classes": [asdict(c) for c in document.classes],
        "trainers": [
            {
                "name": t.name,
                "capacity": t.capacity,
                "first_day": t.first_day.isoformat(),
                "last_day": t.last_day.isoformat() if t.last_day else None,
            }
            for t in document.trainers
        ],
        "missing_weeks": [week_slug(monday) for monday in document.missing],
        "weeks": [_week(week) for week in document.weeks],
    }


def _school_topic(line: DocumentLine) -> dict[str, str] | None:
    if line.released_on is None:
        return None
    return {"text": line.school_text, "released_on": line.released_on.isoformat()}


def _week(week: DocumentWeek) -> dict[str, Any]:
    return {
        "week": week_slug(week.monday),
        "monday": week.monday.isoformat(),
        "state": week.state,
        "training_year": week.training_year,
        "number": week.number,
        "days": [
            {
                "day": day.day.isoformat() if day.day else None,
                "public_holiday": day.note,
                "lines": [
                    {
                        "place": line.place,
                        "text": line.text,
                        "minutes": line.minutes,
                        "plan_items": [asdict(item) for item in line.plan_items],
                        "school_topic": _school_topic(line),
                    }
                    for line in day.lines
                ],
            }
            for day in week.days
        ],
        "acts": [{**asdict(act), "at": act.at.isoformat(timespec="microseconds")} for act in week.acts],
    }
