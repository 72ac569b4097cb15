"""What people send to the company lane. Forms check what one field can know; what depends on the plan is the services' affair."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.kernel.form_fields import DayField
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.company_lane.checking import cut, number
from zweiklang.planning.company_lane.demand import NOT_CHOSEN, Demand, SectionFacts
from zweiklang.planning.company_lane.shapes import Entry, NewEntry, Place

NOBODY = [("", "niemand Bestimmtes")]
NOWHERE = [("", "keine Abteilung")]


class EntryForm(forms.Form):
    """One part of a plan."""

    position = forms.ChoiceField(
        label="Was wird gelernt?", error_messages={"required": "Bitte eine Position wählen."}
    )
    first_week = DayField(label="Erste Woche", help_text="Ein Tag dieser Woche reicht.")
    last_week = DayField(label="Letzte Woche", help_text="Ein Tag dieser Woche reicht.")
    department = forms.ChoiceField(label="Abteilung", required=False)
    responsible = forms.ChoiceField(label="Wer ist zuständig?", required=False)
    locked = forms.BooleanField(
        label="Bleibt, wo es ist", required=False, help_text="Der Planer und „Neu verteilen“ ändern es nicht."
    )
    partner_wanted = forms.BooleanField(
        label="Wir suchen einen Partner",
        required=False,
        help_text="Unser Betrieb kann das nicht selbst zeigen, zum Beispiel weil eine Maschine fehlt.",
    )
    note = forms.CharField(
        label="Bemerkung",
        required=False,
        max_length=300,
        help_text="Sichtbar für alle, die den Plan sehen. Nichts über Krankheit oder Privates.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        demand: Demand,
        places: Sequence[Place],
        people: Sequence[tuple[UUID, str]],
        entry: Entry | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self._field("position").choices = _positions(demand, entry)
        kept = [(entry.responsible_id, entry.responsible)] if entry and entry.responsible_id else []
        known = dict([*kept, *people])
        self._field("responsible").choices = [*NOBODY, *((str(key), name) for key, name in known.items())]
        if places:
            self._field("department").choices = [*NOWHERE, *((str(one.id), one.name) for one in places)]
        else:
            del self.fields["department"]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def entry(self) -> NewEntry:
        """Returns what was entered; call when the form is valid."""
        values = self.cleaned_data
        return NewEntry(
            position_id=UUID(values["position"]),
            first_week=monday_of(values["first_week"]),
            last_week=monday_of(values["last_week"]),
            department_id=_id(values.get("department")),
            responsible_id=_id(values["responsible"]),
            locked=values["locked"],
            partner_wanted=values["partner_wanted"],
            note=" ".join(values["note"].split()),
        )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _positions(demand: Demand, entry: Entry | None) -> list[tuple[str, Any]]:
    """Returns the positions that count by section; one that has left the plan stays choosable for its own entry."""
    found: list[tuple[str, Any]] = [("", "Bitte wählen")]
    chosen = {one.id: one for one in demand.sections if one.chosen}
    for key, section in chosen.items():
        rows = [
            (str(one.id), cut(f"{one.number} {one.title}".strip(), 110))
            for one in demand.positions
            if one.section_id == key and one.why != NOT_CHOSEN
        ]
        found.append((cut(f"{section.label} {section.title}".strip(), 80), rows))
    known = {value for _, rows in found[1:] for value, _ in rows}
    if entry and str(entry.position_id) not in known:
        title = cut(f"{entry.number} {entry.title}".strip(), 110)
        found.append(("Nicht mehr gewählt", [(str(entry.position_id), title)]))
    return found


class LeaveForm(forms.Form):
    """Leave from a first to a last day."""

    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag")


class TemplateForm(forms.Form):
    """The name of a template."""

    name = forms.CharField(
        label="Name der Vorlage",
        max_length=100,
        help_text="Zum Beispiel: Standard ab 2026. Keine Namen von Auszubildenden.",
        error_messages={"required": "Bitte einen Namen angeben, zum Beispiel: Standard ab 2026."},
    )

    def clean_name(self) -> str:
        """Returns the name with single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())


