"""What the tests of a chamber's files have in common: a table of two, read and taken over by its adviser."""

from datetime import date

from tests.clients import standing_as
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Contract
from zweiklang.interfaces.public import read_register
from zweiklang.joining.chambers.plan import RegisterPlan
from zweiklang.joining.public import RegisterFile, import_register, plan_for
from zweiklang.kernel.clock import today
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_system

HEAD = (
    "Vertragsnummer;Nachname;Vorname;Geburtsdatum;Beruf;Fachrichtung;Beginn;Ende;"
    "Betrieb;Betrieb_Straße;Betrieb_PLZ;Betrieb_Ort;Handelsregister;Schulnummer"
)
BEGINS, ENDS = date(today().year - 1, 8, 1), date(today().year + 2, 7, 31)
BORN = date(today().year - 18, 3, 4)


def line(**said: object) -> str:
    """Returns one row of the table; what is not said is as for Ida Heide at a firm nobody knows."""
    row = {
        "Vertragsnummer": "K-1",
        "Nachname": "Heide",
        "Vorname": "Ida",
        "Geburtsdatum": f"{BORN:%d.%m.%Y}",
        "Beruf": "Fachinformatiker/-in",
        "Fachrichtung": "Testentwicklung",
        "Beginn": f"{BEGINS:%d.%m.%Y}",
        "Ende": f"{ENDS:%d.%m.%Y}",
        "Betrieb": "Brandt & Söhne GmbH",
        "Betrieb_Straße": "Weg 1",
        "Betrieb_PLZ": "34117",
        "Betrieb_Ort": "Kassel",
        "Handelsregister": "",
        "Schulnummer": "",
        **said,
    }
    return ";".join(str(row[name]) for name in HEAD.split(";"))


OLE = {"Vertragsnummer": "K-2", "Nachname": "Berg", "Vorname": "Ole"}


def table(*lines: str) -> bytes:
    """Returns the file."""
    return "\n".join((HEAD, *lines)).encode()


def read(*lines: str) -> RegisterFile:
    """Returns the file as it is read."""
    return read_register(table(*lines), "vertraege.csv")


def planned(world: World, *lines: str) -> RegisterPlan:
    """Returns what the file would change, for the adviser of that world's chamber."""
    adviser = world.people["chamber_adviser"]
    with standing_as(adviser):
        return plan_for(actor_of(adviser), chamber=world.chamber, file=read(*lines))


def taken_over(world: World, *lines: str) -> RegisterPlan:
    """The adviser of that world's chamber has taken the file over; returns what it changed."""
    adviser = world.people["chamber_adviser"]
    with standing_as(adviser):
        return import_register(actor_of(adviser), chamber=world.chamber, file=read(*lines))


def contract_numbered(number: str) -> Contract:
    """Returns the contract with that number, whoever may see it."""
    with as_system(ACTOR):
        return Contract.objects.select_related(
            "apprentice", "firm", "chamber", "confirmed_by", "occupation"
        ).get(number=number)
