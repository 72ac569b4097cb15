"""A service names its session when somebody signs out there: found by an index, not by reading all sessions."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0004_school_identities"), ("usersessions", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX people_school_session ON usersessions_usersession ((data ->> 'sid')) WHERE data ? 'sid'",
            "DROP INDEX people_school_session",
        )
    ]
