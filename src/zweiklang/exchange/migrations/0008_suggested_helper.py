"""Who was asked in confidence may suggest somebody else; who asked decides."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the suggestion that waits for an answer."""

    dependencies = [("exchange", "0007_stand_ins_by_rule")]

    operations = [
        migrations.AddField(
            "conversation",
            "suggested",
            models.ForeignKey(
                blank=True,
                help_text="Beratung: wer weiterhelfen soll, solange die Person, die gefragt hat, darauf nicht geantwortet hat",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="exchange.helpcontact",
                verbose_name="vorgeschlagen",
            ),
        )
    ]
