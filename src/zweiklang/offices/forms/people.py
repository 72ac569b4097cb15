"""Forms about people, departments and sites."""

from typing import Any

from django import forms

from zweiklang.kernel.clock import today
from zweiklang.offices.forms.answers import DayField, NamedChoice
from zweiklang.organisations.public import Department, Organisation, Post, Site
from zweiklang.people.public import Person


class AppointForm(forms.Form):
    """Who comes to work here, as what, from when."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        help_text="Mit ihr meldet sich die Person bei Zweiklang an.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    capacity = forms.ChoiceField(label="Aufgabe")
    department = NamedChoice(
        Department.objects.none(), label="Abteilung", required=False, empty_label="keine"
    )
    first_day = DayField(label="Ab")

    def __init__(
        self, data: Any = None, *, organisation: Organisation, capacities: frozenset[str], **options: Any
    ) -> None:
        super().__init__(data, initial={"first_day": today()}, **options)
        choices = [(value, label) for value, label in Post.Capacity.choices if value in capacities]
        self.fields["capacity"].choices = choices  # type: ignore[attr-defined]  # of this field
        departments = Department.objects.filter(organisation=organisation).order_by("name")
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]  # of this field


class DepartmentOfPostForm(forms.Form):
    """Where somebody works."""

    department = NamedChoice(
        Department.objects.none(), label="Abteilung", required=False, empty_label="keine"
    )

    def __init__(self, data: Any = None, *, post: Post, **options: Any) -> None:
        super().__init__(data, initial={"department": post.department_id}, prefix="department", **options)
        departments = Department.objects.filter(organisation_id=post.organisation_id).order_by("name")
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]  # of this field


class DeputyForm(forms.Form):
    """Who stands in, from when to when."""

    person = NamedChoice(Person.objects.none(), label="Wer vertritt?", empty_label="Bitte wählen")
    first_day = DayField(label="Von")
    last_day = DayField(label="Bis")

    def __init__(self, data: Any = None, *, people: Any, **options: Any) -> None:
        super().__init__(data, initial={"first_day": today()}, prefix="deputy", **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # of this field


class EndForm(forms.Form):
    """The last day of something."""

    last_day = DayField(label="Letzter Tag")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **{"initial": {"last_day": today()}, "prefix": "end", **options})


class DepartmentForm(forms.Form):
    """What a department is called."""

    name = forms.CharField(label="Name der Abteilung", max_length=100)


class SiteForm(forms.Form):
    """Where a firm trains."""

    name = forms.CharField(label="Name", max_length=200, help_text="Zum Beispiel „Werk Baunatal“.")
    street = forms.CharField(label="Straße und Hausnummer", max_length=200)
    postcode = forms.RegexField(
        r"^\d{5}$", label="Postleitzahl", error_messages={"invalid": "Fünf Ziffern, zum Beispiel 34117."}
    )
    town = forms.CharField(label="Ort", max_length=100)

    @classmethod
    def of(cls, site: Site, data: Any = None) -> "SiteForm":
        """Returns the form filled with the site."""
        values = {name: getattr(site, name) for name in ("name", "street", "postcode", "town")}
        return cls(data, initial=values)
