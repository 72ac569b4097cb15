"""Addresses of school time: of a class, and of one apprenticeship."""

from django.urls import path

from zweiklang.schedule.absences.urls import urlpatterns as absences
from zweiklang.schedule.closures.urls import urlpatterns as closures
from zweiklang.schedule.planning.urls import urlpatterns as planning
from zweiklang.schedule.release.urls import urlpatterns as release
from zweiklang.schedule.sources.urls import urlpatterns as sources
from zweiklang.schedule.timetables.urls import urlpatterns as timetables
from zweiklang.schedule.topics_many import views as topics
from zweiklang.schedule.views import lessons, rooms

app_name = "schedule"
urlpatterns = [
    *absences,
    *timetables,
    *sources,
    *closures,
    *release,
    path("klasse/<uuid:room_id>/unterricht/", lessons.class_lessons, name="class_lessons"),
    path("klasse/<uuid:room_id>/unterricht/mehrere/", topics.many_topics, name="many_topics"),
    path("klasse/<uuid:room_id>/unterricht/freigabe/", lessons.release, name="release"),
    path("klasse/<uuid:room_id>/unterricht/<uuid:topic_id>/", lessons.topic, name="topic"),
    path("<uuid:room_id>/unterricht/", rooms.lessons, name="lessons"),
    *planning,
]
