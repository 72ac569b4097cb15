"""The pages on which schools are closed: a form, what it would mean, and only then the act."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.bench.browsing import statements
from tests.schedule.closures.test_closing import next_day, plan_nothing
from tests.worlds import ACTOR, World, Worlds
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Closure

LAND = reverse("schedule:new_closure")
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"
NO_ACT = "01900000-0000-7000-8000-0000000000ac"


@pytest.fixture(autouse=True)
def unplanned(worlds: Worlds) -> None:
    for world in (worlds.a, worlds.b):
        plan_nothing(world.school_class)


@pytest.fixture
def land(worlds: Worlds, client_of) -> Any:
    return client_of(worlds.roomless["land"])


def sent(page: str, **more: str) -> dict[str, str]:
    """What a browser sends from the form of that page, its hidden fields included."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {**dict(found), **more}


def wanted(**more: str) -> dict[str, str]:
    return {"first_day": next_day().isoformat(), "kind": "storm", "text": "Busse fahren nicht.", **more}


def own(name: str, world: World, *arguments: Any) -> str:
    return reverse(f"schedule:{name}", args=[world.team_room_id, *arguments])


def test_the_land_sees_whom_it_would_concern_before_anybody_hears_of_it(land, worlds: Worlds) -> None:
    page = land.get(LAND).content.decode()
    preview = land.post(LAND, sent(page, **wanted(area="kreis:06611")))
    text = preview.content.decode()
    assert preview.status_code == 200
    assert "Unwetter, kein Unterricht in der Schule. Busse fahren nicht." in text
    assert worlds.a.school.name in text
    assert not Closure.objects.exists()
    done = land.post(LAND, sent(text, confirmed="1"), follow=True)
    assert Closure.objects.count() == 2
    assert "Alle Betroffenen werden jetzt benachrichtigt" in done.content.decode()


def test_the_same_confirmation_sent_twice_is_one_act(land) -> None:
    text = land.post(LAND, sent(land.get(LAND).content.decode(), **wanted(area="hessen"))).content.decode()
    for said in ("Alle Betroffenen werden jetzt benachrichtigt", "Das ist schon gemeldet"):
        assert said in land.post(LAND, sent(text, confirmed="1"), follow=True).content.decode()
    assert Closure.objects.values("action").distinct().count() == 1


@pytest.mark.parametrize("other", [{"text": "Heizung"}, {"area": "kreis:06611"}, {}])
def test_an_old_form_used_for_something_else_says_that_nothing_was_reported(
    other: dict[str, str], land, worlds: Worlds
) -> None:
    data = sent(land.get(LAND).content.decode(), **wanted(area="hessen"), confirmed="1")
    assert land.post(LAND, data).status_code == 302
    if "area" in other:
        with as_system(ACTOR):
            Organisation.objects.filter(pk=worlds.b.school.pk).update(postcode="35390", town="Gießen")
    if not other:
        land.post(reverse("schedule:end_closure", args=[data["action"]]))
    before = list(Closure.objects.order_by("pk").values())
    said = land.post(LAND, {**data, **other}, follow=True).content.decode()
    assert "Nicht gemeldet" in said
    assert "Das ist schon gemeldet" not in said
    assert list(Closure.objects.order_by("pk").values()) == before


def test_change_leads_back_to_what_was_typed(land) -> None:
    text = land.post(LAND, sent(land.get(LAND).content.decode(), **wanted(area="hessen"))).content.decode()
    again = land.post(LAND, sent(text, change="1")).content.decode()
    assert "Busse fahren nicht." in again
    assert not Closure.objects.exists()


def test_single_schools_are_chosen_by_name(land, worlds: Worlds) -> None:
    page = land.get(LAND).content.decode()
    nobody = land.post(LAND, sent(page, **wanted(area="schulen")))
    assert nobody.status_code == 422
    assert "Bitte mindestens eine Schule auswählen." in nobody.content.decode()
    data = sent(page, **wanted(area="schulen", chosen=str(worlds.b.school.pk), confirmed="1"))
    assert land.post(LAND, data).status_code == 302
    assert [row.school for row in Closure.objects.all()] == [worlds.b.school]


