"""A class register's table comes in and becomes lines of the form for many topics. Nothing is kept before the person enters them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zweiklang.interfaces.class_register.reading import read_class_register
from zweiklang.people.public import actor_of
from zweiklang.rosters.public import Unreadable
from zweiklang.schedule.public import RegisterFile, preview_context, topic_desk

MOST_BYTES = 2 * 1024 * 1024
MOST_PASTED = 200_000
NEITHER = "Bitte wählen Sie eine Datei, oder fügen Sie die Zeilen ein."


class RegisterForm(forms.Form):
    """A file, or the same pasted from a spreadsheet."""

    file = forms.FileField(
        label="Datei",
        required=False,
        help_text="Excel (.xlsx) oder CSV mit den Spalten Datum, Klasse, Fach, Lernfeld und Thema, bis 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    pasted = forms.CharField(
        label="Oder hier einfügen",
        required=False,
        max_length=MOST_PASTED,
        help_text="Mit der Zeile der Überschriften, zum Beispiel: Datum;Fach;Lernfeld;Thema",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict[str, Any]:
        """Returns what was sent as `data` in bytes; says what is missing or too large."""
        values: dict[str, Any] = super().clean() or {}
        file, pasted = values.get("file"), values.get("pasted", "")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(
                {"file": "Die Datei ist größer als 2 MB. Teilen Sie sie zum Beispiel nach Monaten auf."}
            )
        if not file and not pasted.strip():
            raise forms.ValidationError({"file": NEITHER})
        return values

    def read(self) -> RegisterFile | None:
        """Returns what the table says; None where it cannot be read, and then the form says why. Call when the form is valid."""
        file, pasted = self.cleaned_data["file"], self.cleaned_data["pasted"]
        try:
            return read_class_register(file.read() if file else pasted.encode())
        except Unreadable as problem:
            self.add_error("file" if file else "pasted", problem.reason)
            return None


@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The form; a table that can be read leads to its lines, of which nothing is written yet."""
    desk = topic_desk(actor_of(request.user), room_id)
    form = RegisterForm(request.POST or None, request.FILES or None)
    found = form.read() if form.is_valid() else None
    if found:
        return render(request, "schedule/topics/many.html", preview_context(desk, found))
    context = {"desk": desk, "form": form, "class": desk.school_class, "tabs": desk.tabs}
    return render(request, "schedule/topics/upload.html", context, status=422 if form.is_bound else 200)
