"""Firms that are one, or two: what moves, who sees it afterwards, and how it comes back."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.offices.staff import DAY, Staff, is_in
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.offices.models import ContractChange, Merge
from zweiklang.offices.selectors.register import alike_firms, name_key
from zweiklang.offices.services.mergers import Split, merge_firms, merge_sites, split_firm, undo_merge
from zweiklang.organisations.public import Department, Organisation, Post, Site, add_department, add_site
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Membership, as_system


@pytest.fixture
def adviser(staff: Staff, as_person) -> Iterator[Any]:
    """The chamber's adviser, known to the database; both firms have a department of the same name."""
    with as_system(ACTOR):
        for firm in (staff.firm, staff.world.second.firm.organisation):
            add_department(ACTOR, organisation=firm, name="Werkstatt")
    person = staff.world.people["chamber_adviser"]
    with as_person(person):
        yield actor_of(person)


def _merge(staff: Staff, adviser, **changes: Any) -> Merge:
    world = staff.world
    values = {
        "chamber": world.chamber,
        "source": world.second.firm.organisation,
        "target": world.first.firm.organisation,
        "reason": "Umfirmierung",
    }
    return merge_firms(adviser, **values | changes)


def _state() -> list[Any]:
    """Everything a merger may touch."""
    with as_system(ACTOR):
        return [
            sorted(Contract.objects.values_list("pk", "firm_id", "site_id")),
            sorted(Site.objects.values_list("pk", "organisation_id", "closed_on")),
            sorted(Post.objects.values_list("pk", "organisation_id")),
            sorted(Department.objects.values_list("pk", "organisation_id", "name")),
            sorted(Organisation.objects.values_list("pk", "state", "merged_into_id")),
            sorted(
                Membership.objects.values_list("room_id", "person_id", "capacity", "source_id", "first_day"),
                key=str,
            ),
        ]


def test_people_of_a_firm_are_not_led_into_contracts_of_another_chamber(
    staff: Staff, adviser, world_b: World
) -> None:
    with as_system(ACTOR):
        foreign = Contract.objects.get(pk=world_b.second.contract.pk)
        Contract.objects.filter(pk=foreign.pk).update(firm=staff.firm)
    before = _state()
    with pytest.raises(Conflict, match="anderen Kammer"):
        _merge(staff, adviser)
    assert _state() == before


def test_everything_of_one_firm_is_the_others_and_so_is_what_its_leaders_see(staff: Staff, adviser) -> None:
    room, manager = staff.world.second.room_id, staff.world.people["training_manager"]
    assert not is_in(room, manager)
    _merge(staff, adviser)
    source, target = staff.world.second.firm.organisation, staff.firm
    source.refresh_from_db()
    assert (source.state, source.merged_into) == ("merged", target)
    assert is_in(room, manager)
    assert is_in(room, staff.world.second.firm.training_manager)
    assert is_in(staff.world.first.room_id, staff.world.second.firm.training_manager)
    with as_system(ACTOR):
        assert not Contract.objects.filter(firm=source).exists()
        assert not Department.objects.filter(organisation=source).exists()
        names = target.departments.order_by("name").values_list("name", flat=True)
        assert list(names) == ["Prüffeld", "Werkstatt", "Werkstatt (Baunatal)"]
        change = ContractChange.objects.get(contract=staff.world.second.contract, kind="moved")
    assert change.fields == [["Betrieb", source.name, target.name]]


def test_undoing_brings_back_exactly_what_was(staff: Staff, adviser) -> None:
    before = _state()
    merge = _merge(staff, adviser)
    assert _state() != before
    undo_merge(adviser, merge=merge)
    assert _state() == before
    with pytest.raises(Conflict, match="schon rückgängig"):
        undo_merge(adviser, merge=merge)


def test_a_post_somebody_has_in_both_firms_stays_one(staff: Staff, adviser) -> None:
    manager = staff.world.people["training_manager"]
    first_day = Post.objects.get(organisation=staff.firm, person=manager).first_day
    with as_system(ACTOR):
        Post.objects.create(
            organisation=staff.world.second.firm.organisation,
            person=manager,
            capacity="training_manager",
            first_day=first_day,
        )
    _merge(staff, adviser)
    assert Post.objects.filter(organisation=staff.firm, person=manager).count() == 1


@pytest.mark.parametrize("who", ["training_manager", "head_of_school", "school_office"])
def test_only_the_chamber_joins_firms(who: str, staff: Staff, as_person) -> None:
    person, before = staff.world.people[who], _state()
    with as_person(person), pytest.raises(Refused, match="zuständige Kammer"):
        _merge(staff, actor_of(person))
    assert _state() == before


def test_a_firm_of_another_chamber_is_not_ours_to_join(staff: Staff, world_b: World, adviser) -> None:
    foreign = world_b.first.firm.organisation
    for values in ({"source": foreign}, {"target": foreign}):
        with pytest.raises(Refused, match="in Ihrem Verzeichnis"):
            _merge(staff, adviser, **values)


