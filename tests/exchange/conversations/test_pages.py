"""Pages of conversations: the list, the thread with its form, what is new, people, agreements, and how much they ask the database."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.browsing import statements
from tests.clients import show_before
from tests.exchange.conversations.talks import earlier, everything, opened, present, said, say, told
from tests.worlds import World
from zweiklang.exchange.models import Agreement, Conversation, Message, Notice
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system

type Browser = Callable[[Person | None], Client]


@pytest.fixture
def talk(world_a: World) -> Conversation:
    """Class teacher, trainer and apprentice have talked two days ago."""
    people = world_a.people
    found = opened(people["class_teacher"], world_a, people["trainer"], people["apprentice"])
    earlier(found)
    return found


def text_of(response: object) -> str:
    return unescape(response.content.decode())


def page(talk: Conversation, name: str = "conversation", *more: Any) -> str:
    return reverse(f"exchange:{name}", args=[talk.room_id, *more])


def asked(client: Client, address: str) -> list[str]:
    """What the page asks the database, without what takes the person back after a request of a test."""
    with statements() as sent:
        assert client.get(address).status_code == 200
    return sent[:-1]


def message_of(talk: Conversation) -> Message:
    with as_system("tests"):
        return Message.objects.filter(room_id=talk.room_id, kind="text").latest("sent_at")


def test_a_conversation_begins_with_the_chosen_people(world_a: World, client_of: Browser) -> None:
    people = world_a.people
    client = client_of(people["trainer"])
    address = reverse("exchange:conversation_about_room", args=[world_a.first.room_id])
    form = text_of(client.get(address))
    assert _checked(form, people["class_teacher"])
    assert not _checked(form, people["guardian"])
    sent = {
        "message": str(new_id()),
        "people": [str(people["class_teacher"].pk), str(people["guardian"].pk)],
        "subject": "Urlaub im Mai",
        "text": "Passt das in den Blockplan?",
    }
    first = client.post(address, sent)
    again = client.post(address, sent)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    thread = text_of(client.get(first["Location"]))
    assert "Urlaub im Mai" in thread
    assert "Passt das in den Blockplan?" in thread


def _checked(form: str, person: Person) -> bool:
    at = form.index(f'value="{person.pk}"')
    return "checked" in form[at : form.index(">", at)]


def test_what_was_typed_stays_where_something_is_missing(world_a: World, client_of: Browser) -> None:
    client = client_of(world_a.people["trainer"])
    address = reverse("exchange:conversation_about_room", args=[world_a.first.room_id])
    before = everything()
    response = client.post(address, {"message": str(new_id()), "subject": "Urlaub im Mai", "text": ""})
    assert response.status_code == 422
    form = text_of(response)
    assert "Urlaub im Mai" in form
    assert "Bitte schreiben Sie eine Nachricht." in form
    assert "Bitte wählen Sie mindestens eine Person." in form
    assert everything() == before


def test_sent_by_two_clicks_it_stands_there_once(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    client = client_of(world_a.people["trainer"])
    sent = {"message": str(new_id()), "text": "Am Montag."}
    for _ in range(2):
        response = client.post(page(talk), sent)
        assert response["Location"] == f"{page(talk)}#n-{sent['message']}"
    assert said(talk).count(("text", "Am Montag.")) == 1


def test_with_script_the_answer_is_the_line_alone(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    client, id = client_of(world_a.people["trainer"]), str(new_id())
    response = client.post(page(talk), {"message": id, "text": "Am Montag.", "fragment": "1"})
    assert response.status_code == 200
    assert f'data-message="{id}"' in text_of(response)
    assert "<html" not in text_of(response)
    refused = client.post(page(talk), {"message": str(new_id()), "text": " ", "fragment": "1"})
    assert refused.status_code == 422
    assert "Bitte schreiben Sie eine Nachricht." in text_of(refused)
    assert "<html" not in text_of(refused)


def test_an_empty_message_says_so_on_the_page(talk: Conversation, world_a: World, client_of: Browser) -> None:
    before = everything()
    response = client_of(world_a.people["trainer"]).post(page(talk), {"message": str(new_id()), "text": ""})
    assert response.status_code == 422
    assert "Bitte schreiben Sie eine Nachricht." in text_of(response)
    assert everything()["Message"] == before["Message"]


def test_news_since_a_message_are_those_after_it_and_what_has_changed(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    last = say(teacher, talk, "Zweitens.")
    earlier(talk, days=1)
    new = say(trainer, talk, "Drittens.")
    client = client_of(teacher)
    address = page(talk, "conversation_news")
    news = text_of(client.get(address, {"seit": str(last.pk)}))
    assert f'data-message="{new.pk}"' in news
    client_of(teacher).post(page(talk, "withdraw_message", last.pk))
    changed = text_of(client.get(address, {"seit": str(new.pk)}))
    assert f'data-message="{last.pk}"' in changed
    assert "zurückgezogen" in changed
    assert "Zweitens." not in changed
    for unknown in ("", "unsinn", str(new_id())):
        assert f'data-message="{new.pk}"' in text_of(client.get(address, {"seit": unknown}))


def test_who_looks_has_no_notice_left_and_finds_where_the_new_begins(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    trainer = world_a.people["trainer"]
    with as_system("tests"):
        Notice.objects.filter(about=talk.room_id).delete()
    say(world_a.people["apprentice"], talk, "Neu eins.")
    say(world_a.people["class_teacher"], talk, "Neu zwei.")
    client = client_of(trainer)
    listed = text_of(client.get(reverse("exchange:conversations")))
    assert "2 neu" in listed
    thread = text_of(client.get(page(talk)))
    assert thread.index('id="neu"') < thread.index("Neu eins.")
    assert thread.index("Wann passt es Ihnen?") < thread.index('id="neu"')
    assert trainer.pk not in told(talk)
    assert 'id="neu"' not in text_of(client.get(page(talk)))


def test_text_is_text_and_addresses_are_links(talk: Conversation, world_a: World, client_of: Browser) -> None:
    say(
        world_a.people["trainer"],
        talk,
        "<script>alert(1)</script> https://ihk.example/a?b=1&c=2 javascript:x",
    )
    html = client_of(world_a.people["apprentice"]).get(page(talk)).content.decode()
    assert "<script>alert" not in html
    assert '<a href="https://ihk.example/a?b=1&amp;c=2" rel="noopener noreferrer">' in html
    assert 'href="javascript' not in html


def test_what_was_taken_back_is_on_no_page(talk: Conversation, world_a: World, client_of: Browser) -> None:
    trainer = world_a.people["trainer"]
    message = say(trainer, talk, "Das war ein Geheimnis.")
    client = client_of(trainer)
    edited = client.post(page(talk, "message", message.pk), {"text": "Das war nichts.", "seen": ""})
    assert edited.status_code == 302
    assert "Das war ein Geheimnis." in text_of(
        client_of(world_a.people["apprentice"]).get(page(talk, "message", message.pk))
    )
    assert client.post(page(talk, "withdraw_message", message.pk)).status_code == 302
    for persona in ("trainer", "apprentice"):
        browser = client_of(world_a.people[persona])
        pages = [browser.get(page(talk)), browser.get(page(talk, "message", message.pk))]
        pages.append(browser.get(reverse("exchange:conversations")))
        for response in pages:
            assert "Geheimnis" not in text_of(response)
            assert "Das war nichts." not in text_of(response)


def test_nobody_else_changes_a_message(talk: Conversation, world_a: World, client_of: Browser) -> None:
    message, before = message_of(talk), everything()
    other = client_of(world_a.people["trainer"])
    assert other.post(page(talk, "message", message.pk), {"text": "x", "seen": ""}).status_code == 403
    assert other.post(page(talk, "withdraw_message", message.pk)).status_code == 403
    stranger = client_of(world_a.people["other_trainer"])
    for name, data in (("message", {"text": "x", "seen": ""}), ("withdraw_message", {})):
        assert stranger.post(page(talk, name, message.pk), data).status_code == 404
    assert everything() == before


def test_changed_in_another_tab_the_page_says_so_and_keeps_the_words(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    trainer = world_a.people["trainer"]
    message = say(trainer, talk, "Am Montag.")
    client = client_of(trainer)
    client.post(page(talk, "message", message.pk), {"text": "Am Dienstag.", "seen": ""})
    late = client.post(page(talk, "message", message.pk), {"text": "Am Freitag.", "seen": ""})
    assert late.status_code == 409
    assert "Am Freitag." in text_of(late)
    assert said(talk)[-1] == ("text", "Am Dienstag.")


def test_adding_says_what_the_person_will_see(talk: Conversation, world_a: World, client_of: Browser) -> None:
    deputy = world_a.people["deputy_trainer"]
    client = client_of(world_a.people["trainer"])
    form = text_of(client.get(page(talk, "conversation_people")))
    assert "Alles, was bisher geschrieben wurde" in form
    assert "Nur, was ab jetzt geschrieben wird" in form
    missing = client.post(page(talk, "conversation_people"), {"person": str(deputy.pk)})
    assert missing.status_code == 422
    assert deputy.pk not in present(talk)
    done = client.post(
        page(talk, "conversation_people"), {"person": str(deputy.pk), "sees": "now"}, follow=True
    )
    assert deputy.name in text_of(done)
    assert "Wann passt es Ihnen?" not in text_of(client_of(deputy).get(page(talk)))


def test_who_leaves_is_led_away_and_finds_it_no_more(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    client = client_of(world_a.people["trainer"])
    assert client.post(page(talk, "leave_conversation"))["Location"] == reverse("exchange:conversations")
    assert client.get(page(talk)).status_code == 404
    assert client.post(page(talk, "leave_conversation")).status_code == 404


def test_an_agreement_appears_with_the_apprenticeship_and_is_settled_there(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    client = client_of(world_a.people["class_teacher"])
    with as_system("tests"):
        Agreement.objects.all().delete()
    sent = {
        "message": str(new_id()),
        "who": "apprentice",
        "what": "Mappe mitbringen",
        "until": today().isoformat(),
    }
    assert client.post(page(talk, "note_agreement"), sent).status_code == 302
    tab = reverse("exchange:room_conversations", args=[world_a.first.room_id])
    shown = text_of(client_of(world_a.people["apprentice"]).get(tab))
    assert "Auszubildende/r: Mappe mitbringen" in shown
    assert "fällig" in shown
    assert "Vereinbart: Mappe mitbringen" in text_of(client_of(world_a.people["apprentice"]).get("/"))
    assert "Mappe mitbringen" not in text_of(client_of(world_a.people["second_apprentice"]).get("/"))
    address = reverse("exchange:settle_agreement", args=[world_a.first.room_id, sent["message"]])
    reader = client_of(world_a.people["apprentice"])
    assert reader.post(address, {"state": "unsinn"}).status_code == 302
    assert reader.post(address, {"state": "done"}).status_code == 302
    assert "erledigt" in text_of(reader.get(tab))


def test_readers_of_the_room_see_agreements_only_with_talks(world_a: World, client_of: Browser) -> None:
    tab = reverse("exchange:room_conversations", args=[world_a.first.room_id])
    for persona, sees in (("trainer", True), ("guardian", True), ("subject_teacher", False)):
        shown = text_of(client_of(world_a.people[persona]).get(tab))
        assert ("Anmeldung zur Prüfung" in shown) is sees, persona


def test_in_a_class_there_is_the_tab_and_no_agreement(world_a: World, client_of: Browser) -> None:
    room = world_a.school_class.room_id
    opened(
        world_a.people["class_teacher"],
        world_a,
        world_a.people["subject_teacher"],
        about_room=room,
        subject="Raumtausch",
    )
    tab = reverse("exchange:room_conversations", args=[room])
    assert "Raumtausch" in text_of(client_of(world_a.people["subject_teacher"]).get(tab))
    assert "Raumtausch" not in text_of(client_of(world_a.people["head_of_school"]).get(tab))
    assert "Vereinbarungen" not in text_of(client_of(world_a.people["class_teacher"]).get(tab))


def test_earlier_messages_are_one_page_away(talk: Conversation, world_a: World, client_of: Browser) -> None:
    with as_system("tests"):
        Message.objects.bulk_create(
            Message(room_id=talk.room_id, author=world_a.people["trainer"], text=f"Nummer {number}")
            for number in range(60)
        )
    client = client_of(world_a.people["class_teacher"])
    newest = text_of(client.get(page(talk)))
    assert "Nummer 59" in newest
    assert "Nummer 9<" not in newest
    first = newest.split('data-message="')[1].split('"')[0]
    before = text_of(client.get(page(talk), {"vor": first}))
    assert "Nummer 9<" in before
    assert "Wann passt es Ihnen?" in before
    assert "Nummer 59" not in before


def test_the_list_asks_little_however_many_there_are(world_a: World, client_of: Browser) -> None:
    teacher = world_a.people["class_teacher"]
    address = reverse("exchange:conversations")
    client = client_of(teacher)
    for _ in range(8):
        earlier(opened(teacher, world_a, world_a.people["trainer"], world_a.people["apprentice"]))
    show_before(client, address)
    sent = asked(client, address)
    assert len(sent) <= 8, "\n".join(one[:110] for one in sent)


def test_the_thread_asks_little_however_long_it_is(
    talk: Conversation, world_a: World, client_of: Browser
) -> None:
    with as_system("tests"):
        Message.objects.bulk_create(
            Message(room_id=talk.room_id, author=world_a.people["trainer"], text=f"Nummer {number}")
            for number in range(40)
        )
    client = client_of(world_a.people["class_teacher"])
    show_before(client, page(talk))
    sent = asked(client, page(talk))
    assert len(sent) <= 12, "\n".join(one[:110] for one in sent)


def test_the_news_ask_little(talk: Conversation, world_a: World, client_of: Browser) -> None:
    client, last = client_of(world_a.people["class_teacher"]), message_of(talk)
    address = page(talk, "conversation_news")
    show_before(client, address)
    sent = asked(client, f"{address}?seit={last.pk}")
    assert len(sent) <= 9, "\n".join(one[:110] for one in sent)
