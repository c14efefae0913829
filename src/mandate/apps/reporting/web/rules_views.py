"""Pages of the rules between figures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.reporting import services
from mandate.apps.reporting.permissions import FORMS_MANAGE
from mandate.apps.reporting.queries import rules as reads
from mandate.apps.reporting.web.forms import RuleForm
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import refuse, tried
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.undo import kept_for_undo, offer_undo

SECTION = "rules"
SAMPLE = "sample-"


@require_safe
@signed_in
def rule_list(request: ActorRequest) -> HttpResponse:
    """All rules."""
    return render_page(request, "reporting/rules.html", reads.rules_page(request.actor), section=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Make a rule."""
    require(request.actor, FORMS_MANAGE)
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: ActorRequest, rule_id: int) -> HttpResponse:
    """Change a rule, or try it on sample values."""
    require(request.actor, FORMS_MANAGE)
    return _edit(request, reads.stored_rule(rule_id))


def _edit(request: ActorRequest, stored: reads.StoredRule | None) -> HttpResponse:
    entered = RuleForm(request.POST or None, stored=stored)
    trying = request.POST.get("do") == "try"
    if not trying and entered.is_valid():
        try:
            services.save_rule(request.actor, entered.command())
        except ValidationError as error:
            refuse(entered, error)
        else:
            messages.success(request, _("The rule is saved. It is checked from now on."))
            return redirect("reporting:rules")
    if trying:
        entered.full_clean()
        sentences = entered.cleaned_data.get("sentences", {})
        entered.errors.clear()
        expression = request.POST.get("expression", "")
    else:
        sentences = stored.sentences if stored else {}
        expression = request.POST.get("expression", stored.expression if stored else "")
    texts = {
        name.removeprefix(SAMPLE): str(text) for name, text in request.POST.items() if name.startswith(SAMPLE)
    }
    trial = reads.try_rule(expression, sentences, texts) if expression.strip() else None
    status = 422 if entered.is_bound and entered.errors else 200
    return render_page(
        request,
        "reporting/rule_edit.html",
        stored,
        section=SECTION,
        status=status,
        form=entered,
        trial=trial,
        tried=trying,
    )


@require_POST
@signed_in
def remove(request: ActorRequest, rule_id: int) -> HttpResponse:
    """Check a rule no more."""
    require(request.actor, FORMS_MANAGE)
    rule = reads.stored_rule(rule_id)
    services.remove_rule(request.actor, services.RemoveRule(rule_id))
    kept = {"expression": rule.expression, "severity": rule.severity, "sentences": dict(rule.sentences)}
    offer_undo(request, _("The rule is removed."), reverse("reporting:rule_again"), _("Undo"), kept=kept)
    return redirect("reporting:rules")


@require_POST
@signed_in
def again(request: ActorRequest) -> HttpResponse:
    """Check again a rule that was just removed."""
    kept = kept_for_undo(request)
    if kept is None:
        messages.info(request, _("There is nothing to take back."))
    else:
        command = services.SaveRule(rule_id=None, **kept)
        tried(request, lambda: services.save_rule(request.actor, command), _("The rule is checked again."))
    return redirect("reporting:rules")
