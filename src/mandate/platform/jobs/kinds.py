"""What can be done as a job. Each app says it of itself, as ``KINDS`` in its ``jobs.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import ngettext

from mandate.platform.access.actor import Actor
from mandate.platform.brought import brought
from mandate.platform.progress import Progress, silent

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """What a step made, and what it is called."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """How far a job is: ``at`` of ``total``, with the ``result`` so far; ``data`` is what was asked for, and
    ``files`` are what the step made, to be fetched by whoever asked for the job."""

    data: Data
    at: int
    total: int
    result: Data
    progress: Progress = silent
    files: Sequence[File] = ()

    def on(self, at: int, result: Data, files: Sequence[File] = ()) -> "Work":
        """The same, further on."""
        return replace(self, at=at, result=result, files=files)


def _problems(number: int) -> str:
    text = ngettext("%(number)s problem.", "%(number)s problems.", number)
    return text % {"number": number}


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job. ``label`` names it, ``title`` says what this one does; ``action`` (of what it is asked
    for) must be allowed somewhere. ``step`` does the next piece inside a transaction that is not its own and
    asks for all rights again, since days may lie between two steps; the job has ended when ``at`` has reached
    the total. ``told`` is what came of it in sentences, ``address`` where it is seen; ``refused`` says that
    so many problems kept it from being done. One that makes files says by ``may_have`` whether its person
    may still have them. ``matter`` gives what may be confidential and it is about, as ("complaint", 17): only
    those in its circle know of the job then."""

    name: str
    label: str | Promise
    action: Callable[[Data], str]
    title: Callable[[Data], str]
    step: Callable[[Actor, Work], Work]
    told: Callable[[Actor, Data], Sequence[str]]
    address: Callable[[Data], str]
    refused: Callable[[int], str] = _problems
    may_have: Callable[[Actor, Data], bool] = lambda actor, data: False
    matter: Callable[[Data], tuple[str, int]] | None = None


@cache
def kinds() -> Mapping[str, JobKind]:
    """The kinds of the installed apps, by name."""
    found: dict[str, JobKind] = {}
    for _, some in brought("jobs", "KINDS"):
        for kind in some:
            assert kind.name not in found, kind.name
            found[kind.name] = kind
    return found
