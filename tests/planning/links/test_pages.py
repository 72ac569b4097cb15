"""The page of links as each of them sees it."""

import pytest
from django.urls import reverse

from tests.bench.browsing import statements
from tests.performance.test_queries import FORGETTING
from tests.planning.links.conftest import ACTOR
from zweiklang.curricula.public import Occupation
from zweiklang.planning.models import CurriculumLink, LinkDecision
from zweiklang.rooms.public import as_system


@pytest.fixture
def open_page(client_of, worlds):
    """The page of the occupation of both worlds as somebody reads it."""
    address = reverse("planning:links", args=[worlds.a.first.contract.occupation_id])

    def read(who: str, query: str = "", world=worlds.a) -> str:
        answer = client_of(world.people[who]).get(address + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def proposal(worlds) -> CurriculumLink:
    """A computed link with words, besides the one the world has confirmed."""
    field = worlds.a.first.contract.curriculum.learning_fields.get()
    words = [["Entwickeln", "entwickeln", 0.75], ["Prüfen", "Prüfungen", 0.25]]
    with as_system(ACTOR):
        return CurriculumLink.objects.create(
            position=worlds.positions[1],
            learning_field=field,
            source="computed",
            score=0.3,
            words=words,
            votes_for=2,
        )


def test_a_teacher_sees_state_source_words_and_votes(open_page, proposal) -> None:
    page = open_page("class_teacher")
    assert "LF 6 Anfragen bearbeiten" in page
    assert "aus den Texten berechnet" in page
    assert "Prüfungen – Prüfen" in page
    assert "25 %" in page
    assert "2 dafür, 0 dagegen" in page
    assert "Bestätigen" in page


def test_who_does_not_decide_is_told_who_does(open_page, proposal) -> None:
    page = open_page("subject_teacher")
    assert "Für eine Schule bestätigen ihre Klassenleitungen und die Schulleitung." in page
    assert 'value="confirmed"' not in page


def test_who_does_not_vote_is_told_who_does(open_page, proposal) -> None:
    assert "Abstimmen und vorschlagen können Lehrkräfte und Ausbildende." in open_page("apprentice")


def test_the_own_vote_is_said_and_others_are_not(open_page, worlds) -> None:
    assert "Sie: passt" in open_page("trainer")
    assert "Sie: passt" not in open_page("class_teacher")


def test_rejected_ones_are_shown_when_asked_for(open_page, proposal, worlds) -> None:
    with as_system(ACTOR):
        LinkDecision.objects.create(school=worlds.a.school, link=proposal, says="rejected")
    mark = f'id="v-{proposal.pk}"'
    assert mark not in open_page("class_teacher")
    assert mark in open_page("class_teacher", "?stand=verworfen")
    assert mark in open_page("class_teacher", f"?stand=bestaetigt&bleibt={proposal.pk}")
    assert mark in open_page("class_teacher", world=worlds.b)


def test_the_filter_by_lernfeld_leaves_the_others_out(open_page, proposal) -> None:
    assert "lf-6" in open_page("class_teacher", "?lernfeld=6")
    assert 'id="lf-6"' not in open_page("class_teacher", "?lernfeld=7")


def test_an_occupation_without_framework_curriculum_says_so(client_of, worlds) -> None:
    with as_system(ACTOR):
        regulation = worlds.a.first.contract.occupation.regulation
        other = Occupation.objects.create(regulation=regulation, name="Anderer Beruf", sort_key="anderer")
    answer = client_of(worlds.a.people["trainer"]).get(reverse("planning:links", args=[other.pk]))
    assert answer.status_code == 200
    assert "noch kein Rahmenlehrplan gespeichert" in answer.content.decode()


def test_a_school_that_is_no_id_is_a_404(client_of, worlds) -> None:
    address = reverse("planning:links", args=[worlds.a.first.contract.occupation_id])
    assert client_of(worlds.a.people["trainer"]).get(f"{address}?schule=x").status_code == 404


def test_class_and_apprenticeship_lead_to_the_page(client_of, worlds) -> None:
    address = reverse("planning:links", args=[worlds.a.first.contract.occupation_id])
    client = client_of(worlds.a.people["class_teacher"])
    answer = client.get(reverse("planning:class_links", args=[worlds.a.school_class.room_id]))
    assert answer.url == f"{address}?schule={worlds.a.school.pk}"
    client = client_of(worlds.a.people["trainer"])
    assert client.get(reverse("planning:room_links", args=[worlds.a.first.room_id])).url == address


@pytest.mark.parametrize(("who", "most"), [("class_teacher", 12), ("trainer", 12), ("head_of_school", 12)])
def test_the_page_asks_the_same_for_one_link_and_for_many(client_of, worlds, who, most) -> None:
    client = client_of(worlds.a.people[who])
    address = reverse("planning:links", args=[worlds.a.first.contract.occupation_id])
    client.get(address)
    few = _asked(client, address)
    with as_system(ACTOR):
        field = worlds.a.first.contract.curriculum.learning_fields.get()
        for letter in "abcdefgh":
            CurriculumLink.objects.create(
                position=worlds.positions[0], skill=letter, learning_field=field, source="people"
            )
    many = _asked(client, address)
    assert len(many) == len(few) <= most, "\n".join(many)


def _asked(client, address: str) -> list[str]:
    with statements() as found:
        assert client.get(address).status_code == 200
    return [sql for sql in found if not sql.startswith(("SAVEPOINT", "RELEASE")) and sql != FORGETTING]
