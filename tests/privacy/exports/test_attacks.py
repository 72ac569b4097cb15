"""Files that somebody made by hand: an import refuses them with a sentence, and nothing has changed."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from tests.database import fresh_database, point_django_at
from tests.privacy.exports.forging import Rows, first_row, packed, with_file, with_rows, zipped
from tests.privacy.exports.opening import Opened, export_of
from tests.worlds import Worlds
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.people.public import Person, actor_of, can_sign_in
from zweiklang.privacy.exports import unpacking
from zweiklang.privacy.exports.importing import Imported, import_export
from zweiklang.rooms.public import as_system

ACTOR = system_actor("tests")


@pytest.fixture(scope="module")
def package(django_db_setup: None, django_db_blocker: Any, stored_worlds: Callable[[], Worlds]) -> Opened:
    """An apprentice's export."""
    with django_db_blocker.unblock():
        return export_of(stored_worlds().a.first.apprentice)


@pytest.fixture(scope="module")
def _elsewhere(package: Opened, django_db_blocker: Any) -> Iterator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with fresh_database(f"attacked_{worker}") as urls, django_db_blocker.unblock():
        before = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
        point_django_at(urls)
        yield
        for alias, settings in before.items():
            connections[alias].close()
            connections.settings[alias].update(settings)
            del connections[alias]


@pytest.fixture
def empty(_elsewhere: None, django_db_blocker: Any) -> Iterator[None]:
    """An empty instance; what an import brings is gone after the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def take(content: bytes) -> Imported:
    return import_export(ACTOR, file=io.BytesIO(content))


def people() -> int:
    with as_system("tests"):
        return Person.objects.count()


def refused(content: bytes, sentence: str = "") -> None:
    with pytest.raises(Rejected, match=sentence or None):
        take(content)
    assert people() == 0


def test_a_whole_file_is_taken(empty: None, package: Opened) -> None:
    done = take(package.content)
    assert done.counts["records.week"] == len(package.data["records.week"])
    assert people() == len(package.data["people.names"]) + 1


def test_nobody_can_sign_in_by_an_import(empty: None, package: Opened) -> None:
    done = take(package.content)
    with as_system("tests"):
        for person in Person.objects.all():
            assert not person.has_usable_password()
            assert not person.is_active or person.pk == done.person_id or not can_sign_in(person)
        assert [one.pk for one in Person.objects.exclude(email="")] == [done.person_id]


def test_a_second_import_is_refused(empty: None, package: Opened) -> None:
    take(package.content)
    before = people()
    with pytest.raises(Rejected, match="leeres Zweiklang"):
        take(package.content)
    assert people() == before


def test_where_people_work_nothing_is_imported(worlds: Worlds) -> None:
    with pytest.raises(Rejected, match="leeres Zweiklang"):
        take(export_of(worlds.a.first.apprentice).content)


def test_only_the_operator_imports(worlds: Worlds) -> None:
    with pytest.raises(Refused):
        import_export(actor_of(worlds.a.people["head_of_school"]), file=io.BytesIO())


@pytest.mark.parametrize(
    "content", [b"", b"no zip", b"PK\x03\x04" + b"\x00" * 100, b"PK\x05\x06" + b"\x00" * 18]
)
def test_what_is_no_export_is_said(empty: None, content: bytes) -> None:
    refused(content, "keine Datei, die Zweiklang gemacht hat")


def test_a_file_cut_short_is_refused(empty: None, package: Opened) -> None:
    refused(package.content[: len(package.content) // 2])


def test_a_changed_file_is_refused(empty: None, package: Opened) -> None:
    name = "data/records.line.json"
    changed = package.files[name].replace(b"Druckertreiber", b"Druckertreibel")
    assert changed != package.files[name]
    refused(zipped({**package.files, name: changed}), "wurde verändert")


def test_every_file_must_be_named_in_the_manifest(empty: None, package: Opened) -> None:
    refused(zipped({**package.files, "data/extra.json": b"{}"}), "nennt andere Dateien")
    less = {name: content for name, content in package.files.items() if name != "data/records.comment.json"}
    refused(zipped(less), "nennt andere Dateien")


@pytest.mark.parametrize(
    "name",
    ["../data/x.json", "/etc/passwd", "data/../../x.json", "data\\x.json", "C:\\x", "data/x.json/", "data/ä.json",
     "data/x.exe", "index.html/x", "nachweis/../x.pdf", "data/x.json\x00.html"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(empty: None, package: Opened, name: str) -> None:
    refused(packed({**package.files, name: b"{}"}))


def test_a_file_twice_is_refused(empty: None, package: Opened) -> None:
    out = io.BytesIO(package.content)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("data/people.person.json", b"{}")
    refused(out.getvalue())


def test_a_link_is_refused(empty: None, package: Opened) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in package.files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == "index.html" else 0o644) << 16
            archive.writestr(info, content)
    refused(out.getvalue(), "index.html")


def test_a_bomb_is_refused_before_it_is_opened(
    empty: None, package: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(with_file(package, "data/records.line.json", b" " * 50_000_000), "größer als erlaubt")
    monkeypatch.setattr(unpacking, "MOST_BYTES", 10_000)
    refused(package.content, "größer als erlaubt")


def test_more_bytes_than_declared_are_counted(
    empty: None, package: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sizes in a ZIP are its maker's word: the limit counts what comes out."""
    monkeypatch.setattr(unpacking, "MOST_OF_MANIFEST", 100)
    refused(package.content, "manifest.json: Die Datei ist größer als erlaubt")


