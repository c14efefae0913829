"""How a job runs: step after step, each in one transaction with the note of how far it is.

A worker that is killed in the middle of a step leaves nothing of it, and whoever goes on begins with that
step: nothing is done twice, nothing by half. At most one worker is in a step of a job, by a lock that the
database lets go of when the worker is gone.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict

import psycopg
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mandate.core.problem import Problem, Problems, causes, of_every_kind
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, can_anywhere
from mandate.platform.access.request import actor_of
from mandate.platform.circles.members import is_in
from mandate.platform.database.connection import address
from mandate.platform.i18n.problems import more_to_come
from mandate.platform.jobs import events
from mandate.platform.jobs.kinds import File, Work, kinds
from mandate.platform.jobs.models import OPEN, Job, Output, State
from mandate.platform.jobs.told import JOB_ENDED
from mandate.platform.journal.record import CHANNEL, passing, record
from mandate.platform.notices.services import notify

LOCK = 0x4D_41_4E_4A  # with the number of the job
TRIES = 5  # begun so often without a step's end, a job has something that ends its workers
MB = 1_000_000
MOST_FILES = 200 * MB  # of one person
FORETELL = 50  # after so many steps it is foretold how much a job will make,
BY_FAR = 1.5  # and it ends where that is by far too much, for the steps are not all alike
EVERY = 0.5  # seconds between two tellings from within a step

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
TELL = "SELECT pg_notify(%s, %s)"

logger = logging.getLogger(__name__)


#: So much of what is wrong is kept.
KEPT = 500


class Cancelled(Exception):  # noqa: N818 -- somebody wished it
    """Raised within a step of a job that is to stop."""


class NoRoomError(ValidationError):
    """A job makes more files than are kept of one person."""


def run(job_id: int) -> None:
    """Go on with a job until it has ended, or somebody else is at work on it."""
    language = _begin(job_id)
    if language is not None:
        with translation.override(language):
            while _step(job_id):
                pass


@transaction.atomic
def _begin(job_id: int) -> str | None:
    """The language of whoever asked for it; None where there is nothing to do."""
    job = _alone_with(job_id)
    if job is None:
        return None
    if job.tries >= TRIES:
        with translation.override(job.user.language):
            _end(job_id, State.FAILED, message=_("It was interrupted several times at the same point."))
        return None
    Job.objects.filter(pk=job_id).update(state=State.RUNNING, tries=job.tries + 1)
    return job.user.language


def _alone_with(job_id: int) -> Job | None:
    """The job if it is open, and nobody else's until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK << 32 | job_id])
        (mine,) = cursor.fetchone() or (False,)
    jobs = Job.objects.select_related("user").filter(pk=job_id, state__in=OPEN)
    return jobs.first() if mine else None


def _step(job_id: int) -> bool:
    """One step; whether there are more."""
    try:
        with transaction.atomic():
            job = _alone_with(job_id)
            return job is not None and _do(job)
    except AWAY:
        raise  # the database is away; the job goes on when it is back
    except Cancelled:
        _end(job_id, State.CANCELLED)
    except Problems as error:
        more = more_to_come() if error.unfinished else ""
        _end(job_id, State.FAILED, trouble=error.problems, message=more)
    except NoRoomError as error:
        _end(job_id, State.FAILED, message=" ".join(error.messages))
        Output.objects.filter(job=job_id).delete()  # nobody asked for a part
    except ValidationError as error:
        _end(job_id, State.FAILED, message=" ".join(error.messages))
    except PermissionDenied:
        _end(job_id, State.FAILED, message=_("You may not do this any more."))
    except Exception:
        logger.exception("job %s failed", job_id)
        _end(job_id, State.FAILED, message=_("Something went wrong on our side; it is in the log."))
    return False


