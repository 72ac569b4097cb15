"""How a week remembers what its writer did not want: so that nobody else can read what that was."""

from django.utils.crypto import salted_hmac

from zweiklang.records.models import Week


def refusal_of(week: Week, key: str) -> str:
    """Returns what a week keeps of a proposal that was refused: a mark that only this server can make of its key.

    Firms read the row of a week. "Gefehlt" refused for a day would tell them of an absence that the school has not released.
    """
    return salted_hmac("records.refusals", f"{week.pk}:{key}", algorithm="sha256").hexdigest()[:32]
