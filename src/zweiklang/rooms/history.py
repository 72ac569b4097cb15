"""Row history by database triggers (pghistory): every insert, update and delete, also by bulk and raw SQL, with who did it.

The actor comes from the transaction's settings, so no statement more is sent.
"""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Cast, NullIf
from pghistory.models import Event

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WithTracked
from zweiklang.rooms.scopes import Scope
from zweiklang.rooms.security import RoomSecurity

HISTORY_PRIVACY = PrivacyNote(
    whose="die Mitglieder des Raums",
    purpose="Änderungen nachweisen: wer, wann, was",
    legal_basis="Art. 5 Abs. 2 DSGVO; § 14 Abs. 2 BBiG",
    retention=WithTracked(),
    erasure="mit der Zeile",
)


def _setting(name: str) -> Func:
    return Func(Value(name), Value(value=True), function="current_setting", output_field=models.CharField())


class RowHistory(Event):
    """Base of all history tables: append only; who and when are filled by the database."""

    pgh_person_id = models.UUIDField(
        null=True,
        editable=False,
        db_default=Cast(NullIf(_setting("zweiklang.person"), Value("")), models.UUIDField()),
    )
    pgh_system = models.TextField(null=True, editable=False, db_default=_setting("zweiklang.system"))

    class Meta:
        abstract = True


def tracked[M: models.Model](
    *, read: Scope, by: tuple[Scope, ...], and_read: str = "", dated_by: str = "", **options: Any
) -> Callable[[type[M]], type[M]]:
    """Returns a class decorator: each change of a row goes to `<Model>History`, readable with `read`, written by whoever may change the row.

    `by` are the scopes of which one lets the trigger write (it runs with the rights of the one who changes the row). Written outside
    of a trigger, a row of history would be a forgery: the policy refuses it. `dated_by`: history older than a rule is as closed as the row.
    """

    def decorate(model: type[M]) -> type[M]:
        security = RoomSecurity(
            read=read,
            insert=by,
            and_insert="pg_trigger_depth() > 0",
            and_read=and_read,
            dated_by=dated_by,
        )
        track: Any = pghistory.track
        decorated: type[M] = track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            context_field=None,
            base_model=RowHistory,
            model_name=f"{model.__name__}History",
            attrs={"security": security, "privacy": HISTORY_PRIVACY},
            meta={"verbose_name": f"Verlauf: {model._meta.verbose_name}"},
            **options,
        )(model)
        return decorated

    return decorate
