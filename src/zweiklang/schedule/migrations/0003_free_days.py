import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import zweiklang.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('apprenticeships', '0007_teaching_assignment_code'),
        ('organisations', '0003_site_closed_on'),
        ('people', '__first__'),
        ('rooms', '0010_looks_go_with_people'),
        ('schedule', '0002_reason_of_its_absence'),
    ]

    operations = [
        migrations.CreateModel(
            name='AbsenceNotice',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('reported_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='gemeldet')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='zurückgenommen')),
            ],
            options={
                'verbose_name': 'Abmeldung',
                'verbose_name_plural': 'Abmeldungen',
            },
        ),
        migrations.CreateModel(
            name='AbsenceRule',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('excuse_within_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='entschuldigen innerhalb von Tagen')),
                ('note_from_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Bescheinigung ab dem wievielten Fehltag')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='Hinweis der Schule')),
            ],
            options={
                'verbose_name': 'Regel zu Fehlzeiten',
                'verbose_name_plural': 'Regeln zu Fehlzeiten',
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('action', models.UUIDField(default=zweiklang.kernel.ids.new_id)),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('from_period', models.PositiveSmallIntegerField(blank=True, help_text='leer: der ganze Tag', null=True, verbose_name='ab der Stunde')),
                ('kind', models.CharField(choices=[('storm', 'Unwetter'), ('building', 'Schulgebäude nicht nutzbar'), ('other', 'Schule geschlossen')], default='storm', max_length=8, verbose_name='Art')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='Hinweis')),
                ('declared_as', models.CharField(help_text='In welcher Aufgabe, ohne Namen', max_length=200)),
                ('declared_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='zurückgenommen')),
            ],
            options={
                'verbose_name': 'Schulschließung',
                'verbose_name_plural': 'Schulschließungen',
            },
        ),
        migrations.CreateModel(
            name='FirmStatement',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='Tag')),
                ('says', models.CharField(choices=[('known', 'dem Betrieb bekannt'), ('sick_note', 'Krankmeldung liegt dem Betrieb vor')], max_length=9, verbose_name='Angabe des Betriebs')),
                ('stated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='angegeben')),
            ],
            options={
                'verbose_name': 'Angabe des Betriebs',
                'verbose_name_plural': 'Angaben der Betriebe',
            },
        ),
        migrations.CreateModel(
            name='FreeDay',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField(verbose_name='erster Tag')),
                ('last_day', models.DateField(verbose_name='letzter Tag')),
                ('kind', models.CharField(choices=[('flexible', 'beweglicher Ferientag'), ('conference', 'pädagogischer Tag'), ('other', 'unterrichtsfrei')], default='flexible', max_length=10, verbose_name='Art')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='Bezeichnung')),
                ('source_key', models.CharField(blank=True, help_text='Kennung in der Datei oder im Abo', max_length=250)),
            ],
            options={
                'verbose_name': 'Freier Tag der Schule',
                'verbose_name_plural': 'Freie Tage der Schule',
            },
        ),
        migrations.CreateModel(
            name='LessonTime',
            fields=[
                ('id', models.UUIDField(default=zweiklang.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('period', models.PositiveSmallIntegerField(verbose_name='Stunde')),
                ('starts', models.TimeField(verbose_name='Beginn')),
                ('ends', models.TimeField(verbose_name='Ende')),
            ],
            options={
                'verbose_name': 'Unterrichtszeit',
                'verbose_name_plural': 'Unterrichtszeiten',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='absence',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='absence',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='absence',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='absence',
            name='absence_once_a_day',
        ),
        migrations.AddField(
            model_name='absence',
            name='period',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Stunde'),
        ),
        migrations.AddField(
            model_name='absence',
            name='source',
            field=models.CharField(choices=[('hand', 'von Hand'), ('untis', 'Untis'), ('ical', 'Kalender-Datei oder Abo'), ('table', 'Tabelle')], default='hand', max_length=8, verbose_name='Quelle'),
        ),
        migrations.AddField(
            model_name='absencehistory',
            name='period',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Stunde'),
        ),
        migrations.AddField(
            model_name='absencehistory',
            name='source',
            field=models.CharField(choices=[('hand', 'von Hand'), ('untis', 'Untis'), ('ical', 'Kalender-Datei oder Abo'), ('table', 'Tabelle')], default='hand', max_length=8, verbose_name='Quelle'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schedule_absencehistory" ("day", "decided_at", "decided_by_id", "id", "kind", "minutes", "period", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "room_id", "source", "state") VALUES (NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."kind", NEW."minutes", NEW."period", NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."room_id", NEW."source", NEW."state"); RETURN NULL;', hash='b431b1579119f78e7ae23a3ee82db00668119a2e', operation='INSERT', pgid='pgtrigger_insert_insert_4ed84', table='schedule_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schedule_absencehistory" ("day", "decided_at", "decided_by_id", "id", "kind", "minutes", "period", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "room_id", "source", "state") VALUES (NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."kind", NEW."minutes", NEW."period", NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."room_id", NEW."source", NEW."state"); RETURN NULL;', hash='f7101d9054a043617846f4abf084a7a957e3a8c0', operation='UPDATE', pgid='pgtrigger_update_update_c1a65', table='schedule_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schedule_absencehistory" ("day", "decided_at", "decided_by_id", "id", "kind", "minutes", "period", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "room_id", "source", "state") VALUES (OLD."day", OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."kind", OLD."minutes", OLD."period", NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."room_id", OLD."source", OLD."state"); RETURN NULL;', hash='9c5db1607c8d66ee4bf89e5af815d1ffbc181eff', operation='DELETE', pgid='pgtrigger_delete_delete_fe6c2', table='schedule_absence', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.UniqueConstraint(fields=('room', 'day', 'kind', 'period'), name='absence_once_a_day', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('period__isnull', True), ('period__lte', 15), _connector='OR'), name='absence_period_of_a_day'),
        ),
        migrations.AddField(
            model_name='absencenotice',
            name='reported_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='absencenotice',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='absencerule',
            name='school',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='absence_rule', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='closure',
            name='school',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='firmstatement',
            name='room',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.room'),
        ),
        migrations.AddField(
            model_name='firmstatement',
            name='stated_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='freeday',
            name='school',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='free_days', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='lessontime',
            name='school',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lesson_times', to='organisations.organisation'),
        ),
        migrations.AddIndex(
            model_name='absencenotice',
            index=models.Index(fields=['room', 'first_day'], name='absence_notice_room_day'),
        ),
        migrations.AddConstraint(
            model_name='absencenotice',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_notice_days_in_order'),
        ),
        migrations.AddIndex(
            model_name='closure',
            index=models.Index(fields=['school', 'first_day'], name='closure_school'),
        ),
        migrations.AddIndex(
            model_name='closure',
            index=models.Index(fields=['action'], name='closure_action'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(fields=('school', 'action'), name='closure_once_an_action'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='closure_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='firmstatement',
            constraint=models.UniqueConstraint(fields=('room', 'day'), name='firm_statement_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='freeday',
            index=models.Index(fields=['school', 'first_day'], name='free_day_school'),
        ),
        migrations.AddConstraint(
            model_name='freeday',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='free_day_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='lessontime',
            constraint=models.UniqueConstraint(fields=('school', 'period'), name='lesson_time_unique'),
        ),
        migrations.AddConstraint(
            model_name='lessontime',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='lesson_time_in_order'),
        ),
        migrations.AddConstraint(
            model_name='lessontime',
            constraint=models.CheckConstraint(condition=models.Q(('period__lte', 15)), name='lesson_time_period_of_a_day'),
        ),
    ]
