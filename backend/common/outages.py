"""What is not our caller's fault and passes by itself: database away or overloaded, disk full. 503, try again."""

import errno

from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError

DATABASE_ERRORS = (OperationalError, InterfaceError)
DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE})
RETRY_AFTER = 5
DISK_RETRY_AFTER = 60


class ServiceUnavailable(DomainError):
    status = 503


def storage_unavailable() -> ServiceUnavailable:
    message = _("The file could not be kept just now. Nothing was saved. Please try again later.")
    return ServiceUnavailable("storage_unavailable", message, retry_after=DISK_RETRY_AFTER)


def outage_of(error: BaseException | None) -> ServiceUnavailable | None:
    """The refusal that tells a caller of `error`, or None if it is no outage but a mistake of ours."""
    if isinstance(error, ServiceUnavailable):
        return error
    if isinstance(error, DATABASE_ERRORS):
        drop_broken_connections()
        message = _("The service is busy or being restarted. Please try again in a moment.")
        return ServiceUnavailable("service_unavailable", message, retry_after=RETRY_AFTER)
    if isinstance(error, OSError) and error.errno in DISK_ERRORS:
        return storage_unavailable()
    return None


def drop_broken_connections() -> None:
    """After PostgreSQL restarted, each idle connection of the pool would fail one more request: replace them now."""
    raw = connection.connection
    pool = getattr(connection, "pool", None)
    if pool is not None and raw is not None and raw.closed:
        pool.check()