def _do(job: Job) -> bool:
    if job.cancel_asked:
        raise Cancelled
    if not job.user.is_active:
        raise PermissionDenied
    actor = actor_of(job.user, timezone.now())
    kind = kinds()[job.kind]
    action = kind.action(job.data)
    if not can_anywhere(actor, action) or not is_in(actor, job.circle_id):
        raise Forbidden(action)
    with _Watcher(job) as progress:
        work = kind.step(actor, Work(job.data, job.at, job.total, job.result, progress))
    if work.at <= job.at and work.at < work.total:
        raise RuntimeError(f"a step of {job.kind} did not get beyond {job.at} of {work.total}")
    Job.objects.filter(pk=job.pk).update(
        at=work.at, done=work.at, total=work.total, result=dict(work.result), tries=0
    )
    _keep(job, work.files, made=work.at, total=work.total)
    with connection.cursor() as cursor:
        cursor.execute(TELL, _progress(job))
    if work.at >= work.total:
        _end(job.pk, State.DONE)
        return False
    return True


def _keep(job: Job, files: Sequence[File], *, made: int, total: int) -> None:
    """Keep what a step made, within the bound of a person: what their jobs before made gives way. Raises
    NoRoomError where there is no room even so, or where that can be told from what was made so far of all."""
    if not files:
        return
    new = sum(len(file.data) for file in files)
    kept = Output.objects.filter(job__user_id=job.user_id)
    if _size(kept) + new > MOST_FILES:
        kept.exclude(job=job).exclude(job__state__in=OPEN).delete()
    foretold = (_size(kept.filter(job=job)) + new) / made * total if made == FORETELL else 0
    if _size(kept) + new > MOST_FILES or foretold > MOST_FILES * BY_FAR:
        text = _("It would make more than %(limit)s MB of files. Ask for fewer units at once.")
        raise NoRoomError(text % {"limit": MOST_FILES // MB})
    Output.objects.bulk_create(Output(job=job, name=file.name, data=file.data) for file in files)


def _size(outputs: QuerySet[Output]) -> int:
    return outputs.aggregate(size=Sum(Length("data")))["size"] or 0


@transaction.atomic
def _end(
    job_id: int,
    state: State,
    *,
    message: str = "",
    trouble: tuple[Problem, ...] = (),
) -> None:
    """Let a job end, once."""
    job = Job.objects.select_for_update(of=("self",)).select_related("user").filter(pk=job_id).first()
    if job is None or job.state not in OPEN:
        return
    now = timezone.now()
    job.state, job.ended_at, job.done, job.message = state, now, job.at, message
    found = causes(trouble)
    job.trouble_count = len(found)
    job.trouble = [asdict(one.shortened()) for one in of_every_kind(found, KEPT)]
    job.save(update_fields=["state", "ended_at", "done", "message", "trouble", "trouble_count"])
    actor = Actor(user_id=job.user_id, name=job.user.name, now=now)
    ended = events.JobEnded(job=job.pk, kind=job.kind, state=state.value, done=job.at, total=job.total)
    record(actor, ended, subject=("user", job.user_id), circle_id=job.circle_id)
    notify(JOB_ENDED, {job.pk: [job.user_id]}, by=None, at=now)


def _progress(job: Job) -> list[str]:
    return [CHANNEL, passing(events.JobProgress.code, ("job", job.pk), job.user_id, job.circle_id)]


class _Watcher:
    """Tells from within a step how far it is, beside its transaction, and hears whether it is to stop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._beside: psycopg.Connection | None = None
        self._told = time.monotonic()

    def __enter__(self) -> Callable[[int, int], None]:
        return self._hear

    def __exit__(self, *_error: object) -> None:
        self._leave()

    def _hear(self, done: int, total: int) -> None:
        if time.monotonic() - self._told < EVERY:
            return
        self._told = time.monotonic()
        try:
            stop = self._tell(done, total)
        except psycopg.Error as error:  # the work does not depend on being watched
            logger.warning("job %s goes on untold: %s", self.job.pk, " ".join(str(error).split()))
            self._leave()
            return
        if stop:
            raise Cancelled

    def _tell(self, done: int, total: int) -> bool:
        """Tell it; whether the job is to stop."""
        if self._beside is None:
            self._beside = psycopg.connect(address(), autocommit=True)
        found = self._beside.execute(
            "UPDATE jobs_job SET done = %s, total = greatest(total, %s) WHERE id = %s RETURNING cancel_asked",
            [done, total, self.job.pk],
        ).fetchone()
        self._beside.execute(TELL, _progress(self.job))
        return found is not None and found[0]

    def _leave(self) -> None:
        if self._beside is not None:
            self._beside.close()
            self._beside = None
