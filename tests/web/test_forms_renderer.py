"""Django forms in KERN's markup: labels, hints, errors, what is optional, the summary."""

from typing import Any, ClassVar

import pytest
from django import forms
from django.forms.widgets import ChoiceWidget

from tests.web.pages import Elements

CHOICES = [("a", "Erstes"), ("b", "Zweites")]


class Sample(forms.Form):
    text = forms.CharField(label="Text", help_text="Ein Satz genügt.")
    note = forms.CharField(label="Bemerkung", widget=forms.Textarea, required=False)
    choice = forms.ChoiceField(label="Auswahl", choices=CHOICES)
    radio = forms.ChoiceField(label="Form", choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(label="Themen", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="Geprüft")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def errors_of(form: forms.Form) -> Elements:
    assert not form.is_valid()
    return Elements(str(form))


def test_label_belongs_to_its_field() -> None:
    elements = Elements(str(Sample()))
    for field in ("id_text", "id_note", "id_choice", "id_agree", "id_radio_0", "id_boxes_1"):
        assert elements.one("label", **{"for": field})


def test_hint_is_tied_to_the_field() -> None:
    field = Elements(str(Sample())).one("input", name="text")
    assert field["aria-describedby"] == "id_text_helptext"
    assert Elements(str(Sample())).one("div", id="id_text_helptext")


def test_error_is_tied_to_the_field_and_linked_from_the_summary() -> None:
    elements = errors_of(Sample({"radio": "a", "boxes": ["a"], "choice": "a", "agree": "on"}))
    field = elements.one("input", name="text")
    assert field["aria-invalid"] == "true"
    assert "id_text_error" in (field["aria-describedby"] or "").split()
    assert elements.one("div", id="id_text_error")
    assert elements.one("a", href="#id_text")
    assert elements.one("div", role="alert")


def test_group_of_radios_is_a_fieldset_with_legend_and_its_summary_link_meets_the_first_choice() -> None:
    elements = errors_of(Sample({"text": "x"}))
    assert elements.one("a", href="#id_radio_0")
    assert elements.one("input", id="id_radio_0")["type"] == "radio"
    assert len([1 for tag, _ in elements.found if tag == "legend"]) == 2


def test_form_without_errors_has_no_summary() -> None:
    assert 'role="alert"' not in str(Sample())


def test_what_is_optional_says_so_and_only_that() -> None:
    html = str(Sample())
    assert html.count("(freiwillig)") == 1
    assert "Bitte alle Felder ausfüllen, die nicht mit „freiwillig“ gekennzeichnet sind." in html


def test_typed_text_stays_and_is_escaped() -> None:
    html = str(Sample({"text": '"><script>', "note": "</textarea><script>"}))
    assert "<script>" not in html
    assert "&lt;/textarea&gt;" in html


def test_error_of_the_whole_form_is_in_the_summary() -> None:
    form = Sample({"text": "x", "choice": "a", "radio": "a", "boxes": ["a"], "agree": "on"})
    form.is_valid()
    form.add_error(None, "Beides zusammen geht nicht.")
    assert str(form).count("Beides zusammen geht nicht.") == 1


class TestWidgets:
    """Each of Django's widgets renders."""

    ALL: ClassVar[list[Any]] = [
        (forms.TextInput, "x"), (forms.NumberInput, 3), (forms.EmailInput, "a@b.de"), (forms.URLInput, "x"), (forms.PasswordInput, "x"),
        (forms.HiddenInput, "x"), (forms.DateInput, "2026-03-16"), (forms.DateTimeInput, "x"), (forms.TimeInput, "8:00"), (forms.SearchInput, "x"),
        (forms.TelInput, "x"), (forms.ColorInput, "#fff"), (forms.Textarea, "x"), (forms.FileInput, None), (forms.ClearableFileInput, None),
        (forms.CheckboxInput, True), (forms.SplitDateTimeWidget, None), (forms.SplitHiddenDateTimeWidget, None), (forms.SelectDateWidget, None),
        (forms.MultipleHiddenInput, ["a", "b"]),
    ]  # fmt: skip

    @pytest.mark.parametrize(("widget", "value"), ALL)
    def test_renders(self, widget: type[forms.Widget], value: Any) -> None:
        html = widget().render("feld", value, attrs={"id": "id_feld"}, renderer=Sample().renderer)
        assert 'name="feld' in html

    @pytest.mark.parametrize(
        "widget",
        [
            forms.Select,
            forms.SelectMultiple,
            forms.RadioSelect,
            forms.CheckboxSelectMultiple,
            forms.NullBooleanSelect,
        ],
    )
    def test_choices_render_with_the_chosen_one(self, widget: type[ChoiceWidget]) -> None:
        control = widget(choices=CHOICES) if widget is not forms.NullBooleanSelect else widget()
        value = (
            "true" if widget is forms.NullBooleanSelect else ["b"] if control.allow_multiple_selected else "b"
        )
        html = control.render("feld", value, attrs={"id": "id_feld"}, renderer=Sample().renderer)
        chosen = [a["value"] for tag, a in Elements(html).found if "selected" in a or "checked" in a]
        assert chosen == (["true"] if widget is forms.NullBooleanSelect else ["b"])


def test_formset_renders_all_forms() -> None:
    html = str(forms.formset_factory(Sample, extra=2)())
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'name="form-1-text"' in html
