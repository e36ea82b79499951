"""The engine's numbers, with the reason beside each. A test or an operator changes one by its environment variable."""

from datetime import timedelta

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
# Between the two taps that send an emergency notice: time to look again, not to forget what one armed.
EMERGENCY_TAPS_WITHIN = timedelta(minutes=10)
# A phone that has not called for so long is gone: Firebase calls its token stale after 270 days.
STALE_AFTER = timedelta(days=270)
# Lines of one uploaded list of phones.
MAX_LIST_LINES = 20_000
# When information and reminders wait for the morning, by the clock of the province; either empty: never. Tests are run
# at any hour.
_IN_TESTS = env.str("DAKNONG_ENV", "") == "test"
QUIET_FROM = env.str("NOTICES_QUIET_FROM", "" if _IN_TESTS else "21:00")
QUIET_UNTIL = env.str("NOTICES_QUIET_UNTIL", "06:30")
