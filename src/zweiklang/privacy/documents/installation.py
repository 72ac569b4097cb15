"""What differs from one installation to another: who is responsible, and what the Land has decided."""

from dataclasses import dataclass

from zweiklang.kernel.clock import today
from zweiklang.privacy.documents.responsible import PLACEHOLDERS, Responsible, responsible
from zweiklang.privacy.documents.rulebook import RuleBook, book_as_shipped, book_in_force


@dataclass(frozen=True, slots=True)
class Installation:
    """Whom and which rules a document speaks of."""

    responsible: Responsible
    book: RuleBook


def this_installation() -> Installation:
    """Returns the controller of the settings and the rules in force today. One query."""
    return Installation(responsible(), book_in_force(today()))


def any_installation() -> Installation:
    """Returns placeholders and the rules as shipped: what the repository can know."""
    return Installation(PLACEHOLDERS, book_as_shipped())
