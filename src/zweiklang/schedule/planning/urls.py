"""Addresses of the editor, below those of school time."""

from django.urls import path

from zweiklang.schedule.planning.views import changes, courses, events, school, school_days, timetable

CLASS = "klasse/<uuid:room_id>/"
TEAM = "schule/<uuid:room_id>/schulkalender/"
urlpatterns = [
    path(f"{CLASS}schultage/", school_days.school_days, name="school_days"),
    path(f"{CLASS}schultage/neu/", school_days.new_period, name="new_period"),
    path(f"{CLASS}schultage/rueckgaengig/", school_days.undo_school_days, name="undo_school_days"),
    path(f"{CLASS}schultage/uebernehmen/", school_days.copy_school_days, name="copy_school_days"),
    path(f"{CLASS}schultage/<uuid:period_id>/", school_days.period, name="period"),
    path(f"{CLASS}stundenplan/", timetable.timetable, name="timetable"),
    path(f"{CLASS}stundenplan/<int:weekday>/", timetable.timetable_day, name="timetable_day"),
    path(f"{CLASS}aenderungen/", changes.lesson_changes, name="lesson_changes"),
    path(f"{CLASS}aenderungen/zuruecknehmen/", changes.take_back, name="take_back_changes"),
    path(f"{CLASS}termine/", events.school_events, name="school_events"),
    path(f"{CLASS}termine/rueckgaengig/", events.undo_school_event, name="undo_school_event"),
    path(f"{CLASS}termine/<uuid:event_id>/", events.school_event, name="school_event"),
    path(TEAM, school.school_calendar, name="school_calendar"),
    path(f"{TEAM}unterrichtszeiten/", school.times_of_lessons, name="times_of_lessons"),
    path(f"{TEAM}<uuid:free_day_id>/", school.free_day, name="free_day"),
    path("kurse/neu/", courses.new_course, name="new_course"),
    path("<uuid:room_id>/kurse/", courses.courses, name="courses"),
    path("<uuid:room_id>/kurse/rueckgaengig/", courses.undo_course, name="undo_course"),
    path("<uuid:room_id>/kurse/<uuid:course_id>/", courses.course, name="course"),
]
