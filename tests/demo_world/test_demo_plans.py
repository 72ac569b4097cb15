"""Both lanes of the demo world: what classes learn when, what firms plan, what the radar says, what both sides agreed."""

from collections import Counter
from datetime import date, timedelta

from tests.demo_world.conftest import demo_person
from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.cli.demo_world import cast
from zweiklang.cli.demo_world.agreements import LINKS
from zweiklang.cli.demo_world.lanes import LAST_YEARS_LABEL
from zweiklang.cli.demo_world.training_plans import DEPARTMENTS
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.hesse import monday_of
from zweiklang.organisations.public import Department, Post
from zweiklang.planning.public import (
    AlignmentProposal,
    DepartmentProfile,
    DidacticPlan,
    FieldPlacement,
    LinkDecision,
    PlanEntry,
    ProposalAct,
    RadarSign,
    TrainingPlan,
)
from zweiklang.privacy.exports.reading import as_reader


def test_the_first_class_has_two_versions_in_which_one_lernfeld_moved_and_last_year_s_plan_to_copy() -> None:
    school_class = SchoolClass.objects.get(label=cast.CLASS_LABEL)
    first, second = DidacticPlan.objects.filter(room_id=school_class.room_id).order_by("version")
    was, is_now = (
        {one.learning_field.number: one.first_week for one in plan.placements.all()}
        for plan in (first, second)
    )
    assert first.state == second.state == "published"
    assert first.published_at < second.published_at <= now()
    assert was.keys() == is_now.keys() == {"6", "7", "8", "9"}
    (moved,) = (number for number in was if was[number] != is_now[number])
    assert was[moved] < is_now[moved]
    last_year = DidacticPlan.objects.get(room__school_class__label=LAST_YEARS_LABEL)
    assert last_year.room.school_class.school_year == school_class.school_year - 1
    assert last_year.placements.count() == first.placements.count()


def test_every_class_with_contracts_has_a_published_plan_whose_weeks_are_mondays_of_its_year() -> None:
    labels = (cast.CLASS_LABEL, cast.OTHER_CLASS_LABEL, *(label for label, *_ in cast.FURTHER_CLASSES))
    for school_class in SchoolClass.objects.filter(label__in=labels, school__number__in=("9716", "9717")):
        begins = date(school_class.school_year, 8, 1)
        rows = FieldPlacement.objects.filter(room_id=school_class.room_id, state="published")
        assert rows, school_class
        for one in rows:
            assert monday_of(begins) <= one.first_week <= one.last_week < begins.replace(year=begins.year + 1)


def test_firms_have_training_plans_and_some_have_none() -> None:
    for firm in (*cast.FIRMS, *cast.OTHER_FIRMS):
        contracts = Contract.objects.filter(firm__name=firm.name)
        rooms = contracts.values_list("room_id", flat=True)
        plans = TrainingPlan.objects.filter(room__in=rooms)
        assert plans.count() == (contracts.count() if firm.plans else 0), firm.name
        for contract in contracts if firm.plans else ():
            rows = PlanEntry.objects.filter(room_id=contract.room_id)
            assert rows.count() >= 12, contract
            assert min(one.first_week for one in rows) >= monday_of(contract.first_day)
            assert max(one.last_week for one in rows) <= contract.last_day


def test_the_big_firm_has_departments_and_each_apprentice_another_order() -> None:
    contracts = Contract.objects.filter(firm__name=cast.FIRMS[0].name)
    profiles = DepartmentProfile.objects.filter(department__organisation=contracts[0].firm)
    assert contracts.count() == 7
    assert profiles.count() == len(DEPARTMENTS) >= 4
    assert all(profile.positions for profile in profiles)
    orders = {
        tuple(
            PlanEntry.objects.filter(room_id=contract.room_id)
            .order_by("first_week")
            .values_list("position", flat=True)
        )
        for contract in contracts
    }
    assert len(orders) == contracts.count()
    placed = PlanEntry.objects.filter(room__in=contracts.values_list("room_id", flat=True))
    assert {one.department_id for one in placed} == {profile.department_id for profile in profiles}
    posts = Post.objects.filter(department__in=profiles.values_list("department", flat=True))
    assert len(set(posts.values_list("person", "department"))) == 3
    small = Contract.objects.filter(firm__name=cast.FIRMS[2].name).get()
    assert not Department.objects.filter(organisation=small.firm).exists()
    assert PlanEntry.objects.filter(room_id=small.room_id, partner_wanted=True).count() == 1


def test_the_class_teacher_sees_the_plans_of_those_firms_that_show_them_and_no_other() -> None:
    with as_reader(demo_person("class_teacher").pk):
        seen = set(TrainingPlan.objects.values_list("room_id", flat=True))
    shown = [firm.name for firm in cast.FIRMS if firm.plans and firm.shows_plan]
    assert seen == set(Contract.objects.filter(firm__name__in=shown).values_list("room_id", flat=True))
    assert 3 <= len(shown) < len(cast.FIRMS)


def test_the_radar_speaks_to_firms_whose_plans_lie_otherwise_to_the_moved_lernfeld() -> None:
    """At the end of a school year nothing lies ahead that could be moved."""
    school_class = SchoolClass.objects.get(label=cast.CLASS_LABEL)
    plan = DidacticPlan.objects.filter(room_id=school_class.room_id).latest("version")
    signs = RadarSign.objects.filter(plan=plan, kind="moved")
    ahead = any(one.is_first and one.is_first >= monday_of(today()) for one in signs)
    later = [
        one.first_week
        for one in plan.placements.all()
        if one.first_week >= monday_of(today()) + timedelta(weeks=7)
    ]
    assert ahead or not later
    planned = set(TrainingPlan.objects.values_list("room_id", flat=True))
    assert {sign.room_id for sign in signs} <= planned
    for sign in signs:
        assert (
            PlanEntry.objects.filter(pk__in=sign.entries, room_id=sign.room_id).count()
            == len(sign.entries)
            > 0
        )


def test_proposals_are_open_agreed_and_declined() -> None:
    proposals = AlignmentProposal.objects.filter(made_by__email__endswith="@zweiklang.example")
    acts = Counter(ProposalAct.objects.filter(proposal__in=proposals).values_list("proposal__kind", "says"))
    assert acts == {
        ("visit", "accept"): 1,
        ("move", "accept"): 7,
        ("move", "decline"): 1,
        ("move", "comment"): 2,
    }
    answered = ProposalAct.objects.exclude(says="comment").values("proposal")
    assert proposals.exclude(pk__in=answered).count() > 10
    assert not proposals.filter(made_at__gt=now()).exists()
    school_class = SchoolClass.objects.get(label=cast.CLASS_LABEL)
    decided = LinkDecision.objects.filter(school=school_class.school, says="confirmed")
    assert decided.count() == len(LINKS)
