"""The engine's numbers, with the reason beside each. A test or an operator changes one by its environment variable."""

from datetime import time, timedelta

import environ

env = environ.Env()

# --- The ledger ------------------------------------------------------------------------------------------------------
# Devices in one ledger row: what a sender takes in one go, and what stands still for a moment when it dies.
BATCH_SIZE = env.int("NOTICES_BATCH_SIZE", 1000)
# Device numbers that one row may span, however few of them are meant: its bitmap is an eighth of that, in bytes.
BATCH_WIDTH = env.int("NOTICES_BATCH_WIDTH", 65_536)
# Device numbers that are planned in one transaction. Sending starts after the first.
PLAN_SLICE = env.int("NOTICES_PLAN_SLICE", 100_000)
# How long a sender may be silent before its batch is given to another. It writes several times a second.
LEASE = timedelta(seconds=env.float("NOTICES_LEASE_SECONDS", 1.8))
# After a restart of the database, senders that live on get this long to write down what they did meanwhile.
RESTART_GRACE = timedelta(seconds=env.float("NOTICES_RESTART_GRACE_SECONDS", 5.0))
# Marks in the ledger: as soon as this share of what is in flight is answered and unwritten, within these times; some
# 50 ms in full flight. What a killed sender had in flight or unwritten is sent again by another.
CHECKPOINT_SHARE = 0.2
CHECKPOINT_MIN_SECONDS = env.float("NOTICES_CHECKPOINT_MIN_SECONDS", 0.02)
CHECKPOINT_MAX_SECONDS = env.float("NOTICES_CHECKPOINT_MAX_SECONDS", 0.25)
# Batches with somebody still to send to that one sender holds at a time: enough that none waits for the database.
BATCHES_HELD = 3

# --- The way to Firebase ---------------------------------------------------------------------------------------------
HTTP_TIMEOUT = env.float("NOTICES_HTTP_TIMEOUT", 10.0)
# Google allows 100 streams a connection; 1,700 in flight are 11,333 messages a second at 150 ms. Each costs 20 KB.
CONNECTIONS = env.int("NOTICES_CONNECTIONS", 17)
STREAMS = env.int("NOTICES_STREAMS", 100)
# FCM's default quota: 600,000 messages a minute and project, and a start that takes a minute to reach it.
PER_SECOND = env.float("NOTICES_PER_SECOND", 10_000.0)
RAMP_SECONDS = env.float("NOTICES_RAMP_SECONDS", 60.0)
RAMP_FROM = 0.25
# What a 429 costs everybody where Firebase does not say ("if no header is set, default to 60 seconds").
QUOTA_PAUSE = env.float("NOTICES_QUOTA_PAUSE_SECONDS", 60.0)

# --- Trying again ----------------------------------------------------------------------------------------------------
# "Wait at least 10 seconds before a retry" (FCM, scaling guide); full jitter above it.
RETRY_BASE = timedelta(seconds=env.float("NOTICES_RETRY_SECONDS", 10.0))
RETRY_CAP = timedelta(minutes=15)
# What could not be delivered a day after it was said is no longer news.
GIVE_UP_AFTER = timedelta(hours=24)
# A token that FCM calls invalid this many times, in different notices, is given up.
SUSPECT_LIMIT = 3
# The breaker: of this many answers this share are failures.
BREAKER_ANSWERS = 100
BREAKER_SHARE = 0.95
BREAKER_PAUSE = timedelta(seconds=env.float("NOTICES_BREAKER_SECONDS", 0.5))
BREAKER_PAUSE_CAP = timedelta(seconds=30)
# What is sent to find out whether it is over.
PROBE_SIZE = 10

# --- Workers ---------------------------------------------------------------------------------------------------------
# A worker rings for itself again after this long, so that other tasks get their turn.
TASK_BUDGET_SECONDS = 20.0
# Senders called for one notice. One can send the whole quota; when it dies, the sweeper calls another.
BELLS = env.int("NOTICES_BELLS", 1)
# How long a sender holds on to what it has not been able to write down.
DATABASE_PATIENCE = env.float("NOTICES_DATABASE_PATIENCE_SECONDS", 120.0)

# --- What is said ----------------------------------------------------------------------------------------------------
# FCM's limit for a message to a device.
MAX_PAYLOAD_BYTES = 4096
# A phone shows no more of a body; the inbox has the whole text.
PUSH_BODY_CHARS = 800
MAX_TOPICS = 100
# Firebase forgets a token after 270 days without contact.
STALE_AFTER = timedelta(days=270)
# Information that one device gets in a day; 0: as much as there is.
INFORMATION_PER_DAY = env.int("NOTICES_INFORMATION_PER_DAY", 3)
# What was in the air when a notice was stopped arrives before its recall does; the sweeper starts that.
RECALL_AFTER = timedelta(seconds=env.float("NOTICES_RECALL_AFTER_SECONDS", 3.0))
# Between the two taps that send an emergency notice: time to look again, not to forget what one armed.
EMERGENCY_TAPS_WITHIN = timedelta(minutes=10)
# Lines of one uploaded list of phones.
MAX_LIST_LINES = 20_000
# When information and reminders wait for the morning, by the clock of the province; either empty: never. Tests are run
# at any hour.
_IN_TESTS = env.str("DAKNONG_ENV", "") == "test"
QUIET_FROM = env.str("NOTICES_QUIET_FROM", "" if _IN_TESTS else "21:00")
QUIET_UNTIL = env.str("NOTICES_QUIET_UNTIL", "06:30")
# When people who chose one digest a day get it (the province's time): after the morning, before work.
DIGEST_AT = time.fromisoformat(env.str("NOTICES_DIGEST_AT", "07:00"))
# Notices that one digest can name. Each is a condition on every device that wants one.
DIGEST_NOTICES = 40
