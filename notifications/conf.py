"""The engine's numbers, with the reason beside each. A test or an operator changes one by its environment variable."""

from datetime import time, timedelta

import environ

env = environ.Env()

# Devices in one ledger row.
BATCH_SIZE = env.int("NOTICES_BATCH_SIZE", 500)
# Messages between two marks in the ledger: what a killed worker may send twice. firebase-admin takes a thread each.
SLICE_SIZE = env.int("NOTICES_SLICE_SIZE", 100)
# How long a worker may be silent before its batch is given to another; longer than a slice at its slowest.
LEASE = timedelta(seconds=env.float("NOTICES_LEASE_SECONDS", 30.0))
HTTP_TIMEOUT = env.float("NOTICES_HTTP_TIMEOUT", 10.0)
# "Wait at least 10 seconds before a retry" (FCM, scaling guide); full jitter above it.
RETRY_BASE = timedelta(seconds=env.float("NOTICES_RETRY_SECONDS", 10.0))
RETRY_CAP = timedelta(minutes=15)
# What could not be delivered a day after it was said is no longer news.
GIVE_UP_AFTER = timedelta(hours=24)
# A worker rings for itself again after this long, so that an emergency notice gets its turn.
TASK_BUDGET_SECONDS = 20.0
# Workers called at once for one notice.
BELLS = 4
# FCM's limit for a message to a device.
MAX_PAYLOAD_BYTES = 4096
# A phone shows no more of a body; the inbox has the whole text.
PUSH_BODY_CHARS = 800
# A token that FCM calls invalid this many times, in different notices, is given up.
SUSPECT_LIMIT = 3
MAX_TOPICS = 100
# When people who chose one digest a day get it (the province's time): after the morning, before work.
DIGEST_AT = time.fromisoformat(env.str("NOTICES_DIGEST_AT", "07:00"))
# Notices that one digest can name. Each is a condition on every device that wants one.
DIGEST_NOTICES = 40
