"""Settings from the environment: each is what it has to be, or one clear line says what is wrong with it."""

import difflib
import importlib.util
import os
import re
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_SHOWN = 40
ZONES = Path("/usr/share/zoneinfo")  # where Django looks too
HOST = re.compile(r"\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?|\[[0-9A-Fa-f:.]+\]|\*")


class SettingError(ValueError):
    """A setting has a value that cannot be; the message is one line."""


def shown(value: str) -> str:
    """A value as it may stand in a message: quoted, and not too long.

    >>> shown("9" * 5000), shown("a\\nb")
    ("'9999999999999999999999999999999999999999…'", "'a\\\\nb'")
    """
    short = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
    return ascii(short).replace("\\u2026", "…")


def text(name: str, default: str = "") -> str:
    """A text of one line. An empty value counts as none."""
    value = os.environ.get(name) or default
    if not value.isprintable():  # control characters, and bytes that are no UTF-8
        raise SettingError(f"{name} is {shown(value)}, which holds characters that belong in no setting.")
    return value


def needed(name: str, because: str) -> str:
    """A text that must be there as another setting is."""
    value = text(name)
    if not value:
        raise SettingError(f"{name} is missing, which {because} needs.")
    return value


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number between two bounds."""
    value = text(name, str(default)).strip()
    if not (value.isascii() and value.isdecimal() and len(value) <= 18 and least <= int(value) <= most):
        raise SettingError(f"{name} is {shown(value)}; it must be a number from {least} to {most}.")
    return int(value)


def flag(name: str, default: bool = False) -> bool:
    """1 or 0."""
    value = text(name, str(int(default))).strip()
    if value not in ("0", "1"):
        raise SettingError(f"{name} is {shown(value)}; it must be 1 or 0.")
    return value == "1"


def choice(name: str, default: str, offered: Sequence[str]) -> str:
    """One of several words."""
    value = text(name, default).strip()
    if value not in offered:
        raise SettingError(f"{name} is {shown(value)}; it must be one of {', '.join(offered)}.")
    return value


def time_zone(name: str, default: str) -> str:
    """The name of a time zone."""
    value = text(name, default).strip()
    try:
        zoneinfo.ZoneInfo(value)
        known = not ZONES.is_dir() or (ZONES / value).is_file()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        near = difflib.get_close_matches(value[:LONGEST_SHOWN], zoneinfo.available_timezones(), 1)
        advice = near[0] if near else "Asia/Ho_Chi_Minh"
        raise SettingError(f"{name} is {shown(value)}, which is no time zone; write one such as {advice}.")
    return value


def hosts(name: str) -> list[str]:
    """Names of hosts, with commas."""
    found = [host.strip() for host in text(name).split(",") if host.strip()]
    for host in found:
        if not HOST.fullmatch(host):
            raise SettingError(
                f"{name} has {shown(host)}; write names such as mandate.example.org, without https and port."
            )
    return found


def address(name: str) -> str:
    """The address of a site; empty where it is not set."""
    value = text(name).strip()
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if value and (not sound or " " in value):
        raise SettingError(f"{name} is {shown(value)}; write an address such as https://mandate.example.org.")
    return value.rstrip("/")


def dotted(name: str, default: str) -> str:
    """The path of a class that can be loaded: `package.module.Class`."""
    value = text(name, default).strip()
    module = value.rpartition(".")[0]
    try:
        known = bool(module) and importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        known = False
    if not known:
        raise SettingError(f"{name} is {shown(value)}, and nothing of that name is installed.")
    return value
