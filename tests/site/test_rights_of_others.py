"""What is another unit's stays the other unit's: every address, table, search and counter, from beside, below
and above. The addresses are taken from the site itself, so that a new one is tried by itself."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, value, world

from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.services import (
    AttachPaper,
    FigureChange,
    ReturnReport,
    SaveDraft,
    SubmitReport,
    attach_paper,
    return_report,
    save_draft,
    submit_report,
)
from mandate.apps.reviews.services import SaveNotes, save_notes
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.core.period import Period
from mandate.interop.models import Upload
from mandate.platform.access.actor import Role
from mandate.platform.access.request import actor_of
from mandate.platform.jobs.services import start_job
from mandate.platform.listing.saved import SaveView, save_view
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db

#: What stands on unit B and nowhere else, in figures, texts and people.
SECRETS = ("987654", "987,654", "876543", "876,543", "Xanadu", "sesame", "plover")
#: Addresses that belong to the organisation: whoever has any role may read them, and none of ours may write.
SHARED = ("/forms/", "/rules/", "/indicators/", "/periods/", "/units/-/", "/desk/", "/language/", "/look/")


@dataclass
class City:
    """Unit B and B1 with secrets on them, and what their addresses are made of."""

    world: World
    arguments: dict[str, str]


@pytest.fixture
def city() -> City:
    made = world()
    units = made.units
    rename_unit(console(), RenameUnit(units["B"].pk, {"en": "Xanadu", "vi": "Xanadu"}))
    rename_unit(console(), RenameUnit(units["B1"].pk, {"en": "Xanadu One", "vi": "Xanadu One"}))
    writer = person(Role.SECRETARY, units["B"], "plover@example.org")
    secretary = acting(Role.SECRETARY, units["B"])
    for code in ("B", "B1"):
        report = Report.objects.get(unit__code=code)
        change = FigureChange(made.families.pk, None, value(987654, "sesame"))
        save_draft(secretary, SaveDraft(report.pk, [change]))
        submit_report(secretary, SubmitReport(report.pk))
    return_report(made.reviewer, ReturnReport(made.report_ids["B"], "sesame again"))
    paper = attach_paper(secretary, AttachPaper(made.report_ids["B"], "sesame.txt", BytesIO(b"sesame")))
    target = set_target(
        console(), SetTarget(units["B"].pk, made.families.pk, "2023", "876543", "at_least", "sesame")
    )
    save_notes(secretary, SaveNotes(units["B"].pk, Period.parse("2023"), 0, {"summary": "sesame"}))
    upload = Upload.objects.create(
        user=writer, kind="units", name="sesame.csv", data=b"code,parent,kind,name\n", sent_at=timezone.now()
    )
    job = start_job(actor_of(writer, NOW), accepting([made.report_ids["B"]], "B"))
    view = save_view(actor_of(writer, NOW), SaveView("sesame", "/people/?q=sesame"))
    notice = Notice.objects.get()  # that B came back
    arguments = {
        "code": "B",
        "report_id": str(made.report_ids["B"]),
        "indicator": "families",
        "period": "2023",
        "target_id": str(target.pk),
        "user_id": str(writer.pk),
        "grant_id": str(writer.grants.get().pk),
        "paper_id": str(paper.paper_id),
        "form_id": str(made.form.pk),
        "form_period_id": str(made.opened.pk),
        "upload_id": str(upload.pk),
        "kind": "units",
        "suffix": "csv",
        "rule_id": "1",
        "job_id": str(job.pk),
        "part": "due",
        "view_id": str(view.pk),
        "notice_id": str(notice.pk),
    }
    return City(made, arguments)


def patterns(resolver: URLResolver, above: str = "/") -> Iterator[str]:
    """Every address of the site as it is written, those of the sign-in library apart."""
    for one in resolver.url_patterns:
        path = above + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        elif isinstance(one, URLPattern) and not path.startswith("/account/"):
            yield path


def filled(path: str, arguments: dict[str, str]) -> str:
    """An address with B's values; what has none is an error of this test, to be added above."""
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: arguments[found[1]], path)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: arguments[found[1]], path)
    return path.replace("\\", "").removesuffix("$")


