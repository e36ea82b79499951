"""Audiences as formulas, preferences, receipts, alerts for other systems, templates."""

import backend.common.ids
import django.contrib.postgres.fields
import django.db.models.deletion
import notifications.models.fields
from django.conf import settings
from django.db import migrations, models

from backend.common.search import index_terms
from notifications.audiences import any_of, query_of


def formulas_of_topics(apps, schema_editor):
    """What was said so far went to whoever followed one of its topics."""
    Notice = apps.get_model('notifications', 'Notice')
    for notice in Notice.objects.only('topics', 'kind', 'author', 'title', 'title_en', 'body', 'body_en').iterator():
        audience = any_of(notice.topics)
        notice.audience, notice.query = audience, query_of(audience, kind=notice.kind)
        notice.origin = 'officer' if notice.author_id else 'personal'
        notice.search_terms = index_terms(notice.title, notice.title_en, notice.body, notice.body_en)
        notice.save(update_fields=['audience', 'query', 'origin', 'search_terms'])


class Migration(migrations.Migration):
    dependencies = [
        ('notifications', '0003_ledger_by_number'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AudienceList',
            fields=[
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('id', models.UUIDField(default=backend.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('agency_code', models.CharField(blank=True, max_length=40, verbose_name='agency')),
            ],
            options={
                'verbose_name': 'list of people',
                'verbose_name_plural': 'lists of people',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='AudienceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CapMessage',
            fields=[
                ('id', models.UUIDField(default=backend.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('identifier', models.CharField(max_length=120, unique=True, verbose_name='identifier')),
                ('message_type', models.CharField(choices=[('Alert', 'Alert'), ('Update', 'Update'), ('Cancel', 'Cancel')], max_length=10, verbose_name='type')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='valid until')),
                ('references', models.TextField(blank=True, verbose_name='refers to')),
                ('xml', models.TextField()),
            ],
            options={
                'verbose_name': 'CAP message',
                'verbose_name_plural': 'CAP messages',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='NoticeTemplate',
            fields=[
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('id', models.UUIDField(default=backend.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('information', 'Information'), ('reminder', 'Reminder'), ('warning', 'Warning'), ('emergency', 'Emergency'), ('personal', 'Personal')], default='information', max_length=16, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title (English)')),
                ('body', models.TextField(max_length=4000, verbose_name='text')),
                ('body_en', models.TextField(blank=True, max_length=4000, verbose_name='text (English)')),
                ('instruction', models.TextField(blank=True, max_length=2000, verbose_name='what to do')),
                ('instruction_en', models.TextField(blank=True, max_length=2000, verbose_name='what to do (English)')),
                ('event', models.CharField(blank=True, max_length=120, verbose_name='what happens')),
                ('event_en', models.CharField(blank=True, max_length=120, verbose_name='what happens (English)')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'notice template',
                'verbose_name_plural': 'notice templates',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='NoticeTick',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('sent', models.PositiveIntegerField()),
                ('accepted', models.PositiveIntegerField()),
                ('failed', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('push_off', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='no push for')),
                ('inbox_off', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='not in the inbox')),
                ('wants_digest', models.BooleanField(default=False, verbose_name='daily digest')),
            ],
            options={
                'verbose_name': 'preferences',
                'verbose_name_plural': 'preferences',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivered_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReceiptTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minute', models.DateTimeField()),
                ('shard', models.PositiveSmallIntegerField()),
                ('delivered', models.PositiveIntegerField(default=0)),
                ('opened', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SendPace',
            fields=[
                ('project', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('busy_until', models.DateTimeField()),
                ('since', models.DateTimeField()),
                ('blocked_until', models.DateTimeField(null=True)),
                ('share', models.FloatField(default=1.0)),
            ],
        ),
        migrations.AlterModelOptions(
            name='notice',
            options={'ordering': ['-id'], 'permissions': [('approve_notice', 'Can approve a notice'), ('send_emergency', 'Can send an emergency notice alone')], 'verbose_name': 'notice', 'verbose_name_plural': 'notices'},
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_approver_is_another',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_sent_only_approved',
        ),
        migrations.AddField(
            model_name='notice',
            name='armed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='concerns',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notifications.notice'),
        ),
        migrations.AddField(
            model_name='notice',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='notifications.notice', verbose_name='replaces'),
        ),
        migrations.AddField(
            model_name='inboxread',
            name='archived_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='armed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='first tap'),
        ),
        migrations.AddField(
            model_name='notice',
            name='audience',
            field=models.JSONField(blank=True, default=str, verbose_name='audience'),
        ),
        migrations.AddField(
            model_name='notice',
            name='collapse_key',
            field=models.CharField(blank=True, max_length=64, verbose_name='collapse key'),
        ),
        migrations.AddField(
            model_name='notice',
            name='emergency_reason',
            field=models.CharField(blank=True, max_length=500, verbose_name='why at once'),
        ),
        migrations.AddField(
            model_name='notice',
            name='event',
            field=models.CharField(blank=True, max_length=120, verbose_name='what happens'),
        ),
        migrations.AddField(
            model_name='notice',
            name='event_en',
            field=models.CharField(blank=True, max_length=120, verbose_name='what happens (English)'),
        ),
        migrations.AddField(
            model_name='notice',
            name='held_until',
            field=models.DateTimeField(editable=False, null=True, verbose_name='held until'),
        ),
        migrations.AddField(
            model_name='notice',
            name='instruction',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what to do'),
        ),
        migrations.AddField(
            model_name='notice',
            name='instruction_en',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what to do (English)'),
        ),
        migrations.AddField(
            model_name='notice',
            name='is_exercise',
            field=models.BooleanField(default=False, verbose_name='exercise'),
        ),
        migrations.AddField(
            model_name='notice',
            name='origin',
            field=models.CharField(choices=[('officer', "An officer's notice"), ('personal', "The system's word to one person"), ('test', "A trial on the author's own devices"), ('recall', 'Takes a notice off the phones'), ('digest', "A day's information in one push")], default='officer', max_length=10, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='notice',
            name='paused_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='plan_to',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='planned_to',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='notice',
            name='query',
            field=notifications.models.fields.AudienceQueryField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='notice',
            name='risk_level',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Level 1 (light blue)'), (2, 'Level 2 (light yellow)'), (3, 'Level 3 (orange)'), (4, 'Level 4 (red)'), (5, 'Level 5 (violet)')], null=True, verbose_name='risk level'),
        ),
        migrations.AddField(
            model_name='notice',
            name='search_terms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='notice',
            name='tag_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='trouble',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='trouble'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('author', None), ('approver', None), models.Q(('author', models.F('approver')), _negated=True), models.Q(('armed_at__isnull', False), ('kind', 'emergency'), models.Q(('emergency_reason', ''), _negated=True)), _connector='OR'), name='notice_approver_is_another'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'officer'), _negated=True), ('author', None), ('approver__isnull', False), ('status__in', ['draft', 'submitted', 'rejected', 'cancelled']), _connector='OR'), name='notice_sent_only_approved'),
        ),
        migrations.AddField(
            model_name='audiencelist',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='audiencemember',
            name='audience_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='notifications.audiencelist'),
        ),
        migrations.AddField(
            model_name='audiencemember',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='capmessage',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cap_messages', to='notifications.notice', verbose_name='notice'),
        ),
        migrations.AddField(
            model_name='noticetick',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='notifications.notice'),
        ),
        migrations.AddField(
            model_name='preference',
            name='device',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='preference', to='notifications.device'),
        ),
        migrations.AddField(
            model_name='preference',
            name='user',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='receipt',
            name='device',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='notifications.device'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='notifications.notice'),
        ),
        migrations.AddField(
            model_name='receipttick',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipt_ticks', to='notifications.notice'),
        ),
        migrations.AddConstraint(
            model_name='audiencemember',
            constraint=models.UniqueConstraint(fields=('audience_list', 'user'), name='audience_member_once'),
        ),
        migrations.AddConstraint(
            model_name='capmessage',
            constraint=models.UniqueConstraint(fields=('notice', 'message_type'), name='cap_once_a_type'),
        ),
        migrations.AddIndex(
            model_name='noticetick',
            index=models.Index(fields=['notice', 'at'], name='tick_of_notice'),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('device__isnull', False), ('user', None)), models.Q(('device', None), ('user__isnull', False)), _connector='OR'), name='preference_of_one'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('notice', 'device'), name='receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='receipttick',
            constraint=models.UniqueConstraint(fields=('notice', 'minute', 'shard'), name='receipt_tick_once'),
        ),
        migrations.RunPython(formulas_of_topics, migrations.RunPython.noop),
    ]
