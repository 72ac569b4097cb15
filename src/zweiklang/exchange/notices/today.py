"""What "Heute" says of notices: one line, however many there are."""

from dataclasses import dataclass

from django.urls import reverse

from zweiklang.exchange.notices.selectors import number_open
from zweiklang.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of "Was wartet auf mich?"."""

    title: str
    note: str
    href: str
    act: str
    number: int


def news_waiting(actor: Actor) -> list[Waiting]:
    """Returns the one line that says how much is new, or nothing. One query."""
    number = number_open(actor)
    if not number:
        return []
    title = "Eine Neuigkeit" if number == 1 else f"{number} Neuigkeiten"
    return [
        Waiting(title, "Nachrichten, Termine und Änderungen", reverse("exchange:inbox"), "Ansehen", number)
    ]
