"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LoginArgon2Hasher(Argon2PasswordHasher):
    """argon2id with 46 MiB, one pass, one lane: the first of the settings that OWASP's password page calls equal.

    Django's own (100 MiB, two passes, eight lanes) took 232 ms of CPU here against 62: the login pays for it, in the
    evening rush and under a flood of guesses, and guesses are counted. Older hashes are renewed at the next login.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
