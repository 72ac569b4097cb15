"""What is in the file, and what is not: everything about that person, nothing that the person may not see."""

import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import jsonschema
import pikepdf
import pytest

from tests.clients import standing_as
from tests.privacy.exports.opening import export_of
from tests.worlds import World, Worlds
from zweiklang.people.public import Person
from zweiklang.privacy.exports.reading import as_reader
from zweiklang.records.public import Comment, Line, RecordAct, Week
from zweiklang.rooms.public import as_system


class Links(HTMLParser):
    """Where a page leads, and which of its elements would run or load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.active: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.hrefs += [found["href"] or ""] if tag == "a" else []
        if tag in {"script", "img", "iframe", "object", "link", "form"} or any(
            n.startswith("on") for n in found
        ):
            self.active.append(tag)


def ids(rows: list[dict]) -> set[str]:
    return {row["id"] for row in rows}


def test_an_apprentice_gets_the_whole_record(world_a: World) -> None:
    room, package = world_a.first.room_id, export_of(world_a.first.apprentice)
    with as_system("tests"):
        for name, model in (
            ("records.week", Week), ("records.line", Line), ("records.comment", Comment), ("records.recordact", RecordAct),
        ):  # fmt: skip
            wanted = {str(pk) for pk in model.objects.filter(room_id=room).values_list("pk", flat=True)}
            assert wanted
            assert ids(package.data[name]) == wanted
    assert {row["apprentice_id"] for row in package.data["apprenticeships.contract"]} == {
        str(world_a.first.apprentice.pk)
    }
    assert package.data["apprenticeships.pupil"], (
        "what the school has on file, though only its office opens it"
    )


def test_nothing_of_anybody_elses_room_is_in_it(worlds: Worlds) -> None:
    package = export_of(worlds.a.first.apprentice)
    others = {str(one.room_id) for one in (worlds.a.second, worlds.b.first, worlds.b.second)}
    told = b"".join(
        package.files[name] for name in package.names if name.startswith(("data/", "csv/", "lesen/"))
    )
    for foreign in (*others, worlds.a.second.apprentice.family_name, worlds.b.first.apprentice.family_name):
        assert str(foreign).encode() not in told


def test_of_others_there_are_names_and_nothing_else(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    assert {frozenset(row) for row in package.data["people.names"]} == {
        frozenset({"id", "given_name", "family_name"})
    }
    everything = b"".join(package.files.values())
    for person in world_a.people.values():
        if person != world_a.first.apprentice:
            assert person.email.encode() not in everything, person
    names = {row["id"]: row["family_name"] for row in package.data["people.names"]}
    signed = [row["person_id"] for row in package.data["records.recordact"] if row["act"] == "signed"]
    assert signed
    assert all(names[person] for person in signed)


def test_no_secret_leaves(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    everything = b"".join(package.files.values())
    assert world_a.first.apprentice.password.encode() not in everything
    assert b"session_key" not in everything
    assert "password" not in package.data["people.person"][0]


@pytest.mark.parametrize(
    "capacity",
    ["trainer", "training_manager", "class_teacher", "guardian", "head_of_school", "chamber_adviser"],
)
def test_others_get_their_own_data_and_no_records_of_apprentices(world_a: World, capacity: str) -> None:
    person = world_a.people[capacity]
    package = export_of(person)
    assert [row["id"] for row in package.data["people.person"]] == [str(person.pk)]
    records = {
        "records.week",
        "records.line",
        "records.weekhistory",
        "records.linehistory",
        "elsewhere.records.line",
    }
    assert not records & set(package.data)
    assert not [name for name in package.names if name.startswith("nachweis/")]
    text = b"".join(package.files.values()).decode(errors="replace")
    assert "Druckertreiber" not in text
    for name, rows in package.data.items():
        if name.startswith("elsewhere."):
            assert all(str(person.pk) in row.values() for row in rows), name


def test_a_trainer_finds_own_signatures_and_remarks(world_a: World) -> None:
    package = export_of(world_a.people["trainer"])
    assert {row["act"] for row in package.data["elsewhere.records.recordact"]} == {"returned", "signed"}
    assert package.data["elsewhere.records.comment"]
    assert "elsewhere.records.recordact" not in package.imported


def test_rooms_one_cannot_open_any_more_are_told_without_their_title(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    room = world_a.first.room_id
    with as_system("tests"):
        trainer.memberships.filter(room_id=room).update(first_day="2020-01-01", last_day="2020-12-31")
    package = export_of(trainer)
    (told,) = [row for row in package.data["rooms.room"] if row["id"] == str(room)]
    assert (told["title"], told["concerns_id"]) == ("", None)
    assert str(world_a.first.apprentice.pk) not in ids(package.data.get("people.names", []))
    assert world_a.first.apprentice.family_name.encode() not in b"".join(package.files.values())


def test_a_worker_reads_as_the_person_too(world_a: World) -> None:
    """A worker lives in the system role, which every table admits."""
    here = export_of(world_a.first.apprentice)
    with as_system("tests"):
        there = export_of(world_a.first.apprentice)
        assert Week.objects.filter(room_id=world_a.second.room_id).exists(), "the role before is restored"
    assert there.data == here.data


def test_reading_as_somebody_stops_where_the_block_ends(world_a: World) -> None:
    with standing_as(world_a.people["class_teacher"]):
        with as_reader(world_a.second.apprentice.pk):
            assert not Week.objects.filter(room_id=world_a.first.room_id).exists()
        assert Week.objects.filter(room_id=world_a.first.room_id).exists()


def test_every_data_file_fits_its_schema(worlds: Worlds) -> None:
    for person in (worlds.a.first.apprentice, worlds.crossing.person, worlds.a.people["head_of_school"]):
        package = export_of(person)
        for name in package.data:
            schema = json.loads(package.files[f"schema/{name}.json"])
            jsonschema.Draft202012Validator.check_schema(schema)
            check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            check.validate(json.loads(package.files[f"data/{name}.json"]))


def test_the_manifest_has_the_digest_of_every_file(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    assert package.names[-1] == "manifest.json"
    told = {one["path"]: (one["bytes"], one["sha256"]) for one in package.manifest["files"]}
    found = {
        n: (len(c), hashlib.sha256(c).hexdigest()) for n, c in package.files.items() if n != "manifest.json"
    }
    assert told == found
    assert package.manifest["format"] == "zweiklang-export"
    assert package.manifest["person"] == {
        "id": str(world_a.first.apprentice.pk), "name": world_a.first.apprentice.name,
    }  # fmt: skip


def test_two_exports_of_the_same_moment_are_the_same(world_a: World) -> None:
    first, second = (export_of(world_a.first.apprentice) for _ in range(2))
    assert first.names == second.names
    assert first.data == second.data


def test_the_index_leads_to_every_file_and_runs_nothing(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    index = Links(package.files["index.html"].decode())
    assert set(map(unquote, index.hrefs)) == {
        n for n in package.names if n not in {"index.html", "manifest.json"}
    }
    for name in package.names:
        if name.endswith(".html"):
            page = package.files[name].decode()
            assert not Links(page).active, name
            assert "http://" not in page
            assert "https://" not in page


def test_pages_show_words_and_not_codes(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    page = package.files["lesen/records.week.html"].decode()
    assert "unterschrieben" in page
    assert not re.search(r"<td>[0-9a-f]{8}-", page), "ids where a name belongs"
    assert (
        world_a.people["trainer"].name
        in package.files["lesen/apprenticeships.trainerassignment.html"].decode()
    )


def test_texts_cannot_become_pages_or_formulas(world_a: World) -> None:
    week = world_a.first.weeks.row["draft"]
    evil = '=HYPERLINK("http://x.example")</td><script>alert(1)</script>'
    with as_system("tests"):
        Line.objects.filter(week=week).update(text=evil)
    package = export_of(world_a.first.apprentice)
    assert b"<script>" not in package.files["lesen/records.line.html"]
    table = package.files["csv/records.line.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table), delimiter=";") for cell in row]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert evil in {row["text"] for row in package.data["records.line"]}


def test_tables_open_in_a_german_spreadsheet(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    content = package.files["csv/people.person.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    told = dict(zip(header, row, strict=True))
    assert told["E-Mail-Adresse"] == world_a.first.apprentice.email


def test_the_record_is_there_as_pdf(world_a: World) -> None:
    package = export_of(world_a.first.apprentice)
    (name,) = [name for name in package.names if name.startswith("nachweis/")]
    with pikepdf.open(io.BytesIO(package.files[name])) as pdf:
        assert "ausbildungsnachweis.json" in pdf.attachments


def test_somebody_without_any_room_gets_the_account(worlds: Worlds) -> None:
    person: Person = worlds.roomless["newcomer"]
    package = export_of(person)
    assert set(package.imported) >= {"people.person"}
    assert not [name for name in package.data if name.startswith("records.")]
