"""Texts of former times with characters that XML forbids: documents and tables come out all the same."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Form
from mandate.apps.reporting.services import AcceptReports, SubmitReport
from mandate.apps.reviews.models import Review
from mandate.apps.targets.models import Target
from mandate.apps.targets.services import SetTarget, SetTargets, set_targets
from mandate.apps.units.models import Unit, UnitKind
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db

OLD = "Old\x0bname\x01\ufffe\x1f"


@pytest.fixture
def city() -> World:
    """Everything that has a name has one as it could once be read in."""
    made = world()
    for unit in ("A1", "B1"):
        made.save(made.report(unit), console(), families=3, cultural=2)
        services.submit_report(console(), SubmitReport(made.report(unit).pk))
        services.accept_reports(console(), AcceptReports(as_seen([made.report(unit).pk])))
    goal = SetTarget(made.units["C"].pk, made.families.pk, "2023", "10", "at_least")
    set_targets(console(), SetTargets([goal]))
    names = {"en": OLD}
    Unit.objects.update(names=names)
    UnitKind.objects.update(names=names, plurals=names)
    Indicator.objects.update(names=names, measures=names, descriptions=names)
    Form.objects.update(names=names)
    Target.objects.update(document=OLD)
    Figure.objects.update(note=OLD)
    period = Period.parse("2023")
    Review.objects.create(
        unit=made.units["C"], period="2023", starts=period.start, ends=period.end, notes={"summary": OLD}
    )
    return made


@pytest.fixture
def administrator(city: World) -> Client:
    user = person(Role.ADMINISTRATOR, None)
    User.objects.filter(pk=user.pk).update(name=OLD)
    return client_of(user)


def paths(city: World) -> list[str]:
    tables = [
        f"/exchange/{kind}.{suffix}?period=2023"
        for kind in ("units", "indicators", "targets", "figures")
        for suffix in ("csv", "xlsx")
    ]
    documents = [
        f"/unit/C/review/2023/document/?language=vi&format={format}"
        for format in ("pdf", "docx", "xlsx", "html")
    ]
    return [*tables, f"/exchange/template/{city.opened.pk}/C/file/", *documents]


def test_every_document_and_table_comes_out(city, administrator):
    for path in paths(city):
        answer = administrator.get(path)
        assert answer.status_code == 200, path
        if answer.content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                for name in archive.namelist():
                    if name.endswith((".xml", ".rels")):
                        ElementTree.fromstring(archive.read(name))


def test_every_page_comes_up(city, administrator):
    report = city.report("A1").pk
    for path in (
        "/", "/units/", "/unit/C/about/", "/unit/C/", "/unit/C/compare/", "/unit/C/targets/",
        "/unit/C/reports/",
        "/unit/C/review/2023/", "/unit/C/number/families/2023/", f"/reports/{report}/",
        "/indicators/families/",
        f"/reports/{report}/history/", "/forms/", "/people/", "/journal/",
    ):  # fmt: skip
        assert administrator.get(path).status_code == 200, path
