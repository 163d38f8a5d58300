"""Logs: one line each on standard error, readable on a terminal and JSON otherwise, no secrets.

Whatever logs, by structlog or by the standard library, and whatever ends in an exception that
nobody caught, takes this one way out.
"""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

from bot.logs.redaction import Redactor

__all__ = ["Redactor", "configure_logs"]

_TRACEBACKS = ("exception", "stack")
_OWN = ("level", "timestamp")  # which no text from outside can get into
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}  # which JSON lets stand
# What they say at INFO is for their makers; httpx would log each address, a bot's token included.
_QUIET = (
    "alembic",
    "apscheduler",
    "asyncio",
    "httpcore",
    "httpx",
    "limits",
    "telegram",
    "uvicorn",
    "watchfiles",
)


def configure_logs(
    level: str, form: Literal["auto", "text", "json"], stream: TextIO | None = None
) -> Redactor:
    """Let everything that is logged from now on go to `stream` (default: standard error).

    Returns what takes the secrets out, to be told the joins that are served.
    """
    stream = stream or sys.stderr
    redactor = Redactor()
    is_text = form == "text" or (form == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper("%H:%M:%S", utc=False)
        if is_text
        else structlog.processors.TimeStamper("iso", utc=True),
    ]
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
                _redacting(redactor),
                *(_text(stream) if is_text else _json()),
            ],
        )
    )
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _log_the_uncaught()
    return redactor


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines, and tells of one that cannot be made without showing what it was made of."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in logging
        if not isinstance(sys.exc_info()[1], OSError):  # a closed stream takes no word of it either
            sys.stderr.write(f"talkbell: {record.name} could not log a line\n")


def _redacting(redactor: Redactor) -> Processor:
    def redact(_logger: object, _name: str, event: EventDict) -> EventDict:
        return {
            key: value if key in _OWN else redactor.redact(value) for key, value in event.items()
        }

    return redact


def _text(stream: TextIO) -> list[Processor]:
    renderer = structlog.dev.ConsoleRenderer(
        colors=stream.isatty(),
        pad_event_to=0,
        exception_formatter=structlog.dev.plain_traceback,
    )
    return [_in_one_line, renderer]


def _in_one_line(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Spell what would end a line or command the terminal; tracebacks keep their lines."""
    return {
        key: "\n".join(_spelt(line) for line in value.split("\n"))
        if key in _TRACEBACKS
        else _spelt(value)
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }


def _spelt(text: str) -> str:
    return _CONTROLS.sub(lambda sign: repr(sign[0])[1:-1], text)


def _json() -> list[Processor]:
    def in_one_line(_logger: object, _name: str, line: str) -> str:
        return line.translate(_LINE_ENDS)

    return [structlog.processors.JSONRenderer(ensure_ascii=False), in_one_line]  # type: ignore[list-item]


def _log_the_uncaught() -> None:
    """Let exceptions that nobody caught be logged, where Python itself would print them."""
    log = logging.getLogger("talkbell")
    logging.captureWarnings(capture=True)

    def log_end(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("ended by a mistake of ours", exc_info=(kind, error, traceback))

    def log_thread(details: threading.ExceptHookArgs) -> None:
        log.error("a thread ended by a mistake of ours", exc_info=details.exc_value)

    def log_ignored(details: "sys.UnraisableHookArgs") -> None:
        log.error("a mistake of ours was passed over", exc_info=details.exc_value)

    sys.excepthook = log_end
    threading.excepthook = log_thread
    sys.unraisablehook = log_ignored
