"""Who could be invited, before anybody is: firms with their apprentices, what is known of them, what is missing, which known firm it may be."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, Pupil, SchoolClass
from zweiklang.curricula.public import Occupation
from zweiklang.joining.firms import FirmFacts, Suggestion, facts_of, firm_suggestions, known_firms, plain_name
from zweiklang.joining.occupations import occupation_named
from zweiklang.kernel.actor import system_actor
from zweiklang.organisations.public import Organisation, Post
from zweiklang.rooms.public import as_system

DEFAULT_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Candidate:
    """One apprentice of a firm: from the school's entry (`pupil`) or the chamber's register (`contract`)."""

    name: str
    pupil: Pupil | None = None
    contract: Contract | None = None
    occupation: Occupation | None = None
    first_day: date | None = None
    last_day: date | None = None
    lacks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Returns the value of the tick."""
        return str(self.pupil.pk if self.pupil else self.contract.pk if self.contract else "")


@dataclass(frozen=True, slots=True)
class FirmGroup:
    """A firm with its apprentices. `suggestions`: known firms it may be; `sure` the one nobody doubts, chosen beforehand."""

    key: str
    facts: FirmFacts
    candidates: tuple[Candidate, ...]
    suggestions: tuple[Suggestion, ...] = ()
    joined: bool = False
    lacks: tuple[str, ...] = field(default=())

    @property
    def sure(self) -> UUID | None:
        """Returns the id of the known firm that is chosen beforehand, or None."""
        if self.facts.id:
            return self.facts.id
        return next((s.firm.id for s in self.suggestions if s.sure), None)


def groups_of_class(
    school_class: SchoolClass, pupils: Iterable[Pupil], occupations: Sequence[Occupation]
) -> tuple[list[FirmGroup], list[Candidate]]:
    """Returns the firms of a class's pupils by name, and pupils without any firm in the school's file."""
    by_firm: dict[str, list[Pupil]] = defaultdict(list)
    alone = []
    own = occupation_named(school_class.occupation_name, occupations)
    for pupil in pupils:
        if pupil.contract is None and not pupil.firm_name.strip():
            alone.append(candidate(pupil, school_class, occupations, own))
        else:
            by_firm[_key(_facts(pupil))].append(pupil)
    wanted = [_facts(members[0]) for members in by_firm.values()]
    known = known_firms(*wanted) if wanted else []
    joined = _joined({firm.id for firm in known if firm.id})
    groups = []
    for key, members in by_firm.items():
        facts = _merged([_facts(pupil) for pupil in members])
        suggestions = () if facts.id else tuple(firm_suggestions(facts, known))
        candidates = tuple(candidate(pupil, school_class, occupations, own) for pupil in members)
        sure = facts.id or next((s.firm.id for s in suggestions if s.sure), None)
        groups.append(FirmGroup(key, facts, candidates, suggestions, sure in joined, _lacks(facts)))
    return sorted(groups, key=lambda group: plain_name(group.facts.name)), alone


def groups_of_register(contracts: Iterable[Contract]) -> list[FirmGroup]:
    """Returns the firms of these contracts of a chamber, by name."""
    by_firm: dict[UUID, list[Contract]] = defaultdict(list)
    for contract in contracts:
        by_firm[contract.firm_id].append(contract)
    joined = _joined(set(by_firm))
    groups = []
    for firm_id, members in by_firm.items():
        facts = facts_of(members[0].firm)
        candidates = tuple(
            Candidate(c.apprentice.name, None, c, c.occupation, c.first_day, c.last_day) for c in members
        )
        groups.append(
            FirmGroup(str(firm_id), facts, candidates, joined=firm_id in joined, lacks=_lacks(facts))
        )
    return sorted(groups, key=lambda group: plain_name(group.facts.name))


def candidate(
    pupil: Pupil, school_class: SchoolClass, occupations: Sequence[Occupation], own: Occupation | None
) -> Candidate:
    """Returns the pupil with what a contract needs: occupation by the school's words, days from the file or the class's year."""
    contract = pupil.contract
    if contract is not None:
        return Candidate(
            pupil.person.name, pupil, contract, contract.occupation, contract.first_day, contract.last_day
        )
    occupation = occupation_named(pupil.occupation_name, occupations) or own
    first = pupil.training_begins or date(school_class.school_year - school_class.grade + 1, 8, 1)
    last = pupil.training_ends or end_of_training(first, occupation)
    lacks = tuple(
        word for word, there in (("Geburtsdatum", pupil.born_on), ("Beruf", occupation)) if not there
    )
    return Candidate(pupil.person.name, pupil, None, occupation, first, last, lacks)


def end_of_training(first: date, occupation: Occupation | None) -> date:
    """Returns the last day after the regular duration, the day before the same day years later."""
    months = (
        occupation and (occupation.duration_months or occupation.regulation.duration_months)
    ) or DEFAULT_MONTHS
    years, rest = divmod(first.month - 1 + months, 12)
    after = first.replace(year=first.year + years, month=rest + 1, day=min(first.day, 28))
    return after - timedelta(days=1) if first.day <= 28 else after


def proposed_chamber(school: Organisation, chambers: Sequence[Organisation]) -> Organisation | None:
    """Returns the chamber of most of the school's contracts; else the only one there is; else None: somebody must choose."""
    with as_system(system_actor("joining")):
        contracts = Contract.objects.filter(enrolments__school_class__school=school)
        usual = Counter(contracts.values_list("chamber", flat=True)).most_common(1)
    if usual:
        return next((chamber for chamber in chambers if chamber.pk == usual[0][0]), None)
    return chambers[0] if len(chambers) == 1 else None


def _facts(pupil: Pupil) -> FirmFacts:
    if pupil.contract is not None:
        return facts_of(pupil.contract.firm)
    return FirmFacts(
        pupil.firm_name.strip(),
        pupil.firm_street,
        pupil.firm_postcode,
        pupil.firm_town,
        "",
        pupil.firm_email.strip().lower(),
        pupil.firm_phone,
    )


def _merged(rows: list[FirmFacts]) -> FirmFacts:
    """One firm from several rows of a file: what one row leaves out another may say."""
    first = rows[0]

    def said(name: str) -> str:
        return next((value for row in rows if (value := getattr(row, name))), "")

    return FirmFacts(
        first.name,
        said("street"),
        said("postcode"),
        said("town"),
        said("register_number"),
        said("email"),
        said("phone"),
        first.id,
    )


def _key(facts: FirmFacts) -> str:
    if facts.id:
        return str(facts.id)
    text = f"{plain_name(facts.name)}|{facts.postcode or facts.town.lower()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _lacks(facts: FirmFacts) -> tuple[str, ...]:
    missing = []
    if not facts.email:
        missing.append("E-Mail-Adresse")
    if not (facts.street and facts.postcode and facts.town):
        missing.append("Anschrift")
    return tuple(missing)


def _joined(firms: set[UUID]) -> set[UUID]:
    """The firms where somebody leads training already."""
    rows = Post.objects.filter(organisation__in=firms, capacity=Post.Capacity.TRAINING_MANAGER, last_day=None)
    return set(rows.values_list("organisation_id", flat=True))
