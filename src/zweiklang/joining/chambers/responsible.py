"""Which school is responsible for an apprentice: it follows from occupation and place of work (§ 63 HSchG), by rules that are data.

Without a rule, a school that already teaches the occupation near by is a suggestion with its reason, never an answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.curricula.public import Occupation
from zweiklang.joining.occupations import stems
from zweiklang.kernel.sorting import sort_key

MOST = 5


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school that takes part, and the occupations of its classes as it names them."""

    id: UUID
    name: str
    number: str = ""
    postcode: str = ""
    town: str = ""
    taught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`ResponsibilityRule` without its table."""

    school: UUID
    valid_from: date
    source: str
    occupation: str = ""
    group: str = ""
    postcode: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A school that may be responsible, and why. `sure`: a rule says so, and no other rule as exact says something else."""

    school: SchoolFacts
    reason: str
    sure: bool = False


def responsible_schools(
    occupation: Occupation,
    postcode: str,
    town: str,
    on: date,
    *,
    rules: Iterable[Rule],
    schools: Iterable[SchoolFacts],
) -> list[Suggestion]:
    """Returns the schools that may be responsible on that day, likeliest first. The most exact rule wins; of two as exact, the newer one."""
    known = {school.id: school for school in schools}
    fitting = [
        (rank, rule)
        for rule in rules
        if rule.school in known
        and rule.valid_from <= on
        and (rank := _rank(rule, occupation, postcode, town))
    ]
    if not fitting:
        return list(_near(occupation, postcode, town, known.values()))[:MOST]
    best = max((rank, rule.valid_from) for rank, rule in fitting)
    chosen = {rule.school: rule for rank, rule in fitting if (rank, rule.valid_from) == best}
    return [
        Suggestion(known[school], f"Regel: {_words(rule)} ({rule.source})", sure=len(chosen) == 1)
        for school, rule in chosen.items()
    ]


def _rank(rule: Rule, occupation: Occupation, postcode: str, town: str) -> tuple[int, int] | None:
    """How exact the rule is for this case: occupation before group before all, town before a long postcode; None where it says nothing."""
    what, where = _fits_occupation(rule, occupation), _fits_place(rule, postcode, town)
    return None if what is None or where is None else (what, where)


def _fits_occupation(rule: Rule, occupation: Occupation) -> int | None:
    if rule.occupation:
        named, own = stems(rule.occupation), stems(occupation.name)
        if named == own | stems(occupation.specialisation):
            return 3
        return 2 if named == own else None
    if rule.group:
        return 1 if sort_key(rule.group) in sort_key(occupation.name) else None
    return 0


def _fits_place(rule: Rule, postcode: str, town: str) -> int | None:
    if rule.town and sort_key(rule.town) != sort_key(town):
        return None
    if rule.postcode and not (postcode and postcode.startswith(rule.postcode)):
        return None
    return (10 if rule.town else 0) + len(rule.postcode)


def _words(rule: Rule) -> str:
    what = rule.occupation or rule.group or "alle Berufe"
    where = " ".join(filter(None, [rule.postcode, rule.town])) or "alle Orte"
    return f"{what}, {where}"


def _near(
    occupation: Occupation, postcode: str, town: str, schools: Iterable[SchoolFacts]
) -> Iterator[Suggestion]:
    """Schools with a class for the occupation, those of the same town first; then nearest postcodes."""
    own = stems(occupation.name)
    teaching = [school for school in schools if any(own <= stems(name) for name in school.taught)]
    for school in sorted(
        teaching, key=lambda one: (not _same_town(one, town), _far(one, postcode), one.name)
    ):
        same = _same_town(school, town)
        if same or (_far(school, postcode) < 4 and postcode):
            where = "am selben Ort" if same else f"in der Nähe ({school.town})"
            yield Suggestion(school, f"hat Klassen für diesen Beruf {where}; eine Regel gibt es nicht")


def _same_town(school: SchoolFacts, town: str) -> bool:
    return bool(town) and sort_key(school.town) == sort_key(town)


def _far(school: SchoolFacts, postcode: str) -> int:
    """5 minus the leading digits both postcodes share."""
    same = 0
    for one, other in zip(school.postcode, postcode, strict=False):
        if one != other:
            break
        same += 1
    return 5 - same
