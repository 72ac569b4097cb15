from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0009_found_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='erinnert'),
        ),
    ]
