"""Devices are addressed by language, role and list; a guest can agree to receipts."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Func, Value

ROLES = ('citizen', 'officer', 'administrator')


def official_topics(apps, function):
    """Of those who registered before there were such topics. Nobody stands on a list yet."""
    devices = apps.get_model('notifications', 'Device').objects
    groups = [(devices.filter(language=language), f'lang:{language}') for language in ('vi', 'en')]
    groups += [(devices.filter(user=None), 'role:guest')]
    groups += [(devices.filter(user__role=role), f'role:{role}') for role in ROLES]
    for group, topic in groups:
        text = Func(Value(topic), function='', template='(%(expressions)s)::varchar')
        group.update(topics=Func(F('topics'), text, function=function))


def add(apps, schema_editor):
    official_topics(apps, 'array_append')


def remove(apps, schema_editor):
    official_topics(apps, 'array_remove')


class Migration(migrations.Migration):
    dependencies = [
        ('notifications', '0004_audiences_preferences_alerts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='preference',
            name='receipts_since',
            field=models.DateTimeField(null=True, verbose_name='lets us count receipts since'),
        ),
        migrations.RunPython(add, remove),
    ]
