"""Numbers that help at once, everywhere in Germany and without an account. Nothing here is about a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line: for what it is, its number as one reads it, and when somebody answers."""

    title: str
    number: str
    note: str

    @property
    def href(self) -> str:
        """Returns the address that calls it."""
        return dialled(self.number)


# Checked on 2026-11-21: telefonseelsorge.de, nummergegenkummer.de; 110 and 112 by § 164 TKG.
URGENT = (
    Line("Polizei", "110", "wenn Sie in Gefahr sind"),
    Line("Rettungsdienst", "112", "wenn jemand verletzt oder in Lebensgefahr ist"),
)
LISTENING = (
    Line(
        "Nummer gegen Kummer",
        "116 111",
        "für junge Menschen, Montag bis Samstag von 14 bis 20 Uhr, kostenlos und anonym",
    ),
    Line("Telefonseelsorge", "116 123", "Tag und Nacht, kostenlos und anonym"),
)


def dialled(number: str) -> str:
    """Returns "tel:" with the digits of the number (and a plus at its beginning); "" if there are none."""
    digits = "".join(sign for sign in number if sign.isdigit())
    plus = "+" if number.strip().startswith("+") else ""
    return f"tel:{plus}{digits}" if digits else ""
