"""Both lanes of the demo: links, what classes learn when, what firms plan, what the radar says of it, and what both sides agreed."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.cli.demo_world import cast
from zweiklang.cli.demo_world.agreements import (
    agree_on_a_visit,
    confirm_links,
    propose_a_move,
    suggest_a_swap,
)
from zweiklang.cli.demo_world.cast import DemoFirm
from zweiklang.cli.demo_world.lanes import keep_lane, keep_last_year, keep_second_version, leader_of
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.cli.demo_world.training_plans import (
    begin_elsewhere,
    keep_departments,
    keep_plans_of,
    lock_the_end,
    rotate,
    want_a_partner,
)
from zweiklang.curricula.public import LearningField, Position
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.people.public import Person
from zweiklang.planning.public import (
    DidacticPlan,
    FieldPlacement,
    PlanEntry,
    ensure_links,
    note_soon,
)
from zweiklang.rooms.public import as_person, as_system

WEEK = timedelta(days=7)
BIG, VISITED, SEARCHING = (cast.FIRMS[n].name for n in (0, 1, 2))
# What firms have said to the class teacher's proposal.
ANSWERS = (
    ("Habichtswald Systeme GmbH", "accept"),
    ("Fuldablick Digital KG", "accept"),
    ("Ederauen Maschinenbau AG", "accept"),
    ("Schwalmkreis Rechenzentrum", "decline"),
    ("Kurhessen Verlag und Druck GmbH", "comment"),
)


def keep_plans(actor: Actor) -> None:
    """The classes and firms of the demo have their plans; what people changed stays. Not called inside `as_system`: people act themselves.

    A demo that began in an earlier school year is left as it is: its classes are over.
    """
    with as_system(actor):
        classes = _classes()
        first = classes.get(cast.CLASS_LABEL)
        if first is None or first.school_year != school_year(today()):
            return
        items = _items(first)
        _propose_links(actor, classes.values())
        confirm_links(first.school, items)
    _keep_firms(actor, items)
    for school_class in classes.values():
        curriculum = _curriculum_of(actor, school_class)
        new = curriculum is not None and keep_lane(actor, school_class, curriculum)
        if new and school_class == first:
            with as_system(actor):
                keep_last_year(actor, school_class)
            keep_second_version(actor, school_class)
            _keep_proposals(actor, school_class, items)
    note_soon([one.room_id for one in classes.values()])
    with as_person(None):
        """Nobody stays known to the database, where this is part of a larger transaction."""


def _propose_links(actor: Actor, classes: Iterable[SchoolClass]) -> None:
    """For each occupation in these classes stands what annex and texts say. Called inside `as_system`."""
    for contract in {one.occupation_id: one for of in classes for one in _contracts(of)}.values():
        if contract.curriculum:
            ensure_links(actor, occupation=contract.occupation, curriculum=contract.curriculum)


def _classes() -> Mapping[str, SchoolClass]:
    labels = [cast.CLASS_LABEL, cast.OTHER_CLASS_LABEL, *(label for label, *_ in cast.FURTHER_CLASSES)]
    rows = SchoolClass.objects.filter(
        label__in=labels, school__number__in=[cast.SCHOOL[1], cast.OTHER_SCHOOL[1]]
    )
    return {one.label: one for one in rows.select_related("school").order_by("label")}


def _items(school_class: SchoolClass) -> dict[str, UUID]:
    """Returns the positions and Lernfelder of the class's occupation by key ("A8", "LF6")."""
    contract = _contracts(school_class)[0]
    rows = Position.objects.filter(section__regulation=contract.occupation.regulation, superseded=False)
    found = {f"{one.section.key}{one.number}": one.pk for one in rows.select_related("section")}
    fields = LearningField.objects.filter(curriculum=contract.curriculum)
    return found | {f"LF{one.number}": one.pk for one in fields}


def _contracts(school_class: SchoolClass) -> list[Contract]:
    rows = Contract.objects.filter(enrolments__school_class=school_class)
    return [*rows.select_related("occupation__regulation", "curriculum", "firm").order_by("pk")]


def _curriculum_of(actor: Actor, school_class: SchoolClass) -> UUID | None:
    with as_system(actor):
        contracts = _contracts(school_class)
    return contracts[0].curriculum_id if contracts else None


def _keep_firms(actor: Actor, items: dict[str, UUID]) -> None:
    firms = (*cast.FIRMS, *cast.OTHER_FIRMS)
    for number, firm in enumerate(firms):
        if not firm.plans:
            continue
        with as_system(actor):
            manager = find_or_add(actor, firm.manager)
            contracts = _of_firm(firm)
        new = keep_plans_of(actor, contracts, manager)
        if new and firm.name == BIG:
            _keep_big_firm(actor, firm, new, manager, items)
        elif new:
            begin_elsewhere(new, manager, number / len(firms))
        if new and firm.name == SEARCHING:
            want_a_partner(actor, new[0], items["A9"])


def _keep_big_firm(
    actor: Actor, firm: DemoFirm, contracts: list[Contract], manager: Person, items: dict[str, UUID]
) -> None:
    with as_system(actor):
        people = {name: find_or_add(actor, name) for name in (firm.trainer, firm.second_trainer, firm.deputy)}
    places = keep_departments(actor, contracts[0].firm, manager, items, people)
    rotate(contracts, manager, places)
    lock_the_end(actor, contracts[0])


def _of_firm(firm: DemoFirm) -> list[Contract]:
    rows = Contract.objects.filter(firm__name=firm.name, firm__town=firm.town)
    return [*rows.select_related("firm", "apprentice").order_by("apprentice__sort_key")]


def _keep_proposals(actor: Actor, school_class: SchoolClass, items: dict[str, UUID]) -> None:
    with as_system(actor):
        teacher, contracts = leader_of(school_class), _contracts(school_class)
        assert teacher
        firms = {one.name: one for one in cast.FIRMS}
        by_firm = {one.firm.name: one for one in contracts}
        answers = {
            by_firm[name].firm_id: (says, find_or_add(actor, firms[name].manager)) for name, says in ANSWERS
        }
        newest = DidacticPlan.objects.filter(room_id=school_class.room_id).latest("version")
        last = FieldPlacement.objects.filter(plan=newest).latest("first_week")
        propose_a_move(
            contracts,
            teacher,
            learning_field_id=last.learning_field_id,
            first_week=last.first_week,
            answers=answers,
        )
        agree_on_a_visit(by_firm[VISITED], find_or_add(actor, firms[VISITED].manager), teacher)
        _suggest(actor, contracts, items["A6"])


def _suggest(actor: Actor, contracts: list[Contract], position_id: UUID) -> None:
    """The trainer of the first persona suggests to begin that position four weeks earlier than its next part is planned."""
    firm = cast.FIRMS[0]
    apprentice = find_or_add(actor, firm.pupils[0].name)
    contract = next(one for one in contracts if one.apprentice_id == apprentice.pk)
    rows = PlanEntry.objects.filter(room_id=contract.room_id, position_id=position_id).order_by("first_week")
    entry = rows.filter(first_week__gte=monday_of(today()) + 8 * WEEK).first() or rows.last()
    assert entry
    suggest_a_swap(
        contract,
        find_or_add(actor, firm.trainer),
        position_id=position_id,
        from_week=entry.first_week,
        to_week=entry.first_week - 4 * WEEK,
    )
