"""fcm-django's bulk send: one message to all rows of its device table, in a database of its own."""

from __future__ import annotations

import sys
from typing import Any

import environ

from tests.bench.push.message import message_for, require_same
from tests.bench.push.meter import Meter, Used
from tests.bench.push.peers.firebase import app_for
from tests.bench.push.peers.order import Order
from tests.bench.push.tokens import TOKEN_LENGTH, token_of

_INSERT = """
    INSERT INTO fcm_django_fcmdevice (active, registration_id, type, date_created)
    SELECT true, rpad('ok-' || n || '-', %s, 'x'), 'android', now() FROM generate_series(1, %s) AS n
"""


def fcm_django(order: Order) -> Used:
    require_same(order.message)
    device = _devices(order)
    app = app_for(order)
    message = message_for(order.message, token_of(0))
    with Meter() as meter:
        answer = device.objects.all().send_message(message, app=app)
    return meter.used(answer.response.success_count)


def _devices(order: Order) -> Any:
    """Its table, filled. The package is not among ours: it comes from a folder that is thrown away."""
    sys.path.insert(0, order.packages)
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    database = environ.Env.db_url_config(order.database_url)
    apps = ["django.contrib.contenttypes", "django.contrib.auth", "fcm_django"]
    settings.configure(DATABASES={"default": database}, INSTALLED_APPS=apps, USE_TZ=True)
    django.setup()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fcm_django_fcmdevice")
        cursor.execute(_INSERT, [TOKEN_LENGTH, order.messages])
    from fcm_django.models import FCMDevice  # type: ignore[import-not-found]

    return FCMDevice
