"""Attacks on files of schools: each refused, with nothing changed and without a trace of information."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.rosters.files import pupil, roster
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import Pupil
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.rosters.moving import offer_classes
from zweiklang.rosters.public import ImportRun, Source, import_roster, preview_roster

ClientOf = Callable[[Person | None], Client]
ROWS = "Nachname;Vorname;Klasse;Geburtsdatum\nBerg;Ole;10TI1;01.02.2008\n"


@pytest.fixture
def office(client_of: ClientOf, world_a: World) -> Client:
    """The browser of the school's office."""
    return client_of(world_a.people["school_office"])


def send(client: Client, world: World, data: bytes, name: str = "liste.csv", **more: str) -> HttpResponse:
    address = reverse("uploads:upload", args=[world.team_room_id])
    return client.post(address, {"file": SimpleUploadedFile(name, data), "extent": "auto", **more})


def previewed(world: World) -> ImportRun:
    return preview_roster(
        ACTOR,
        school=world.school,
        roster=roster(pupil("Ole Berg", "2008-02-01", label="10TI1")),
        source=Source(),
    )


def act(client: Client, world: World, run: ImportRun, name: str, **more: str) -> HttpResponse:
    address = reverse("rosters:act", args=[world.team_room_id, run.pk, name])
    return client.post(address, {"seen": run.digest, **more})


def people_outside(worlds: Worlds) -> list[Person]:
    inside = {"head_of_school", "school_office"}
    return [
        *(person for key, person in worlds.a.people.items() if key not in inside),
        *worlds.b.people.values(),
        *worlds.roomless.values(),
        worlds.crossing.person,
    ]


def test_nobody_outside_the_office_hands_in_a_file(worlds: Worlds, client_of: ClientOf) -> None:
    before = tables.digest()
    for person in people_outside(worlds):
        assert send(client_of(person), worlds.a, ROWS.encode()).status_code == 404, person
    assert send(client_of(None), worlds.a, ROWS.encode()).status_code == 302
    assert tables.digest() == before


@pytest.mark.parametrize("name", ["uebernehmen", "zuruecknehmen", "verwerfen", "umfang"])
def test_nobody_outside_the_office_acts_on_a_run(name: str, worlds: Worlds, client_of: ClientOf) -> None:
    run = previewed(worlds.a)
    before = tables.digest()
    for person in people_outside(worlds):
        assert act(client_of(person), worlds.a, run, name, extent="school").status_code == 404, person
    assert tables.digest() == before


@pytest.mark.parametrize(("side", "name"), [("move", "umfang"), ("take", "umfang"), ("move", "uebernehmen")])
def test_an_offered_class_is_no_file_to_be_compared_or_applied(
    side: str, name: str, worlds: Worlds, client_of: ClientOf
) -> None:
    offer_classes(ACTOR, school=worlds.a.school, classes=[worlds.a.school_class], to=worlds.b.school)
    with as_system(ACTOR):
        run = ImportRun.objects.get(kind=side)
    world, before = worlds.a if side == "move" else worlds.b, tables.digest()
    head = client_of(world.people["head_of_school"])
    assert act(head, world, run, name, extent="school").status_code == 404
    assert tables.digest() == before


def test_a_foreign_run_under_ones_own_school_is_not_found(worlds: Worlds, client_of: ClientOf) -> None:
    run = previewed(worlds.a)
    head = client_of(worlds.b.people["head_of_school"])
    before = tables.digest()
    assert head.get(reverse("rosters:run", args=[worlds.b.team_room_id, run.pk])).status_code == 404
    assert act(head, worlds.b, run, "uebernehmen").status_code == 404
    assert tables.digest() == before


def test_a_foreign_pupil_under_ones_own_school_is_not_found(worlds: Worlds, client_of: ClientOf) -> None:
    with as_system(ACTOR):
        pia = Pupil.objects.get(school=worlds.a.school, person=worlds.a.pupil)
    before = tables.digest()
    head = client_of(worlds.b.people["head_of_school"])
    address = reverse("rosters:pupil", args=[worlds.b.team_room_id, pia.pk])
    assert head.get(address).status_code == 404
    assert head.post(address, {"act": "leave"}).status_code == 404
    assert tables.digest() == before


def test_a_pupil_is_not_moved_into_a_foreign_class(worlds: Worlds, client_of: ClientOf) -> None:
    with as_system(ACTOR):
        pia = Pupil.objects.get(school=worlds.a.school, person=worlds.a.pupil)
    before = tables.digest()
    address = reverse("rosters:pupil", args=[worlds.a.team_room_id, pia.pk])
    answer = client_of(worlds.a.people["head_of_school"]).post(
        address, {"act": "move", "school_class": str(worlds.b.school_class.pk)}
    )
    assert answer.status_code == 422
    assert tables.digest() == before


