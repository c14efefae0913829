"""Keys that open something stay out of the logs: those in mails, to set a password and to stop such mails,
and the secret in the address of a calendar. So does what stands behind the “?” of an address: what a provider
of sign-in hands over, and what people look for, which may be the name of somebody who is erased later."""

import logging
import re
from typing import Any

_KEY = re.compile(r"(/account/password/reset/key/[0-9A-Za-z]+-)(?!set-password)[^/\s\"'?]+")
_QUERY = re.compile(r"(/[^\s\"'?]*\?)[^\s\"']+")
_MAILS = re.compile(r"(/inbox/mails/)[^/\s\"'?]+")
_CALENDAR = re.compile(r"(/calendar/)[^/\s\"'?]{12,}?(?=\.ics|[/\s\"'?]|$)")


def without_keys(text: str) -> str:
    """A text with the keys of addresses taken out, and what is asked of them.

    >>> without_keys("GET /account/password/reset/key/1-abc-def/ 404")
    'GET /account/password/reset/key/1-***/ 404'
    >>> without_keys("GET /account/oidc/oidc/login/callback/?code=x&state=y 302")
    'GET /account/oidc/oidc/login/callback/?*** 302'
    >>> without_keys("GET /people/?q=lan 200")
    'GET /people/?*** 200'
    >>> without_keys("GET /calendar/VmlldG5hbSBuYW0gbmdhbg.ics 200")
    'GET /calendar/***.ics 200'
    >>> without_keys("POST /inbox/mails/WzEsMF0:1w:sig/ 200")
    'POST /inbox/mails/***/ 200'
    """
    if "?" in text:
        text = _QUERY.sub(r"\1***", text)
    if "/account/" in text:
        text = _KEY.sub(r"\1***", text)
    if "/inbox/mails/" in text:
        text = _MAILS.sub(r"\1***", text)
    return _CALENDAR.sub(r"\1***", text) if "/calendar/" in text else text


class KeysHidden(logging.Filter):
    """Takes the keys out of a record: its text, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is changed, never dropped."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(value) for value in record.args)
        elif record.args:
            record.args = {name: _hidden(value) for name, value in record.args.items()}
        if record.exc_info:
            record.exc_text = without_keys(logging.Formatter().formatException(record.exc_info))
        return True


def hide_keys_of(logger: str) -> None:
    """For a logger of a library, whose handlers are not ours to say."""
    logging.getLogger(logger).addFilter(KeysHidden())


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return without_keys(value)
    return without_keys(str(value)) if isinstance(value, Exception) else value
