from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curricula", "0003_framework_stored_at")]

    operations = [
        migrations.AddField(
            model_name="regulation",
            name="correspondences",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Zeilen, in denen die Verordnung selbst Positionen und Lernfelder nennt",
                verbose_name="Zuordnungen zu Lernfeldern",
            ),
        ),
    ]