def test_thousands_of_files_are_refused(empty: None, package: Opened) -> None:
    many = {f"csv/{'a' * (n % 90 + 1)}.{'b' * (n // 90 + 1)}.csv": b"" for n in range(2_000)}
    refused(packed({**package.files, **many}), "größer als erlaubt")


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"a": ' * 50_000, b"9" * 10_000, b"\xff\xfe", b"{", b"null", b"[]"]
)
def test_json_that_breaks_readers_is_refused(empty: None, package: Opened, content: bytes) -> None:
    refused(with_file(package, "data/records.line.json", content))
    refused(zipped({**package.files, "manifest.json": content}))


def test_a_later_form_is_said(empty: None, package: Opened) -> None:
    manifest = json.loads(package.files["manifest.json"])
    refused(
        zipped({**package.files, "manifest.json": json.dumps({**manifest, "version": 2}).encode()}),
        "Fassung 2",
    )


@pytest.mark.parametrize(
    ("dataset", "change"),
    [
        ("records.line", first_row(text="a\x00b")),
        ("records.line", first_row(text="\ud800")),
        ("records.line", first_row(minutes="8")),
        ("records.line", first_row(minutes=True)),
        ("records.line", first_row(minutes=10**30)),
        ("records.line", first_row(minutes=-1)),
        ("records.line", first_row(place="nowhere")),
        ("records.line", first_row(day="2026-02-30")),
        ("records.line", first_row(plan_items=["x"])),
        ("records.line", first_row(plan_items="x")),
        ("records.line", first_row(id="'; DROP TABLE records_line; --")),
        ("records.line", first_row(week_id="01900000-0000-7000-8000-000000000000")),
        ("records.line", first_row(room_id="01900000-0000-7000-8000-000000000000")),
        ("records.line", lambda rows: [*rows, rows[0]]),
        ("records.line", lambda rows: [{**rows[0], "password": "x"}, *rows[1:]]),
        ("records.line", lambda rows: [{}]),
        ("records.line", lambda rows: "rows"),
        ("records.week", first_row(state="approved")),
        ("records.week", first_row(monday="2026-11-10")),
        ("records.recordact", first_row(act="signed", digest="x" * 65)),
        ("people.names", lambda rows: [{**rows[0], "email": "boss@example.org"}, *rows[1:]]),
        ("people.names", lambda rows: [{**rows[0], "password": "x"}, *rows[1:]]),
        ("people.person", lambda rows: [{**rows[0], "password": "argon2$x"}]),
        ("people.person", lambda rows: [*rows, {**rows[0], "id": "01900000-0000-7000-8000-000000000000", "email": "b@example.org"}]),
        ("people.person", lambda rows: []),
        ("rooms.membership", first_row(scopes=[["x"]])),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_are_refused_and_nothing_stays(
    empty: None, package: Opened, dataset: str, change: Callable[[Rows], Any]
) -> None:
    refused(with_rows(package, dataset, change))


def about_signing_in(package: Opened, name: str) -> bytes:
    """The package with a row that would let somebody in."""
    row = {
        "id": 1,
        "user_id": package.data["people.person"][0]["id"],
        "type": "totp",
        "data": {"secret": "x"},
    }
    content = {"format": "zweiklang-export", "version": 1, "dataset": name, "rows": [row]}
    return with_file(package, f"data/{name}.json", json.dumps(content).encode())


@pytest.mark.parametrize("name", ["auth.group", "sessions.session", "people.sharedentry", "nothing.atall"])
def test_tables_that_no_export_has_are_refused(empty: None, package: Opened, name: str) -> None:
    refused(about_signing_in(package, name), "kennt dieses Zweiklang nicht")


@pytest.mark.parametrize(
    "name",
    [
        "mfa.authenticator",
        "account.emailaddress",
        "people.identityprovider",
        "usersessions.usersession",
        "organisations.post",
    ],
)
def test_ways_to_sign_in_and_tasks_are_told_and_never_taken(empty: None, package: Opened, name: str) -> None:
    take(about_signing_in(package, name))
    with as_system("tests"):
        assert not apps.get_model(name)._base_manager.exists()


def test_a_signed_week_stays_locked_after_the_import(empty: None, package: Opened) -> None:
    take(package.content)
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(DISTINCT state ORDER BY state) FROM records_week")
        assert cursor.fetchone() == (["draft", "returned", "signed", "submitted"],)
        with pytest.raises(DatabaseError, match="the week is signed"), transaction.atomic():
            cursor.execute(
                "UPDATE records_line SET text = 'x' WHERE week_id IN (SELECT id FROM records_week WHERE state = 'signed')"
            )
