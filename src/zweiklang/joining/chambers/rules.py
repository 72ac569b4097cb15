"""Rules of responsible schools come as one complete list: what a file no longer names is no rule any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zweiklang.joining.chambers.models import ResponsibilityRule
from zweiklang.joining.chambers.policy import may_set_responsibilities
from zweiklang.joining.chambers.rows import RowProblem
from zweiklang.joining.occupations import current_occupations, stems
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system

KEY = ("school_id", "occupation", "group", "postcode", "town", "valid_from", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityLine:
    """One rule as a file has it; the school by its number."""

    line: int
    school_number: str
    valid_from: date
    source: str
    occupation: str = ""
    group: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def case(self) -> tuple[str, str, str, str, date]:
        """Returns for what the rule holds: two rules may not hold for the same."""
        return self.occupation, self.group, self.postcode, self.town, self.valid_from


@dataclass(frozen=True, slots=True)
class RulesChanged:
    """How many rules are new, gone and as before; with problems nothing was changed."""

    new: int = 0
    gone: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()


@transaction.atomic
def set_responsibilities(actor: Actor, *, lines: Iterable[ResponsibilityLine]) -> RulesChanged:
    """Exactly these rules hold, or, if one cannot be taken, the old ones as before."""
    require(may_set_responsibilities(actor))
    with as_system(actor):
        rules = list(lines)
        schools = _schools()
        problems = _problems(rules, schools)
        if problems:
            return RulesChanged(problems=tuple(problems))
        wanted = {_key(rule, schools): rule for rule in rules}
        held = {tuple(getattr(one, name) for name in KEY): one for one in ResponsibilityRule.objects.all()}
        gone = [one.pk for key, one in held.items() if key not in wanted]
        ResponsibilityRule.objects.filter(pk__in=gone).delete()
        new = [ResponsibilityRule(**dict(zip(KEY, key, strict=True))) for key in wanted if key not in held]
        ResponsibilityRule.objects.bulk_create(new)
    return RulesChanged(len(new), len(gone), len(wanted) - len(new))


def _schools() -> dict[str, Organisation]:
    rows = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, state=Organisation.State.ACTIVE)
    return {school.number: school for school in rows if school.number}


def _key(rule: ResponsibilityLine, schools: dict[str, Organisation]) -> tuple[object, ...]:
    return schools[rule.school_number].pk, *rule.case, rule.source


def _problems(rules: list[ResponsibilityLine], schools: dict[str, Organisation]) -> list[RowProblem]:
    current = current_occupations()
    names = {stems(one.name) for one in current} | {
        stems(one.name) | stems(one.specialisation) for one in current
    }
    known = [sort_key(one.name) for one in current]
    cases: dict[object, int] = {}
    found = []
    for rule in rules:
        first = cases.setdefault(rule.case, rule.line)
        reason = ""
        if rule.school_number not in schools:
            reason = f"Eine Schule mit der Nummer {rule.school_number} macht hier nicht mit."
        elif rule.occupation and stems(rule.occupation) not in names:
            reason = f"Den Beruf „{rule.occupation}“ gibt es in den Ausbildungsordnungen nicht."
        elif rule.group and not any(sort_key(rule.group) in name for name in known):
            reason = f"Zur Berufsgruppe „{rule.group}“ gehört kein Beruf: Das Wort steht in keinem Namen."
        elif rule.occupation and rule.group:
            reason = "Nennen Sie einen Beruf oder eine Berufsgruppe, nicht beides."
        elif not rule.source:
            reason = "Die Quelle fehlt: Wer hat das festgelegt?"
        elif first != rule.line:
            reason = f"Für denselben Fall steht schon etwas in Zeile {first}."
        if reason:
            found.append(RowProblem(rule.line, f"Zeile {rule.line}", reason))
    return found
