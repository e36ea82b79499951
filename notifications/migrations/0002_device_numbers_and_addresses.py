"""Devices get numbers, for the ledger, and addresses, which audiences are matched against."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import notifications.models.fields
from django.db import migrations, models


NUMBER = """
    UPDATE notifications_device device SET number = ordered.number
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM notifications_device) ordered
    WHERE ordered.id = device.id;
    SELECT setval('notifications_device_number', (SELECT coalesce(max(number), 0) + 1 FROM notifications_device), false);
"""


class Migration(migrations.Migration):
    dependencies = [('notifications', '0001_devices_topics_notices_ledger')]

    operations = [
        migrations.RunSQL(
            'CREATE SEQUENCE notifications_device_number', 'DROP SEQUENCE notifications_device_number'
        ),
        migrations.AddField(
            model_name='device',
            name='number',
            field=models.BigIntegerField(null=True, editable=False),
        ),
        # In the order of their keys, so that a range of keys is a range of numbers.
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='device',
            name='number',
            field=models.BigIntegerField(db_default=models.Func(models.Value('notifications_device_number'), function='nextval'), editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='device',
            name='muted',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='turned off'),
        ),
        migrations.AlterField(
            model_name='device',
            name='disabled_reason',
            field=models.CharField(blank=True, choices=[('unregistered', 'The app was removed'), ('sender_id_mismatch', 'The token belongs to another project'), ('invalid_token', 'Firebase calls the token invalid, again and again'), ('replaced', 'The token moved to another installation'), ('stale', 'Not heard of for 270 days')], max_length=32, verbose_name='why not'),
        ),
        migrations.RemoveIndex(
            model_name='device',
            name='device_topics',
        ),
        migrations.AddField(
            model_name='device',
            name='address',
            field=models.GeneratedField(db_persist=True, expression=notifications.models.fields.AddressExpression(models.F('topics'), models.F('muted')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='device',
            index=django.contrib.postgres.indexes.GinIndex(fields=['address'], name='device_address'),
        ),
    ]
