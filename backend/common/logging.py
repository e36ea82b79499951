"""Structured logs: one JSON object a line, with the request's id, personal data masked."""

import logging
import re
from typing import Any

import structlog

from backend.common.context import RequestContext, current_request, set_request
from backend.common.machine_keys import machine_keys_mask

PHONE = re.compile(r"(?<!\d)(\+?84|0)([35789]\d)(\d{4})(\d{3})(?!\d)")
PERSONAL_NUMBER = re.compile(r"(?<!\d)0\d{11}(?!\d)")
EMAIL = re.compile(r"\b([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


def mask_personal_data(text: str) -> str:
    """`text` with phone numbers, personal numbers, e-mail addresses, tokens and keys made unreadable."""
    text = JWT.sub("<token>", machine_keys_mask(text))
    text = PERSONAL_NUMBER.sub("0***********", text)
    text = PHONE.sub(r"\1\2****\4", text)
    return EMAIL.sub(r"\1***@\2", text)


def _mask(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {key: mask_personal_data(value) if isinstance(value, str) else value for key, value in event.items()}


def _add_request_id(_logger: Any, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    request_id = current_request().request_id
    if request_id:
        event.setdefault("request_id", request_id)
    if current_request().machine_key:
        event.setdefault("machine_key", current_request().machine_key)
    return event


SHARED: list[structlog.typing.Processor] = [
    _add_request_id,
    structlog.stdlib.add_logger_name,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


def json_formatter() -> logging.Formatter:
    """The formatter of settings.LOGGING, for our own loggers and everybody else's."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _mask,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *SHARED,
        structlog.processors.StackInfoRenderer(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


def current_request_id() -> str:
    return current_request().request_id


def bind_request_id(request_id: str) -> None:
    """Let a task log under the id of the request that started it."""
    set_request(RequestContext(request_id=request_id))
