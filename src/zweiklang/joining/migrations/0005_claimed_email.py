from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('joining', '0004_chamber_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='claimed_email',
            field=models.EmailField(blank=True, help_text='bis jemand sie bestätigt', max_length=254, verbose_name='nachgewiesene E-Mail-Adresse'),
        ),
    ]
