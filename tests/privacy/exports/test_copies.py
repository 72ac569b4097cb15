"""Copies people ask for: made once, handed out once, to nobody else."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.mailing import delivered
from tests.worlds import PASSWORD, World
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, standing_at
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.people.public import Person, actor_of
from zweiklang.privacy.exports import policy, services
from zweiklang.privacy.models import DataExport, DataExportPart
from zweiklang.rooms.public import as_system

PAGE = "/konto/daten/"
type Browse = Callable[[Person | None], Client]


@pytest.fixture
def apprentice(world_a: World) -> Person:
    """Whose data it is about."""
    return world_a.first.apprentice


def confirmed(client: Client) -> Client:
    """The browser of somebody who has just confirmed who they are."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def work() -> None:
    """A worker does what is waiting, as it does: in the system role."""
    with as_system("system:worker"):
        for key in DataExport.objects.filter(state="waiting").values_list("pk", flat=True):
            services.make_export(key, last_attempt=True)


def jobs() -> list[str]:
    """The tasks in the queue."""
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'export_id' FROM procrastinate_jobs WHERE task_name = 'privacy.make_export'"
        )
        return [row[0] for row in cursor.fetchall()]


def ask(person: Person) -> DataExport:
    with standing_as(person):
        return services.request_export(actor_of(person))


def ready(person: Person) -> DataExport:
    export = ask(person)
    work()
    return state_of(export)


def state_of(export: DataExport) -> DataExport:
    with as_system("tests"):
        return DataExport.objects.get(pk=export.pk)


def parts_of(export: DataExport) -> int:
    with as_system("tests"):
        return DataExportPart.objects.filter(export=export).count()


def fetch(person: Person, export: DataExport) -> bytes:
    into = io.BytesIO()
    with standing_as(person):
        services.fetch_export(actor_of(person), export_id=export.pk, into=into)
    return into.getvalue()


def test_asking_puts_one_job_into_the_queue_that_names_nobody(apprentice: Person) -> None:
    export = ask(apprentice)
    assert jobs() == [str(export.pk)]
    assert state_of(export).state == "waiting"


def test_asking_twice_is_asking_once(apprentice: Person) -> None:
    assert ask(apprentice) == ask(apprentice)
    assert len(jobs()) == 1
    work()
    assert ask(apprentice).state == "ready"
    assert len(jobs()) == 1


def test_the_database_knows_only_one_open_copy(apprentice: Person) -> None:
    ask(apprentice)
    with pytest.raises(DatabaseError), transaction.atomic(), as_system("tests"):
        DataExport.objects.create(person=apprentice, asked_at=now())


def test_a_worker_makes_the_copy_and_a_mail_without_content_says_so(apprentice: Person) -> None:
    export = ready(apprentice)
    assert (export.state, export.size) == ("ready", export.size)
    assert export.size
    (mail,) = [one for one in delivered() if one.to == [apprentice.email]]
    assert mail.subject == "Zweiklang: Ihre Daten liegen bereit"
    assert PAGE in mail.body
    assert not mail.attachments
    assert "Druckertreiber" not in mail.body
    assert str(export.pk) not in mail.body


def test_the_copy_is_handed_out_once(apprentice: Person) -> None:
    export = ready(apprentice)
    content = fetch(apprentice, export)
    assert len(content) == export.size
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert (state_of(export).state, parts_of(export)) == ("fetched", 0)
    with pytest.raises(Conflict):
        fetch(apprentice, export)


def test_making_it_again_changes_nothing(apprentice: Person) -> None:
    """A job may run twice: a worker that was killed after its work is taken for one that was killed before."""
    export = ready(apprentice)
    with as_system("tests"):
        services.make_export(export.pk, last_attempt=False)
    assert state_of(export).ready_at == export.ready_at
    assert len([one for one in delivered() if one.to == [apprentice.email]]) == 1


def test_a_worker_killed_on_the_way_leaves_nothing_and_the_next_one_makes_it(
    apprentice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(apprentice)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services.storing, "store", dies)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert (state_of(export).state, parts_of(export)) == ("waiting", 0)
    work()
    assert state_of(export).state == "ready"