def test_contracts_of_another_chamber_do_not_move_along(staff: Staff, world_b: World, adviser) -> None:
    with as_system(ACTOR):
        Contract.objects.filter(pk=world_b.first.contract.pk).update(
            firm=staff.world.second.firm.organisation
        )
    with pytest.raises(Conflict, match="anderen Kammer"):
        _merge(staff, adviser)


def test_a_firm_is_not_joined_with_itself_nor_twice(staff: Staff, adviser) -> None:
    with pytest.raises(Rejected):
        _merge(staff, adviser, target=staff.world.second.firm.organisation)
    _merge(staff, adviser)
    source = Organisation.objects.get(pk=staff.world.second.firm.organisation.pk)
    with pytest.raises((Conflict, Refused)):
        _merge(staff, adviser, source=source)


def _split(staff: Staff, adviser, **changes: Any) -> Merge:
    values: dict[str, Any] = {
        "name": "Ausgegründet GmbH",
        "town": "Kassel",
        "contracts": [staff.world.first.contract],
        "manager": staff.colleague,
    }
    return split_firm(
        adviser,
        chamber=staff.world.chamber,
        firm=staff.firm,
        split=Split(**values | changes),
        reason="Ausgründung",
    )


def test_a_split_firm_has_its_own_people_and_the_old_one_sees_nothing_more(staff: Staff, adviser) -> None:
    room, people = staff.world.first.room_id, staff.world.people
    merge = _split(staff, adviser)
    assert merge.target.name == "Ausgegründet GmbH"
    assert not is_in(room, people["training_manager"])
    assert is_in(room, staff.colleague)
    assert is_in(room, people["trainer"])
    assert is_in(staff.room(merge.target), people["trainer"])
    undo_merge(adviser, merge=merge)
    assert is_in(room, people["training_manager"])
    assert not is_in(room, staff.colleague)
    assert not is_in(staff.room(merge.target), people["trainer"])


def test_a_split_firm_with_contracts_of_its_own_is_not_undone(staff: Staff, adviser) -> None:
    merge = _split(staff, adviser)
    with as_system(ACTOR):
        Contract.objects.filter(pk=staff.world.second.contract.pk).update(firm=merge.target)
    with pytest.raises(Conflict, match="eigene Verträge"):
        undo_merge(adviser, merge=merge)


@pytest.mark.parametrize("field", ["contracts", "sites"])
def test_nothing_of_another_firm_is_split_off(field: str, staff: Staff, adviser) -> None:
    other = staff.world.second
    foreign = {"contracts": [other.contract], "sites": [other.firm.organisation.sites.get()]}[field]
    with pytest.raises(Rejected) as problem:
        _split(staff, adviser, **{field: foreign})
    assert problem.value.field == field


def test_two_sites_become_one_and_two_again(staff: Staff, adviser) -> None:
    with as_system(ACTOR):
        old = staff.firm.sites.get()
        new = add_site(ACTOR, organisation=staff.firm, name="Werk 2", town="Kassel")
        Contract.objects.filter(pk=staff.world.first.contract.pk).update(site=old)
    before = _state()
    merge = merge_sites(adviser, chamber=staff.world.chamber, source=old, target=new, reason="Umzug")
    with as_system(ACTOR):
        assert Contract.objects.get(pk=staff.world.first.contract.pk).site == new
    old.refresh_from_db()
    assert old.closed_on == today()
    undo_merge(adviser, merge=merge)
    assert _state() == before


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Müller GmbH", "Mueller GmbH & Co. KG", False),
        ("Müller GmbH", "Muller KG", True),
        ("Autohaus Weber GmbH & Co. KG", "Autohaus Weber", True),
        ("Bäckerei Groß e.K.", "Baeckerei Gross", False),
        ("Bäckerei Groß e. K.", "Bäckerei Gross", True),
        ("Nordlicht UG (haftungsbeschränkt)", "Nordlicht GmbH", True),
        ("Weber Nord GmbH", "Weber Süd GmbH", False),
    ],
)
def test_names_are_alike_but_for_legal_form_and_accents(first: str, second: str, alike: bool) -> None:
    assert (name_key(first) == name_key(second)) is alike


def test_pairs_are_proposed_with_a_reason_and_only_among_active_firms() -> None:
    def firm(name: str, town: str, number: str = "", state: str = "active") -> Organisation:
        return Organisation(kind="firm", name=name, town=town, register_number=number, state=state)

    firms = [
        firm("Weber GmbH", "Kassel", "HRB 1"),
        firm("Weber", "Kassel"),
        firm("Weber", "Fulda"),
        firm("Ganz anders AG", "Kassel", "hrb 1"),
        firm("Weber KG", "Kassel", state="merged"),
    ]
    found = {(one.first.name, one.second.name, one.reason) for one in alike_firms(firms)}
    assert found == {
        ("Weber GmbH", "Weber", "gleicher Name am gleichen Ort"),
        ("Weber GmbH", "Ganz anders AG", "gleiche Registernummer"),
    }


def test_days_of_the_adviser_reach_over_the_end(staff: Staff) -> None:
    assert is_in(
        staff.world.first.room_id,
        staff.world.people["chamber_adviser"],
        on=staff.world.first.contract.last_day + DAY,
    )
