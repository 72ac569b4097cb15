"""What a sender can choose from, and a chosen audience in words."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.curricula.public import list_name
from zweiklang.exchange.announcements.audiences import DISTRICT, POSTCODE, TOWN, resolve
from zweiklang.exchange.announcements.shapes import WHO_LABELS, Audience, Choices, Of, Reach, Sender, Who
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import districts
from zweiklang.rooms.public import as_system

MOST_IN_WORDS = 4
LONGEST_LABEL = 300


def choices_for(actor: Actor, *, sender: Sender) -> Choices:
    """Returns classes, occupations (with the number of firms) and districts within the sender's reach. Two queries."""
    return Choices(
        classes=[(str(room_id), label) for room_id, label in _classes(sender)],
        occupations=_occupations(actor, sender),
        districts=[(f"{DISTRICT}{one.code}", one.name) for one in districts()],
    )


def label_of(actor: Actor, audience: Audience, *, sender: Sender) -> str:
    """Returns whom it goes to in words: "Betriebe der Klassen 10 FI 1 und 10 FI 2"."""
    who = WHO_LABELS[audience.who]
    if audience.of == Of.CLASSES:
        known = {str(room_id): label for room_id, label in _classes(sender)}
        labels = [known[one] for one in audience.chosen if one in known]
        return _short(f"{who} der {'Klasse' if len(labels) == 1 else 'Klassen'} {_listed(labels)}")
    if audience.of == Of.OCCUPATIONS:
        return _short(f"{who} für {_listed([list_name(name, '') for name in audience.chosen])}")
    if audience.of == Of.PLACES:
        return _short(f"{who} in {_listed([place_words(one) for one in audience.chosen])}")
    if sender.reach == Reach.CLASSES:
        return _short(f"{who} der eigenen Klassen")
    if sender.reach == Reach.LAND:
        return f"alle {who} in Hessen"
    return f"alle {who} der {'Kammer' if sender.reach == Reach.CHAMBER else 'Schule'}"


def place_words(place: str) -> str:
    """Returns a place as people write it: "Landkreis Kassel", "341…", "Baunatal"."""
    if place.startswith(DISTRICT):
        code = place.removeprefix(DISTRICT)
        return next((one.name for one in districts() if one.code == code), code)
    postcode = place.removeprefix(POSTCODE)
    if postcode != place:
        return postcode if len(postcode) == 5 else f"{postcode}…"
    return place.removeprefix(TOWN)


def _classes(sender: Sender) -> list[tuple[UUID, str]]:
    """This school year's classes and those to come; labels of coming years say which."""
    if sender.reach not in (Reach.CLASSES, Reach.SCHOOL):
        return []
    year = school_year(today())
    found = SchoolClass.objects.filter(school_id=sender.organisation_id, school_year__gte=year)
    if sender.reach == Reach.CLASSES:
        found = found.filter(room_id__in=sender.classes)
    rows = found.order_by("school_year", "label").values_list("room_id", "label", "school_year")
    return [
        (room_id, label if begins == year else f"{label} ({begins}/{(begins + 1) % 100:02d})")
        for room_id, label, begins in rows
    ]


def _occupations(actor: Actor, sender: Sender) -> list[tuple[str, str]]:
    everybody = resolve(Audience(Who.FIRMS, Of.ALL), sender=sender, author=None)
    statement = (
        f"WITH {everybody.ctes} SELECT o.name, min(o.sort_key), count(DISTINCT c.firm_id) FROM contracts c"  # noqa: S608 - ours
        " JOIN apprenticeships_contract k ON k.id = c.id JOIN curricula_occupation o ON o.id = k.occupation_id"
        " GROUP BY o.name ORDER BY 2"
    )
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(statement, everybody.values)
        return [
            (name, f"{list_name(name, '')} ({firms} {'Betrieb' if firms == 1 else 'Betriebe'})")
            for name, _, firms in cursor.fetchall()
        ]


def _listed(words: Sequence[str]) -> str:
    shown = list(words[:MOST_IN_WORDS])
    rest = len(words) - len(shown)
    if rest:
        return f"{', '.join(shown)} und {rest} weitere"
    return f"{', '.join(shown[:-1])} und {shown[-1]}" if len(shown) > 1 else "".join(shown)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
