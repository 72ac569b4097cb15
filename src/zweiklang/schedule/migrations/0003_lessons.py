import django.contrib.postgres.fields
import django.db.models.deletion
import zweiklang.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schedule', '0003_free_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(default=0, verbose_name='Nummer des Unterrichts')),
                ('weekday', models.PositiveSmallIntegerField(help_text='1 ist Montag', verbose_name='Wochentag')),
                ('period', models.PositiveSmallIntegerField(verbose_name='Stunde')),
                ('length', models.PositiveSmallIntegerField(default=1, verbose_name='Dauer in Stunden')),
                ('subject', models.CharField(blank=True, max_length=100, verbose_name='Fach')),
                ('teachers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, verbose_name='Lehrkräfte')),
                ('classrooms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name='Unterrichtsräume')),
                ('first_day', models.DateField(verbose_name='gilt ab')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='gilt bis')),
                ('source', models.CharField(choices=[('hand', 'von Hand'), ('untis', 'Untis'), ('ical', 'Kalender-Datei oder Abo'), ('table', 'Tabelle')], default='hand', max_length=8, verbose_name='Quelle')),
            ],
            options={
                'verbose_name': 'Unterrichtsstunde',
                'verbose_name_plural': 'Unterrichtsstunden',
            },
        ),
        migrations.CreateModel(
            name='LessonChange',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='Tag')),
                ('period', models.PositiveSmallIntegerField(verbose_name='Stunde')),
                ('length', models.PositiveSmallIntegerField(default=1, verbose_name='Dauer in Stunden')),
                ('kind', models.CharField(choices=[('cancelled', 'entfällt'), ('changed', 'geändert'), ('extra', 'zusätzlich')], max_length=9, verbose_name='Was')),
                ('number', models.PositiveIntegerField(default=0, help_text='0: alles, was in dieser Stunde liegt', verbose_name='Nummer des Unterrichts')),
                ('subject', models.CharField(blank=True, max_length=100, verbose_name='Fach')),
                ('teachers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, verbose_name='Lehrkräfte')),
                ('classrooms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name='Unterrichtsräume')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='Hinweis')),
                ('source', models.CharField(choices=[('hand', 'von Hand'), ('untis', 'Untis'), ('ical', 'Kalender-Datei oder Abo'), ('table', 'Tabelle')], default='hand', max_length=8, verbose_name='Quelle')),
                ('source_key', models.CharField(blank=True, max_length=250)),
            ],
            options={
                'verbose_name': 'Änderung einer Unterrichtsstunde',
                'verbose_name_plural': 'Änderungen von Unterrichtsstunden',
            },
        ),
        migrations.CreateModel(
            name='SchoolEvent',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='Beginn')),
                ('ends', models.TimeField(blank=True, null=True, verbose_name='Ende')),
                ('kind', models.CharField(choices=[('exam', 'Prüfung oder Klassenarbeit'), ('event', 'Termin'), ('free', 'unterrichtsfrei'), ('extra', 'zusätzlicher Schultag')], default='event', max_length=5, verbose_name='Art')),
                ('title', models.CharField(max_length=150, verbose_name='Bezeichnung')),
                ('source', models.CharField(choices=[('hand', 'von Hand'), ('untis', 'Untis'), ('ical', 'Kalender-Datei oder Abo'), ('table', 'Tabelle')], default='hand', max_length=8, verbose_name='Quelle')),
                ('source_key', models.CharField(blank=True, max_length=250)),
            ],
            options={
                'verbose_name': 'Termin der Klasse',
                'verbose_name_plural': 'Termine der Klasse',
            },
        ),
        migrations.CreateModel(
            name='SchoolPeriod',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('kind', models.CharField(choices=[('weekly', 'feste Wochentage'), ('block', 'Block')], max_length=6, verbose_name='Art')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='1 ist Montag', verbose_name='Wochentage')),
                ('weeks', models.CharField(choices=[('every', 'jede Woche'), ('odd', 'ungerade Kalenderwochen'), ('even', 'gerade Kalenderwochen')], default='every', max_length=5, verbose_name='Wochen')),
                ('source', models.CharField(choices=[('hand', 'von Hand'), ('untis', 'Untis'), ('ical', 'Kalender-Datei oder Abo'), ('table', 'Tabelle')], default='hand', max_length=8, verbose_name='Quelle')),
                ('source_key', models.CharField(blank=True, max_length=250)),
            ],
            options={
                'verbose_name': 'Schulzeitraum',
                'verbose_name_plural': 'Schulzeiträume',
            },
        ),
        migrations.AddField(
            model_name='lesson',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='lessonchange',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='schoolevent',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='schoolperiod',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddIndex(
            model_name='lesson',
            index=models.Index(fields=['room', 'weekday', 'period'], name='lesson_room_weekday'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='lesson_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('length__gte', 1), ('length__lte', 15), ('period__lte', 15)), name='lesson_period_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='lesson_weekday_of_a_week'),
        ),
        migrations.AddIndex(
            model_name='lessonchange',
            index=models.Index(fields=['room', 'day', 'period'], name='lesson_change_room_day'),
        ),
        migrations.AddConstraint(
            model_name='lessonchange',
            constraint=models.CheckConstraint(condition=models.Q(('length__gte', 1), ('length__lte', 15), ('period__lte', 15)), name='lesson_change_period_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='lessonchange',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('room', 'source', 'source_key', 'day', 'period'), name='lesson_change_once_a_source'),
        ),
        migrations.AddIndex(
            model_name='schoolevent',
            index=models.Index(fields=['room', 'first_day'], name='school_event_room'),
        ),
        migrations.AddConstraint(
            model_name='schoolevent',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='school_event_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='schoolperiod',
            index=models.Index(fields=['room', 'first_day'], name='school_period_room'),
        ),
        migrations.AddConstraint(
            model_name='schoolperiod',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='school_period_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='schoolperiod',
            constraint=models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [1, 2, 3, 4, 5, 6, 7]), models.Q(('kind', 'block'), ('weekdays__len__gte', 1), _connector='OR')), name='school_period_has_weekdays'),
        ),
    ]
