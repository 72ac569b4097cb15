"""Sets letters of invitation as one PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import qrcode
from django.urls import reverse

from zweiklang.joining.inviting import Issued
from zweiklang.joining.models import Invitation
from zweiklang.kernel.clock import BERLIN, now
from zweiklang.kernel.formats import day_long
from zweiklang.kernel.mail import absolute_url
from zweiklang.kernel.paper.glyphs import printable
from zweiklang.organisations.public import Organisation

_TEMPLATE = Path(str(files("zweiklang.joining.letters") / "letter.typ"))
MOST_NAMES = 12
Kind = Invitation.Kind
OPENING = {
    Kind.FIRM: "{organisation} bestätigt, dass Ihr Betrieb diese Auszubildenden ausbildet, und lädt Sie zu Zweiklang ein. Dort arbeiten"
    " Berufsschule, Betrieb und Auszubildende zusammen: Ausbildungsnachweis, Ansprechpersonen, Termine.",
    Kind.GUARDIAN: "{organisation} lädt Sie als gesetzliche Vertretung zu Zweiklang ein. Dort nehmen Sie bis zur Volljährigkeit den"
    " Ausbildungsnachweis zur Kenntnis.",
    Kind.PUPIL: "{organisation} lädt Sie zu Zweiklang ein. Dort führen Sie Ihren Ausbildungsnachweis und finden Ihre"
    " Ansprechpersonen.",
    Kind.TEACHER: "{organisation} lädt Sie zu Zweiklang ein. Dort arbeiten Berufsschule, Betriebe und Auszubildende zusammen.",
    Kind.MANAGER: "{organisation} stellt den Zugang Ihres Betriebs zu Zweiklang wieder her.",
    Kind.TRAINER: "{organisation} lädt Sie als Ausbilderin oder Ausbilder zu Zweiklang ein.",
    Kind.STAFF: "{organisation} lädt Sie zur Mitarbeit auf Zweiklang ein.",
    Kind.DEPUTY: "{organisation} lädt Sie als Vertretung in der Ausbildung zu Zweiklang ein.",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One page: the invitation with its secrets, whom it goes to, and whom it is about."""

    issued: Issued
    address: tuple[str, ...]
    names: tuple[str, ...] = ()


def render_letters(organisation: Organisation, letters: Sequence[Letter]) -> bytes:
    """Returns the PDF, one page per letter (PDF/A-3a, PDF/UA-1)."""
    made_at = now()
    place = ", ".join(filter(None, [organisation.town, day_long(made_at.astimezone(BERLIN).date())]))
    page = {
        "title": f"Einladungen von {organisation.name}",
        "sender": [printable(organisation.name)],
        "place": place,
        "entrance": absolute_url(reverse("joining:entrance")),
        "footer": printable(f"{organisation.name} · Fragen zum Zugang: {absolute_url(reverse('web:help'))}"),
        "letters": [_page(organisation, letter) for letter in letters],
    }
    return set_letters(page, int(made_at.timestamp()))


def set_letters(page: dict[str, Any], moment: int) -> bytes:
    """Returns the PDF of that data."""
    from zweiklang.kernel.paper.setting import set_pdf  # noqa: PLC0415 - typst is loaded where a letter is set

    return set_pdf(_TEMPLATE, page=page, moment=moment)


def qr_svg(text: str) -> str:
    """Returns the text as a QR code in SVG, four modules of white around it; a quarter of it may be dirty (level M).

    One mask for all: a link is as random as a mask makes it, and trying all eight would take most of the time of a letter.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, mask_pattern=3)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" shape-rendering="crispEdges"/></svg>'
    )


def _page(organisation: Organisation, letter: Letter) -> dict[str, Any]:
    invitation = letter.issued.invitation
    link = absolute_url(reverse("joining:link", args=[letter.issued.token]))
    names = list(letter.names[:MOST_NAMES])
    if len(letter.names) > MOST_NAMES:
        names.append(f"{len(letter.names) - MOST_NAMES} weitere")
    back = " · ".join(
        filter(
            None,
            [organisation.name, organisation.street, f"{organisation.postcode} {organisation.town}".strip()],
        )
    )
    return {
        "back": printable(back),
        "address": [printable(line) for line in letter.address if line],
        "subject": "Ihre Einladung zu Zweiklang",
        "opening": [printable(OPENING[Kind(invitation.kind)].format(organisation=organisation.name))],
        "names": printable(", ".join(names)),
        "code": letter.issued.code,
        "link": link,
        "qr": qr_svg(link),
        "until": day_long(invitation.expires_at.astimezone(BERLIN).date()),
        "steps": _steps(invitation, organisation),
        "closing": _closing(organisation),
    }


def _steps(invitation: Invitation, organisation: Organisation) -> list[str]:
    proof = (
        "Sie bekommen einen Einmal-Code an die E-Mail-Adresse, die uns von Ihnen vorliegt."
        if invitation.email
        else f"Sie nennen Ihre E-Mail-Adresse und bekommen einen Einmal-Code. Danach bestätigt {organisation.name} Ihren Zugang."
    )
    return [
        printable(proof),
        "Sie nennen Ihren Namen und erklären, dass Sie die Daten nur für die Ausbildung nutzen.",
        "Fertig. Sie brauchen kein Passwort und keine App. Bei der nächsten Anmeldung reicht Ihre E-Mail-Adresse.",
    ]


def _closing(organisation: Organisation) -> list[str]:
    return [
        printable(
            f"Verantwortlich für diese Einladung ist {organisation.name}. Was Zweiklang speichert, warum und wie lange, steht unter "
            f"{absolute_url(reverse('web:privacy'))}. Dieser Brief ist vertraulich: Bitte geben Sie den Code nicht weiter. "
            "Haben Sie den Brief irrtümlich bekommen, vernichten Sie ihn bitte und sagen Sie uns Bescheid."
        )
    ]
