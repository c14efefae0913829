"""Forms are found by code and name; reports by their unit, form and period together: "pho 1 2023"."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.reporting.duties import title
from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import Form, FormPeriod, Report
from mandate.apps.reporting.queries.lists import by_unit_name, report_rows
from mandate.apps.units.under import called, key_above, parent_names
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import by_unanswered, key_of, match_of, matching
from mandate.platform.find.nearness import nearness
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import reader
from mandate.platform.ui.states import state_word


def _find_forms(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    forms = visible(actor, Form.objects.order_by("retired", "code"))
    found = [(match_of(key_of(form.code, *form.names.values()), words), form) for form in forms]
    best = sorted(
        ((match, form) for match, form in found if match is not None),
        key=lambda one: (one[1].retired, one[0]),
    )
    return [
        Found(
            title=text_in(form.names) or form.code,
            view=("reporting:form", str(form.pk)),
            beside=form.code,
            kind=_("retired") if form.retired else "",
            match=match,
        )
        for match, form in best[:most]
    ]


def _find_reports(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    """What form and period do not answer to, the unit must."""
    keys = _keys(actor)
    ways = by_unanswered(keys, words).items()
    if not ways:
        return ()
    wanted = Q(pk__in=())
    for rest, opened in ways:
        held = Q(form_period_id__in=opened)
        wanted |= held & called(rest, actor.today, "unit__") if rest else held
    named = [word for word in words if all(word in rest for rest, _opened in ways)]
    match = matching("unit__search_key", named, key_above(actor.today, "unit_id"))
    reports = visible(actor, expected(Report.objects.filter(wanted))).annotate(match=match)
    order = ("match", nearness(actor, "unit_id"), F("form_period__starts").desc(), *by_unit_name(), "pk")
    rows = list(reports.select_related("unit__kind", "form_period__form").order_by(*order)[:most])
    above = parent_names([row.unit_id for row in rows], actor.today)
    return [
        Found(
            title=title(row.form, row.period),
            view=("reporting:report", str(row.report_id)),
            beside=", ".join(filter(None, (row.unit.name, above.get(row.unit.id)))),
            kind=state_word(row.state),
            match=max(Match(found.match), Match.BEGINS),  # a report is called like its unit, and is not it
        )
        for row, found in zip(report_rows(actor, rows), rows, strict=True)
    ]


def _keys(actor: Actor) -> dict[int, str]:
    """What each opened period of a form answers to: its form, and the period by code and name."""
    read, language = reader(), current()
    opened = visible(actor, FormPeriod.objects.select_related("form"))
    called_so = (_("Report"), _("Reports"))
    return {
        one.pk: fold(
            " ".join(
                [
                    *called_so,
                    one.form.code.replace("-", " "),
                    *one.form.names.values(),
                    one.period,
                    period_name(read(one.period), language),
                ]
            )
        )
        for one in opened
    }


FORMS = Finder("forms", gettext_lazy("Forms"), 40, _find_forms)
REPORTS = Finder("reports", gettext_lazy("Reports"), 50, _find_reports)
