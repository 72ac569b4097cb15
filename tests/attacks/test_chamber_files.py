"""Attacks by way of a chamber's file, or on what it has read in. Each is refused, and nothing changes."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.joining.chamber_files import OLE, contract_numbered, line, planned, read, taken_over
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Contract, PersonalDetails
from zweiklang.joining.models import ContractProposal
from zweiklang.joining.public import ask_school, preview_register
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system, team_room


def as_in_file(contract: Contract) -> dict[str, str]:
    with as_system(ACTOR):
        born_on = PersonalDetails.objects.get(room_id=contract.room_id).born_on
    return {
        "Nachname": contract.apprentice.family_name,
        "Vorname": contract.apprentice.given_name,
        "Geburtsdatum": f"{born_on:%d.%m.%Y}",
        "Betrieb": contract.firm.name,
        "Betrieb_Ort": "Baunatal",
    }


def content_of(contract: Contract) -> dict[str, object]:
    with as_system(ACTOR):
        return Contract.objects.filter(pk=contract.pk).values().get()


def test_the_number_of_another_chamber_s_contract_changes_nothing_there(worlds: Worlds) -> None:
    foreign = worlds.b.first.contract
    with as_system(ACTOR):
        Contract.objects.filter(pk=foreign.pk).update(number="B-77")
    before = content_of(foreign)
    plan = planned(worlds.a, line(Vertragsnummer="B-77"))
    assert (plan.counts["new"], plan.counts["changed"], plan.questions) == (1, 0, [])
    taken_over(worlds.a, line(Vertragsnummer="B-77"))
    assert content_of(foreign) == before


def test_a_row_that_describes_another_chamber_s_contract_touches_and_tells_nothing_of_it(
    worlds: Worlds,
) -> None:
    foreign = worlds.b.first.contract
    before = content_of(foreign)
    row = line(**as_in_file(foreign), Ende="31.01.2031")
    plan = planned(worlds.a, row)
    told = repr((plan.changed, plan.doubtful, plan.errors, [one.person for one in plan.new]))
    assert str(foreign.pk) not in told
    assert foreign.apprentice.email not in told
    assert plan.counts["changed"] == 0
    taken_over(worlds.a, row)
    assert content_of(foreign) == before


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (OLE, "jemand anderes"),
        ({"Betrieb": "Fremd KG", "Betrieb_PLZ": "60311", "Betrieb_Ort": "Frankfurt"}, "anderer Betrieb"),
    ],
)
def test_a_known_number_moves_no_contract_to_another_person_or_firm(
    said: dict[str, str], word: str, world_a: World
) -> None:
    taken_over(world_a, line())
    before = tables.digest()
    [problem] = taken_over(world_a, line(**{**said, "Vertragsnummer": "K-1"})).errors
    assert word in problem.reason
    assert tables.digest() == before


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("https://x.example")', "+49123", "@SUM(A1)", "-2+3", "<script>alert(1)</script>"]
)
def test_a_formula_or_script_in_a_file_is_text_or_an_error_on_every_page(
    formula: str, world_a: World, client_of
) -> None:
    adviser, said = world_a.people["chamber_adviser"], {"Betrieb": f"Firma {formula}", "Nachname": formula}
    with standing_as(adviser):
        found = preview_register(
            actor_of(adviser),
            chamber=world_a.chamber,
            file=read(line(**OLE), line(**said), line(Nachname="X", Betrieb=formula)),
        )
    html = (
        client_of(adviser)
        .get(reverse("joining:chamber_file", args=[found.room_id, found.pk]))
        .content.decode()
    )
    assert "<script>alert" not in html
    assert 'href="https://x.example' not in html


def test_an_address_in_a_file_opens_no_account(world_a: World) -> None:
    taken_over(world_a, line())
    person = contract_numbered("K-1").apprentice
    assert (person.email, person.has_usable_password()) == ("", False)


@pytest.mark.parametrize("persona", ["head_of_school", "training_manager", "apprentice"])
def test_an_import_of_the_chamber_is_a_404_for_others(persona: str, worlds: Worlds, client_of) -> None:
    adviser = worlds.a.people["chamber_adviser"]
    with standing_as(adviser):
        found = preview_register(actor_of(adviser), chamber=worlds.a.chamber, file=read(line()))
    before = tables.digest()
    for person in (worlds.a.people[persona], worlds.b.people["chamber_adviser"]):
        for name, more in (("chamber_file", []), ("chamber_file_act", ["uebernehmen"])):
            address = reverse(f"joining:{name}", args=[found.room_id, found.pk, *more])
            answer = (
                client_of(person).post(address, {"seen": found.digest})
                if more
                else client_of(person).get(address)
            )
            assert answer.status_code == 404
    assert tables.digest() == before


def test_an_import_is_not_applied_through_the_room_of_another_chamber(worlds: Worlds, client_of) -> None:
    adviser, other = worlds.a.people["chamber_adviser"], worlds.b.people["chamber_adviser"]
    with standing_as(adviser):
        found = preview_register(actor_of(adviser), chamber=worlds.a.chamber, file=read(line()))
    with as_system(ACTOR):
        own = team_room(ACTOR, organisation=worlds.b.chamber).pk
    before = tables.digest()
    address = reverse("joining:chamber_file_act", args=[own, found.pk, "uebernehmen"])
    assert client_of(other).post(address, {"seen": found.digest}).status_code == 404
    assert tables.digest() == before


def test_a_school_is_not_asked_about_another_chamber_s_contract(worlds: Worlds, client_of) -> None:
    taken_over(worlds.a, line())
    contract, other = contract_numbered("K-1"), worlds.b.people["chamber_adviser"]
    with standing_as(other), pytest.raises(Refused):
        ask_school(actor_of(other), contract=contract, school=worlds.b.school)
    with as_system(ACTOR):
        own = team_room(ACTOR, organisation=worlds.b.chamber).pk
    client_of(other).post(
        reverse("joining:chamber_schools", args=[own]), {f"school-{contract.pk}": str(worlds.b.school.pk)}
    )
    with as_system(ACTOR):
        assert not ContractProposal.objects.filter(contract=contract).exists()


def test_a_contract_only_a_school_confirmed_is_not_handed_to_another_school(worlds: Worlds) -> None:
    adviser, contract = worlds.a.people["chamber_adviser"], worlds.a.first.contract
    with standing_as(adviser), pytest.raises(Conflict):
        ask_school(actor_of(adviser), contract=contract, school=worlds.b.school)


def test_an_answer_that_was_not_offered_is_no_answer(world_a: World, worlds: Worlds) -> None:
    from zweiklang.joining.public import apply_import

    firm, foreign = world_a.first.contract.firm, worlds.b.first.contract.firm
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(postcode="34117", town="Kassel")
    file, adviser = (
        replace(read(line(Betrieb=firm.name)), file_name="x.csv"),
        world_a.people["chamber_adviser"],
    )
    with standing_as(adviser):
        found = preview_register(actor_of(adviser), chamber=world_a.chamber, file=file)
    [question] = planned(world_a, line(Betrieb=firm.name)).questions
    with standing_as(adviser):
        apply_import(
            actor_of(adviser),
            import_id=found.pk,
            seen=found.digest,
            decisions={question.key: str(foreign.pk)},
        )
    with as_system(ACTOR):
        assert not Contract.objects.filter(number="K-1").exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04nothing", b"\x00" * 50, b"Nachname;Beruf\nA;B\n"])
def test_a_hostile_file_is_an_error_at_the_field_and_leaves_nothing(
    content: bytes, world_a: World, client_of
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with as_system(ACTOR):
        room = team_room(ACTOR, organisation=world_a.chamber).pk
    before = tables.digest()
    file = SimpleUploadedFile("vertraege.csv", content)
    answer = client_of(world_a.people["chamber_adviser"]).post(
        reverse("uploads:contracts", args=[room]), {"file": file}
    )
    assert answer.status_code == 422
    assert tables.digest() == before
