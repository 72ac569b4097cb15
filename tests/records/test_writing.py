"""Writing a week: saved as one types, merged per field, refused with a sentence, and nothing lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.records.fields import FieldSaver
from tests.worlds import Apprenticeship, World

from zweiklang.people.public import Person, actor_of
from zweiklang.records.public import Comment, Line, RecordAct, Week, comment_on

type Clients = Callable[[Person | None], Client]
type Standing = Callable[[Person | None], AbstractContextManager[None]]


@pytest.fixture
def first(world_a: World) -> Apprenticeship:
    return world_a.first


@pytest.fixture
def writer(first: Apprenticeship, client_of: Clients) -> FieldSaver:
    """A new line on the Monday of a week nobody has begun."""
    return FieldSaver(client_of(first.apprentice), room_id=first.room_id, monday=first.weeks.monday("open"))


@pytest.fixture
def stored(first: Apprenticeship, as_person: Standing) -> Callable[[FieldSaver], Line | None]:
    """Returns the line as it is stored, as its apprentice sees it."""

    def read(saver: FieldSaver) -> Line | None:
        with as_person(first.apprentice):
            return Line.objects.filter(pk=saver.line_id).first()

    return read


def test_first_saved_field_begins_week_and_line(writer: FieldSaver, stored) -> None:
    answer = writer.save("text", "Kabel verlegt")
    assert answer.status_code == 200
    assert answer.json()["value"] == "Kabel verlegt"
    assert stored(writer).text == "Kabel verlegt"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("7:30", 450), ("7,5", 450), ("45 min", 45), ("8", 480), ("1 h 30", 90), ("", None)],
)
def test_time_is_read_the_way_people_write_it(
    writer: FieldSaver, stored, typed: str, minutes: int | None
) -> None:
    assert writer.save("text", "x").status_code == 200
    assert writer.save("minutes", typed).status_code == 200
    assert stored(writer).minutes == minutes


def test_answer_says_the_new_sum_of_the_week(writer: FieldSaver) -> None:
    assert writer.save("minutes", "7,5").json()["total"] == "7 h 30"


@pytest.mark.parametrize("typed", ["abc", "25:00", "7:75", "-3", "1e9", "99999 min"])
def test_impossible_time_says_what_is_expected_and_changes_nothing(
    writer: FieldSaver, stored, typed: str
) -> None:
    writer.save("minutes", "8:00")
    answer = writer.save("minutes", typed, base="8:00")
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert stored(writer).minutes == 480


def test_plan_items_are_found_by_their_codes(writer: FieldSaver, stored, worlds) -> None:
    answer = writer.save("plan_items", "a 2, LF 6")
    assert answer.json()["value"] == "A 2, LF 6"
    assert stored(writer).plan_items[0] == worlds.positions[1].pk


@pytest.mark.parametrize("typed", ["A 99", "A 1, A 2, LF 6, quatsch", "0199-keine-uuid"])
def test_unknown_plan_item_is_named_in_the_answer(writer: FieldSaver, stored, typed: str) -> None:
    answer = writer.save("plan_items", typed)
    assert answer.status_code == 422
    assert "steht nicht in Ihrem Plan" in answer.json()["error"]
    assert stored(writer) is None


def test_suggestions_for_a_line_come_with_code_and_title(first: Apprenticeship, client_of: Clients) -> None:
    found = (
        client_of(first.apprentice)
        .get(reverse("records:plan_items", args=[first.room_id]), {"q": "entw"})
        .json()
    )
    assert [(one["value"], "Entwickeln" in one["label"]) for one in found] == [("A 2", True)]


def test_same_field_changed_on_another_device_is_shown_and_not_overwritten(
    writer: FieldSaver, stored, first: Apprenticeship, client_of: Clients
) -> None:
    writer.save("text", "Am Handy geschrieben")
    other = FieldSaver(
        client_of(first.apprentice),
        room_id=first.room_id,
        monday=first.weeks.monday("open"),
        line_id=writer.line_id,
    )
    answer = other.save("text", "Am Rechner geschrieben", base="")
    assert answer.status_code == 409
    assert "Am Handy geschrieben" in answer.content.decode()
    assert "Am Rechner geschrieben" in answer.content.decode()
    assert stored(writer).text == "Am Handy geschrieben"
    assert other.save("text", "Beides", base="Am Handy geschrieben").status_code == 200


def test_different_fields_changed_on_two_devices_are_both_kept(writer: FieldSaver, stored) -> None:
    writer.save("text", "Kabel verlegt")
    assert writer.save("minutes", "2:00", base="").status_code == 200
    assert writer.save("text", "Kabel verlegt und geprüft", base="Kabel verlegt").status_code == 200
    line = stored(writer)
    assert (line.text, line.minutes) == ("Kabel verlegt und geprüft", 120)


def test_sending_the_same_value_twice_is_no_conflict(writer: FieldSaver) -> None:
    assert writer.save("text", "Doppelt").status_code == 200
    assert writer.save("text", "Doppelt").status_code == 200


@pytest.mark.parametrize("state", ["submitted", "signed"])
def test_locked_week_takes_no_change(
    first: Apprenticeship, client_of: Clients, as_person: Standing, state: str
) -> None:
    with as_person(first.apprentice):
        line = first.weeks.lines(state)[0]
    saver = FieldSaver(
        client_of(first.apprentice), room_id=first.room_id, monday=first.weeks.monday(state), line_id=line.pk
    )
    answer = saver.save("text", "heimlich geändert", base=line.text)
    assert answer.status_code == 422
    with as_person(first.apprentice):
        assert Line.objects.get(pk=line.pk).text == line.text


@pytest.mark.parametrize("capacity", ["trainer", "training_manager", "class_teacher", "guardian"])
def test_nobody_else_writes_the_record(
    first: Apprenticeship, world_a: World, client_of: Clients, stored, capacity: str
) -> None:
    saver = FieldSaver(
        client_of(world_a.people[capacity]), room_id=first.room_id, monday=first.weeks.monday("open")
    )
    assert saver.save("text", "untergeschoben").status_code == 403
    assert stored(saver) is None


def test_line_of_another_week_cannot_be_written_through_this_one(
    first: Apprenticeship, client_of: Clients, as_person: Standing
) -> None:
    with as_person(first.apprentice):
        line = first.weeks.lines("draft")[0]
    saver = FieldSaver(
        client_of(first.apprentice), room_id=first.room_id, monday=first.weeks.monday("open"), line_id=line.pk
    )
    assert saver.save("text", "x", base=line.text).status_code == 422


@pytest.mark.parametrize(
    "field", ["text_", "owner", "", "line_x", "line_01990000-0000-7000-8000-000000000000_2026-99-99_text"]
)
def test_unknown_field_is_refused(first: Apprenticeship, client_of: Clients, field: str) -> None:
    url = reverse("records:save", args=[first.room_id, first.weeks.monday("open")])
    answer = client_of(first.apprentice).post(url, {"field": field, "base": "", "value": "x"})
    assert answer.status_code == 422


def test_week_outside_the_contract_is_refused(first: Apprenticeship, client_of: Clients) -> None:
    monday = first.contract.first_day - timedelta(days=first.contract.first_day.weekday() + 14)
    saver = FieldSaver(client_of(first.apprentice), room_id=first.room_id, monday=monday)
    assert saver.save("text", "x").status_code == 422


def test_public_holidays_are_filled_in_when_a_week_is_begun(
    first: Apprenticeship, client_of: Clients, as_person: Standing
) -> None:
    labour_day = first.contract.first_day.replace(year=first.contract.first_day.year + 1, month=5, day=1)
    monday = labour_day - timedelta(days=labour_day.weekday())
    saver = FieldSaver(client_of(first.apprentice), room_id=first.room_id, monday=monday)
    assert saver.save("text", "Inventur").status_code == 200
    with as_person(first.apprentice):
        holidays = Line.objects.filter(week__monday=monday, place="holiday", day=labour_day)
        expected = labour_day.weekday() < 5
        assert holidays.exists() is expected


class TestWithoutScript:
    """The same form, posted as a whole."""

    @pytest.fixture
    def form(self, first: Apprenticeship, client_of: Clients) -> tuple[Client, str]:
        url = reverse("records:week", args=[first.room_id, first.weeks.monday("draft")])
        return client_of(first.apprentice), url

    @pytest.fixture
    def line(self, first: Apprenticeship, as_person: Standing) -> Line:
        with as_person(first.apprentice):
            return first.weeks.lines("draft")[0]

    def post(self, form: tuple[Client, str], line: Line, *, base: str, text: str, **more: str):
        name = f"line_{line.pk}_{line.day.isoformat()}_text"
        return form[0].post(form[1], {name: text, f"base_{name}": base, **more})

    def test_posting_saves_what_was_changed(
        self, form, line: Line, first: Apprenticeship, as_person: Standing
    ) -> None:
        assert self.post(form, line, base=line.text, text="Neu", do="save").status_code == 302
        with as_person(first.apprentice):
            assert Line.objects.get(pk=line.pk).text == "Neu"

    def test_stale_form_does_not_overwrite_and_keeps_what_was_typed(
        self, form, line: Line, first, as_person: Standing
    ) -> None:
        answer = self.post(form, line, base="ganz alt", text="Meine Fassung", do="submit")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Meine Fassung" in page
        assert line.text in page
        with as_person(first.apprentice):
            assert Line.objects.get(pk=line.pk).text == line.text
            assert Week.objects.get(pk=line.week_id).state == "draft"

    def test_field_nobody_touched_is_left_alone(
        self, form, line: Line, first: Apprenticeship, as_person: Standing
    ) -> None:
        self.post(form, line, base="ganz alt", text="ganz alt", do="save")
        with as_person(first.apprentice):
            assert Line.objects.get(pk=line.pk).text == line.text

    def test_error_stands_at_the_field_and_in_the_summary(self, form, line: Line) -> None:
        name = f"line_{line.pk}_{line.day.isoformat()}_minutes"
        answer = form[0].post(form[1], {name: "viel", f"base_{name}": "8:00", "do": "submit"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'href="#{name}"' in page
        assert f'id="{name}-error"' in page
        assert 'value="viel"' in page

    def test_saved_and_submitted_in_one_go(
        self, form, line: Line, first: Apprenticeship, as_person: Standing
    ) -> None:
        self.post(form, line, base=line.text, text="Fertig", do="submit")
        with as_person(first.apprentice):
            assert Week.objects.get(pk=line.week_id).state == "submitted"
            assert RecordAct.objects.filter(week_id=line.week_id, act="submitted").exists()

    def test_removed_line_is_gone_but_stays_in_the_history(
        self, form, line: Line, first: Apprenticeship, as_person: Standing
    ) -> None:
        assert form[0].post(form[1], {"remove": str(line.pk)}).status_code == 302
        with as_person(first.apprentice):
            assert not Line.objects.filter(pk=line.pk).exists()
        history = form[0].get(reverse("records:history", args=[first.room_id, first.weeks.monday("draft")]))
        assert line.text in history.content.decode()

    def test_a_line_is_added_and_what_was_typed_is_saved(
        self, form, line: Line, first: Apprenticeship
    ) -> None:
        day = line.day.isoformat()
        before = form[0].get(form[1]).content.decode().count(f'_{day}_text"')
        answer = self.post(form, line, base=line.text, text="Gesichert", add=day)
        page = form[0].get(answer.headers["Location"]).content.decode()
        assert "Gesichert" in page
        assert page.count(f'_{day}_text"') > before

    def test_saturday_is_added_by_who_works_on_saturdays(
        self, form, first: Apprenticeship, line: Line
    ) -> None:
        saturday = (first.weeks.monday("draft") + timedelta(days=5)).isoformat()
        assert f'id="tag-{saturday}"' not in form[0].get(form[1]).content.decode()
        answer = self.post(form, line, base=line.text, text=line.text, add=saturday)
        assert f'id="tag-{saturday}"' in form[0].get(answer.headers["Location"]).content.decode()

    def test_removing_a_line_can_be_undone(
        self, form, line: Line, first: Apprenticeship, as_person: Standing
    ) -> None:
        page = form[0].post(form[1], {"remove": str(line.pk)}, follow=True).content.decode()
        assert "Rückgängig" in page
        undo = reverse("records:act", args=[first.room_id, first.weeks.monday("draft"), "zeile-zurueckholen"])
        for _ in range(2):
            assert form[0].post(undo, {"line": str(line.pk)}).status_code == 302
        with as_person(first.apprentice):
            again = Line.objects.get(pk=line.pk)
        assert (again.text, again.minutes, again.day) == (line.text, line.minutes, line.day)

    @pytest.mark.parametrize("line_id", ["", "x", "01990000-0000-7000-8000-000000000000"])
    def test_undoing_what_never_was_is_not_found(self, form, first: Apprenticeship, line_id: str) -> None:
        undo = reverse("records:act", args=[first.room_id, first.weeks.monday("draft"), "zeile-zurueckholen"])
        assert form[0].post(undo, {"line": line_id}).status_code == 404

    def test_remark_stays_when_its_line_is_removed(
        self, form, line: Line, first: Apprenticeship, as_person: Standing
    ) -> None:
        with as_person(first.firm.trainer):
            comment_on(
                actor_of(first.firm.trainer),
                room_id=first.room_id,
                monday=first.weeks.monday("draft"),
                text="Wo?",
                line_id=line.pk,
            )
        form[0].post(form[1], {"remove": str(line.pk)})
        with as_person(first.apprentice):
            assert Comment.objects.get(text="Wo?").line_id is None
