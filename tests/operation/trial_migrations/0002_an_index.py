"""An index that is made while everybody reads and writes."""

from django.db import migrations


class Migration(migrations.Migration):
    """people_sharedentry has an index more."""

    atomic = False
    dependencies = [("web", "0001_a_column")]
    operations = [migrations.RunSQL("CREATE INDEX CONCURRENTLY tried_index ON people_sharedentry (tried)")]
