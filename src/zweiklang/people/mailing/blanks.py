"""What a mail to many leaves open until it is delivered: the recipient's name and the address that ends such mails.

One text stands for all of a language, so a hundred thousand mails are written by one statement, and names lie where they belong.
"""

from zweiklang.kernel.mail import absolute_url
from zweiklang.kernel.mail_markup import addresses_in

# Characters of the private use area: nobody's name contains them, no template either.
NAME = "\ue000"
STOP = "\ue001"
NAME_IN_HTML = "\ue002"
_NEVER_IN_NAMES = str.maketrans(dict.fromkeys((NAME, STOP, NAME_IN_HTML), ""))


def stop_address() -> str:
    """Returns what stands in the text in place of the address that unsubscribes; it looks like one of our addresses."""
    return absolute_url(f"/{STOP}")


def has_blanks(text: str) -> bool:
    """True for the text of a mail to many."""
    return NAME in text or STOP in text


def shown_name(name: str) -> str:
    """Returns the name as it may stand in a mail: in one line, and not if it is an advertisement."""
    cleaned = " ".join(name.translate(_NEVER_IN_NAMES).split())
    return "" if addresses_in(cleaned) else cleaned


def fill(text: str, *, name: str, stop_url: str) -> str:
    """Returns the text for one recipient; without a name, the space before it goes too."""
    named = text.replace(NAME, name) if name else text.replace(f" {NAME}", "").replace(NAME, "")
    return named.replace(stop_address(), stop_url)
