"""`Idempotency-Key`: a request sent twice happens once, and both times gets the same reply.

The key is inserted in the transaction of the work itself. A second request with the same key waits at the unique
index until the first has committed, then replays its reply; if the first failed, its key went with it, and the second
one works.
"""

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from backend.common.api.rendering import OrjsonRenderer
from backend.common.errors import Conflict, DomainError
from backend.common.models import IdempotencyRecord

HEADER = "Idempotency-Key"
INSERT = """
    INSERT INTO common_idempotencyrecord (scope, key, fingerprint, created_at)
    SELECT %s, %s::uuid, %s, now() FROM set_config('lock_timeout', '10s', true)
    ON CONFLICT (scope, key) DO NOTHING RETURNING id
"""


def idempotency_key(request: Any, *, required: bool = False) -> uuid.UUID | None:
    """The key of this request; 400 `idempotency_key_required` or `idempotency_key_invalid`."""
    text = request.headers.get(HEADER)
    if text is None or (required and not text):
        if required:
            raise DomainError("idempotency_key_required", _("Send an Idempotency-Key header with a new UUID."))
        return None
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise DomainError("idempotency_key_invalid", _("The Idempotency-Key header must be a UUID.")) from error


def _fingerprint(request: Any) -> str:
    """A digest of method, path and content. A multipart body differs at each sending, so its parts are taken."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    files = request.FILES
    fields = {name: value for name, value in request.data.items() if name not in files} if request.data else {}
    digest.update(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS, default=str))
    for name in sorted(files):
        digest.update(name.encode())
        for chunk in files[name].chunks():
            digest.update(chunk)
        files[name].seek(0)
    return digest.hexdigest()


def _scope(request: Any) -> str:
    return f"user:{request.user.pk}" if request.user and request.user.is_authenticated else "guest"


def _insert(scope: str, key: uuid.UUID, fingerprint: str) -> int | None:
    """The id of the new record, or None if the key is there already. Waits for a twin under way, 10 s at most."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [scope, key, fingerprint])
        row = cursor.fetchone()
        return row[0] if row else None


def _replay(scope: str, key: uuid.UUID, fingerprint: str) -> Response:
    record = IdempotencyRecord.objects.get(scope=scope, key=key)
    if record.fingerprint != fingerprint:
        raise DomainError(
            "idempotency_key_reused", _("This Idempotency-Key was used with other content. Use a new one."), status=422
        )
    data = orjson.loads(bytes(record.body)) if record.body else None
    return Response(data, status=record.status_code, headers={"Idempotent-Replayed": "true"})


def idempotent(method: Callable[..., Response] | None = None, *, required: bool = True) -> Any:
    """Make a view method idempotent by key. Its whole work runs in one transaction; only success is stored."""

    def decorate(work: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(work)
        def run(view: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
            key = idempotency_key(request, required=required)
            if key is None:
                return work(view, request, *args, **kwargs)
            scope, fingerprint = _scope(request), _fingerprint(request)
            try:
                with transaction.atomic():
                    record_id = _insert(scope, key, fingerprint)
                    if record_id is None:
                        return _replay(scope, key, fingerprint)
                    response = work(view, request, *args, **kwargs)
                    body = OrjsonRenderer().render(response.data)
                    IdempotencyRecord.objects.filter(pk=record_id).update(status_code=response.status_code, body=body)
                    return response
            except OperationalError as error:
                if "lock timeout" not in str(error):
                    raise
                message = _("The same request is still being worked on. Try again in a moment.")
                raise Conflict("request_in_progress", message, retry_after=5) from error

        run.idempotency = "required" if required else "optional"  # type: ignore[attr-defined]  # read by the schema
        return run

    return decorate(method) if method else decorate
