"""Who gets into a video room, as what, and when not; against the same server as the client."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
from pytest_django import Settings

from tests.clients import standing_as
from tests.exchange.video.server import SECRET, VideoServer, serving
from tests.worlds import World
from zweiklang.config.shaping import video_url
from zweiklang.exchange.models import VideoMeeting
from zweiklang.exchange.video.errors import ENDED, MISTAKEN, NO_SERVER, NotOpenYet, NotSetUp, NoVideo
from zweiklang.exchange.video.joining import end_meeting, join_address, video_available, video_open
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of

ABOUT = new_id()


@pytest.fixture
def peer(settings: Settings) -> Iterator[VideoServer]:
    with serving() as found:
        settings.VIDEO_URL, settings.VIDEO_SECRET = found.url, SECRET
        yield found


def _address(person: Person, *, moderator: bool) -> str:
    with standing_as(person):
        return join_address(actor_of(person), about=ABOUT, title="Gespräch", moderator=moderator)


def test_guests_wait_until_whoever_leads_is_there(world_a: World, peer: VideoServer) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    with pytest.raises(NotOpenYet):
        _address(trainer, moderator=False)
    way_in = _address(teacher, moderator=True)
    with pytest.raises(NotOpenYet):  # made, but nobody is in it
        _address(trainer, moderator=False)
    requests.get(way_in, timeout=5)
    requests.get(_address(trainer, moderator=False), timeout=5)
    (meeting,) = peer.meetings.values()
    assert meeting.people == [(teacher.name, "MODERATOR"), (trainer.name, "VIEWER")]


def test_the_server_learns_the_name_and_no_id_of_ours(world_a: World, peer: VideoServer) -> None:
    teacher = world_a.people["class_teacher"]
    address = _address(teacher, moderator=True)
    known = {value for _, asked in peer.calls for value in asked.values()}
    for row_id in (teacher.pk, ABOUT):
        assert str(row_id) not in address
        assert row_id.hex not in address
        assert not any(str(row_id) in value or row_id.hex in value for value in known)
    assert teacher.email not in address
    (meeting,) = peer.meetings
    assert len(meeting) >= 40


def test_room_that_was_closed_says_so_and_opens_again_only_for_who_leads(
    world_a: World, peer: VideoServer
) -> None:
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    requests.get(_address(teacher, moderator=True), timeout=5)
    old = _address(trainer, moderator=False)
    with standing_as(teacher):
        end_meeting(actor_of(teacher), about=ABOUT)
    assert peer.meetings == {}
    with pytest.raises(NoVideo, match=ENDED):
        _address(trainer, moderator=False)
    assert "invalidMeetingIdentifier" in requests.get(old, timeout=5).text
    requests.get(_address(teacher, moderator=True), timeout=5)
    assert _address(trainer, moderator=False)


def test_closing_a_room_nobody_ever_entered_asks_the_server_nothing(
    world_a: World, peer: VideoServer
) -> None:
    with standing_as(world_a.people["trainer"]):
        end_meeting(actor_of(world_a.people["trainer"]), about=new_id())
    assert peer.calls == []


def test_one_room_for_one_appointment_whoever_comes(world_a: World, peer: VideoServer) -> None:
    for role in ("class_teacher", "subject_teacher", "class_teacher"):
        _address(world_a.people[role], moderator=True)
    assert len(peer.meetings) == 1
    assert VideoMeeting.objects.filter(about=ABOUT).count() == 1


def test_without_a_server_it_is_said_and_nothing_is_asked(world_a: World, settings: Settings) -> None:
    settings.VIDEO_URL = settings.VIDEO_SECRET = ""
    assert not video_available()
    with pytest.raises(NotSetUp, match=NO_SERVER[:40]):
        _address(world_a.people["trainer"], moderator=True)


def test_wrong_secret_of_the_settings_is_said_in_words(
    world_a: World, peer: VideoServer, settings: Settings
) -> None:
    settings.VIDEO_SECRET = "x"
    for moderator in (True, False):
        with pytest.raises(NoVideo, match=MISTAKEN):
            _address(world_a.people["trainer"], moderator=moderator)
    assert peer.meetings == {}


def test_room_opens_ten_minutes_before_and_closes_an_hour_after() -> None:
    for begins, length, allowed in ((11, 30, False), (9, 30, True), (-85, 30, True), (-95, 30, False)):
        starts = now() + timedelta(minutes=begins)
        assert bool(video_open(starts, starts + timedelta(minutes=length))) is allowed, begins


@pytest.mark.parametrize(
    ("url", "secret", "fine"),
    [
        ("", "", True),
        ("https://bbb.example/bigbluebutton/", "s", True),
        ("http://127.0.0.1:8090/bigbluebutton/", "s", True),
        ("http://bbb.example/bigbluebutton/", "s", False),
        ("https://bbb.example/bigbluebutton/?x=1", "s", False),
        ("https://bbb.example/bigbluebutton/", "", False),
        ("", "s", False),
        ("bbb.example", "s", False),
    ],
)
def test_settings_that_would_send_names_in_the_clear_are_not_taken(url: str, secret: str, fine: bool) -> None:
    if fine:
        assert video_url(url, secret) == url
    else:
        with pytest.raises(ValueError, match="ZWEIKLANG_BBB"):
            video_url(url, secret)