def body(response: HttpResponse) -> str:
    """All that a response says, the parts of a workbook with it."""
    if isinstance(response, StreamingHttpResponse):
        return ""
    if response.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return response.content.decode("utf-8", "replace")


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def readers(city: City, place: str, *roles: Role) -> list[tuple[str, Client]]:
    unit = city.world.units[place]
    return [(f"{role} of {place}", client_of(person(role, unit))) for role in roles or tuple(Role)]


def test_the_addresses_of_another_unit_are_nobodys(city: City) -> None:
    """Beside (A) and below it (A1): not there to be read, and nothing to be done."""
    whole = list(patterns(get_resolver()))
    theirs = [
        filled(path, city.arguments)
        for path in whole
        if set("<(") & set(path) and not path.startswith(SHARED) and "(?P<kind>" not in path
    ]
    theirs = [path for path in theirs if path != "/exchange/units/"]  # takes a kind of table, no unit
    assert len(theirs) > 35
    wrong = []
    most = (Role.ADMINISTRATOR, Role.SECRETARY)  # together they may do whatever any role may
    for who, client in [*readers(city, "A", *most), *readers(city, "A1", Role.REVIEWER)]:
        for path in theirs:
            for answer in (client.get(path), client.post(path, {"reason": "x", "name": "x"})):
                if answer.status_code not in (403, 404, 405) or told(body(answer)):
                    wrong.append((who, path, answer.status_code, told(body(answer))))
    assert wrong == []


def test_lists_tables_searches_and_counters_tell_nothing_of_another_unit(city: City) -> None:
    queries = ("?q=Xanadu", "?unit=B", "?person=plover", "?text=sesame")
    plain = [path for path in patterns(get_resolver()) if not set("<(") & set(path)]
    kinds = ("units", "indicators", "figures", "targets", "results")
    plain += [f"/exchange/{kind}.{suffix}" for kind in kinds for suffix in ("csv", "xlsx")]
    own = [
        filled(path, {**city.arguments, "code": "A"})
        for path in patterns(get_resolver())
        if "<str:code>" in path
    ]
    own += [f"/desk/{part}/" for part in ("due", "returned", "waiting", "units", "steps")]
    wrong = []
    asked = [(path, query) for path in plain for query in queries if path != "/live/"]
    asked += [(path, "") for path in own]
    for who, client in readers(city, "A", Role.ADMINISTRATOR, Role.SECRETARY):
        for path, query in asked:
            text = body(client.get(path + query)).replace(query.rpartition("=")[2] or "\0", "")
            if told(text):
                wrong.append((who, path + query, told(text)))
    assert wrong == []


def test_from_below_the_unit_above_is_a_name_only(city: City) -> None:
    theirs = {
        "/units/B/": 404,
        "/unit/B/": 404,
        "/unit/B/reports/": 404,
        "/unit/B/compare/": 404,
        "/unit/B/targets/": 404,
        "/unit/B/reviews/": 404,
        "/unit/B/review/2023/": 404,
        "/unit/B/number/families/2023/": 404,
        f"/reports/{city.arguments['report_id']}/": 404,
        f"/reports/{city.arguments['report_id']}/history/": 404,
    }
    for who, client in readers(city, "B2", Role.ADMINISTRATOR, Role.OBSERVER):
        for path, status in theirs.items():
            answer = client.get(path)
            assert answer.status_code == status, (who, path)
            assert not [one for one in told(body(answer)) if one != "Xanadu"], (who, path)
        for path in (
            "/",
            "/units/",
            "/unit/B2/",
            "/unit/B2/compare/",
            "/unit/B2/review/2023/",
            "/exchange/figures.csv",
        ):
            assert not [one for one in told(body(client.get(path))) if one != "Xanadu"], (who, path)


def test_from_above_all_of_it_is_there_to_read(city: City) -> None:
    """So that the tests above do not pass because nothing is shown to anybody."""
    for who, client in readers(city, "C"):
        answer = client.get(f"/reports/{city.arguments['report_id']}/history/")
        assert answer.status_code == 200 and "sesame" in body(answer), who
        assert "876" in body(client.get("/unit/B/targets/?period=2023")), who
        assert "Xanadu" in body(client.get("/exchange/units.csv")), who
