"""Words of the page of links."""

from collections.abc import Sequence

from zweiklang.planning.models import CurriculumLink, LinkDecision

Says = LinkDecision.Says
Source = CurriculumLink.Source

STATES = {
    Says.CONFIRMED.value: ("bestätigt", "success", "check"),
    Says.REJECTED.value: ("verworfen", "", "close"),
    "": ("vorgeschlagen", "info", "info"),
}
SHOWN = (
    ("", "alle ohne verworfene"),
    ("offen", "vorgeschlagen"),
    ("bestaetigt", "bestätigt"),
    ("verworfen", "verworfen"),
)
NO_CURRICULUM = (
    "Zu diesem Beruf ist noch kein Rahmenlehrplan gespeichert. Ohne Lernfelder gibt es nichts zu verknüpfen."
)
NO_OCCUPATION = (
    "Zu dieser Klasse ist noch kein Rahmenlehrplan bekannt. Wählen Sie ihn hier, dann gibt es Verknüpfungen."
)
PROPOSED = "Vorgeschlagen. Andere Lehrkräfte und Ausbildende können jetzt zustimmen."
KNOWN = "Diese Verknüpfung gab es schon. Ihre Stimme ist gezählt."
SAYS_OF = {
    Says.CONFIRMED.value: "Bestätigt. Zeitleiste und Hinweise Ihrer Schule rechnen damit.",
    Says.REJECTED.value: "Verworfen. Für Ihre Schule gilt die Verknüpfung nicht.",
    "": "Zurückgenommen. Die Verknüpfung ist wieder ein Vorschlag.",
}


def source_words(link: CurriculumLink) -> str:
    """Returns where the link comes from: "Anlage 3 der Verordnung, Fertigkeiten a), c)"."""
    if link.source == Source.ANNEX:
        return link.source_note or "Anlage der Verordnung"
    if link.source == Source.PEOPLE:
        return "vorgeschlagen von Lehrkräften oder Ausbildenden"
    return "aus den Texten berechnet"


def shared_words(words: Sequence[Sequence[object]]) -> list[tuple[str, str]]:
    """Returns the matched words with their share: ("Systeme – Systemen", "37 %")."""
    found = []
    for of_position, of_field, share in words:
        same = str(of_position).casefold() == str(of_field).casefold()
        pair = str(of_field) if same else f"{of_field} – {of_position}"
        found.append((pair, f"{float(str(share)):.0%}".replace("%", " %")))
    return found


def votes_words(link: CurriculumLink) -> str:
    """Returns "3 dafür, 1 dagegen", or that nobody voted."""
    if not link.votes_for and not link.votes_against:
        return "noch keine Stimme"
    return f"{link.votes_for} dafür, {link.votes_against} dagegen"
