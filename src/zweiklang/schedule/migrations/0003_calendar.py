import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
import zweiklang.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schedule', '0003_lessons'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='Bezeichnung')),
                ('with_subjects', models.BooleanField(default=False, verbose_name='mit Fächern')),
                ('with_names', models.BooleanField(default=False, verbose_name='mit Namen')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='eingerichtet')),
                ('fetched_on', models.DateField(blank=True, null=True, verbose_name='zuletzt abgerufen')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='abgeschaltet')),
            ],
            options={
                'verbose_name': 'Kalender-Abo',
                'verbose_name_plural': 'Kalender-Abos',
            },
        ),
        migrations.CreateModel(
            name='CalendarSource',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('url', models.CharField(max_length=1000, verbose_name='Adresse')),
                ('fills', models.CharField(choices=[('free_days', 'freie Tage der Schule'), ('periods', 'Blockwochen der Klasse'), ('events', 'Termine der Klasse')], max_length=9, verbose_name='füllt')),
                ('active', models.BooleanField(default=True, verbose_name='aktiv')),
                ('etag', models.CharField(blank=True, max_length=200)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='zuletzt geprüft')),
                ('fetched_at', models.DateTimeField(blank=True, null=True, verbose_name='zuletzt geholt')),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='Fehler')),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'Abonnierter Kalender',
                'verbose_name_plural': 'Abonnierte Kalender',
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='Beginn')),
                ('ends', models.TimeField(blank=True, null=True, verbose_name='Ende')),
                ('title', models.CharField(max_length=150, verbose_name='Lehrgang')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='Wo')),
            ],
            options={
                'verbose_name': 'Überbetrieblicher Kurs',
                'verbose_name_plural': 'Überbetriebliche Kurse',
            },
        ),
        migrations.CreateModel(
            name='DayAnswer',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='Tag')),
                ('side', models.CharField(choices=[('apprentice', 'Auszubildende'), ('firm', 'Betrieb')], max_length=10)),
                ('says', models.CharField(choices=[('comes', 'kommt in den Betrieb'), ('stays', 'kommt nicht in den Betrieb')], max_length=5, verbose_name='Antwort')),
                ('at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow(), verbose_name='gesagt')),
            ],
            options={
                'verbose_name': 'Antwort zu einem Tag',
                'verbose_name_plural': 'Antworten zu Tagen',
            },
        ),
        migrations.CreateModel(
            name='ScheduleChange',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('batch', models.UUIDField()),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='geändert')),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('what', models.CharField(choices=[('cancelled', 'entfällt'), ('changed', 'geändert'), ('added', 'neu'), ('removed', 'gestrichen')], max_length=9, verbose_name='Was')),
                ('old', models.CharField(blank=True, max_length=300, verbose_name='vorher')),
                ('new', models.CharField(blank=True, max_length=300, verbose_name='jetzt')),
            ],
            options={
                'verbose_name': 'Änderung im Kalender',
                'verbose_name_plural': 'Änderungen im Kalender',
            },
        ),
        migrations.CreateModel(
            name='ScheduleNotice',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('batch', models.UUIDField()),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='mitgeteilt')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='E-Mail eingereiht')),
            ],
            options={
                'verbose_name': 'Mitteilung zum Kalender',
                'verbose_name_plural': 'Mitteilungen zum Kalender',
            },
        ),
        migrations.CreateModel(
            name='TimetableImport',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='Datei')),
                ('file_kind', models.CharField(blank=True, max_length=60, verbose_name='Art der Datei')),
                ('sha256', models.CharField(max_length=64)),
                ('from_day', models.DateField(verbose_name='gilt ab')),
                ('state', models.CharField(choices=[('preview', 'Vorschau'), ('applied', 'übernommen')], default='preview', max_length=7, verbose_name='Stand')),
                ('content', models.BinaryField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, help_text='Prüfsumme der gezeigten Vorschau', max_length=64)),
                ('counts', models.JSONField(default=dict)),
                ('errors', models.JSONField(blank=True, default=list)),
                ('lines', models.JSONField(blank=True, default=list, help_text='Zeilen für Menschen: Klasse, vorher, nachher')),
                ('made_by', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='hochgeladen')),
                ('applied_by', models.CharField(blank=True, max_length=200)),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='übernommen')),
            ],
            options={
                'verbose_name': 'Import in den Kalender',
                'verbose_name_plural': 'Importe in den Kalender',
            },
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendarsource',
            name='room',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='calendarsource',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_sources', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='calendarsource',
            name='school_class',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='apprenticeships.schoolclass'),
        ),
        migrations.AddField(
            model_name='course',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='dayanswer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dayanswer',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='schedulechange',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='schedulenotice',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='schedulenotice',
            name='room',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='timetableimport',
            name='room',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='timetableimport',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetable_imports', to='organisations.organisation'),
        ),
        migrations.AddConstraint(
            model_name='calendarsource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fills', 'free_days'), ('school_class__isnull', True)), models.Q(models.Q(('fills', 'free_days'), _negated=True), ('school_class__isnull', False)), _connector='OR'), name='calendar_source_fills_its_place'),
        ),
        migrations.AddIndex(
            model_name='course',
            index=models.Index(fields=['room', 'first_day'], name='course_room'),
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='course_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='dayanswer',
            index=models.Index(fields=['room', 'day', 'at'], name='day_answer_room_day'),
        ),
        migrations.AddIndex(
            model_name='schedulechange',
            index=models.Index(fields=['room', '-made_at'], name='schedule_change_newest'),
        ),
        migrations.AddIndex(
            model_name='schedulechange',
            index=models.Index(fields=['batch'], name='schedule_change_batch'),
        ),
        migrations.AddConstraint(
            model_name='schedulechange',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='schedule_change_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='schedulenotice',
            index=models.Index(fields=['person', '-made_at'], name='schedule_notice_newest'),
        ),
        migrations.AddConstraint(
            model_name='schedulenotice',
            constraint=models.UniqueConstraint(fields=('batch', 'person', 'room'), name='schedule_notice_once'),
        ),
        migrations.AddIndex(
            model_name='timetableimport',
            index=models.Index(fields=['room', '-made_at'], name='timetable_import_newest'),
        ),
        migrations.AddConstraint(
            model_name='timetableimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('state', 'preview')), models.Q(('applied_at__isnull', False), ('content__isnull', True), ('state', 'applied')), _connector='OR'), name='timetable_import_keeps_no_file'),
        ),
    ]
