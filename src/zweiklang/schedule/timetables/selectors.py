"""Reads for the pages of a school's imported timetables."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, Scope, Standing, standing_in
from zweiklang.schedule.models import TimetableImport
from zweiklang.schedule.timetables.shapes import KIND_LABELS


@dataclass(frozen=True, slots=True)
class SchoolOffice:
    """A school and what the current person is in its team room."""

    school: Organisation
    standing: Standing

    @property
    def room_id(self) -> UUID:
        """The school's team room."""
        return self.standing.room_id


def school_office(room_id: UUID) -> SchoolOffice:
    """Returns the school of that team room; 404 for anybody who does not administer it, and for other organisations."""
    standing = standing_in(room_id)
    room = Room.objects.select_related("organisation").filter(pk=room_id, kind=Room.Kind.TEAM).first()
    school = room.organisation if room else None
    if (
        school is None
        or school.kind != Organisation.Kind.SCHOOL
        or not standing.carries(Scope.ADMINISTRATION)
    ):
        raise Http404
    return SchoolOffice(school, standing)


def imports_of(office: SchoolOffice) -> QuerySet[TimetableImport]:
    """Returns the school's files, newest first, without their content."""
    return (
        TimetableImport.objects.filter(room=office.room_id, file_kind__in=KIND_LABELS.values())
        .order_by("-made_at")
        .defer("content", "lines", "errors")
    )


def import_in(office: SchoolOffice, import_id: UUID) -> TimetableImport:
    """Returns that file of the school; 404 where there is none."""
    rows = TimetableImport.objects.select_related("school").filter(file_kind__in=KIND_LABELS.values())
    found = rows.filter(room=office.room_id, pk=import_id).first()
    if found is None:
        raise Http404
    return found
