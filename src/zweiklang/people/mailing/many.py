"""One mail to many people: written once in each language, queued by one statement, delivered in portions."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import connection

from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.ids import SQL_NEW_ID
from zweiklang.people.mailing.blanks import NAME, stop_address
from zweiklang.people.mailing.kinds import UNSUBSCRIBED, MailKind, MailValue
from zweiklang.people.mailing.portions import defer_portions
from zweiklang.people.mailing.sending import LANGUAGES, shown, write

_QUEUE = f"""
    INSERT INTO people_outgoingmail
           (id, person_id, kind, template, language, address, subject, text, state, queued_at, expires_at, error)
    SELECT {SQL_NEW_ID}, p.id, %(kind)s::text, %(template)s::text, l.language, p.email, l.subject, l.text, 'waiting',
           %(now)s::timestamptz, %(expires)s::timestamptz, ''
      FROM people_person p
      JOIN unnest(%(languages)s::text[], %(subjects)s::text[], %(texts)s::text[]) AS l(language, subject, text)
        ON l.language = CASE WHEN p.language = ANY (%(languages)s::text[]) THEN p.language ELSE %(usual)s::text END
     WHERE p.id = ANY (%(people)s::uuid[]) AND p.is_active AND p.email <> ''
       AND NOT EXISTS (SELECT FROM people_mailpreference w WHERE w.person_id = p.id AND w.kind = %(kind)s::text AND w.rhythm = 'never')
       AND NOT EXISTS (SELECT FROM people_outgoingmail o
                        WHERE o.person_id = p.id AND o.state = 'waiting' AND o.template = %(template)s::text)
    RETURNING id"""  # noqa: S608 - a constant of ours


def send_to_many(
    actor: Actor,
    *,
    people: Collection[UUID],
    template: str,
    kind: MailKind,
    context: Mapping[str, MailValue],
    expires_in: timedelta | None = None,
) -> int:
    """Each of these people who wants and can get it has one such mail waiting, not two; sent once this transaction commits. Returns how many are new.

    For jobs, and for notices only. `template` and `context` are as in `send_mail`; they are the same for everybody, so that nobody's data
    can get into them.
    """
    if kind not in UNSUBSCRIBED:
        raise TypeError("only notices go to many: whoever gets one must be able to unsubscribe")
    values = {name: shown(value) for name, value in context.items()} | {"unsubscribe_url": stop_address()}
    letters = [write(template, language=language, name=NAME, values=values) for language in LANGUAGES]
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(
            _QUEUE,
            {
                "people": list(people),
                "kind": kind.value,
                "template": template,
                "languages": list(LANGUAGES),
                "usual": LANGUAGES[0],
                "subjects": [letter.subject for letter in letters],
                "texts": [letter.text for letter in letters],
                "now": now(),
                "expires": now() + expires_in if expires_in else None,
            },
        )
        queued = [mail_id for (mail_id,) in cursor.fetchall()]
        defer_portions(queued)
    return len(queued)