class ChoiceForm(forms.Form):
    """What of the regulation's electives and parts was chosen: a whole section, or single positions of it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, demand: Demand, chosen: Collection[UUID], revision: int, **options: Any
    ) -> None:
        super().__init__(data, initial={"revision": revision}, **options)
        self._sections = [one for one in demand.sections if one.options]
        for index, section in enumerate(self._sections):
            self.fields[f"section{index}"] = forms.MultipleChoiceField(
                label=cut(f"{section.label}: {section.title}", 160),
                required=False,
                choices=_options(section),
                widget=forms.CheckboxSelectMultiple,
                initial=_initial(section, chosen),
            )

    def chosen(self) -> list[UUID]:
        """Returns the ids: a whole section stands for its positions; call when the form is valid."""
        found: list[UUID] = []
        for index, section in enumerate(self._sections):
            values = [UUID(one) for one in self.cleaned_data[f"section{index}"]]
            found += [section.id] if section.id in values else values
        return found


def _options(section: SectionFacts) -> list[tuple[str, str]]:
    weeks = sum(one[2] for one in section.options)
    whole = [(str(section.id), f"Ganzer Abschnitt ({_weeks(weeks)})")]
    single = [(str(key), f"{cut(label, 120)} ({_weeks(each)})") for key, label, each, _ in section.options]
    return whole + single if len(single) > 1 else whole


def _weeks(value: float) -> str:
    return f"{number(value)} {'Woche' if round(value, 1) == 1 else 'Wochen'}" if value else "ohne Zeitangabe"


def _initial(section: SectionFacts, chosen: Collection[UUID]) -> list[str]:
    if section.id in chosen:
        return [str(section.id)]
    return [str(key) for key, *_ in section.options if key in chosen]


class PlaceForm(forms.Form):
    """A department as a place of training."""

    capacity = forms.IntegerField(
        label="Wie viele Auszubildende zugleich?",
        min_value=1,
        max_value=500,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Bitte eine Zahl ab 1 angeben, zum Beispiel 2."
        ),
    )
    closed_first = DayField(label="Nimmt niemanden: erste Woche", required=False)
    closed_last = DayField(label="Nimmt niemanden: letzte Woche", required=False)

    def __init__(
        self, data: Any = None, *, demands: Sequence[tuple[str, Demand]], place: Place, **options: Any
    ) -> None:
        super().__init__(data, initial={"capacity": place.capacity}, **options)
        self._names = []
        for index, (label, demand) in enumerate(demands):
            name = f"positions{index}"
            self._names.append(name)
            self.fields[name] = forms.MultipleChoiceField(
                label=f"Was lernt man hier? {label}",
                required=False,
                choices=_taught(demand),
                widget=forms.CheckboxSelectMultiple,
                initial=[str(one) for one in place.positions],
            )
        self._closed = [
            (f"{first.isoformat()}/{last.isoformat()}", f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}")
            for first, last in place.closed
        ]
        if self._closed:
            self.fields["keep_closed"] = forms.MultipleChoiceField(
                label="Wochen ohne Auszubildende (abwählen zum Entfernen)",
                required=False,
                choices=self._closed,
                widget=forms.CheckboxSelectMultiple,
                initial=[value for value, _ in self._closed],
            )

    def clean(self) -> dict[str, Any]:
        """Both weeks of a closure are there, or none."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("closed_first"), values.get("closed_last")
        if bool(first) != bool(last) and not self.errors:
            raise forms.ValidationError("Bitte erste und letzte Woche angeben, oder keine von beiden.")
        if first and last and last < first:
            self.add_error("closed_last", "Die letzte Woche liegt vor der ersten.")
        return values

    def terms(self) -> dict[str, Any]:
        """Returns capacity, positions and closed weeks; call when the form is valid."""
        values = self.cleaned_data
        closed = {
            (date.fromisoformat(first), date.fromisoformat(last))
            for first, last in (one.split("/") for one in values.get("keep_closed", ()))
        }
        if values["closed_first"] and values["closed_last"]:
            closed.add((monday_of(values["closed_first"]), monday_of(values["closed_last"])))
        positions = {UUID(one) for name in self._names for one in values[name]}
        return {"capacity": values["capacity"], "positions": positions, "closed": sorted(closed)}


def _taught(demand: Demand) -> list[tuple[str, str]]:
    """Returns every position that can have a bar of its own, also of parts nobody has chosen yet."""
    sections = {one.id: one.label.removeprefix("Abschnitt ") for one in demand.sections}
    timed = {need.position_id for need in demand.needs}
    return [
        (str(one.id), cut(f"{sections.get(one.section_id, '')} {one.number} {one.title}".strip(), 110))
        for one in demand.positions
        if one.id in timed or one.section_id in {s.id for s in demand.sections if s.options}
    ]
