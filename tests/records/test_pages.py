"""The record's pages: what they say to whom."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.worlds import Apprenticeship, Crossing, World

from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.organisations.public import set_chamber_rule
from zweiklang.people.public import Person, actor_of
from zweiklang.records.public import Line, Week, submit_week
from zweiklang.rooms.public import as_system

type Clients = Callable[[Person | None], Client]
type Standing = Callable[[Person | None], AbstractContextManager[None]]


@pytest.fixture
def first(world_a: World) -> Apprenticeship:
    return world_a.first


@pytest.fixture
def read(client_of: Clients) -> Callable[..., str]:
    """Returns the text of a page as a person sees it; fails if there is none."""

    def get(person: Person, name: str, *args: object, query: str = "") -> str:
        answer = client_of(person).get(reverse(name, args=args) + query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return get


class TestWeeks:
    def test_every_week_since_the_first_is_listed_with_its_state(self, read, first: Apprenticeship) -> None:
        page = read(first.apprentice, "records:weeks", first.room_id)
        weeks = (today() - first.contract.first_day).days // 7
        assert page.count("data-item") in {weeks, weeks + 1, weeks + 2}
        for state in ("Entwurf", "eingereicht", "zurückgegeben", "unterschrieben", "fehlt"):
            assert state in page

    def test_only_open_weeks_can_be_shown(self, read, first: Apprenticeship) -> None:
        page = read(first.apprentice, "records:weeks", first.room_id, query="?zeige=offen")
        rows = page[page.index("<tbody") :]
        assert "unterschrieben" not in rows
        assert "zurückgegeben" in rows

    def test_the_picture_has_a_named_link_for_each_week(self, read, first: Apprenticeship) -> None:
        page = read(first.apprentice, "records:weeks", first.room_id)
        assert page.count('aria-label="KW') == page.count("data-item")

    def test_class_teacher_sees_the_time_of_school_days_only(self, read, first, world_a: World) -> None:
        assert "24 h" in read(first.apprentice, "records:weeks", first.room_id)
        page = read(world_a.people["class_teacher"], "records:weeks", first.room_id)
        assert "24 h" not in page
        assert "8 h" in page


class TestWeek:
    def test_weekly_form_has_one_block_for_the_whole_week(self, read, world_a: World) -> None:
        second = world_a.second
        page = read(second.apprentice, "records:week", second.room_id, second.weeks.monday("open"))
        assert "Ganze Woche" in page
        assert 'id="tag-week"' in page

    def test_daily_form_has_a_block_for_each_working_day(self, read, first: Apprenticeship) -> None:
        page = read(first.apprentice, "records:week", first.room_id, first.weeks.monday("open"))
        assert page.count('class="zk-day ') == 5

    def test_class_teacher_reads_school_lines_and_nothing_of_the_firm(
        self, read, first, world_a: World
    ) -> None:
        page = read(
            world_a.people["class_teacher"], "records:week", first.room_id, first.weeks.monday("submitted")
        )
        assert "Lernfeld 6: Anfragen (submitted)" in page
        assert "Druckertreiber" not in page

    def test_refused_act_says_why_on_its_button(self, read, first: Apprenticeship) -> None:
        page = read(first.firm.trainer, "records:week", first.room_id, first.weeks.monday("draft"))
        assert "Unterschreiben geht, sobald die Woche eingereicht ist." in page

    def test_text_is_shown_as_text_and_never_as_markup(
        self, read, first: Apprenticeship, as_person: Standing
    ) -> None:
        with as_person(first.apprentice):
            Line.objects.filter(week=first.weeks.row["draft"]).update(text="<script>alert(1)</script>")
        page = read(first.firm.trainer, "records:week", first.room_id, first.weeks.monday("draft"))
        assert "<script>alert(1)</script>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    @pytest.mark.parametrize("slug", ["2026-W54", "2026-W00", "1999-W01", "2026-W5", "9999-W52"])
    def test_week_that_does_not_exist_is_not_found(
        self, first: Apprenticeship, client_of: Clients, slug: str
    ) -> None:
        url = f"{reverse('records:weeks', args=[first.room_id])}{slug}/"
        assert client_of(first.apprentice).get(url).status_code == 404


class TestHistory:
    def test_changes_name_who_and_both_versions(
        self, first: Apprenticeship, read, as_person: Standing
    ) -> None:
        with as_person(first.apprentice):
            line = first.weeks.lines("draft")[0]
            Line.objects.filter(pk=line.pk).update(text="Neu formuliert")
        page = read(first.firm.trainer, "records:history", first.room_id, first.weeks.monday("draft"))
        assert "Neu formuliert" in page
        assert line.text in page
        assert first.apprentice.name in page

    def test_class_teacher_does_not_read_the_firms_lines_in_the_history(
        self, read, first, world_a: World
    ) -> None:
        page = read(
            world_a.people["class_teacher"], "records:history", first.room_id, first.weeks.monday("submitted")
        )
        assert "Lernfeld 6" in page
        assert "Druckertreiber" not in page


class TestQueue:
    def test_waiting_weeks_of_all_own_apprentices_are_listed(self, read, first: Apprenticeship) -> None:
        page = read(first.firm.trainer, "records:queue")
        assert page.count("data-item") == 1
        assert first.apprentice.name in page

    def test_crossing_person_is_asked_for_weeks_of_the_own_firm_only(
        self, read, crossing: Crossing, world_b: World
    ) -> None:
        page = read(crossing.person, "records:queue")
        assert crossing.trains.apprentice.name in page
        assert world_b.first.apprentice.name not in page

    def test_apprentices_with_missing_weeks_are_named_below_the_list(
        self, read, first: Apprenticeship
    ) -> None:
        page = read(first.firm.trainer, "records:queue")
        assert "vergangene Wochen fehlen" in page

    def test_one_goes_from_a_waiting_week_to_its_neighbours(
        self, read, first: Apprenticeship, crossing: Crossing, as_person: Standing
    ) -> None:
        with as_person(first.apprentice):
            submit_week(actor_of(first.apprentice), room_id=first.room_id, monday=first.weeks.monday("draft"))
        url = "records:week"
        older = read(crossing.person, url, first.room_id, first.weeks.monday("submitted"), query="?von=offen")
        newer = read(crossing.person, url, first.room_id, first.weeks.monday("draft"), query="?von=offen")
        assert "Nächste wartende Woche" in older
        assert "Vorige wartende Woche" not in older
        assert "Vorige wartende Woche" in newer
        assert "Zur Liste (2)" in newer

    def test_week_older_than_the_chambers_interval_is_marked(self, read, first, world_a: World) -> None:
        assert "bitte bald" not in read(first.firm.trainer, "records:queue")
        with as_system("tests"):
            set_chamber_rule_for(world_a, check_every_days=2)
        assert "bitte bald" in read(first.firm.trainer, "records:queue")


def set_chamber_rule_for(world: World, **rule: object) -> None:
    from tests.worlds import ACTOR

    set_chamber_rule(ACTOR, chamber=world.chamber, **rule)


class TestCoverage:
    def test_time_is_shared_among_the_plan_items_of_a_line(
        self, read, first, worlds, as_person: Standing
    ) -> None:
        both = [position.pk for position in worlds.positions]
        with as_person(first.apprentice):
            Line.objects.filter(week=first.weeks.row["draft"], place="company").update(plan_items=both)
        page = read(first.apprentice, "records:coverage", first.room_id)
        # submitted and signed weeks count: 2 weeks x 3 lines x 8 h at position A 1, in weeks of 40 h
        assert "1,2 Wochen" in page
        assert "Gezählt sind 2 eingereichte und unterschriebene Wochen" in page

    def test_class_teacher_has_no_plan_page(
        self, first: Apprenticeship, world_a: World, client_of: Clients
    ) -> None:
        url = reverse("records:coverage", args=[first.room_id])
        assert client_of(world_a.people["class_teacher"]).get(url).status_code == 404


class TestToday:
    def test_apprentice_finds_what_to_write_and_what_came_back(self, read, first: Apprenticeship) -> None:
        page = read(first.apprentice, "web:today")
        assert "Diese Woche schreiben" in page
        assert "wurde zurückgegeben" in page
        assert "Wochen sind noch nicht eingereicht" in page

    def test_more_than_seven_lines_for_the_same_act_open_on_demand(self, read, first: Apprenticeship) -> None:
        monday = monday_of(first.contract.first_day)
        with as_system("tests"):
            taken = set(Week.objects.filter(room_id=first.room_id).values_list("monday", flat=True))
            mondays = [day for n in range(20) if (day := monday + timedelta(weeks=n)) not in taken][:9]
            for day in mondays:
                Week.objects.create(
                    room_id=first.room_id, contract=first.contract, monday=day, state="returned"
                )
        page = read(first.apprentice, "web:today")
        shown, _, folded = page.partition("Weitere 5 zeigen")
        assert shown.count("wurde zurückgegeben") == 5
        assert folded.count("wurde zurückgegeben") == 5

    def test_trainer_finds_the_weeks_that_wait(self, read, first: Apprenticeship) -> None:
        page = read(first.firm.trainer, "web:today")
        assert f"{first.apprentice.name}: 1 Woche wartet auf Ihre Unterschrift" in page

    def test_guardian_is_asked_only_where_the_chamber_wants_it(self, read, world_a: World) -> None:
        guardian = world_a.people["guardian"]
        assert "zur Kenntnis nehmen" in read(guardian, "web:today")
        with as_system("tests"):
            set_chamber_rule_for(world_a, guardian_notes=False)
        assert "zur Kenntnis nehmen" not in read(guardian, "web:today")

    def test_class_teacher_is_asked_only_where_the_chamber_wants_it(self, read, world_a: World) -> None:
        teacher = world_a.people["class_teacher"]
        assert "Schultage zur Kenntnis nehmen" in read(teacher, "web:today")
        with as_system("tests"):
            set_chamber_rule_for(world_a, school_notes=False)
        assert "Schultage zur Kenntnis nehmen" not in read(teacher, "web:today")

    @pytest.mark.parametrize(
        ("persona", "sentence"),
        [
            ("newcomer", "Sie gehören noch zu keiner Ausbildung"),
            ("counsellor", "Beratungen sind vertraulich"),
            ("support", "sieht keine Inhalte"),
            ("land", "keine Daten einzelner Personen"),
        ],
    )
    def test_who_has_no_room_learns_why_the_page_is_empty(
        self, read, worlds, persona: str, sentence: str
    ) -> None:
        assert sentence in read(worlds.roomless[persona], "web:today")

    def test_this_week_names_holidays(self) -> None:
        from zweiklang.web.today import this_week

        lines = this_week(date(2026, 12, 21))
        assert ("Fr, 25. Dezember", "Erster Weihnachtstag (Feiertag)") in lines
        assert any("Weihnachtsferien" in what for _, what in lines)
        assert this_week(date(2026, 11, 16)) == []


class TestEndOfAccess:
    def test_trainer_whose_assignment_ended_yesterday_finds_nothing(
        self, first: Apprenticeship, client_of: Clients
    ) -> None:
        from tests.worlds import ACTOR

        from zweiklang.apprenticeships.public import TrainerAssignment, end_trainer_assignment

        with as_system("tests"):
            assignment = TrainerAssignment.objects.get(contract=first.contract, person=first.firm.trainer)
            end_trainer_assignment(ACTOR, assignment=assignment, last_day=today() - timedelta(days=1))
        client = client_of(first.firm.trainer)
        assert client.get(reverse("records:weeks", args=[first.room_id])).status_code == 404
        url = reverse("records:act", args=[first.room_id, first.weeks.monday("submitted"), "unterschreiben"])
        assert client.post(url, {"seen": "x"}).status_code == 404

    def test_contract_that_ended_closes_the_room_for_all_but_the_apprentice(
        self, first, world_a: World, client_of
    ) -> None:
        from tests.worlds import ACTOR

        from zweiklang.apprenticeships.public import Contract, end_contract

        with as_system("tests"):
            contract = Contract.objects.get(pk=first.contract.pk)
            end_contract(ACTOR, contract=contract, last_day=today() - timedelta(days=1))
        url = reverse("records:weeks", args=[first.room_id])
        for capacity in ("trainer", "deputy_trainer", "training_manager", "class_teacher", "guardian"):
            assert client_of(world_a.people[capacity]).get(url).status_code == 404
        assert client_of(first.apprentice).get(url).status_code == 200
