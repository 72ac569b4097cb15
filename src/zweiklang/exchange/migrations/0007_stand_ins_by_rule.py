"""Whoever stands in for a participant is a member by rule: no row says so a second time."""

from django.db import migrations


class Migration(migrations.Migration):
    """Removes the column that said so."""

    dependencies = [("exchange", "0006_functions")]

    operations = [migrations.RemoveField("participation", "substitutes_for")]
