"""Forms of a chamber's register."""

from typing import Any

from django import forms
from django.db.models import Q

from zweiklang.apprenticeships.public import Contract
from zweiklang.curricula.public import Occupation
from zweiklang.offices.forms.answers import DayField, NamedChoice
from zweiklang.offices.forms.tasks import CHOOSE, TraineeName
from zweiklang.organisations.public import Organisation, Site
from zweiklang.people.public import Person

ON_PAPER = "Steht auf der Kündigung oder dem Aufhebungsvertrag."


class ConfirmForm(forms.Form):
    """The number in the register."""

    number = forms.CharField(
        label="Vertragsnummer",
        max_length=40,
        required=False,
        help_text="Im Verzeichnis der Kammer (§ 34 BBiG).",
    )


class SiteChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A training site by name and place."""

    def label_from_instance(self, obj: Site) -> str:
        """Returns name and place."""
        return f"{obj.name}, {obj.street}, {obj.postcode} {obj.town}"


class FactsForm(forms.Form):
    """What the register says of a contract."""

    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag")
    occupation = NamedChoice(Occupation.objects.none(), shown="short", label="Beruf", empty_label=None)
    site = SiteChoice(
        Site.objects.none(), label="Ausbildungsstätte", required=False, empty_label="nicht angegeben"
    )
    number = forms.CharField(label="Vertragsnummer", max_length=40, required=False)

    def __init__(self, data: Any = None, *, contract: Contract, **options: Any) -> None:
        names = ("first_day", "last_day", "occupation", "site", "number")
        super().__init__(data, initial={name: getattr(contract, name) for name in names}, **options)
        occupations = Occupation.objects.filter(Q(superseded=False) | Q(pk=contract.occupation_id))
        self.fields["occupation"].queryset = occupations.order_by("sort_key")  # type: ignore[attr-defined]  # of this field
        sites = Site.objects.filter(organisation_id=contract.firm_id, closed_on=None).order_by("name")
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]  # of this field


class EndContractForm(forms.Form):
    """Until when a contract ran, and which document says so."""

    last_day = DayField(label="Letzter Tag der Ausbildung")
    document_date = DayField(label="Datum des Schriftstücks", help_text=ON_PAPER)


class EndContractsForm(EndContractForm):
    """Several contracts of one firm at once, as after an insolvency."""

    contracts = TraineeName(
        Contract.objects.none(),
        label="Welche Verträge?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wählen Sie mindestens einen Vertrag aus."},
    )
    field_order = ("contracts", "last_day", "document_date")

    def __init__(self, data: Any = None, *, contracts: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["contracts"].queryset = contracts  # type: ignore[attr-defined]  # of this field


class FirmChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A firm by name and town."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Returns name and town."""
        return ", ".join(filter(None, [obj.name, obj.town]))


class ChangeFirmForm(EndContractForm):
    """The end of one contract and the next one with another firm."""

    last_day = DayField(label="Letzter Tag im bisherigen Betrieb")
    firm = FirmChoice(Organisation.objects.none(), label="Neuer Betrieb", empty_label=CHOOSE)
    first_day = DayField(label="Erster Tag im neuen Betrieb")
    new_last_day = DayField(label="Letzter Tag laut neuem Vertrag")
    number = forms.CharField(label="Vertragsnummer", max_length=40, required=False)
    field_order = ("last_day", "document_date", "firm", "first_day", "new_last_day", "number")

    def __init__(self, data: Any = None, *, firms: Any, contract: Contract, **options: Any) -> None:
        super().__init__(data, initial={"new_last_day": contract.last_day}, **options)
        self.fields["firm"].queryset = firms.exclude(pk=contract.firm_id)  # type: ignore[attr-defined]  # of this field


class MergeForm(forms.Form):
    """Which firm this one is, and how the chamber knows."""

    target = FirmChoice(Organisation.objects.none(), label="Ist derselbe Betrieb wie", empty_label=CHOOSE)
    reason = forms.CharField(
        label="Grund",
        max_length=300,
        help_text="Zum Beispiel „Umfirmierung laut Handelsregister vom 3. März“.",
    )

    def __init__(self, data: Any = None, *, firms: Any, **options: Any) -> None:
        super().__init__(data, prefix="merge", **options)
        self.fields["target"].queryset = firms  # type: ignore[attr-defined]  # of this field


class MergeSitesForm(forms.Form):
    """Which site is another one of the same firm."""

    source = SiteChoice(Site.objects.none(), label="Diese Ausbildungsstätte", empty_label=CHOOSE)
    target = SiteChoice(Site.objects.none(), label="ist dieselbe wie", empty_label=CHOOSE)
    reason = forms.CharField(label="Grund", max_length=300)

    def __init__(self, data: Any = None, *, firm: Organisation, **options: Any) -> None:
        super().__init__(data, prefix="sites", **options)
        sites = Site.objects.filter(organisation=firm, closed_on=None).order_by("name")
        for name in ("source", "target"):
            self.fields[name].queryset = sites  # type: ignore[attr-defined]  # of this field


class SplitForm(forms.Form):
    """What becomes a firm of its own."""

    name = forms.CharField(label="Name des neuen Betriebs", max_length=200)
    town = forms.CharField(label="Ort", max_length=100)
    manager = NamedChoice(Person.objects.none(), label="Ausbildungsleitung dort", empty_label=CHOOSE)
    contracts = TraineeName(
        Contract.objects.none(),
        label="Welche Verträge gehören dorthin?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wählen Sie mindestens einen Vertrag aus."},
    )
    reason = forms.CharField(label="Grund", max_length=300)

    def __init__(self, data: Any = None, *, contracts: Any, people: Any, **options: Any) -> None:
        super().__init__(data, prefix="split", **options)
        self.fields["contracts"].queryset = contracts  # type: ignore[attr-defined]  # of this field
        self.fields["manager"].queryset = people  # type: ignore[attr-defined]  # of this field
