"""Files that come with an announcement reach its recipients alone; an answer is a conversation with its author."""

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.clients import standing_as
from tests.exchange.announcements.browsing import begun, hidden, page_of, url, written
from tests.exchange.announcements.scenes import TEXT, TITLE, draft, send_now, sent
from tests.worlds import ACTOR, Worlds
from zweiklang.exchange.announcements.senders import senders_of
from zweiklang.exchange.announcements.shapes import Reach
from zweiklang.exchange.models import AnnouncementFile, StoredFile
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_standing


def upload(name: str = "Ablauf.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")


def with_file(head: Client, announcement: UUID) -> StoredFile:
    """The draft comes with a file, which has been found harmless."""
    whole = written(seen_title=TITLE, seen_text=TEXT, files=upload())
    answer = head.post(url("announcement_draft", announcement), whole)
    assert answer.status_code == 302
    with as_system(ACTOR):
        file = StoredFile.objects.get(announced__announcement=announcement)
        StoredFile.objects.filter(pk=file.pk).update(state="ready", ready_at=now())
    return file


def test_a_file_reaches_the_recipients_and_nobody_else(worlds: Worlds, client_of) -> None:
    person = worlds.a.people["head_of_school"]
    head, announcement = client_of(person), draft(person, worlds.a.school)
    file = with_file(head, announcement)
    assert file.room_id == worlds.a.team_room_id
    assert "Ablauf.pdf" in page_of(head, url("announcement_draft", announcement))
    assert "Ablauf.pdf" in page_of(head, url("check_announcement", announcement))
    trainer, teacher = (client_of(worlds.a.people[who]) for who in ("trainer", "subject_teacher"))
    assert trainer.get(url("file", file.pk)).status_code == 404
    send_now(person, announcement)
    assert "Ablauf.pdf" in page_of(trainer, url("announcement", announcement))
    assert trainer.get(url("file", file.pk)).status_code == 302
    assert teacher.get(url("file", file.pk)).status_code == 404
    head.post(url("withdraw_announcement", announcement))
    assert trainer.get(url("file", file.pk)).status_code == 404
    assert "Ablauf.pdf" not in page_of(trainer, url("announcement", announcement))


def test_a_file_of_another_draft_or_person_cannot_be_taken_along(worlds: Worlds, client_of) -> None:
    person = worlds.a.people["head_of_school"]
    head, office = client_of(person), client_of(worlds.a.people["school_office"])
    file = with_file(head, draft(person, worlds.a.school))
    for client in (head, office):
        other = begun(client)
        answer = client.post(url("announcement_draft", other), written(file=str(file.pk)))
        assert answer.status_code == 422
        with as_system(ACTOR):
            assert not AnnouncementFile.objects.filter(announcement=other).exists()
        assert "Ablauf.pdf" not in page_of(client, url("announcement_draft", other))


def test_nobody_without_that_office_puts_files_into_the_team_room(worlds: Worlds, client_of) -> None:
    manager = client_of(worlds.a.people["training_manager"])
    begin = {
        "HTTP_TUS_RESUMABLE": "1.0.0",
        "HTTP_UPLOAD_LENGTH": "3",
        "HTTP_UPLOAD_METADATA": "filename eC5wZGY=",
    }
    with standing_as(worlds.a.people["training_manager"]):
        own_team = team_standing(worlds.a.first.firm.organisation.pk)
    assert own_team
    assert manager.post(url("upload", own_team.room_id), **begin).status_code == 403
    assert manager.post(url("upload", worlds.a.team_room_id), **begin).status_code == 404
    head = client_of(worlds.a.people["head_of_school"])
    assert head.post(url("upload", worlds.a.team_room_id), **begin).status_code == 201


def test_an_answer_begins_one_conversation_with_the_author(worlds: Worlds, client_of) -> None:
    announcement = sent(worlds.a, author="class_teacher")
    trainer, teacher = (client_of(worlds.a.people[who]) for who in ("trainer", "class_teacher"))
    assert "Antworten" in page_of(trainer, url("announcement", announcement))
    form = hidden(page_of(trainer, url("answer_announcement", announcement)))
    answers = {
        trainer.post(url("answer_announcement", announcement), {**form, "text": "Wir kommen gern."}).url
        for _ in range(2)
    }
    (conversation,) = answers
    for client in (trainer, teacher):
        assert "Wir kommen gern." in page_of(client, conversation)
    deputy = client_of(worlds.a.people["deputy_trainer"])
    assert deputy.get(conversation).status_code == 404


def test_answers_are_refused_where_the_sender_wants_none(worlds: Worlds, client_of) -> None:
    announcement = sent(worlds.a, answers=False)
    trainer = client_of(worlds.a.people["trainer"])
    assert "keine Antworten vorgesehen" in page_of(trainer, url("announcement", announcement))
    for answer in (
        trainer.get(url("answer_announcement", announcement)),
        trainer.post(url("answer_announcement", announcement), {"message": new_id(), "text": "Doch."}),
        client_of(worlds.a.people["head_of_school"]).get(url("answer_announcement", announcement)),
    ):
        assert answer.status_code == 403


def test_the_land_is_answered_too(worlds: Worlds, client_of) -> None:
    land = worlds.roomless["land"]
    with standing_as(land):
        (sender,) = senders_of(land.pk)
    announcement = draft(land, Organisation(pk=sender.organisation_id), Reach.LAND)
    send_now(land, announcement)
    trainer = client_of(worlds.a.people["trainer"])
    form = hidden(page_of(trainer, url("answer_announcement", announcement)))
    answer = trainer.post(url("answer_announcement", announcement), {**form, "text": "Danke."})
    assert "Danke." in page_of(client_of(land), answer.url)
