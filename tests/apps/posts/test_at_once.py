"""Two at once: the last place is given once, and nobody is left in a post that closes meanwhile."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, post, put
from tests.apps.reporting.test_services_at_once import together
from tests.support.organisation import console, tree

from mandate.apps.posts.models import Holding, Post
from mandate.apps.posts.services import posts

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_fill_the_last_place_one_is_refused() -> None:
    units = tree()
    last = post(units["A"])
    people = [member(units["A1"], f"Lê Văn {name}", BEGUN) for name in ("Một", "Hai", "Ba")]
    done = together(*(lambda who=who: put(who, last) for who in people))  # type: ignore[misc]
    assert sum(isinstance(one, ValidationError) for one in done) == 2, done
    assert Holding.objects.count() == 1


def test_a_post_is_not_closed_under_whoever_is_put_into_it() -> None:
    units = tree()
    closing, somebody = post(units["A"]), member(units["A1"], day=BEGUN)
    day = date(2023, 9, 1)
    together(
        lambda: put(somebody, closing),
        lambda: posts.close_post(console(), posts.ClosePost(closing.pk, day)),
    )
    held, ends = Holding.objects.first(), Post.objects.get().ends
    assert ends is None or held is None or (held.ends is not None and held.ends <= ends)
