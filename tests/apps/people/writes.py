"""Arguments for the services of people that would be right for somebody who may."""

from datetime import date
from typing import Any

from tests.apps.people.applicants import applicant, proposed, recommended
from tests.apps.people.members import member
from tests.support.organisation import NOW, console
from tests.support.reporting import World

from mandate.apps.people.queries.joined import Which
from mandate.apps.people.services import (
    applications,
    corrections,
    deciding,
    joining,
    letting_in,
    looking,
    members,
    moving,
    papers,
    persons,
    sources,
    transfers,
)
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.people.tables.importing import ImportMembers
from mandate.apps.people.tables.rows import MemberRow
from mandate.core.membership import Ended

DAY = date(2023, 9, 1)


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit, other = city.units["A"], city.units["B"]
    here, gone = member(unit), member(unit, "Lê Thị Chín")
    members.end_membership(console(), members.EndMembership(gone.pk, Ended.LEFT, DAY))
    coming = [
        transfers.release(console(), transfers.Release(member(source).pk, target.pk, DAY)).pk
        for source, target in ((other, unit), (other, unit), (unit, other))
    ]
    said, seen = EnterPerson("Lê Văn Tâm"), EnterPerson("Lê Văn Tám")
    membership = here.memberships.get().pk
    begun, over = (
        applicant(unit),
        [proposed(unit, name).pk for name in ("Lê Văn Hai", "Lê Văn Ba", "Lê Văn Tư")],
    )
    step = begun.steps.get().pk
    on = applications.TakeStep(recommended(unit, "Lê Văn Năm").pk, date(2023, 10, 1), "So it is.")
    applies = applications.ApplicationSaid(unit.pk, "full", date(2023, 10, 1))
    asked = here.corrections.create(about="name", words="It is Tâm.", asked_at=NOW)
    one, same = member(unit, "Lê Văn Thân"), member(unit, "Lê Văn Thân")
    joined = joining.join_records(console(), joining.JoinRecords(one.pk, same.pk, Which.KEPT))
    return {
        "admit_person": (members.AdmitPerson(EnterPerson("Lê Văn Mười"), unit.pk, "full", DAY),),
        "admit": (members.Admit(gone.pk, unit.pk, "full", DAY),),
        "change_member_kind": (members.ChangeMemberKind(here.pk, "full", DAY),),
        "end_membership": (members.EndMembership(here.pk, Ended.LEFT, DAY),),
        "undo_membership": (members.UndoMembership(membership_id=membership, user_id=here.pk, ended=False),),
        "release": (transfers.Release(here.pk, other.pk, DAY),),
        "receive": (transfers.Receive(coming[0], DAY),),
        "decline": (transfers.Decline(coming[1], "Nobody knows them."),),
        "correct_person": (persons.CorrectPerson(here.pk, said, seen),),
        "look_at": (looking.LookAt(here.pk, "birth", "age"),),
        "look_to_correct": (looking.LookToCorrect(here.pk),),
        "ask_correction": (corrections.AskCorrection("name", "It is Tâm."),),
        "answer_correction": (corrections.AnswerCorrection(asked.pk, "done"),),
        "take_correction_back": (corrections.TakeCorrectionBack(asked.pk),),
        "join_records": (joining.JoinRecords(here.pk, gone.pk, Which.KEPT),),
        "try_joining": (joining.JoinRecords(here.pk, gone.pk, Which.KEPT),),
        "part_records": (joining.PartRecords(joined.pk),),
        "let_in": (letting_in.LetIn(here.pk, "tam@example.org"),),
        "import_members": (ImportMembers((MemberRow(2, "HR 9", "Hà Văn Sơn", "A", "full", "2021-01-01"),)),),
        "move_all": (moving.MoveAll(unit.pk, other.pk, DAY),),
        "apply_person": (applications.ApplyPerson(EnterPerson("Lê Văn Bảy"), applies),),
        "apply_known": (applications.Apply(gone.pk, applies),),
        "recommend": (applications.Recommend(begun.pk, member(unit, "Hồ Văn An", kind="full").pk, DAY),),
        "propose": (on,),
        "refuse_in_unit": (applications.TakeStep(applicant(unit, "Lê Văn Sáu").pk, DAY, "So it is."),),
        "withdraw_application": (applications.TakeStep(applicant(unit, "Lê Văn Mão").pk, DAY),),
        "move_application": (applications.MoveApplication(applicant(unit, "Lê Mùi").pk, other.pk, DAY),),
        "admit_applicant": (
            deciding.AdmitApplicant(over[0], "8-QĐ", date(2023, 10, 1), "full", date(2023, 10, 1)),
        ),
        "refuse_application": (deciding.TurnDown(over[1], date(2023, 10, 1), "So it is."),),
        "return_application": (deciding.TurnDown(over[2], date(2023, 10, 1), "So it is."),),
        "undo_step": (deciding.UndoStep(begun.pk, step),),
        "take_from_application": (papers.PaperOfApplication(begun.pk, 1),),
        "put_back_to_application": (papers.PaperOfApplication(begun.pk, 1),),
        "save_source": (sources.SaveSource("miners", {"en": "miners"}, 9, new=True),),
        "remove_source": (sources.RemoveSource("others"),),
        "withdraw": (transfers.Withdraw(coming[2]),),
    }
