"""The pages of announcements, as browsers use them: writing, checking, sending, confirming, letters."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.clients import show_before
from tests.exchange.announcements.browsing import begun, hidden, page_of, url, written
from tests.exchange.announcements.scenes import TEXT, TITLE, draft, recipients, row, sent, work
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.announcements import receiving
from zweiklang.exchange.announcements.shapes import Reach
from zweiklang.exchange.models import (
    Announcement,
    AnnouncementLetter,
    Delivery,
    Notice,
)
from zweiklang.kernel.clock import BERLIN, now
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

State = Announcement.State
BACKGROUND = ("SAVEPOINT", "RELEASE", "SET LOCAL ROLE", "SELECT set_config", "SELECT current_setting")


def no_account(world: World) -> Organisation:
    """Nobody of the second firm can be reached here."""
    firm = world.second.firm
    with as_system(ACTOR):
        people = (firm.trainer, firm.deputy_trainer, firm.training_manager)
        Person.objects.filter(pk__in=[one.pk for one in people]).update(email="")
        Organisation.objects.filter(pk=firm.organisation.pk).update(street="Am Werk 1", postcode="34225")
    return firm.organisation


def test_from_an_empty_form_to_sent(worlds: Worlds, client_of) -> None:
    no_account(worlds.a)
    head = client_of(worlds.a.people["head_of_school"])
    announcement = begun(head)
    saved = head.post(url("announcement_draft", announcement), written(check="1"))
    assert saved.url == url("check_announcement", announcement)
    check = page_of(head, saved.url)
    assert "<strong>2 Betriebe</strong> (4 Personen), davon <strong>1 nur per Brief</strong>" in check
    assert recipients(announcement) == set()
    answer = head.post(saved.url, {**hidden(check), "when": "now"}, follow=True)
    assert "wird jetzt verteilt" in answer.content.decode()
    work(announcement)
    page = page_of(head, url("announcement", announcement))
    assert "an 1 Betrieb (4 Personen), 1 Brief" in page
    trainer = client_of(worlds.a.people["trainer"])
    assert TITLE in page_of(trainer, url("announcements"))
    text = page_of(trainer, url("announcement", announcement))
    assert "wir laden Sie ein." in text
    assert "Betriebe" not in text.split("<main", 1)[1].split("</main>")[0].replace("Liebe Betriebe", "")


def test_sent_twice_from_the_same_page_it_goes_out_once(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = draft(worlds.a.people["head_of_school"], worlds.a.school)
    form = {**hidden(page_of(head, url("check_announcement", announcement))), "when": "now"}
    for _ in range(2):
        assert head.post(url("check_announcement", announcement), form).url == url(
            "announcement", announcement
        )
    work(announcement)
    with as_system(ACTOR):
        counts = set(Notice.objects.filter(about=announcement).values_list("count", flat=True))
    assert counts == {1}


def test_a_moment_is_chosen_and_can_be_stopped(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = draft(worlds.a.people["head_of_school"], worlds.a.school)
    check = url("check_announcement", announcement)
    form = {**hidden(page_of(head, check)), "when": "later"}
    missing = head.post(check, form)
    assert missing.status_code == 422
    assert "Bitte einen Tag angeben." in missing.content.decode()
    at = (now() + timedelta(days=3)).astimezone(BERLIN).replace(hour=7, minute=30, second=0, microsecond=0)
    head.post(check, {**form, "day": at.date().isoformat(), "time": "07:30"})
    assert (row(announcement).state, row(announcement).send_at) == (State.SCHEDULED, at)
    assert "geplant für" in page_of(head, url("announcement", announcement))
    head.post(url("stop_announcement", announcement))
    assert row(announcement).state == State.DRAFT


def test_a_draft_edited_elsewhere_is_shown_again_before_it_goes(worlds: Worlds, client_of) -> None:
    person = worlds.a.people["head_of_school"]
    head, announcement = client_of(person), draft(person, worlds.a.school)
    check = url("check_announcement", announcement)
    form = {**hidden(page_of(head, check)), "when": "now"}
    head.post(url("announcement_field", announcement), {"field": "text", "base": TEXT, "value": "Neu."})
    answer = head.post(check, form, follow=True)
    assert "inzwischen geändert" in answer.content.decode()
    assert row(announcement).state == State.DRAFT


def test_texts_save_themselves_and_two_windows_do_not_overwrite_each_other(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = begun(head)
    field = url("announcement_field", announcement)
    first = head.post(field, {"field": "text", "base": "", "value": "Hallo"})
    assert (first.status_code, first.json()["value"]) == (200, "Hallo")
    second = head.post(field, {"field": "text", "base": "", "value": "Guten Tag"})
    assert second.status_code == 409
    assert "Hallo" in second.content.decode()
    whole = head.post(url("announcement_draft", announcement), written(text="Guten Tag"))
    assert whole.status_code == 422
    assert "in einem anderen Fenster geändert" in whole.content.decode()
    assert row(announcement).text == "Hallo"
    assert head.post(field, {"field": "state", "base": "draft", "value": "sent"}).status_code == 422
    assert head.post(field, {"field": "text", "base": "Hallo", "value": "x" * 5001}).status_code == 422


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"of": "classes"}, "Bitte mindestens eine Klasse auswählen."),
        ({"of": "places"}, "Bitte mindestens einen Kreis auswählen"),
        ({"who": "apprentices", "of": "places", "places": "Kassel"}, "Das geht nicht für Auszubildende."),
        ({"text": "x" * 5001}, "5000"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    worlds: Worlds, client_of, more: dict[str, str], said: str
) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    answer = head.post(url("announcement_draft", begun(head)), written(**more))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_places_come_back_as_they_were_written(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = begun(head)
    chosen = {"of": "places", "districts": ["kreis:06633"], "places": "Baunatal, 34246,341"}
    head.post(url("announcement_draft", announcement), written(**chosen))
    assert row(announcement).audience["chosen"] == ["kreis:06633", "ort:Baunatal", "plz:34246", "plz:341"]
    page = page_of(head, url("announcement_draft", announcement))
    assert 'value="Baunatal, 34246, 341"' in page


def test_a_class_of_another_school_cannot_be_smuggled_in(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = begun(head)
    foreign = str(worlds.b.school_class.room_id)
    answer = head.post(url("announcement_draft", announcement), written(of="classes", classes=[foreign]))
    assert answer.status_code == 422
    assert row(announcement).audience == {"reach": "school"}


def test_nobody_else_finds_a_draft(worlds: Worlds, client_of) -> None:
    announcement = draft(worlds.a.people["class_teacher"], worlds.a.school, reach=Reach.CLASSES)
    for persona in ("head_of_school", "school_office", "trainer", "subject_teacher"):
        client = client_of(worlds.a.people[persona])
        for name in ("announcement", "announcement_draft", "check_announcement"):
            assert client.get(url(name, announcement)).status_code == 404, (persona, name)
        for name in ("announcement_field", "discard_announcement", "stop_announcement"):
            client.post(url(name, announcement), {"field": "text", "base": TEXT, "value": "anders"})
    assert (row(announcement).text, row(announcement).state) == (TEXT, State.DRAFT)


def test_a_trainer_who_tries_is_told_who_writes(worlds: Worlds, client_of) -> None:
    trainer = client_of(worlds.a.people["trainer"])
    assert "Klassenleitungen" in page_of(trainer, url("new_announcement"))
    refused = trainer.post(
        url("new_announcement"), {"draft": str(new_id()), "sender": f"{worlds.a.school.pk}:school"}
    )
    assert refused.status_code == 403
    with as_system(ACTOR):
        assert not Announcement.objects.filter(author=worlds.a.people["trainer"]).exists()


def test_a_draft_is_deleted_once(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = begun(head)
    for _ in range(2):
        assert head.post(url("discard_announcement", announcement)).status_code == 302
    with as_system(ACTOR):
        assert not Announcement.objects.filter(pk=announcement).exists()


def test_what_was_opened_is_not_new_any_more_and_the_sender_does_not_learn_it(
    worlds: Worlds, client_of
) -> None:
    announcement = sent(worlds.a)
    head, trainer = (client_of(worlds.a.people[who]) for who in ("head_of_school", "trainer"))
    before = without_tokens(page_of(head, url("announcement", announcement)))
    assert "neu</span>" in page_of(trainer, url("announcements"))
    page_of(trainer, url("announcement", announcement))
    assert "neu</span>" not in page_of(trainer, url("announcements"))
    assert without_tokens(page_of(head, url("announcement", announcement))) == before


def without_tokens(page: str) -> str:
    return re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", page)


def test_one_of_a_firm_confirms_and_the_missing_firm_is_named(worlds: Worlds, client_of) -> None:
    announcement = sent(worlds.a, receipt=True)
    head, trainer = (client_of(worlds.a.people[who]) for who in ("head_of_school", "trainer"))
    first, second = (one.firm.organisation.name for one in (worlds.a.first, worlds.a.second))
    page = page_of(head, url("announcement", announcement))
    assert "0 haben bestätigt" in page
    assert first in page
    assert second in page
    assert "Bitte bestätigen" in page_of(trainer, url("announcement", announcement))
    with as_system(ACTOR):
        mine = Notice.objects.get(about=announcement, person=worlds.a.people["trainer"])
    assert mine.done_at is None  # opening it is not confirming it
    for _ in range(2):
        trainer.post(url("confirm_announcement", announcement))
    page = page_of(head, url("announcement", announcement))
    assert "1 hat bestätigt" in page
    assert first not in page
    assert second in page
    with as_system(ACTOR):
        assert Delivery.objects.filter(announcement=announcement, confirmed_at__isnull=False).count() == 1
        mine.refresh_from_db()
    assert mine.done_at is not None


def test_nobody_confirms_what_they_did_not_get_or_need_not(worlds: Worlds, client_of) -> None:
    asked, plain = sent(worlds.a, receipt=True), sent(worlds.a)
    assert (
        client_of(worlds.a.people["apprentice"]).post(url("confirm_announcement", asked)).status_code == 404
    )
    assert (
        client_of(worlds.a.people["head_of_school"]).post(url("confirm_announcement", asked)).status_code
        == 403
    )
    assert client_of(worlds.a.people["trainer"]).post(url("confirm_announcement", plain)).status_code == 403
    with as_system(ACTOR):
        assert not Delivery.objects.filter(
            announcement__in=[asked, plain], confirmed_at__isnull=False
        ).exists()


def test_those_who_are_missing_are_reminded_once(worlds: Worlds, client_of) -> None:
    announcement = sent(worlds.a, receipt=True)
    client_of(worlds.a.people["trainer"]).post(url("confirm_announcement", announcement))
    head = client_of(worlds.a.people["head_of_school"])
    for _ in range(2):
        head.post(url("remind_of_announcement", announcement))
    assert not receiving.remind_next(announcement)
    receiving.remind_next(announcement)  # a job that was kept although it had finished
    second = worlds.a.second.firm
    expected = {one.pk for one in (second.trainer, second.deputy_trainer, second.training_manager)}
    with as_system(ACTOR):
        told = Notice.objects.filter(about=announcement, count=2).values_list("person_id", flat=True)
        assert set(told) == expected
        assert not Notice.objects.filter(about=announcement, count__gt=2).exists()
    assert (
        client_of(worlds.a.people["trainer"]).post(url("remind_of_announcement", announcement)).status_code
        == 403
    )


def test_a_withdrawn_one_leaves_its_trace_and_not_its_words(worlds: Worlds, client_of) -> None:
    announcement = sent(worlds.a, receipt=True)
    head, trainer = (client_of(worlds.a.people[who]) for who in ("head_of_school", "trainer"))
    assert "nicht rückgängig" in page_of(head, url("withdraw_announcement", announcement))
    assert trainer.get(url("withdraw_announcement", announcement)).status_code == 403
    head.post(url("withdraw_announcement", announcement))
    page = page_of(trainer, url("announcement", announcement))
    assert "zurückgezogen. Sie gilt nicht mehr." in page
    assert "wir laden Sie ein." not in page
    assert "Gelesen und verstanden" not in page
    assert "zurückgezogen" in page_of(trainer, url("announcements"))
    confirmed = trainer.post(url("confirm_announcement", announcement), follow=True)
    assert "müssen nichts mehr bestätigen" in confirmed.content.decode()
    assert "wir laden Sie ein." in page_of(head, url("announcement", announcement))


def test_letters_are_one_page_each_with_the_address_in_the_window(worlds: Worlds, client_of) -> None:
    firm = no_account(worlds.a)
    announcement = sent(worlds.a, receipt=True)
    head = client_of(worlds.a.people["head_of_school"])
    pdf = head.get(url("announcement_letters", announcement))
    assert pdf.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.content)) == 1
    table = head.get(url("announcement_addresses", announcement)).content.decode("utf-8-sig")
    assert f'"{firm.name}";"Am Werk 1";"34225";"Baunatal"' in table
    for persona in ("trainer", "subject_teacher", "class_teacher"):
        client = client_of(worlds.a.people[persona])
        for name in ("announcement_letters", "announcement_addresses"):
            assert client.get(url(name, announcement)).status_code == 404


def test_letters_are_marked_as_printed_once(worlds: Worlds, client_of) -> None:
    no_account(worlds.a)
    announcement = sent(worlds.a)
    head, office = (client_of(worlds.a.people[who]) for who in ("head_of_school", "school_office"))
    assert "1 Brief als PDF" in page_of(head, url("announcement", announcement))
    head.post(url("mark_letters_printed", announcement), {"seen": "0"})
    again = office.post(url("mark_letters_printed", announcement), {"seen": "0"}, follow=True)
    assert "schon als gedruckt" in again.content.decode()
    with as_system(ACTOR):
        assert (
            AnnouncementLetter.objects.filter(announcement=announcement, printed_at__isnull=False).count()
            == 1
        )
    assert head.get(url("announcement_letters", announcement)).status_code == 404
    assert (
        client_of(worlds.a.people["trainer"])
        .post(url("mark_letters_printed", announcement), {"seen": "1"})
        .status_code
        == 403
    )


def counted(client: Client, path: str) -> int:
    """Returns how many statements the page sends, without those that name the transaction's person and role."""
    show_before(client, path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len([one for one in found.captured_queries if not one["sql"].startswith(BACKGROUND)])


def test_the_pages_send_few_statements(worlds: Worlds, client_of) -> None:
    people = worlds.a.people
    head, trainer = client_of(people["head_of_school"]), client_of(people["trainer"])
    draft_id = draft(people["head_of_school"], worlds.a.school)
    made = [sent(worlds.a, receipt=True) for _ in range(3)]
    assert {
        "received": counted(trainer, url("announcements")),
        "sent": counted(head, url("sent_announcements")),
        "one, as a recipient": counted(trainer, url("announcement", made[0])),
        "one, as its author": counted(head, url("announcement", made[0])),
        "draft": counted(head, url("announcement_draft", draft_id)),
        "check": counted(head, url("check_announcement", draft_id)),
    } == {
        "received": 6,
        "sent": 7,
        "one, as a recipient": 5,
        "one, as its author": 7,
        "draft": 9,
        "check": 7,
    }


def test_lists_grow_without_more_statements(worlds: Worlds, client_of) -> None:
    head, trainer = client_of(worlds.a.people["head_of_school"]), client_of(worlds.a.people["trainer"])
    sent(worlds.a)
    before = [counted(trainer, url("announcements")), counted(head, url("sent_announcements"))]
    for _ in range(4):
        sent(worlds.a)
    assert [counted(trainer, url("announcements")), counted(head, url("sent_announcements"))] == before


def test_the_office_reads_the_numbers_of_a_class_teacher(worlds: Worlds, client_of) -> None:
    announcement = sent(worlds.a, author="class_teacher", receipt=True)
    page = page_of(client_of(worlds.a.people["school_office"]), url("announcement", announcement))
    assert "an 2 Betriebe (7 Personen), 0 haben bestätigt" in page


def test_a_space_at_the_end_stays_while_somebody_goes_on_writing(worlds: Worlds, client_of) -> None:
    head = client_of(worlds.a.people["head_of_school"])
    announcement = begun(head)
    field = url("announcement_field", announcement)
    said = {"field": "text", "base": "", "value": "Wir laden\r\n\r\nSie "}
    assert head.post(field, said).json()["value"] == "Wir laden\n\nSie "
    saved = head.post(url("announcement_draft", announcement), written(text="Wir laden\r\n\r\nSie ein. "))
    assert saved.status_code == 422  # the page had not seen what another window saved
    whole = written(text="Wir laden\r\n\r\nSie ein. ", seen_text="Wir laden\r\n\r\nSie ")
    assert head.post(url("announcement_draft", announcement), whole).status_code == 302
    assert row(announcement).text == "Wir laden\n\nSie ein."
