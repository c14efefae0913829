"""Rules of an office that warn and forbid nothing: most terms in a row, highest age at the beginning."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.people.models import Particulars
from mandate.apps.posts.models import Holding, Term
from mandate.apps.posts.queries.rows import days_of, held
from mandate.core.holding import Days, age, terms_running


def warnings_of(rows: Sequence[Holding]) -> dict[int, tuple[str, ...]]:
    """What is to be said of holdings (read with post, kind and body), by number; for whoever keeps the posts,
    since it tells of ages. Three queries, however many."""
    limited = [row for row in rows if row.post.kind.most_terms or row.post.kind.most_age]
    if not limited:
        return {}
    people = {row.person_id for row in limited}
    born = dict(
        Particulars.objects.filter(user__in=people, born__isnull=False).values_list("user_id", "born")
    )
    same: dict[tuple[int, int, int | None], list[Holding]] = defaultdict(list)
    past = Holding.objects.filter(person__in=people, post__body__isnull=False).select_related("post")
    for one in past.order_by("starts"):
        same[one.person_id, one.post.kind_id, one.post.body_id].append(one)
    bodies = {row.post.body_id for row in limited if row.post.body_id}
    terms_of: dict[int, list[Days]] = defaultdict(list)
    for term in Term.objects.filter(body__in=bodies):
        terms_of[term.body_id].append(days_of(term))
    found = {}
    for row in limited:
        told = []
        kind, body = row.post.kind, row.post.body
        if kind.most_terms and body is not None and row.how != "acting":
            served = terms_running(terms_of[body.pk], held(same[row.person_id, kind.pk, body.pk]), row.starts)
            if served > kind.most_terms:
                words = ngettext(
                    "This is term no. %(number)s in a row; the rule allows at most %(count)s.",
                    "This is term no. %(number)s in a row; the rule allows at most %(count)s.",
                    kind.most_terms,
                )
                told.append(_sourced(words % {"number": served, "count": kind.most_terms}, kind.terms_source))
        day = born.get(row.person_id)
        if kind.most_age and day is not None and (years := age(day, row.starts)) > kind.most_age:
            words = _("At the beginning the person is %(years)s years old; the rule allows at most %(most)s.")
            told.append(_sourced(words % {"years": years, "most": kind.most_age}, kind.age_source))
        if told:
            found[row.pk] = tuple(told)
    return found


def _sourced(words: str, source: str) -> str:
    return f"{words} ({source})" if source else words
