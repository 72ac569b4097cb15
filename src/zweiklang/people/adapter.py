"""What allauth asks us: who may open an account, and where people go after sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest

from zweiklang.kernel.mail import absolute_url
from zweiklang.people.mailing.kinds import MailKind
from zweiklang.people.mailing.sending import LANGUAGES, SECRETS_KEEP, queue_letter, write
from zweiklang.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation (issue "Joining"): nobody opens one by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Unreachable while sign-up is closed; kept strict so that opening it is a decision."""
        raise NotImplementedError("sign-up is closed")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail is in the queue, in the language of whose address it is; its links begin with ZWEIKLANG_URL."""
        person = _person_of(email) or self._signed_in()
        language = person.language if person else LANGUAGES[0]
        language = language if language in LANGUAGES else LANGUAGES[0]
        values = {
            name: absolute_url(value) if name.endswith("_url") else value for name, value in context.items()
        }
        letter = write(
            template_prefix,
            language=language,
            name=person.name if person else "",
            values={**values, "email": email},
        )
        queue_letter(
            letter,
            person=person,
            address=email,
            template=template_prefix,
            kind=MailKind.SECURITY,
            language=language,
            expires_in=SECRETS_KEEP,
        )

    def _signed_in(self) -> Person | None:
        """Whose account a mail is about that goes to an address just taken out of it."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) else None

    def get_from_email(self) -> str:
        """Returns the product's own sender."""
        return settings.DEFAULT_FROM_EMAIL


def _person_of(email: str) -> Person | None:
    """Returns whose address it is: the one to sign in with, or another that has been added to the account."""
    found = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    return found.user if found else Person.objects.filter(email__iexact=email).first()
