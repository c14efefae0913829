"""What only those of a unit may know of it: here its reports, with figures, remarks and papers."""

from io import BytesIO

from tests.support.hidden import TEXT, City
from tests.support.reporting import value
from tests.support.seeing import returning

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.services import (
    AttachPaper,
    FigureChange,
    SaveDraft,
    SubmitReport,
    attach_paper,
    return_report,
    save_draft,
    submit_report,
)

SECRETS = ("987654", "987,654")
#: Addresses that belong to the organisation: whoever has any role may read them.
SHARED = ("/forms/", "/rules/")
#: What is there to read from above, with a secret on it.
ABOVE = (("/reports/{report_id}/history/", TEXT),)


def put(city: City) -> dict[str, str]:
    """Reports of B and B1, of which B's came back; B's values in addresses."""
    made = city.world
    for code in ("B", "B1"):
        report = Report.objects.get(unit__code=code)
        change = FigureChange(made.families.pk, None, value(987654, TEXT))
        save_draft(city.secretary, SaveDraft(report.pk, [change]))
        submit_report(city.secretary, SubmitReport(report.pk))
    report_id = made.report_ids["B"]
    return_report(made.reviewer, returning(report_id, f"{TEXT} again"))
    paper = attach_paper(city.secretary, AttachPaper(report_id, f"{TEXT}.txt", BytesIO(TEXT.encode())))
    return {
        "report_id": str(report_id),
        "paper_id": str(paper.paper_id),
        "form_id": str(made.form.pk),
        "form_period_id": str(made.opened.pk),
        "period": "2023",
        "rule_id": "1",
    }
