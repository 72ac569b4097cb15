"""Yes or no to a kind of mail becomes: at once, daily, weekly, never. Who said no stays with it."""

from django.db import migrations, models

RHYTHMS = [
    ("at_once", "sofort"),
    ("daily", "täglich zusammengefasst"),
    ("weekly", "wöchentlich zusammengefasst"),
    ("never", "gar nicht"),
]
KINDS = [
    ("security", "Anmeldung und Sicherheit"),
    ("invitation", "Einladungen"),
    ("privacy", "Eigene Daten und Rechte"),
    ("contracts", "Verträge und Zuständigkeiten"),
    ("organisation", "Neues im Betrieb oder in der Schule"),
    ("schedule", "Neues im Kalender"),
    ("planning", "Neues in der Planung"),
    ("messages", "Neue Nachrichten"),
    ("announcements", "Mitteilungen an viele"),
    ("appointments", "Termine und Sprechtage"),
    ("digest", "Zusammenfassungen"),
]


class Migration(migrations.Migration):
    """The new column, what it says of before, and the old one gone; summaries are a kind of mail."""

    dependencies = [("people", "0009_exchange_mails")]

    operations = [
        migrations.AddField(
            model_name="mailpreference",
            name="rhythm",
            field=models.CharField(
                choices=RHYTHMS, default="at_once", max_length=7, verbose_name="wie schnell"
            ),
        ),
        migrations.RunSQL(
            "UPDATE people_mailpreference SET rhythm = 'never' WHERE NOT wanted",
            "UPDATE people_mailpreference SET wanted = rhythm <> 'never'",
        ),
        migrations.RemoveField(model_name="mailpreference", name="wanted"),
        migrations.AlterField(
            model_name="mailpreference",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="Art"),
        ),
        migrations.AlterField(
            model_name="outgoingmail", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        ),
    ]
