"""A framework curriculum as part of a page: Lernfelder by year, and what is verified."""

from dataclasses import dataclass

from zweiklang.curricula.models import FrameworkCurriculum


@dataclass(frozen=True, slots=True)
class FieldView:
    """A Lernfeld; `hours` one text per year of the table, empty where it is not taught."""

    number: str
    title: str
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """Lernfelder with hours per year. `state` and `tone` say how far our copy is verified."""

    resolution: str
    source: str
    state: str
    tone: str
    verified_by: str
    remarks: str
    years: tuple[int, ...]
    fields: tuple[FieldView, ...]
    totals: tuple[str, ...]


def framework_view(row: FrameworkCurriculum) -> FrameworkView:
    """The curriculum ready for the page; one query."""
    fields = [*row.learning_fields.order_by("order")]
    years = tuple(sorted({field.year for field in fields}))
    state, tone = ("nicht geprüft", "warning")
    if row.verified_by:
        state, tone = ("teilweise geprüft", "warning") if row.remarks else ("geprüft", "success")
    return FrameworkView(
        resolution=row.resolution,
        source=row.source,
        state=state,
        tone=tone,
        verified_by=row.verified_by,
        remarks=row.remarks,
        years=years,
        fields=tuple(
            FieldView(f.number, f.title, tuple(_hours(f.hours) if f.year == year else "" for year in years))
            for f in fields
        ),
        totals=tuple(_total([f.hours for f in fields if f.year == year]) for year in years),
    )


def _hours(hours: int | None) -> str:
    return str(hours) if hours else "nicht bekannt"


def _total(hours: list[int | None]) -> str:
    known = [number for number in hours if number]
    if not known:
        return "nicht bekannt"
    return str(sum(known)) if len(known) == len(hours) else f"mindestens {sum(known)}"