def test_a_copy_that_fails_is_tried_again_and_then_said_in_plain_words(
    apprentice: Person, client_of: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(apprentice)
    monkeypatch.setattr(services, "write_export", lambda *_: 1 / 0)
    with as_system("tests"):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            services.make_export(export.pk, last_attempt=False)
        assert DataExport.objects.get(pk=export.pk).state == "waiting"
        with pytest.raises(ZeroDivisionError):
            services.make_export(export.pk, last_attempt=True)
    assert state_of(export).state == "failed"
    page = client_of(apprentice).get(PAGE).content.decode()
    assert "Die letzte Kopie ist nicht gelungen" in page
    assert "Das lag nicht an Ihnen" in page
    assert ask(apprentice).pk != export.pk


def test_nobody_else_gets_it(apprentice: Person, world_a: World, client_of: Browse) -> None:
    export = ready(apprentice)
    for other in (
        world_a.people["trainer"],
        world_a.people["guardian"],
        world_a.people["head_of_school"],
        world_a.second.apprentice,
    ):
        with pytest.raises(Http404):
            fetch(other, export)
        for name in ("privacy:exports_fetch", "privacy:exports_discard"):
            answer = confirmed(client_of(other)).post(reverse(name, args=[export.pk]))
            assert answer.status_code == 404
        with standing_as(other):
            assert not DataExport.objects.filter(pk=export.pk).exists()
            assert not DataExportPart.objects.filter(export_id=export.pk).exists()
    assert state_of(export).state == "ready", "nothing has changed"
    assert fetch(apprentice, export)


def test_the_database_itself_keeps_it_from_everybody_else(apprentice: Person, world_a: World) -> None:
    export = ready(apprentice)
    for statement in (
        "UPDATE privacy_dataexport SET person_id = my_person()",
        "UPDATE privacy_dataexportpart SET person_id = my_person()",
        "DELETE FROM privacy_dataexport",
        "INSERT INTO privacy_dataexport (id, person_id, state, by_operator, asked_at)"
        " SELECT gen_random_uuid(), my_person(), 'waiting', false, now()",
    ):
        for person in (world_a.people["trainer"], apprentice):
            with (
                standing_as(person),
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    assert fetch(apprentice, export)


def test_a_stolen_session_does_not_suffice(apprentice: Person, client_of: Browse) -> None:
    export = ready(apprentice)
    client = client_of(apprentice)
    page = client.post(reverse("privacy:exports_fetch", args=[export.pk]), follow=True)
    assert "Bitte bestätigen, dass Sie es sind" in page.content.decode()
    assert state_of(export).state == "ready"
    page = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": PASSWORD}, follow=True
    )
    assert "Danke. Sie können Ihre Kopie jetzt herunterladen." in page.content.decode()
    assert client.post(reverse("privacy:exports_fetch", args=[export.pk])).status_code == 200


def test_the_page_hands_out_a_zip_and_does_not_let_it_be_stored(
    apprentice: Person, client_of: Browse
) -> None:
    export = ready(apprentice)
    client = confirmed(client_of(apprentice))
    assert "Kopie herunterladen" in client.get(PAGE).content.decode()
    address = reverse("privacy:exports_fetch", args=[export.pk])
    assert client.get(address).status_code == 405, "a link that somebody sends does nothing"
    response = client.post(address)
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Cache-Control"] == "no-store"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    again = client.post(address, follow=True)
    assert "liegt nicht mehr bereit" in again.content.decode()


def test_the_page_says_how_it_stands(apprentice: Person, client_of: Browse) -> None:
    client = client_of(apprentice)
    assert "Kopie anfordern" in client.get(PAGE).content.decode()
    page = client.post(reverse("privacy:exports_ask"), follow=True).content.decode()
    assert "wird gemacht" in page
    assert 'hx-trigger="every' in page
    assert "Stand ansehen" in page, "also without script"
    work()
    page = client.get(PAGE).content.decode()
    assert "liegt bereit" in page
    assert "hx-trigger" not in page


def test_it_expires_after_seven_days(apprentice: Person) -> None:
    export = ready(apprentice)
    with standing_at(now() + timedelta(days=7, minutes=1)):
        with pytest.raises(Conflict):
            fetch(apprentice, export)
        with as_system("tests"):
            services.tidy()
    assert (state_of(export).state, parts_of(export)) == ("expired", 0)


def test_tidying_leaves_what_still_counts(apprentice: Person, world_a: World) -> None:
    export, waiting = ready(apprentice), ask(world_a.second.apprentice)
    with standing_at(now() + timedelta(days=6)), as_system("tests"):
        DataExport.objects.filter(pk=waiting.pk).update(asked_at=now() - timedelta(hours=23))
        services.tidy()
    assert (state_of(export).state, state_of(waiting).state) == ("ready", "waiting")


def test_nobody_waits_for_ever(apprentice: Person) -> None:
    export = ask(apprentice)
    with standing_at(now() + timedelta(hours=25)), as_system("tests"):
        services.tidy()
    assert state_of(export).state == "failed"


def test_a_copy_can_be_thrown_away(apprentice: Person, client_of: Browse) -> None:
    export = ready(apprentice)
    page = client_of(apprentice).post(reverse("privacy:exports_discard", args=[export.pk]), follow=True)
    assert "Die Kopie ist gelöscht." in page.content.decode()
    assert (state_of(export).state, parts_of(export)) == ("discarded", 0)


def test_workers_are_not_kept_busy_by_one_person(apprentice: Person) -> None:
    for _ in range(policy.MOST_A_DAY):
        export = ready(apprentice)
        with standing_as(apprentice):
            services.discard_export(actor_of(apprentice), export_id=export.pk)
    with pytest.raises(Conflict, match="Morgen"):
        ask(apprentice)


def test_what_the_operator_makes_is_told_to_the_person(apprentice: Person, client_of: Browse) -> None:
    file = io.BytesIO()
    services.export_by_operator(system_actor("tests"), person=apprentice, file=file)
    assert zipfile.ZipFile(file).testzip() is None
    assert "vom Betrieb der Plattform gemacht" in client_of(apprentice).get(PAGE).content.decode()


def test_no_person_makes_a_file_about_another(apprentice: Person, world_a: World) -> None:
    with pytest.raises(Refused):
        services.export_by_operator(
            actor_of(world_a.people["head_of_school"]), person=apprentice, file=io.BytesIO()
        )


def test_the_page_is_found_from_the_account_and_the_menu(apprentice: Person, client_of: Browse) -> None:
    page = client_of(apprentice).get("/konto/benachrichtigungen/").content.decode()
    assert page.count(f'href="{PAGE}"') == 2
