"""What lessons were about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zweiklang.kernel.models import PrivacyNote
from zweiklang.kernel.retention import WITH_ROOM
from zweiklang.rooms.public import Room, RoomRow, RoomSecurity, Scope
from zweiklang.schedule.guards import signed_by

PERSON = settings.AUTH_USER_MODEL
LONGEST_TOPIC = {"topic": 300, "subject": 100, "learning_field": 10}


class LessonTopic(RoomRow):
    """What a class did on a day in a subject or learning field (Lernfeld). Lies in the class's room.

    `released_on` is set where teachers release topics one by one; a rule that opens all of them does not ask for it.
    """

    privacy = PrivacyNote(
        whose="Lehrkräfte, die den Eintrag schreiben",
        purpose="Unterricht und Ausbildung im Betrieb abstimmen",
        legal_basis="§ 83 Abs. 1 HSchG; § 2 Abs. 2 BBiG (Lernortkooperation)",
        retention=WITH_ROOM,
        erasure="mit dem Raum der Klasse",
    )
    security = RoomSecurity(
        read=Scope.LESSONS,
        dated_by="day",
        released="released_on IS NOT NULL",
        insert=(Scope.LESSONS_WRITE,),
        and_insert="written_by_id = my_person()",
        update=(Scope.LESSONS_WRITE,),
        columns=("subject", "learning_field", "topic", "released_on", "written_by_id", "written_at"),
        delete=(Scope.LESSONS_WRITE,),
    )

    # Without an index of its own: the one below begins with the room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField("Tag")
    subject = models.CharField("Fach", max_length=100, blank=True)
    learning_field = models.CharField(
        "Lernfeld", max_length=10, blank=True, help_text="Die Nummer, zum Beispiel 6"
    )
    topic = models.CharField("Thema", max_length=300)
    released_on = models.DateField("freigegeben am", null=True, blank=True)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "Unterrichtsthema"
        verbose_name_plural = "Unterrichtsthemen"
        constraints = (models.CheckConstraint(condition=~Q(topic=""), name="lesson_topic_says_something"),)
        indexes = (models.Index(fields=["room", "day"], name="lesson_topic_room_day"),)
        triggers = (signed_by("written_by_id", "subject", "learning_field", "topic"),)

    def __str__(self) -> str:
        return f"{self.day} {self.topic}"
