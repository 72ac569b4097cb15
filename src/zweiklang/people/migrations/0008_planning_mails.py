"""One more kind of mail, which can be unsubscribed: what is new in planning."""

from django.db import migrations, models

KINDS = [
    ("security", "Anmeldung und Sicherheit"),
    ("invitation", "Einladungen"),
    ("privacy", "Eigene Daten und Rechte"),
    ("contracts", "Verträge und Zuständigkeiten"),
    ("organisation", "Neues im Betrieb oder in der Schule"),
    ("schedule", "Neues im Kalender"),
    ("planning", "Neues in der Planung"),
]


class Migration(migrations.Migration):
    """The choices of both columns, and the constraint that only notices can be declined."""

    dependencies = [("people", "0007_calendar_mails")]

    operations = [
        migrations.AlterField(
            model_name="mailpreference",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="Art"),
        ),
        migrations.AlterField(
            model_name="outgoingmail", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
        migrations.RemoveConstraint(model_name="mailpreference", name="mail_preference_notices_only"),
        migrations.AddConstraint(
            model_name="mailpreference",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["contracts", "organisation", "planning", "schedule"])),
                name="mail_preference_notices_only",
            ),
        ),
    ]