def test_days_that_cannot_be_meant_are_said_at_their_field(land) -> None:
    page = land.get(LAND).content.decode()
    response = land.post(LAND, sent(page, **wanted(area="hessen", first_day="2020-01-08")))
    assert response.status_code == 422
    assert "Dieser Tag ist vorbei." in response.content.decode()


def test_a_head_closes_the_own_school_and_opens_it_again(worlds: Worlds, client_of) -> None:
    head, new = client_of(worlds.a.people["head_of_school"]), own("new_school_closure", worlds.a)
    text = head.post(new, sent(head.get(new).content.decode(), **wanted())).content.decode()
    index = head.post(new, sent(text, confirmed="1"), follow=True).content.decode()
    action = Closure.objects.get(school=worlds.a.school).action
    end = own("end_school_closure", worlds.a, action)
    assert end in index
    assert "zweite Nachricht" in head.get(end).content.decode()
    index = head.post(end, follow=True).content.decode()
    assert "zurückgenommen" in index
    assert end not in index
    for method in ("get", "post"):
        assert "Das ist schon zurückgenommen." in getattr(head, method)(end, follow=True).content.decode()


def test_a_head_cannot_smuggle_in_another_school(worlds: Worlds, client_of) -> None:
    head, new = client_of(worlds.a.people["head_of_school"]), own("new_school_closure", worlds.a)
    data = sent(head.get(new).content.decode(), **wanted(area="hessen", chosen=str(worlds.b.school.pk)))
    assert head.post(new, {**data, "confirmed": "1"}).status_code == 302
    assert [row.school for row in Closure.objects.all()] == [worlds.a.school]
    assert head.post(LAND, {**data, "confirmed": "1"}).status_code == 403
    foreign = head.post(own("new_school_closure", worlds.b), {**data, "confirmed": "1"})
    assert foreign.status_code == 404
    assert Closure.objects.count() == 1


def test_a_head_sees_the_act_of_the_land_without_a_way_to_take_it_back(
    land, worlds: Worlds, client_of
) -> None:
    page = land.get(LAND).content.decode()
    land.post(LAND, sent(page, **wanted(area="hessen", confirmed="1")))
    action = Closure.objects.get(school=worlds.a.school).action
    head = client_of(worlds.a.people["head_of_school"])
    index = head.get(own("school_closures", worlds.a)).content.decode()
    assert "gemeldet: Land" in index
    end = own("end_school_closure", worlds.a, action)
    assert end not in index
    for method in ("get", "post"):
        refused = getattr(head, method)(end)
        assert refused.status_code == 403
        assert "nur das Land" in refused.content.decode()
    assert not Closure.objects.exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize("persona", ["class_teacher", "trainer", "apprentice", "chamber_adviser"])
def test_nobody_else_posts_there(persona: str, worlds: Worlds, client_of) -> None:
    client, data = client_of(worlds.a.people[persona]), wanted(area="hessen", confirmed="1", action=NO_ACT)
    assert client.post(LAND, data).status_code == 403
    assert client.post(own("new_school_closure", worlds.a), data).status_code == 404
    assert not Closure.objects.exists()


def counted(client: Any, path: str, data: dict[str, str] | None = None) -> int:
    with statements() as found:
        answer = client.post(path, data) if data else client.get(path)
    assert answer.status_code == 200
    return len([one for one in found if one != FORGETTING])


def test_the_pages_send_few_statements(land, worlds: Worlds) -> None:
    assert counted(land, LAND) <= 12
    assert counted(land, LAND, wanted(area="hessen", action=NO_ACT)) <= 12
    land.post(LAND, wanted(area="hessen", confirmed="1", action=NO_ACT))
    assert counted(land, reverse("schedule:closures")) <= 8
    assert counted(land, reverse("schedule:end_closure", args=[NO_ACT])) <= 12
