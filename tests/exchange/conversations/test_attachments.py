"""What a message brings: with the form alone, for those who take part, and gone with the message."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.exchange.conversations.talks import everything, opened, said
from tests.exchange.files.scenes import put, work
from tests.worlds import World
from zweiklang.exchange.models import Conversation, StoredFile
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

type Browser = Callable[[Person | None], Client]
CSV = b"Tag;Thema\nMontag;SQL\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings) -> None:
    """Files lie in a folder of this test."""
    place = {
        "BACKEND": "zweiklang.exchange.files.folders.Folder",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = {**settings.STORAGES, "files": place}


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Class teacher, trainer and apprentice talk."""
    people = world_a.people
    return opened(people["class_teacher"], world_a, people["trainer"], people["apprentice"])


def page(talk: Conversation) -> str:
    return reverse("exchange:conversation", args=[talk.room_id])


def test_a_file_alone_is_a_message_and_others_get_it_once_it_is_checked(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    trainer, apprentice = client_of(world_a.people["trainer"]), client_of(world_a.people["apprentice"])
    sent = {"message": str(new_id()), "text": "", "files": SimpleUploadedFile("Plan.csv", CSV)}
    assert trainer.post(page(talk), sent).status_code == 302
    assert "Plan.csv" in trainer.get(page(talk)).content.decode()
    assert "Plan.csv" not in apprentice.get(page(talk)).content.decode()
    work()
    assert "Plan.csv" in apprentice.get(page(talk)).content.decode()
    news = reverse("exchange:conversation_news", args=[talk.room_id])
    assert "Plan.csv" in apprentice.get(news, {"seit": sent["message"]}).content.decode()


def test_with_the_message_its_files_are_taken_back(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    trainer = client_of(world_a.people["trainer"])
    message = str(new_id())
    trainer.post(
        page(talk), {"message": message, "text": "Hier.", "files": SimpleUploadedFile("Plan.csv", CSV)}
    )
    work()
    trainer.post(reverse("exchange:withdraw_message", args=[talk.room_id, message]))
    assert "Plan.csv" not in trainer.get(page(talk)).content.decode()
    with as_system("tests"):
        assert not StoredFile.objects.filter(name="Plan.csv").exists()


def test_nobody_sends_the_file_of_another_or_of_another_room(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    teacher = world_a.people["class_teacher"]
    other = opened(teacher, world_a, world_a.people["deputy_trainer"])
    of_teacher = put(teacher, talk.room_id, "Noten.csv", CSV)
    elsewhere = put(teacher, other.room_id, "Anderswo.csv", CSV)
    trainer, own = client_of(world_a.people["trainer"]), client_of(teacher)
    trainer.get(page(talk))
    before = everything()
    stolen = {"message": str(new_id()), "text": "Meins?", "file": str(of_teacher.pk)}
    assert trainer.post(page(talk), stolen).status_code == 422
    moved = {"message": str(new_id()), "text": "Von dort", "file": str(elsewhere.pk)}
    assert own.post(page(talk), moved).status_code == 422
    assert everything() == before
    assert "Meins?" not in [text for _, text in said(talk)]
