"""The only door to people."""

from zweiklang.people.mailing.delivery import mail_errors
from zweiklang.people.mailing.kinds import Code, Impersonal, Link, MailKind, MailValue
from zweiklang.people.mailing.sending import send_mail
from zweiklang.people.models import Person
from zweiklang.people.rescue import (
    SignInFacts,
    find_account,
    remove_second_factors,
    replace_address,
    send_password_link,
    sign_in_facts,
)
from zweiklang.people.services import actor_of, add_person, change_preferences, give_address

__all__ = [
    "Code",
    "Impersonal",
    "Link",
    "MailKind",
    "MailValue",
    "Person",
    "SignInFacts",
    "actor_of",
    "add_person",
    "change_preferences",
    "find_account",
    "give_address",
    "mail_errors",
    "remove_second_factors",
    "replace_address",
    "send_mail",
    "send_password_link",
    "sign_in_facts",
]
