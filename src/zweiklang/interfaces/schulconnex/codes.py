"""Codes of Schulconnex, which are case-insensitive and come in upper case from VIDIS."""

PUPIL = "lern"
TEACHERS = {"lehr", "leit"}
HEAD = "leit"
GUARDIAN = "sorgber"
CLASS_GROUP = "klasse"
LEADS_CLASS = "klleit"
TEACHES = {"lehr", "vlehr"}


def code(text: str) -> str:
    """Returns the code in the form these constants have: small letters and digits alone ("E-Mail", "E_MAIL" → "email")."""
    return "".join(c for c in text.casefold() if c.isalnum())
