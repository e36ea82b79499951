"""The ledger speaks of devices by number: a range, and a bit for each that is done with."""

import uuid

from django.db import migrations, models


PRIORITY = {'emergency': 0, 'personal': 1, 'warning': 2}


def numbers_of_keys(apps, schema_editor):
    """Turn ranges of keys into ranges of numbers; of what is under way, keep who has been tried."""
    Device, Batch = apps.get_model('notifications', 'Device'), apps.get_model('notifications', 'NoticeBatch')
    for batch in Batch.objects.select_related('notice').iterator():
        devices = Device.objects.filter(pk__gte=batch.lo_id, pk__lte=batch.hi_id)
        ends = devices.aggregate(lo=models.Min('number'), hi=models.Max('number'))
        # Ranges of one notice do not overlap; where all devices are gone, any number that no range has will do.
        batch.lo, batch.hi = (ends['lo'], ends['hi']) if ends['lo'] else (-batch.pk, -batch.pk)
        batch.priority = PRIORITY.get(batch.notice.kind, 3)
        if batch.done_to and ends['lo']:
            tried = devices.filter(pk__lte=batch.done_to).exclude(pk__in=batch.retry_ids)
            bits = bytearray((batch.hi - batch.lo) // 8 + 1)
            for number in tried.values_list('number', flat=True):
                bits[(number - batch.lo) // 8] |= 1 << (number - batch.lo) % 8
            batch.settled = bytes(bits)
        batch.save()


def keys_of_numbers(apps, schema_editor):
    """The way back: ranges of keys, and of what is under way the ones that are still to be tried."""
    Device, Batch = apps.get_model('notifications', 'Device'), apps.get_model('notifications', 'NoticeBatch')
    for batch in Batch.objects.iterator():
        found = Device.objects.filter(number__gte=batch.lo, number__lte=batch.hi).order_by('number')
        rows = list(found.values_list('number', 'pk'))
        nobody = uuid.UUID(int=batch.pk)
        batch.lo_id, batch.hi_id = (rows[0][1], rows[-1][1]) if rows else (nobody, nobody)
        bits = bytes(batch.settled)
        if any(bits):
            open_ids = [pk for number, pk in rows if not bits[(number - batch.lo) // 8] >> (number - batch.lo) % 8 & 1]
            batch.done_to, batch.retry_ids = batch.hi_id, open_ids
        batch.save()


class Migration(migrations.Migration):
    dependencies = [('notifications', '0002_device_numbers_and_addresses')]

    operations = [
        migrations.RemoveConstraint(model_name='noticebatch', name='batch_once'),
        migrations.RenameField(model_name='noticebatch', old_name='lo', new_name='lo_id'),
        migrations.RenameField(model_name='noticebatch', old_name='hi', new_name='hi_id'),
        migrations.AddField(model_name='noticebatch', name='lo', field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name='noticebatch', name='hi', field=models.BigIntegerField(default=0)),
        # So that the way back can add them empty.
        migrations.AlterField(model_name='noticebatch', name='lo_id', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='noticebatch', name='hi_id', field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name='noticebatch',
            name='priority',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name='noticebatch',
            name='settled',
            field=models.BinaryField(default=bytes),
        ),
        migrations.RunPython(numbers_of_keys, keys_of_numbers),
        migrations.RemoveField(
            model_name='noticebatch',
            name='done_to',
        ),
        migrations.RemoveField(
            model_name='noticebatch',
            name='retry_ids',
        ),
        migrations.RemoveField(model_name='noticebatch', name='lo_id'),
        migrations.RemoveField(model_name='noticebatch', name='hi_id'),
        migrations.AlterField(model_name='noticebatch', name='lo', field=models.BigIntegerField()),
        migrations.AlterField(model_name='noticebatch', name='hi', field=models.BigIntegerField()),
        migrations.AddConstraint(
            model_name='noticebatch',
            constraint=models.UniqueConstraint(fields=('notice', 'lo'), name='batch_once'),
        ),
        migrations.RemoveIndex(
            model_name='noticebatch',
            name='batch_due',
        ),
        migrations.AddIndex(
            model_name='noticebatch',
            index=models.Index(condition=models.Q(('status', 'pending')), fields=['priority', 'not_before'], name='batch_due'),
        ),
    ]
