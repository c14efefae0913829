"""The table of members: its rows as the service takes them, what was done, and the table out."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.events import MembersTaken
from mandate.apps.people.models import Membership
from mandate.apps.people.permissions import MEMBERS_MANAGE, MEMBERS_VIEW
from mandate.apps.people.services.looking import look_at_table
from mandate.apps.people.tables import PEOPLE
from mandate.apps.people.tables.importing import ImportMembers, import_members
from mandate.apps.people.tables.rows import OPTIONAL, REQUIRED, MemberRow
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import role_units, visible
from mandate.platform.journal.record import record
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Offer, Order, Rows, TableKind, TableOut
from mandate.platform.tables.reading import ReadRow, Table
from mandate.platform.tables.values import lookalikes


def _plan(table: Table, order: Order) -> ImportMembers:
    codes = lookalikes((row["unit"] for row in table.rows), Unit.objects.values_list("code", flat=True))
    rows = tuple(_row(row, codes) for row in table.rows)
    return ImportMembers(rows, correct="correct" in order.choices, dry_run=order.dry_run)


def _row(row: ReadRow, codes: Mapping[str, str]) -> MemberRow:
    cells = {name: row.cells.get(name, "") for name in (*REQUIRED, *OPTIONAL)}
    cells["unit"] = codes.get(cells["unit"], cells["unit"])
    return MemberRow(row.number, starts=cells.pop("from"), ends=cells.pop("until"), **cells)


def _apply(actor: Actor, command: ImportMembers, progress: Progress) -> Iterator[str]:
    done = import_members(actor, command)
    yield _(
        "Members: %(people)s new, %(began)s memberships begun, %(ended)s ended, %(corrected)s entries "
        "corrected, %(same)s unchanged."
    ) % {
        "people": done.people,
        "began": done.began,
        "ended": done.ended,
        "corrected": done.corrected,
        "same": done.unchanged,
    }


def _out(actor: Actor, period: Period | None) -> TableOut:
    """Every membership that the actor may see, those of one person one after another; whoever was erased is
    left out, for nothing could be read in under no name."""
    found = visible(actor, Membership.objects.filter(person__erased_at=None)).select_related(
        "person__particulars", "unit", "kind", "source"
    )
    memberships = list(found.order_by("person_id", "starts"))
    units = [unit for unit in role_units(actor, MEMBERS_VIEW) if unit is not None]
    with transaction.atomic():
        record(actor, MembersTaken([], len(memberships), "table", {}), touched=units)
        restricted = look_at_table(actor, memberships)

    def rows() -> Rows:
        for one in memberships:
            told = getattr(one.person, "particulars", None)
            born, phone = restricted.get(one.person_id, (None, ""))
            yield (
                told.number if told else "",
                one.person.name,
                one.unit.code,
                one.kind.code,
                one.starts.isoformat(),
                one.ends.isoformat() if one.ends else "",
                one.ended,
                one.document,
                one.ending_document,
                born.isoformat() if born else "",
                phone,
                one.person_id,
                one.source.code if one.source else "",
            )

    return TableOut((*REQUIRED, *OPTIONAL), rows())


_TEXTS = ("number", "name", "unit", "document", "ending_document", "phone")

PEOPLE_TABLE = TableKind(
    words=PEOPLE,
    label=gettext_lazy("Members"),
    about=gettext_lazy(
        "Who belongs to which unit, as what kind of member and from when: a membership in each row."
    ),
    columns=Columns(
        REQUIRED, OPTIONAL, texts=("number", "name", "unit", "document", "ending_document", "phone")
    ),
    action=MEMBERS_MANAGE,
    plan=_plan,
    apply=_apply,
    view=MEMBERS_VIEW,
    rows=_out,
    offers=(
        Offer(
            "correct",
            gettext_lazy("Put names, dates of birth and telephones right that differ"),
            frozenset({"member_other_name", "member_other_birth"}),
        ),
    ),
)
