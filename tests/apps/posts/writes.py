"""Arguments for the services of posts that would be right for somebody who may."""

from datetime import date
from typing import Any

from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, body, post, put, term
from tests.support.reporting import World

from mandate.apps.posts.services import bodies, closing, holdings, kinds, posts, terms
from mandate.apps.posts.services.bodies import BodySaid
from mandate.apps.posts.services.holdings import HoldingSaid
from mandate.apps.posts.services.posts import PostSaid
from mandate.apps.posts.services.terms import TermSaid
from mandate.core.holding import Ended, How

DAY = date(2024, 2, 1)


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"]
    committee, empty = body(unit), body(unit, "office")
    first = term(committee)
    held, free, gone = post(unit, "secretary"), post(unit, "chair"), post(unit, "head")
    somebody = member(city.units["A1"], "Lê Thị Bảy")
    row, other = put(somebody, held, date(2023, 4, 1)), put(somebody, gone, date(2023, 4, 1))
    said = HoldingSaid(How.APPOINTED, date(2023, 5, 1))
    return {
        "save_body_kind": (kinds.SaveBodyKind("board", {"en": "Board"}, 95, new=True),),
        "save_post_kind": (kinds.SavePostKind("clerk", {"en": "Clerk"}, 95, new=True),),
        "remove_kind": (kinds.RemoveKind("steering", bodies=True),),
        "open_body": (bodies.OpenBody(unit.pk, "council", BodySaid("", 5, "", BEGUN)),),
        "change_body": (bodies.ChangeBody(committee.pk, BodySaid("Đảng ủy", 5, "", BEGUN)),),
        "close_body": (bodies.CloseBody(empty.pk, DAY),),
        "remove_body": (bodies.RemoveBody(empty.pk),),
        "add_term": (terms.AddTerm(committee.pk, TermSaid(18, date(2025, 6, 1), date(2030, 6, 1))),),
        "change_term": (terms.ChangeTerm(first.pk, TermSaid(16, BEGUN, date(2025, 6, 1))),),
        "remove_term": (terms.RemoveTerm(first.pk),),
        "open_post": (posts.OpenPost(unit.pk, "member", PostSaid("", 3, BEGUN)),),
        "change_post": (posts.ChangePost(free.pk, PostSaid("Chủ tịch", 1, BEGUN)),),
        "close_post": (posts.ClosePost(free.pk, DAY),),
        "remove_post": (posts.RemovePost(free.pk),),
        "fill": (holdings.Fill(free.pk, somebody.pk, said),),
        "end_holding": (holdings.EndHolding(row.pk, DAY, Ended.RETIRED),),
        "correct_holding": (holdings.CorrectHolding(row.pk, said),),
        "take_back_end": (holdings.TakeBackEnd(row.pk, ""),),
        "remove_holding": (holdings.RemoveHolding(other.pk),),
        "close_all": (closing.CloseAll(unit.pk, DAY),),
    }
