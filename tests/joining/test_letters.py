"""Letters of invitation: one page each, accessible, and what is in them."""

import io
from datetime import timedelta

import pikepdf
import pytest

from zweiklang.joining.inviting import Issued
from zweiklang.joining.letters.pdf import Letter, qr_svg, render_letters
from zweiklang.joining.models import Invitation
from zweiklang.kernel.clock import now
from zweiklang.organisations.public import Organisation

SCHOOL = Organisation(name="Testschule", kind="school", street="Weg 1", postcode="34117", town="Kassel")
LONG = "Donaudampfschifffahrtsgesellschaft Müller-Lüdenscheidt & Söhne Verwaltungsgesellschaft mbH & Co. KG"


def letter(*, names: int = 1, kind: str = "firm", firm: str = "Neubetrieb GmbH", email: str = "") -> Letter:
    """A letter as inviting makes it."""
    invitation = Invitation(
        kind=kind, channel="letter", organisation=SCHOOL, email=email, expires_at=now() + timedelta(days=60)
    )
    issued = Issued(invitation, "t" * 32, "ABCD-EFGH-JKLM")
    people = tuple(f"Maximiliane-Charlotte {n} von und zu Doppelname-Hinterwald" for n in range(names))
    return Letter(issued, (firm, "Ausbildung", "Industriestraße 12", "34117 Kassel"), people)


@pytest.mark.parametrize("kind", Invitation.Kind.values)
@pytest.mark.parametrize("names", [0, 1, 40])
def test_a_letter_is_one_page(names: int, kind: str) -> None:
    pdf = render_letters(SCHOOL, [letter(names=names, kind=kind, firm=LONG)])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1


def test_a_class_is_one_file_with_a_page_per_firm_and_says_what_it_is() -> None:
    pdf = render_letters(SCHOOL, [letter(firm=f"Betrieb {n}") for n in range(18)])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 18
        assert document.Root.MarkInfo.Marked
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert "Testschule" in metadata["dc:title"]


def test_text_of_people_is_printed_and_not_run() -> None:
    hostile = '#import "/etc/passwd": * #panic() *fett* \u202egedreht 漢字'
    assert render_letters(SCHOOL, [letter(firm=hostile)]).startswith(b"%PDF-1.7")


def test_the_qr_code_has_the_finder_patterns_and_a_quiet_zone() -> None:
    svg = qr_svg("https://zweiklang.example/einladung/l/" + "t" * 32 + "/")
    assert svg.startswith("<svg")
    rows = {(int(x), int(y)) for x, y in (cell.split("h")[0].split(",") for cell in svg.split("M")[1:])}
    assert all((4 + n, 4) in rows for n in range(7))
    assert not any(x < 4 or y < 4 for x, y in rows)
