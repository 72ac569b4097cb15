"""Mails about the calendar leave with all other notices (exchange); who was mailed when is written there."""

from django.db import migrations


class Migration(migrations.Migration):
    """The date of the mail is gone from the calendar's own notices."""

    dependencies = [("schedule", "0004_absence_one_truth_a_day")]

    operations = [migrations.RemoveField(model_name="schedulenotice", name="mailed_at")]
