"""Who helps in confidence. The cases themselves are conversations of kind "help", in rooms of kind "counselling"."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from zweiklang.kernel.models import PrivacyNote, Row
from zweiklang.kernel.retention import WhileValid
from zweiklang.organisations.public import Organisation


class HelpContact(Row):
    """Somebody to turn to: QuABB, a school's Beratungslehrkraft, a chamber's adviser. Shown to every apprentice it is meant for.

    A school's or chamber's contact is for its own; one of QuABB for places whose postcode begins with one of `postcodes` (empty: everywhere).
    Without `person` there is a telephone only.
    """

    privacy = PrivacyNote(
        whose="Beratende, dienstlich",
        purpose="Auszubildenden zeigen, an wen sie sich wenden können",
        legal_basis="§ 83 HSchG; Art. 6 Abs. 1 lit. e DSGVO",
        retention=WhileValid(),
        erasure="die Verbindung zum Konto wird gelöst, der Eintrag endet",
    )
    written_by_system = True

    class Kind(models.TextChoices):
        """What kind of help it is."""

        QUABB = "quabb", "Ausbildungsbegleitung (QuABB)"
        SCHOOL = "school", "Beratungslehrkraft der Schule"
        CHAMBER = "chamber", "Ausbildungsberatung der Kammer"
        OTHER = "other", "Weitere Beratung"

    kind = models.CharField("Art", max_length=7, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    name = models.CharField("Name", max_length=120)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    hours = models.CharField("Sprechzeiten", max_length=200, blank=True)
    place = models.CharField("Ort", max_length=200, blank=True)
    note = models.CharField("Hinweis", max_length=300, blank=True)
    postcodes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    active = models.BooleanField("wird gezeigt", default=True)

    class Meta:
        verbose_name = "Ansprechperson für Beratung"
        verbose_name_plural = "Ansprechpersonen für Beratung"
        indexes = (models.Index(fields=["organisation"], name="help_contact_organisation"),)

    def __str__(self) -> str:
        return self.name
