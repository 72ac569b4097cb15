"""Feeds of people of the worlds, made as their pages make them, and asked as a calendar program asks."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from tests.clients import PersonClient
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person

PAGE = "/kalender/abo/"


def signed_in(person: Person) -> Client:
    client = PersonClient()
    client.force_login(person)
    return client


def made(person: Person, **said: Any) -> str:
    """Returns the path of a new feed of that person, as the page shows it once."""
    response = signed_in(person).post(reverse("feeds:feeds"), {"feed_id": str(new_id()), "label": "", **said})
    assert response.status_code == 200, response.content.decode()
    return path_in(response)


def path_in(response: HttpResponse) -> str:
    """Returns the path of the address that a page shows."""
    found = re.search(r"http://testserver(/kalender/abo/[\w-]+\.ics)", response.content.decode())
    assert found
    return found[1]


def asked(path: str, **headers: str) -> HttpResponse:
    """Returns what a program without any session gets."""
    return PersonClient().get(path, headers=headers)


def events_in(response: HttpResponse) -> list[Event]:
    assert response.status_code == 200, response.status_code
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def summaries(response: HttpResponse) -> set[str]:
    return {str(event["SUMMARY"]) for event in events_in(response)}


def of_day(response: HttpResponse, day: date) -> list[Event]:
    """Returns the events that begin on that day."""
    found = []
    for event in events_in(response):
        start = event["DTSTART"].dt
        if (start.date() if hasattr(start, "hour") else start) == day:
            found.append(event)
    return found
