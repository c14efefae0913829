"""From the bytes of a table to the service that reads it in: one door for the pages and the command line."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.core.problem import Problem, Problems
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.progress import Progress, silent
from mandate.platform.tables.kinds import Order, TableKind
from mandate.platform.tables.reader.limits import Limits
from mandate.platform.tables.reading import Table, look_at


def import_table(
    actor: Actor,
    kind: TableKind[Any],
    data: bytes,
    order: Order | None = None,
    *,
    progress: Progress = silent,
    limits: Limits | None = None,
) -> str:
    """Read a table in, all or nothing; returns what was (or would be) done, in sentences. The file is not
    looked at before the right to read it in is checked, and within ``limits``. Raises Problems with
    everything that is wrong, by row; Forbidden."""
    require(actor, kind.action)
    columns = kind.columns
    order = order or Order()
    table = look_at(data, columns.required, columns.optional, limits, texts=columns.texts)
    command = kind.plan(table, order)
    if table.problems:
        further = _further(actor, kind, table, order)
        found = sorted([*table.problems, *further], key=lambda problem: problem.row)
        raise Problems(found, unfinished=True)
    if not table.rows:  # as an export of nothing: there is nothing to do
        return " ".join([_("The file has a heading but no rows."), *_notes(table)])
    done = kind.apply(actor, command, progress)
    return " ".join([*done, *_notes(table)])


#: By this column other rows may name a row, so that one that cannot be read is missed by them.
_NAMES_THE_ROW = "code"


def _further(actor: Actor, kind: TableKind[Any], table: Table, order: Order) -> list[Problem]:
    """What is wrong with the rows whose cells can all be read, so that it is told at once. Nothing is
    written."""
    if any(one.column == _NAMES_THE_ROW for one in table.problems):
        return []
    told = {one.row for one in table.problems}
    trial = replace(order, dry_run=True)
    try:
        list(kind.apply(actor, kind.plan(replace(table, problems=[]), trial), silent))
    except Problems as error:
        return [one for one in error.problems if one.row not in told]
    return []


def _notes(table: Table) -> Iterator[str]:
    """What of the file was left alone, and what was read though nobody sees it there."""
    if table.sheet:
        yield _("Only the sheet “%(sheet)s” is read.") % {"sheet": table.sheet}
    if table.hidden_rows:
        yield ngettext(
            "%(count)s row that is hidden in the file is read too.",
            "%(count)s rows that are hidden in the file are read too.",
            table.hidden_rows,
        ) % {"count": table.hidden_rows}
    if table.hidden_columns:
        columns = ", ".join(table.hidden_columns)
        yield _("Columns that are hidden in the file are read too: %(columns)s.") % {"columns": columns}
    if table.unused:
        yield _("Columns not used: %(columns)s.") % {"columns": ", ".join(table.unused)}


def tried(
    actor: Actor, kind: TableKind[Any], data: bytes, order: Order, limits: Limits
) -> tuple[str, tuple[Problem, ...]]:
    """What the table would do, and the problems that must be chosen away for it: with some of them gone
    others may come to light. Raises Problems where one cannot be."""
    choices: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    while True:
        try:
            trial = replace(order, dry_run=True, choices=choices)
            return import_table(actor, kind, data, trial, limits=limits), problems
        except Problems as error:
            problems += error.problems
            offered = {kind.choice_for(one.code) for one in error.problems}
            new = {choice for choice in offered if choice is not None}
            if None in offered or new <= choices:
                raise Problems(problems, unfinished=error.unfinished) from None
            choices |= new
