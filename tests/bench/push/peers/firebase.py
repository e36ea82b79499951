"""firebase-admin as its documentation says: lists of 500 messages, in threads or in asyncio."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import firebase_admin
from firebase_admin import messaging

from tests.bench.push.message import messages
from tests.bench.push.meter import Meter, Used
from tests.bench.push.peers.credential import certificate
from tests.bench.push.peers.order import Order


def send_each(order: Order) -> Used:
    app = app_for(order)
    sent = 0
    with Meter() as meter:
        for batch in messages(order.message, order.messages):
            sent += messaging.send_each(batch, app=app).success_count
    return meter.used(sent)


def send_each_async(order: Order) -> Used:
    app = app_for(order)

    async def send_all() -> int:
        answers = [await messaging.send_each_async(batch, app=app) for batch in messages(order.message, order.messages)]
        return sum(answer.success_count for answer in answers)

    with Meter() as meter:
        sent = asyncio.run(send_all())
    return meter.used(sent)


def app_for(order: Order) -> Any:
    """A client that believes the simulator's certificate; the first token is fetched before the meter runs."""
    os.environ["REQUESTS_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"] = order.ca
    # The only seam that firebase-admin leaves for another address (measured.md).
    messaging._MessagingService.FCM_URL = order.url + "/v1/projects/{0}/messages:send"
    app = firebase_admin.initialize_app(certificate(order.account))
    messaging._get_messaging_service(app)
    return app
