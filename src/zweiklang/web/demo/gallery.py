"""All components on one page, so that people can look and axe can run; demo mode only."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zweiklang.kernel import formats
from zweiklang.kernel.clock import now

PLAN_ITEMS = (
    ("p1", "Arbeitsabläufe planen und vorbereiten", "Abschnitt A, Nummer 1"),
    ("p2", "Betriebsdaten auswerten", "Abschnitt A, Nummer 2"),
    ("p3", "Kundinnen und Kunden beraten", "Abschnitt A, Nummer 3"),
    ("p4", "Software entwerfen und prüfen", "Abschnitt B, Nummer 1"),
    ("l5", "Lernfeld 5: Software zur Verwaltung von Daten anpassen", "Berufsschule, 2. Jahr, 80 Stunden"),
    ("l8", "Lernfeld 8: Daten systemübergreifend bereitstellen", "Berufsschule, 2. Jahr, 80 Stunden"),
)


class SampleForm(forms.Form):
    """Every kind of field once."""

    title = forms.CharField(
        label="Was haben Sie gemacht?", help_text="Ein Satz genügt, zum Beispiel „Bremsen geprüft“."
    )
    minutes = forms.IntegerField(label="Dauer in Minuten", min_value=1, max_value=1440)
    day = forms.DateField(label="Tag", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    place = forms.ChoiceField(
        label="Wo?", choices=[("company", "Betrieb"), ("school", "Schule"), ("other", "Anderes")]
    )
    form_of_record = forms.ChoiceField(
        label="Form des Nachweises",
        widget=forms.RadioSelect,
        choices=[("daily", "täglich"), ("weekly", "wöchentlich")],
    )
    topics = forms.MultipleChoiceField(
        label="Themen",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("a", "Sicherheit"), ("b", "Umweltschutz"), ("c", "Digitales")],
    )
    note = forms.CharField(label="Bemerkung", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Anlage", required=False)
    agree = forms.BooleanField(label="Ich habe die Angaben geprüft")


SAMPLES: dict[str, Any] = {
    "people": [
        ("MK", "Mira Keller", "Auszubildende"),
        ("JB", "Jonas Brandt", "Ausbilder"),
        ("SÖ", "Selin Öztürk", "Klassenleitung"),
    ],
    "weeks": [
        ("KW 12 · 16.–22. März", "eingereicht", "info", "send", "38 h 30"),
        ("KW 11 · 9.–15. März", "unterschrieben", "success", "check", "39 h"),
        ("KW 10 · 2.–8. März", "zurückgegeben", "warning", "returned", "31 h 15"),
        ("KW 9 · 23. Februar – 1. März", "fehlt", "danger", "danger", "–"),
        ("KW 8 · 16.–22. Februar", "Entwurf", "", "edit", "12 h"),
    ],
    "coverage": [
        ("Arbeitsabläufe planen", 6, 8, "6 von 8 Wochen"),
        ("Kundinnen und Kunden beraten", 5, 4, "5 von 4 Wochen"),
        ("Software prüfen", 0, 10, "0 von 10 Wochen"),
    ],
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest) -> HttpResponse:
    """Returns the gallery; a POST validates the sample form, so that errors can be seen."""
    form = SampleForm(request.POST or None, request.FILES or None)
    failed = form.is_bound and not form.is_valid()
    return render(
        request, "web/demo/gallery.html", {"form": form, "samples": SAMPLES}, status=422 if failed else 200
    )


@login_not_required
@require_safe
def plan_items(request: HttpRequest) -> JsonResponse:
    """Returns the sample plan items whose label contains ?q=."""
    query = request.GET.get("q", "").lower()
    found = [
        {"value": v, "label": label, "hint": hint} for v, label, hint in PLAN_ITEMS if query in label.lower()
    ]
    return JsonResponse(found, safe=False)


@login_not_required
@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Answers as a real autosave does; the text "Konflikt" gets a 409, "Fehler" a 422, so that both can be seen."""
    value = request.POST.get("value", "")
    if "Konflikt" in value and request.POST.get("base") != "Die Fassung vom Handy":
        both = {
            "mine": value,
            "theirs": "Die Fassung vom Handy",
            "who": "Sie, auf einem anderen Gerät",
            "when": "14:01",
        }
        return render(request, "web/merge.html", both, status=409)
    if "Fehler" in value:
        return JsonResponse({"error": "Bitte höchstens 500 Zeichen."}, status=422)
    return JsonResponse({"saved_at": formats.time(now())})


# The samples are no rows of the database: no transaction, so that the gallery stands without one.
for _view in (gallery, plan_items, autosave):
    _view.without_person = True  # type: ignore[attr-defined]  # rooms.middleware looks for it