def test_a_decision_cannot_name_somebody_who_is_no_candidate(worlds: Worlds, office: Client) -> None:
    file = roster(pupil("Pia Ohnevertrag", "2008-02-01", label="10TI1"))
    run = preview_roster(ACTOR, school=worlds.a.school, roster=file, source=Source())
    with as_system(ACTOR):
        foreign = Pupil.objects.filter(school=worlds.b.school).earliest("pk")
    before = tables.digest()
    answer = act(office, worlds.a, run, "uebernehmen", decision_0=str(foreign.pk))
    assert answer.status_code == 422
    assert tables.digest() == before


def test_a_changed_digest_applies_nothing(world_a: World, office: Client) -> None:
    run = previewed(world_a)
    before = tables.digest()
    act(office, world_a, run, "uebernehmen", seen="0" * 64)
    assert tables.digest() == before


def test_a_run_is_not_applied_by_following_a_link(world_a: World, office: Client) -> None:
    run = previewed(world_a)
    before = tables.digest()
    address = reverse("rosters:act", args=[world_a.team_room_id, run.pk, "uebernehmen"])
    assert office.get(address).status_code == 405
    assert tables.digest() == before


def test_a_file_sent_from_another_site_is_refused(world_a: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world_a.people["school_office"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    before = tables.digest()
    assert send(client, world_a, ROWS.encode()).status_code == 403
    assert tables.digest() == before


def test_a_file_of_another_school_changes_nothing(world_a: World, office: Client) -> None:
    before = tables.digest()
    data = "Schueler_Nachname;Schueler_Vorname;Klassen_Klassenbezeichnung;Schul_Nummer\nBerg;Ole;10TI1;6270\n"
    file = roster(pupil("Ole Berg", "2008-02-01"), school_number="6270")
    with pytest.raises(Exception, match="gehört zur Schule 6270"):
        import_roster(ACTOR, school=world_a.school, roster=file, source=Source("x", data.encode()))
    assert tables.digest() == before


def _bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<c>" + b"0" * 300_000_000)
    return held.getvalue()


def test_a_zip_bomb_is_refused_with_a_sentence(world_a: World, office: Client) -> None:
    before = tables.digest()
    answer = send(office, world_a, _bomb(), "bericht.xlsx")
    assert answer.status_code == 422
    assert "kern-error" in answer.content.decode()
    assert tables.digest() == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1000,
        b"MZ\x90\x00" + b"\x00" * 100,
        b"<html></html>",
        b"[" * 100_000,
        b"PK\x03\x04" + b"x" * 50,
    ],
    ids=["empty", "NUL bytes", "a program", "a web page", "nested JSON", "half a ZIP"],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes, world_a: World, office: Client) -> None:
    before = tables.digest()
    assert send(office, world_a, data, "liste.xlsx").status_code == 422
    assert tables.digest() == before


def test_a_file_beyond_ten_megabytes_is_refused_unread(world_a: World, office: Client) -> None:
    before = tables.digest()
    answer = send(office, world_a, b"Nachname;Vorname\n" + b"A;B\n" * 3_000_000)
    assert "größer als 10 MB" in answer.content.decode()
    assert tables.digest() == before


def test_markup_and_formulas_in_names_stay_text(world_a: World, office: Client) -> None:
    rows = 'Nachname;Vorname;Klasse;Geburtsdatum\n<script>x</script>;=HYPERLINK("x");10TI1;01.02.2008\n'
    answer = send(office, world_a, rows.encode(), "<img src=x>.csv")
    shown = (
        office.get(answer["Location"]).content.decode()
        if answer.status_code == 302
        else answer.content.decode()
    )
    assert "<script>x" not in shown
    assert "<img src=x" not in shown


def test_an_address_in_a_file_lets_nobody_sign_in(
    world_a: World, office: Client, client_of: ClientOf
) -> None:
    file = roster(pupil("Ole Berg", "2008-02-01", label="10TI1", email="ole@x.example"))
    import_roster(ACTOR, school=world_a.school, roster=file, source=Source())
    with as_system(ACTOR):
        ole = Person.objects.get(family_name="Berg", given_name="Ole")
    assert (ole.email, ole.has_usable_password()) == ("", False)
    answer = client_of(None).post(reverse("account_login"), {"login": "ole@x.example", "password": ""})
    assert answer.status_code == 200


def test_an_address_of_somebody_with_an_account_gives_the_school_no_hold_of_it(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    file = roster(pupil("Böse Absicht", "2008-02-01", label="10TI1", email=trainer.email))
    import_roster(ACTOR, school=world_a.school, roster=file, source=Source())
    with as_system(ACTOR):
        made = Pupil.objects.get(school=world_a.school, person__family_name="Absicht")
        assert made.person_id != trainer.pk
        assert Person.objects.get(pk=trainer.pk).family_name == trainer.family_name
