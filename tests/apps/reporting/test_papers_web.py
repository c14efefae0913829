"""Papers in the pages of a report: sent with the figures, seen by whoever reads them, handed out safely."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.reporting.steps import accept, submit
from tests.support.asking import asked_anew
from tests.support.files import PDF, TEXT, docx, picture
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Paper
from mandate.apps.reporting.services import AttachPaper, attach_paper
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.files.kinds import KINDS
from mandate.platform.files.services import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(city: World) -> Client:
    """The reporter of street A1, without script."""
    return client_of(person(Role.REPORTER, city.units["A1"], email="writer@example.org"))


def address(city: World, paper: int | None = None) -> str:
    report = f"/reports/{city.report_ids['A1']}/"
    return report if paper is None else f"{report}papers/{paper}/"


def sent(name: str = "minutes.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")  # whatever a sender says


def figures(city: World, **typed: str) -> dict[str, str]:
    return {f"value-{city.indicators[code].pk}": text for code, text in typed.items()} | {"language": "en"}


def paper(city: World, name: str = "minutes.pdf", data: bytes = PDF) -> int:
    return attach_paper(console(), AttachPaper(city.report_ids["A1"], name, BytesIO(data))).paper_id


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_file_is_attached_and_what_was_typed_is_saved_with_it(city: World, writer: Client) -> None:
    asked = figures(city, families="12") | {"paper": "attach", "file": [sent(), sent("list.txt", TEXT)]}
    answer = writer.post(address(city), asked)
    assert (answer.status_code, answer["Location"]) == (302, f"{address(city)}#papers")
    page = text(writer.get(address(city)))
    assert page.count("Attached: minutes.pdf and list.txt.") == 1
    assert 'value="12"' in page
    assert [one.name for one in Paper.objects.order_by("pk")] == ["minutes.pdf", "list.txt"]


def test_of_many_files_the_message_names_the_first(city: World, writer: Client) -> None:
    files = [sent(f"{number}.txt", b"%d" % number) for number in range(7)]
    writer.post(address(city), figures(city) | {"paper": "attach", "file": files})
    assert "Attached: 0.txt, 1.txt, 2.txt, 3.txt and 3 more." in text(writer.get(address(city)))


def test_a_file_that_was_chosen_goes_along_with_any_button(city: World, writer: Client) -> None:
    asked = figures(city, families="12") | {"do": "submit", "file": sent()}
    writer.post(address(city), asked)
    assert Paper.objects.get().name == "minutes.pdf"
    assert city.report("A1").state == State.SUBMITTED


def test_a_file_that_is_not_taken_is_told_at_its_field_and_what_was_typed_stays(
    city: World, writer: Client
) -> None:
    wrong = figures(city, families="12", cultural="many") | {
        "do": "submit",
        "file": [sent("page.pdf", b"<html>"), sent()],
    }
    answer = writer.post(address(city), wrong)
    page = text(answer)
    assert answer.status_code == 422
    assert page.count("page.pdf: The file can run something") == 2  # above the form and at the field
    assert 'href="#file"' in page and 'id="file-error"' in page
    assert 'value="12"' in page and 'value="many"' in page
    assert [one.name for one in Paper.objects.all()] == ["minutes.pdf"]
    assert city.report("A1").state == State.DRAFT


def test_files_beyond_what_a_report_takes_are_refused_by_name_and_not_looked_at(
    city: World, writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FILES_AT_ONE", 2)
    page_in_pdf = [sent(f"{number}.pdf", b"<html>") for number in range(3)]
    answer = writer.post(
        address(city), figures(city, families="12") | {"paper": "attach", "file": page_in_pdf}
    )
    page = text(answer)
    assert answer.status_code == 422 and 'value="12"' in page
    assert "1.pdf: The file can run something" in page
    assert "2.pdf: There can be no more than 2 files here." in page


def test_a_request_of_far_too_many_files_is_answered_as_one_that_is_too_large(
    city: World, writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_NUMBER_FILES", 2)
    files = [sent(f"{number}.txt", TEXT) for number in range(3)]
    assert writer.post(address(city), {"file": files}).status_code == 413
    assert Paper.objects.count() == 0


def test_attaching_nothing_asks_for_a_file(city: World, writer: Client) -> None:
    answer = writer.post(address(city), figures(city) | {"paper": "attach"})
    assert answer.status_code == 422 and "Choose a file first." in text(answer)


def test_a_file_that_comes_after_submitting_is_told_to_be_refused(city: World, writer: Client) -> None:
    paper(city)
    submit(city, "A1")  # by somebody else, while the page with the field was open
    answer = writer.post(address(city), figures(city) | {"paper": "attach", "file": sent("late.pdf")})
    page = text(answer)
    assert answer.status_code == 422 and 'type="file"' not in page
    assert "This report has been submitted. Withdraw it to change it." in page
    assert Paper.objects.count() == 1


def test_a_file_that_is_too_large_is_refused_in_words(city: World, writer: Client, monkeypatch) -> None:
    monkeypatch.setattr(settings, "FILE_MIB", 1)
    answer = writer.post(address(city), {"file": sent(data=PDF + b"x" * (1 << 20)), "paper": "attach"})
    assert answer.status_code == 422 and "larger than 1 MB" in text(answer)


def test_a_paper_is_removed_and_put_back_by_its_buttons(city: World, writer: Client) -> None:
    one = paper(city)
    writer.post(address(city), figures(city, families="4") | {"paper": f"take:{one}"})
    page = text(writer.get(address(city)))
    assert "<del>minutes.pdf</del>" in page and f'value="back:{one}"' in page and 'value="4"' in page
    writer.post(address(city), figures(city) | {"paper": f"back:{one}"})
    page = text(writer.get(address(city)))
    assert "<del>" not in page and f'value="take:{one}"' in page


@pytest.mark.parametrize("asked", ["take:", "take:x", f"take:{10**20}", "back:-1", "take:٣", "x:1"])
def test_a_button_that_nobody_made_does_nothing(city: World, writer: Client, asked: str) -> None:
    paper(city)
    assert writer.post(address(city), {"paper": asked}).status_code in (302, 422)
    assert Paper.objects.get().until is None


def test_readers_see_the_papers_without_buttons(city: World, writer: Client) -> None:
    one = paper(city)
    submit(city, "A1")
    reader = client_of(person(Role.OBSERVER, city.units["C"]))
    for client in (reader, writer):
        page = text(client.get(address(city)))
        assert address(city, one) in page
        assert "take:" not in page and 'type="file"' not in page


def test_the_history_has_the_papers_of_each_revision(city: World) -> None:
    one = paper(city)
    accept(city, "A1")
    page = text(client_of(person(Role.OBSERVER, city.units["A1"])).get(f"{address(city)}history/"))
    assert page.count(address(city, one)) == 1
    assert "Attached “minutes.pdf” to Yearly figures" in page


def test_the_page_asks_as_much_for_one_paper_as_for_many(city: World, writer: Client) -> None:
    paper(city)
    writer.get(address(city))
    with asked_anew() as one:
        writer.get(address(city))
    for number in range(4):
        paper(city, "a.txt", b"%d" % number)
    with asked_anew() as many:
        writer.get(address(city))
    assert len(one) == len(many)


# --- handing out ---


@pytest.mark.parametrize(
    ("name", "data", "media", "shown"),
    [
        ("minutes.pdf", PDF, "application/pdf", "attachment"),
        ("scan.png", picture("PNG"), "image/png", "inline"),
        ("list.txt", TEXT, "text/plain; charset=utf-8", "attachment"),
        ("a.docx", docx(), KINDS["docx"].media, "attachment"),
    ],
)
def test_a_paper_is_handed_out_as_what_it_is_and_runs_nothing(
    city: World, writer: Client, name: str, data: bytes, media: str, shown: str
) -> None:
    one = paper(city, name, data)
    answer = writer.get(address(city, one))
    assert (answer.status_code, answer["Content-Type"]) == (200, media)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    if not media.startswith("image/"):
        assert answer.content == data
    assert writer.get(f"{address(city, one)}?show")["Content-Disposition"].startswith(f"{shown};")


def test_a_name_of_any_letters_goes_out_by_rfc_6266(city: World, writer: Client) -> None:
    one = paper(city, 'Biên bản "họp".pdf')
    encoded = "Bi%C3%AAn%20b%E1%BA%A3n%20h%E1%BB%8Dp.pdf"
    assert writer.get(address(city, one))["Content-Disposition"] == (
        f"attachment; filename=\"Bien ban hop.pdf\"; filename*=UTF-8''{encoded}"
    )


def test_only_a_part_is_handed_out_where_a_part_is_asked_for(city: World, writer: Client) -> None:
    one = paper(city, "a.txt", b"0123456789")

    def asked(wish: str) -> tuple[int, bytes, str]:
        answer = writer.get(address(city, one), headers={"Range": wish})
        return answer.status_code, answer.content, answer.get("Content-Range", "")

    assert asked("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert asked("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert asked("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert asked("bytes=8-99") == (206, b"89", "bytes 8-9/10")
    assert asked("bytes=10-")[:1] + asked("bytes=10-")[2:] == (416, "bytes */10")
    for whole in ("bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=0-"):
        assert asked(whole) == (200, b"0123456789", "")
    head = writer.head(address(city, one))
    assert (head.content, head["Content-Length"]) == (b"", "10")


def test_an_address_gives_nothing_without_the_right_to_the_report(city: World, writer: Client) -> None:
    one = paper(city)
    digest = Paper.objects.get().content_id
    assert Client().get(address(city, one)).status_code == 302
    stranger = client_of(person(Role.SECRETARY, city.units["B"]))
    answers = [stranger.get(address(city, number)) for number in (one, one + 1)]
    assert [answer.status_code for answer in answers] == [404, 404]
    differs = rb'(csrfmiddlewaretoken" value=|nonce=|data-live=|X-CSRFToken": )"[^"]*"'  # at each request
    assert len({re.sub(differs, b"", answer.content) for answer in answers}) == 1
    for path in (f"/reports/{city.report_ids['B1']}/papers/{one}/", f"/files/{digest}", f"/papers/{digest}/"):
        assert writer.get(path).status_code == 404
    assert digest not in text(writer.get(address(city)))
    for method in ("post", "put", "delete"):
        assert getattr(writer, method)(address(city, one)).status_code == 405
    asked = stranger.post(address(city), {"paper": f"take:{one}", "file": sent("x.txt", TEXT)})
    assert asked.status_code == 404 and Paper.objects.get().until is None


def test_who_may_read_only_sends_nothing(city: World) -> None:
    one = paper(city)
    observer = client_of(person(Role.OBSERVER, city.units["A1"]))
    for asked in ({"paper": "attach", "file": sent("x.txt", TEXT)}, {"paper": f"take:{one}"}):
        assert observer.post(address(city), asked).status_code == 403
    assert Paper.objects.get().until is None


def test_a_paper_of_a_discarded_correction_is_nowhere(city: World, writer: Client) -> None:
    accept(city, "A1")
    services.start_correction(console(), services.StartCorrection(city.report_ids["A1"], "why"))
    one = paper(city)
    assert writer.get(address(city, one)).status_code == 200
    services.discard_correction(console(), services.DiscardCorrection(city.report_ids["A1"]))
    assert writer.get(address(city, one)).status_code == 404


@pytest.mark.parametrize("how", ["removed", "cut short"])
def test_a_content_that_is_gone_under_the_hand_is_said_calmly(city: World, writer: Client, how: str) -> None:
    one = paper(city, "a.txt", f"gone {how}".encode())
    place = store().place(Paper.objects.get().content_id)  # type: ignore[attr-defined]
    place.unlink() if how == "removed" else place.write_bytes(b"gone")
    answer = writer.get(address(city, one))
    assert answer.status_code == 404 and "missing on the server" in text(answer)
    paper(city, "again.txt", f"gone {how}".encode())  # sent once more, it is whole
    assert writer.get(address(city, one)).content == f"gone {how}".encode()
