"""Why something is not there on a time line, who can change it, and the first step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from zweiklang.planning.tabs import page_address
from zweiklang.planning.timeline.shapes import ClassPlan, Lane, Timeline
from zweiklang.rooms.public import Scope, Standing

SHOWING = "Freigeben kann ihn nur die Ausbildungsleitung des Betriebs: „Meine Organisation“, „Regeln“, „Betrieblicher Ausbildungsplan“."


@dataclass(frozen=True, slots=True)
class Reason:
    """What is missing and why; the first step (label and address) for whoever can take it."""

    title: str
    text: str
    label: str = ""
    href: str = ""


def reasons(timeline: Timeline, standings: Mapping[UUID, Standing]) -> list[Reason]:
    """Returns what is missing in the year shown, with what one can do about it."""
    found = [_of_class(one, standings.get(one.room_id)) for one in timeline.classes if one.version is None]
    if not timeline.classes:
        text = f"Für das Schuljahr {timeline.axis.title} gibt es keine Klasse, die Sie sehen. Die Schule ordnet die Klasse zu."
        found.append(Reason("Keine Klasse", text))
    empty = [lane for lane in timeline.lanes if lane.seen and not lane.entries]
    if len(timeline.lanes) == 1:
        found += [_of_lane(lane, standings.get(lane.room_id)) for lane in empty]
    return [*found, *_hidden(timeline.lanes)]


def _of_class(one: ClassPlan, standing: Standing | None) -> Reason:
    title = f"Klasse {one.label}: Noch keine Lernfelder veröffentlicht"
    teaches = standing is not None and (
        standing.carries(Scope.LESSONS_WRITE) or standing.carries(Scope.SCHEDULE_WRITE)
    )
    href = page_address("planning:fields", one.room_id) if teaches else None
    if not href:
        return Reason(
            title, "Wann welches Lernfeld unterrichtet wird, veröffentlicht die Klassenleitung der Klasse."
        )
    if one.draft:
        text = "Es gibt einen Entwurf. Betriebe und Auszubildende sehen ihn erst, wenn er veröffentlicht ist."
        return Reason(title, text, "Entwurf öffnen", href)
    return Reason(
        title, "Ein Vorschlag aus dem Rahmenlehrplan ist mit einem Klick da.", "Lernfelder planen", href
    )


def _of_lane(lane: Lane, standing: Standing | None) -> Reason:
    title = "Noch kein Ausbildungsplan"
    href = (
        page_address("planning:plan", lane.room_id)
        if standing and standing.carries(Scope.PLAN_WRITE)
        else None
    )
    if href:
        text = "Aus der Ausbildungsordnung entsteht mit einem Klick ein erster Plan, den Sie ändern können."
        return Reason(title, text, "Ausbildungsplan anlegen", href)
    return Reason(title, "Den betrieblichen Ausbildungsplan legt der Ausbildungsbetrieb an.")


def _hidden(lanes: Iterable[Lane]) -> list[Reason]:
    hidden = [lane for lane in lanes if not lane.seen]
    if not hidden:
        return []
    firms = {lane.firm for lane in hidden}
    title = (
        "Ein Betrieb hat seinen Plan nicht freigegeben"
        if len(firms) == 1
        else f"{len(firms)} Betriebe haben ihren Plan nicht freigegeben"
    )
    return [Reason(title, SHOWING)]
