"""A column, for which PostgreSQL wants the table for itself for a moment."""

from django.db import migrations


class Migration(migrations.Migration):
    """people_sharedentry has a column more."""

    initial = True
    dependencies = [("people", "0004_school_identities")]
    operations = [migrations.RunSQL("ALTER TABLE people_sharedentry ADD COLUMN tried integer")]
