"""Which framework curriculum a class learns by: chosen by its people, proposed from its apprentices' contracts or its occupation's name."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.curricula.public import FrameworkCurriculum, LearningField, list_name
from zweiklang.kernel.sorting import sort_key
from zweiklang.planning.school_lane.shapes import CurriculumField

_FORMS = re.compile(r"(?:mann|frau|leute|maennin)$")
_SMALL = frozenset({"und", "in", "fur", "im", "der", "die", "des", "m", "w", "d", "frau", "mann"})


def curricula_known() -> list[FrameworkCurriculum]:
    """Returns the stored framework curricula by name, of each the latest resolution first. One query."""
    return list(FrameworkCurriculum.objects.order_by("name", "specialisation", "-pk"))


def curriculum_name(row: FrameworkCurriculum) -> str:
    """Returns "Fachinformatiker/in, Anwendungsentwicklung"."""
    return list_name(row.name, row.specialisation)


def curriculum_of(
    school_class: SchoolClass, known: Iterable[FrameworkCurriculum]
) -> FrameworkCurriculum | None:
    """Returns the curriculum of most contracts of the class, else the one its occupation's name fits alone, else None. One query."""
    rows = list(known)
    contracts = Contract.objects.filter(
        enrolments__school_class=school_class, curriculum__in=[row.pk for row in rows]
    )
    counted = contracts.order_by().values_list("curriculum_id").annotate(count=Count("pk")).order_by("-count")
    most = list(counted[:2])
    if most and (len(most) == 1 or most[0][1] > most[1][1]):
        return next(row for row in rows if row.pk == most[0][0])
    return fitting(school_class.occupation_name, rows)


def fitting(occupation_name: str, known: Iterable[FrameworkCurriculum]) -> FrameworkCurriculum | None:
    """Returns the one curriculum that this name of an occupation means, its latest resolution; None where it may mean several."""
    latest = dict[tuple[str, str], FrameworkCurriculum]()
    for row in known:
        latest.setdefault((row.name, row.specialisation), row)
    names = {sort_key(occupation_name)} - {""}
    exact = [row for row in latest.values() if names & _names(row)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    words = _words(occupation_name)
    found = [row for row in latest.values() if words and _means(words, row)]
    return found[0] if len(found) == 1 else None


def _names(row: FrameworkCurriculum) -> set[str]:
    full = f"{row.name}, {row.specialisation}" if row.specialisation else row.name
    return {sort_key(full), sort_key(list_name(row.name, row.specialisation))}


def _words(name: str) -> set[str]:
    """The words that say something, without the forms for men and women."""
    return {_FORMS.sub("", word) for word in sort_key(name).split() if word not in _SMALL} - {""}


def _means(words: set[str], row: FrameworkCurriculum) -> bool:
    """Every word of the class begins one of the curriculum or the other way round, and the class names its Fachrichtung."""
    own = _words(f"{row.name} {row.specialisation}")
    part = _words(row.specialisation)
    return all(_known(word, own) for word in words) and all(_known(word, words) for word in part)


def _known(word: str, others: set[str]) -> bool:
    return any(word.startswith(other) or other.startswith(word) for other in others)


def fields_of(curriculum_ids: Iterable[UUID]) -> list[CurriculumField]:
    """Returns the Lernfelder of these curricula in order. One query."""
    rows = LearningField.objects.filter(curriculum_id__in={*curriculum_ids}).order_by(
        "curriculum_id", "order"
    )
    return [
        CurriculumField(row.pk, row.number, row.title, row.year, row.hours, row.curriculum_id) for row in rows
    ]
