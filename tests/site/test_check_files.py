"""`mandate check` finds attached files that are missing or damaged, and says where they belong."""

from io import BytesIO

import pytest
from tests.support.files import PDF
from tests.support.organisation import console
from tests.support.reporting import world

from mandate.apps.reporting.models import Paper
from mandate.apps.reporting.services import AttachPaper, attach_paper
from mandate.platform.files.checks import check_files
from mandate.platform.files.services import store

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_lost_file_is_found_and_made_whole_by_attaching_it_again(how):
    city = world()
    command = AttachPaper(city.report_ids["A1"], "minutes.pdf", BytesIO(PDF + how.encode() + b"\n%%EOF\n"))
    attach_paper(console(), command)
    attach_paper(console(), AttachPaper(city.report_ids["B1"], "other.pdf", BytesIO(PDF)))
    assert check_files() == []
    content = Paper.objects.get(name="minutes.pdf").content
    place = store().place(content.sha256)
    place.unlink() if how == "missing" else place.write_bytes(b"x" * content.size)
    (finding,) = check_files()
    assert finding.severity == "damage"
    assert f"the file {content.sha256} is {how}: “minutes.pdf” at the report of A1 for 2023" in finding.text
    assert "attach the same file" in finding.text
    attach_paper(console(), command)
    assert check_files() == []
