"""The pages of a chamber's file and of the school that answers: from the upload to the class."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.joining.chamber_files import OLE, contract_numbered, line, table, taken_over
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Contract, Enrolment, Pupil
from zweiklang.joining.models import ChamberImport, ContractProposal
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, my_standings, team_room


@pytest.fixture
def adviser(world_a: World, client_of) -> Client:
    """The browser of the chamber's adviser."""
    client: Client = client_of(world_a.people["chamber_adviser"])
    return client


@pytest.fixture
def head(world_a: World, client_of) -> Client:
    """The browser of the head of school."""
    client: Client = client_of(world_a.people["head_of_school"])
    return client


def _team(organisation: Organisation) -> object:
    with as_system(ACTOR):
        return team_room(ACTOR, organisation=organisation).pk


def _uploads(client: Client, world: World, *lines: str) -> str:
    """Returns the address of the preview."""
    file = SimpleUploadedFile("vertraege.csv", table(*lines))
    answer = client.post(reverse("uploads:contracts", args=[_team(world.chamber)]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer["Location"]


def _seen(html: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w+)"', html) or re.search(
        r'value="(\w+)"[^>]*name="seen"', html
    )
    assert found
    return found[1]


def _report(world: World) -> ContractProposal:
    with as_system(ACTOR):
        return ContractProposal.objects.get(from_chamber=True, addressed_to=world.school)


def test_from_the_upload_to_the_class(adviser: Client, head: Client, world_a: World) -> None:
    preview = _uploads(adviser, world_a, line(), line(**OLE, Beruf="Raketenbauer"))
    html = adviser.get(preview).content.decode()
    assert "Ida Heide" in html
    assert "Zeile 3, Spalte Beruf" in html
    answer = adviser.post(f"{preview}uebernehmen/", {"seen": _seen(html)}, follow=True)
    assert "Übernommen." in answer.content.decode()
    contract, place = (
        contract_numbered("K-1"),
        reverse("joining:chamber_schools", args=[_team(world_a.chamber)]),
    )
    html = adviser.get(place).content.decode()
    assert "hat Klassen für diesen Beruf am selben Ort" in html
    adviser.post(place, {f"school-{contract.pk}": str(world_a.school.pk)})
    assert "hat noch nicht entschieden" in adviser.get(place).content.decode()

    reports = head.get(reverse("joining:reports", args=[_team(world_a.school)])).content.decode()
    assert "gemeldet von der Kammer" in reports
    where = reverse("joining:report", args=[_report(world_a).room_id])
    assert "Neu aufnehmen" in head.get(where).content.decode()
    head.post(f"{where}bestaetigen/", {"chosen": "new", "school_class": str(world_a.school_class.pk)})
    with as_system(ACTOR):
        assert Pupil.objects.get(contract=contract).school == world_a.school
        assert Enrolment.objects.get(contract=contract).school_class == world_a.school_class
    assert "Alle Verträge haben eine Schule" in adviser.get(place).content.decode()


def test_the_school_links_the_pupil_it_is_shown(adviser: Client, head: Client, world_a: World) -> None:
    with as_system(ACTOR):
        pupil = Pupil.objects.get(person=world_a.pupil)
    taken_over(world_a, line(Nachname="Ohnevertrag", Vorname="Pia", Schulnummer=world_a.school.number))
    where = reverse("joining:report", args=[_report(world_a).room_id])
    assert "Pia Ohnevertrag (gleicher Name" in head.get(where).content.decode()
    head.post(f"{where}bestaetigen/", {"chosen": ""})
    assert _report(world_a).state == "open"
    head.post(f"{where}bestaetigen/", {"chosen": str(pupil.pk)})
    assert contract_numbered("K-1").apprentice == world_a.pupil
    with standing_as(world_a.people["class_teacher"]):
        assert contract_numbered("K-1").room_id in my_standings()


def test_not_our_school_needs_a_reason_and_goes_back(adviser: Client, head: Client, world_a: World) -> None:
    taken_over(world_a, line(Schulnummer=world_a.school.number))
    where = reverse("joining:report", args=[_report(world_a).room_id])
    assert "Nicht unsere Schule" in head.get(where).content.decode()
    head.post(f"{where}ablehnen/", {"reason": " "})
    assert _report(world_a).state == "open"
    head.post(f"{where}ablehnen/", {"reason": "Nur Anwendungsentwicklung."})
    html = adviser.get(reverse("joining:chamber_schools", args=[_team(world_a.chamber)])).content.decode()
    assert "Nur Anwendungsentwicklung." in html
    assert "ist nicht zuständig" in adviser.get(reverse("web:today")).content.decode()


def test_the_chamber_reads_the_report_but_does_not_decide_it(adviser: Client, world_a: World) -> None:
    taken_over(world_a, line(Schulnummer=world_a.school.number))
    where = reverse("joining:report", args=[_report(world_a).room_id])
    html = adviser.get(where).content.decode()
    assert f"Wartet auf {world_a.school.name}" in html
    assert "Aufnehmen" not in html
    assert adviser.post(f"{where}bestaetigen/", {"chosen": "new"}).status_code == 403
    assert _report(world_a).state == "open"


def test_an_open_question_stays_on_the_page_with_what_was_answered(adviser: Client, world_a: World) -> None:
    firm = world_a.first.contract.firm
    with as_system(ACTOR):
        Organisation.objects.filter(pk=firm.pk).update(postcode="34117", town="Kassel")
    preview = _uploads(adviser, world_a, line(Betrieb=firm.name))
    seen = _seen(adviser.get(preview).content.decode())
    answer = adviser.post(f"{preview}uebernehmen/", {"seen": seen})
    assert answer.status_code == 422
    assert "Bitte entscheiden Sie" in answer.content.decode()
    adviser.post(f"{preview}uebernehmen/", {"seen": seen, "decision_0": str(firm.pk)})
    assert contract_numbered("K-1").firm == firm


def test_a_preview_that_is_out_of_date_is_shown_again(adviser: Client, world_a: World) -> None:
    preview = _uploads(adviser, world_a, line())
    seen = _seen(adviser.get(preview).content.decode())
    taken_over(world_a, line())
    answer = adviser.post(f"{preview}uebernehmen/", {"seen": seen}, follow=True).content.decode()
    assert "Seit der Vorschau hat sich das Verzeichnis geändert" in answer
    assert "Es gibt nichts zu übernehmen" in answer
    with as_system(ACTOR):
        assert Contract.objects.filter(number="K-1").count() == 1


def test_a_discarded_preview_is_gone_with_its_content(adviser: Client, world_a: World) -> None:
    preview = _uploads(adviser, world_a, line())
    adviser.post(f"{preview}verwerfen/")
    with as_system(ACTOR):
        assert not ChamberImport.objects.filter(state="preview").exists()
    assert adviser.get(preview).status_code == 404


def test_a_school_that_does_not_exist_is_not_asked(adviser: Client, world_a: World) -> None:
    taken_over(world_a, line())
    place = reverse("joining:chamber_schools", args=[_team(world_a.chamber)])
    for wrong in ("nichts", str(world_a.first.contract.firm_id)):
        answer = adviser.post(place, {f"school-{contract_numbered('K-1').pk}": wrong}, follow=True)
        assert "Wählen Sie eine Schule" in answer.content.decode()
    with as_system(ACTOR):
        assert not ContractProposal.objects.filter(from_chamber=True).exists()
