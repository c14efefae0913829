"""Addresses of reports, forms, rules, and of where a number comes from."""

from django.urls import path

from mandate.apps.reporting.web import (
    deciding_many,
    expected_views,
    forms_views,
    papers,
    reminding,
    report_views,
    reports_views,
    rules_views,
    source_views,
    work_views,
)

app_name = "reporting"
urlpatterns = [
    path("queues/reports/", work_views.work, name="work"),
    path("queues/reports/accept/", deciding_many.accept, name="work_accept"),
    path("queues/reports/return/", deciding_many.send_back, name="work_return"),
    path("unit/<str:code>/reports/", reports_views.reports, name="reports"),
    path("unit/<str:code>/reports/accept/", deciding_many.accept, name="accept"),
    path("unit/<str:code>/reports/return/", deciding_many.send_back, name="return_many"),
    path("unit/<str:code>/reports/remind/", reminding.remind, name="remind"),
    path("reports/<int:report_id>/", report_views.report, name="report"),
    path("reports/<int:report_id>/save/", report_views.save, name="save"),
    path("reports/<int:report_id>/withdraw/", report_views.withdraw, name="withdraw"),
    path("reports/<int:report_id>/accept/", report_views.accept, name="accept_one"),
    path("reports/<int:report_id>/return/", report_views.send_back, name="return"),
    path("reports/<int:report_id>/correct/", report_views.correct, name="correct"),
    path("reports/<int:report_id>/discard/", report_views.discard, name="discard"),
    path("reports/<int:report_id>/resume/", report_views.resume, name="resume"),
    path("reports/<int:report_id>/papers/<int:paper_id>/", papers.paper, name="paper"),
    path("reports/<int:report_id>/history/", report_views.history, name="history"),
    path("unit/<str:code>/number/<str:indicator>/<str:period>/", source_views.source, name="source"),
    path("forms/", forms_views.form_list, name="forms"),
    path("forms/new/", forms_views.new, name="form_new"),
    path("forms/<int:form_id>/", forms_views.form, name="form"),
    path("forms/<int:form_id>/edit/", forms_views.edit, name="form_edit"),
    path("forms/<int:form_id>/retire/", forms_views.retire, name="form_retire"),
    path("forms/<int:form_id>/own-decisions/", forms_views.own_decisions, name="own_decisions"),
    path("forms/<int:form_id>/open/", forms_views.open_form, name="open"),
    path("forms/periods/<int:form_period_id>/", expected_views.expectations, name="expectations"),
    path("forms/periods/<int:form_period_id>/undo/", expected_views.undo, name="expectation_undo"),
    path("forms/periods/<int:form_period_id>/close/", forms_views.close, name="close"),
    path("forms/periods/<int:form_period_id>/reopen/", forms_views.reopen, name="reopen"),
    path("rules/", rules_views.rule_list, name="rules"),
    path("rules/new/", rules_views.new, name="rule_new"),
    path("rules/again/", rules_views.again, name="rule_again"),
    path("rules/<int:rule_id>/", rules_views.edit, name="rule"),
    path("rules/<int:rule_id>/remove/", rules_views.remove, name="rule_remove"),
]
