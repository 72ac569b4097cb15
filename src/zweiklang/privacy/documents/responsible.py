"""Who is responsible for an installation, as its operator has set it; the committed documents carry placeholders instead."""

from dataclasses import dataclass

from django.conf import settings

NOT_SET = "noch nicht eingetragen"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Name and contact of the controller (Art. 4 Nr. 7 DSGVO) and of the data-protection officer (Art. 37 DSGVO)."""

    name: str
    address: str
    email: str
    officer: str
    officer_contact: str

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Returns the lines that name both, as every document shows them."""
        body = "\n".join(filter(None, [self.name, self.address, self.email]))
        officer = "\n".join(dict.fromkeys(filter(None, [self.officer, self.officer_contact])))
        return (
            ("Verantwortliche Stelle", body),
            ("Datenschutzbeauftragte oder -beauftragter", officer or NOT_SET),
        )


PLACEHOLDERS = Responsible(
    name="[Name: ZWEIKLANG_CONTROLLER_NAME]",
    address="[Anschrift: ZWEIKLANG_CONTROLLER_ADDRESS]",
    email="[E-Mail: ZWEIKLANG_CONTROLLER_EMAIL]",
    officer="[Name: ZWEIKLANG_DPO_NAME]",
    officer_contact="[E-Mail: ZWEIKLANG_DPO_EMAIL]",
)


def responsible() -> Responsible:
    """Returns who is responsible here; what the operator has not set is the operator's own contact, the officer is never made up."""
    return Responsible(
        name=settings.CONTROLLER_NAME or settings.OPERATOR_NAME,
        address=settings.CONTROLLER_ADDRESS or settings.OPERATOR_ADDRESS,
        email=settings.CONTROLLER_EMAIL or settings.OPERATOR_EMAIL,
        officer=settings.DPO_NAME,
        officer_contact=settings.DPO_EMAIL,
    )
