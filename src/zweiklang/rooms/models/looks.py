"""Who looked at whose data: one small row for viewer, room, category and day, read by the person concerned and by nobody else."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import ByJob
from zweiklang.rooms.models.rooms import Room
from zweiklang.rooms.security import OwnRows

PERSON = settings.AUTH_USER_MODEL


class Look(models.Model):
    """On this day `viewer` saw data of this category about `concerned`. Written by the database function `note_looks` only.

    The table is made by a migration: partitioned by month, without foreign keys, because noting must not wait for whoever has locked
    a person or a room. There is no selector by viewer: nobody is to be watched at work (see docs/decisions).
    """

    privacy = PrivacyNote(
        whose="wer Daten ansieht, und um wen es dabei geht",
        purpose="Der betroffenen Person zeigen, wer ihre Daten angesehen hat; keine Auswertung über Personen, die ansehen",
        legal_basis="Art. 5 Abs. 2, Art. 15, Art. 32 DSGVO",
        retention=ByJob("rooms.rotate_looks", "12 Monate nach dem Tag"),
        erasure="mit dem Konto der betroffenen Person; die ansehende Person wird ein Platzhalter",
    )
    own_rows: ClassVar[OwnRows] = OwnRows(("concerned_id",), system="INSERT")

    pk = models.CompositePrimaryKey("concerned_id", "day", "viewer_id", "room_id", "category")
    day = models.DateField("Tag")
    concerned = models.ForeignKey(
        PERSON, models.DO_NOTHING, related_name="+", db_constraint=False, verbose_name="Um wen es geht"
    )
    viewer = models.ForeignKey(
        PERSON, models.DO_NOTHING, related_name="+", db_constraint=False, verbose_name="Wer angesehen hat"
    )
    room = models.ForeignKey(Room, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    category = models.CharField("Datenkategorie", max_length=32)
    capacity = models.CharField("angesehen als", max_length=20)

    class Meta:
        managed = False
        db_table = "rooms_look"
        verbose_name = "Einblick"
        verbose_name_plural = "Einblicke"

    def __str__(self) -> str:
        return f"{self.day} {self.category} {self.room_id}"
