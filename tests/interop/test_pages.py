"""The pages where tables come in, with their preview, and go out."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django import app
from tests.apps.reporting.figurerows import load
from tests.support.organisation import client_of, console, person

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, FormPeriod
from mandate.apps.reporting.services import SaveRule
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.interop import jobs
from mandate.interop.models import Upload
from mandate.interop.spreadsheets import uploads
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.journal.models import Entry
from mandate.platform.tables.reading import read_table

UNITS = "code,parent,kind,name\nD,C,ward,Phường D\n"


def sent(client, kind: str, content: str, **more: str):
    file = SimpleUploadedFile("table.csv", content.encode())
    return client.post(f"/exchange/{kind}/", {"file": file, **more})


def test_a_table_is_shown_first_and_read_in_when_confirmed(administrator):
    shown = sent(administrator, "units", UNITS)
    assert shown.status_code == 200
    assert "1 new, 0 moved, 0 renamed, 0 unchanged" in shown.content.decode()
    assert not Unit.objects.filter(code="D").exists()
    upload = Upload.objects.get()
    assert (upload.name, bytes(upload.data)) == ("table.csv", UNITS.encode())
    done = administrator.post(f"/exchange/units/{upload.pk}/", follow=True)
    assert done.status_code == 200
    assert Unit.objects.filter(code="D").count() == 1
    assert not Upload.objects.exists()
    again = administrator.post(f"/exchange/units/{upload.pk}/", follow=True)
    assert "This table is no longer here; send it again." in again.content.decode()
    assert Unit.objects.filter(code="D").count() == 1


def test_the_preview_shows_every_problem_by_its_row_and_keeps_what_was_pasted(administrator):
    pasted = "code,parent,kind,name\nD,NOWHERE,ward,D\nE,C,ward,\nF,C,,F\n"
    shown = administrator.post("/exchange/units/", {"pasted": pasted, "as_of": "2024-01-01"})
    assert shown.status_code == 422
    page = shown.content.decode()
    assert "3 problems; nothing was read in" in page
    for sentence in ("There is no unit NOWHERE", "The name is empty.", "The kind is empty."):
        assert sentence in page
    assert "D,NOWHERE,ward,D" in page
    assert 'value="2024-01-01"' in page
    assert not Upload.objects.exists()


def test_of_ten_thousand_problems_of_one_kind_a_few_are_shown_and_the_others_unfold(administrator):
    rows = "".join(f"X{number},NOWHERE{number},ward,X\n" for number in range(10_000))
    page = sent(administrator, "units", f"code,parent,kind,name\n{rows}").content.decode()
    assert "10000 problems" in page or "10,000 problems" in page
    begun, _details, folded = page.partition("<details>")
    assert begun.count("There is no unit NOWHERE") == 3
    assert "9997 more like this" in folded and "(rows 5–10001)" in folded
    assert folded.count("There is no unit NOWHERE") == 9997
    assert "are shown" not in page


@pytest.mark.parametrize(
    ("data", "said"), [({"pasted": ""}, "Choose a file, or paste rows."), ({"pasted": "  "}, "Choose")]
)
def test_nothing_sent_is_said(administrator, data, said):
    shown = administrator.post("/exchange/units/", data)
    assert shown.status_code == 422
    assert said in shown.content.decode()


def test_somebody_elses_table_and_an_old_one_are_not_there(administrator, city):
    sent(administrator, "units", UNITS)
    upload = Upload.objects.get()
    other = client_of(person(Role.ADMINISTRATOR, None, "other@example.org"))
    gone = "This table is no longer here; send it again."
    assert gone in other.post(f"/exchange/units/{upload.pk}/", follow=True).content.decode()
    wrong_kind = administrator.post(f"/exchange/figures/{upload.pk}/", follow=True)
    assert gone in wrong_kind.content.decode()
    Upload.objects.update(sent_at=upload.sent_at - timedelta(days=1, minutes=1))
    assert gone in administrator.post(f"/exchange/units/{upload.pk}/", follow=True).content.decode()
    assert not Unit.objects.filter(code="D").exists()


def test_a_table_that_nobody_came_back_for_goes_without_another_one_being_sent(administrator, city):
    sent(administrator, "units", UNITS)
    sent(administrator, "figures", "unit,indicator,period,value\nA1,families,2023,5\n")
    jobs.sweep_uploads(0)
    assert Upload.objects.count() == 2
    old = Upload.objects.filter(kind="units")
    old.update(sent_at=old.get().sent_at - uploads.KEPT - timedelta(minutes=1))
    jobs.sweep_uploads(0)
    assert [upload.kind for upload in Upload.objects.all()] == ["figures"]
    assert "tables.sweep" in {one.task.name for one in app.periodic_registry.periodic_tasks.values()}


def test_what_changed_since_the_preview_is_said_and_nothing_is_read_in(administrator, city):
    sent(administrator, "figures", "unit,indicator,period,value\nA1,families,2023,5\n")
    city.save(city.report("A1"), families=7)  # somebody begins to write the report
    refused = administrator.post(f"/exchange/figures/{Upload.objects.get().pk}/")
    assert refused.status_code == 422
    assert city.figures(city.report("A1").revisions.get()) == {"families": 7}


def test_without_the_right_a_table_cannot_be_sent_or_confirmed(administrator, observer, city):
    sent(administrator, "units", UNITS)
    upload = Upload.objects.get()
    for kind in ("units", "people", "indicators", "targets", "figures"):
        assert observer.get(f"/exchange/{kind}/").status_code == 403
        assert sent(observer, kind, UNITS).status_code == 403
        assert observer.post(f"/exchange/{kind}/{upload.pk}/").status_code == 403
    assert observer.get("/exchange/").status_code == 200
    assert observer.get("/exchange/pebbles/").status_code == 404


def test_a_guest_is_sent_to_sign_in(client, db):
    for address in ("/exchange/", "/exchange/units/", "/exchange/units.csv"):
        assert client.get(address).headers["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind", "unchanged"),
    [
        ("units", "0 new, 0 moved, 0 renamed, 8 unchanged"),
        ("indicators", "0 new, 0 changed, 5 unchanged"),
        ("targets", "0 new, 0 changed, 2 unchanged"),
        ("figures", "0 new or changed, 3 unchanged"),
    ],
)
def test_what_goes_out_comes_in_again_unchanged(administrator, city, kind, unchanged, suffix):
    Unit.objects.filter(code="B").update(names={"en": "=cmd()"})
    for sending, table in {
        "targets": "unit,indicator,period,goal,direction,document\nC,families,2023,5,at_least,Plan\n"
        "A,area,2023,12.50,at_most,\n",
        "figures": "unit,indicator,period,value\nA1,families,2023,268\nA1,area,2023,1.50\n"
        "A1,clean,2023,n/a\n",
    }.items():
        assert sent(administrator, sending, table).status_code == 200
        administrator.post(f"/exchange/{sending}/{Upload.objects.get().pk}/")
    out = administrator.get(f"/exchange/{kind}.{suffix}?period=2023")
    assert out.status_code == 200
    assert suffix in out.headers["Content-Disposition"]
    file = SimpleUploadedFile(f"table.{suffix}", out.content)
    shown = administrator.post(f"/exchange/{kind}/", {"file": file})
    assert unchanged in shown.content.decode(), shown.content.decode()


def test_neither_a_file_nor_pasted_rows_are_optional_beside_each_other(administrator, city):
    page = administrator.get("/exchange/figures/").content.decode()
    marked = re.findall(r'<label for="id_(\w+)">[^<]*<span class="optional">', page)
    assert "pasted" in page and not {"file", "pasted"} & set(marked)
    refused = administrator.post("/exchange/figures/", {"pasted": ""})
    assert refused.status_code == 422 and "Choose a file, or paste rows." in refused.content.decode()


def test_what_the_importer_may_choose_is_offered_on_the_preview(administrator, city):
    table = "unit,indicator,period,value\nA1,families,2023,5\nA2,cultural,2062,7\n"
    shown = sent(administrator, "figures", table)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "2 things to look at" in page and ">To look at</th>" in page and "What is wrong" not in page
    assert "2062 is far ahead. Is that right?" in page
    assert "The report of A2 for 2062 is not whole: families is required." in page
    assert "1 report is not whole" in page
    assert "7 more reports will be expected" in page
    assert {"partial", "accept_warnings"} == set(re.findall(r'type="checkbox"\s+id="(\w+)"', page))
    address = f"/exchange/figures/{Upload.objects.get().pk}/"
    refused = administrator.post(address, {"partial": "on"})
    assert refused.status_code == 422
    assert "Choose first what to do about the problems." in refused.content.decode()
    assert city.report("A1").state == "expected"
    done = administrator.post(address, {"partial": "on", "accept_warnings": "on"}, follow=True)
    assert "1 report is not whole" in done.content.decode()
    assert city.report("A1").state == "accepted"


def test_an_administrator_who_may_not_decide_is_told_by_row(city):
    client = client_of(person(Role.ADMINISTRATOR, None, "only@example.org"))
    shown = sent(client, "figures", "unit,indicator,period,value\nA1,families,2023,5\n")
    assert shown.status_code == 422
    assert "and you cannot decide on it." in shown.content.decode()


@pytest.mark.parametrize("language", ["en", "vi", "de"])
@pytest.mark.parametrize("kind", ["units", "indicators"])
def test_an_untouched_export_changes_nothing_in_any_language_after_any_history(
    administrator, city, kind, language
):
    Unit.objects.filter(code="A").update(names={"en": "Ward A", "vi": "Phường A"})
    UnitKind.objects.filter(code="ward").update(names={"en": "Quarter"}, plurals={"en": "Quarters"})
    Indicator.objects.filter(code="area").update(
        allow_negative=True, names={"en": "Area", "vi": "Diện tích"}, measures={"en": "hectares"}
    )
    for table in (
        "code,parent,kind,name,from,until\nA1,B,street,Phố 1,2023-01-01,\nB3,B,street,Phố 3,,2023-06-01\n",
        "code,parent,kind,name,from,until\nA1,A,street,Phố 1,2023-09-01,\nN,C,ward,New,2050-01-01,\n",
    ):
        assert sent(administrator, "units", table).status_code == 200
        administrator.post(f"/exchange/units/{Upload.objects.get().pk}/")
    User.objects.update(language=language)
    out = administrator.get(f"/exchange/{kind}.csv").content
    models = (Unit, UnitKind, Placement, Indicator)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    shown = administrator.post(f"/exchange/{kind}/", {"file": SimpleUploadedFile("t.csv", out)})
    assert shown.status_code == 200, shown.content.decode()
    administrator.post(f"/exchange/{kind}/{Upload.objects.get().pk}/")
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert b"B3,B,street" in out if kind == "units" else b"Di\xe1\xbb\x87n t\xc3\xadch" in out


def test_what_kinds_are_called_goes_out_and_comes_in_again(administrator, city):
    out = administrator.get("/exchange/units.csv").content.decode()
    assert "kind_name" not in out  # they are called what their codes mean
    kind = UnitKind.objects.filter(code="ward")
    called = {"names": {"en": "Quarter", "vi": "Khu phố"}, "plurals": {"en": "Quarters", "vi": "Các khu phố"}}
    before = kind.values("names", "plurals").get()
    kind.update(**called)
    out = administrator.get("/exchange/units.csv").content
    kind.update(**before)
    administrator.post("/exchange/units/", {"file": SimpleUploadedFile("t.csv", out)})
    administrator.post(f"/exchange/units/{Upload.objects.get().pk}/")
    found = kind.values("names", "plurals").get()
    assert found == {name: {**before[name], **called[name]} for name in called}
    assert Entry.objects.filter(code="units.kind_renamed").count() == 1


def test_a_cause_stands_once_and_hides_no_other(administrator, city):
    rows = [f"N{n},NOWHERE,ward,N" for n in range(300)] + [f"bad/{n},C,ward,B" for n in range(300)]
    shown = sent(administrator, "units", "\n".join(["code,parent,kind,name", *rows, "V,C,ward,", ""]))
    page = shown.content.decode()
    assert "302 problems; nothing was read in" in page
    assert "2–301" in page and "The name is empty." in page
    assert "bad-0 can be one, and is free." in page


def test_what_is_only_found_later_is_told_at_once_of_the_rows_that_can_be_read(administrator, city):
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "Too many."}))
    rows = [
        "unit;indicator;period;value",
        "A1;families;2023;80%",
        "A2;families;2023;10",
        "A2;cultural;2023;20",
        "NOWHERE;families;2023;1",
        "B1;cultural;2023;5",
        "B1;area;2023;12,345678",
    ]
    page = sent(administrator, "figures", "\n".join([*rows, ""])).content.decode()
    assert "4 problems; nothing was read in" in page
    for text in ("not counted in percent", "Too many.", "There is no unit NOWHERE", "too many decimals"):
        assert text in page
    assert "is not whole" not in page
    assert "There may be more to mend" in page
    assert not FormPeriod.objects.exclude(pk=city.opened.pk).exists()
    mended = ["unit,indicator,period,value", "A2,families,2023,10", "A2,cultural,2023,20", ""]
    page = sent(administrator, "figures", "\n".join(mended)).content.decode()
    assert "Too many." in page and "There may be more to mend" not in page


def test_the_preview_says_which_accepted_figures_it_replaces_and_so_does_the_answer(administrator, city):
    load("A1,families,2023,44")
    table = "unit,indicator,period,value\nA1,families,2023,45\n"
    said = "Accepted figures that it replaces: 1 (A1, families, 2023: 44 → 45). "
    said += "Accepted reports that it corrects: 1 (A1)."
    page = sent(administrator, "figures", table).content.decode()
    assert said in page and "Nothing is written yet." in page
    done = administrator.post(f"/exchange/figures/{Upload.objects.get().pk}/", follow=True)
    assert said in done.content.decode()
    assert Figure.objects.get(counted=True).value == 45


def test_rows_and_their_count_are_told_and_few_of_a_kind_are_not_folded(administrator, city):
    rows = [f"N{n},NOWHERE,ward,N" for n in range(40)] + [f"M{n},X{n},ward,M" for n in range(4)]
    page = sent(administrator, "units", "\n".join(["code,parent,kind,name", *rows, ""])).content.decode()
    assert "2–41" in page and "40 rows" in page
    assert "5 problems" in page and "<details>" in page
    four = sent(administrator, "units", "\n".join(["code,parent,kind,name", *rows[40:], ""]))
    assert "<details><summary>" not in re.sub(r"\s", "", four.content.decode().partition("problems")[2])


def test_an_indicator_may_be_below_zero_by_a_table(administrator, city):
    table = "code,name,allow_negative\nbalance,Balance,yes\narea,Area,\n"
    assert sent(administrator, "indicators", table).status_code == 200
    administrator.post(f"/exchange/indicators/{Upload.objects.get().pk}/")
    assert Indicator.objects.get(code="balance").allow_negative
    assert Indicator.objects.get(code="area").decimals == city.indicators["area"].decimals


def test_a_table_from_a_country_with_commas_is_read_and_never_guessed(administrator, city):
    one = "unit;indicator;period;value\nA1;families;2023;5\nA1;area;2023;12,5\n"
    assert "2 new or changed" in sent(administrator, "figures", one).content.decode()
    Indicator.objects.filter(code="area").update(decimals=3)
    two = sent(administrator, "figures", "unit;indicator;period;value\nA1;area;2023;1.234\n")
    assert "can mean two numbers" in two.content.decode()


def test_a_percentage_is_read_where_percent_is_counted(administrator, city):
    table = "unit,indicator,period,value\nA1,families,2023,5\nA1,area,2023,80%\n"
    assert "not counted in percent" in sent(administrator, "figures", table).content.decode()
    Indicator.objects.filter(code="area").update(measures={"en": "% of houses"})
    assert sent(administrator, "figures", table).status_code == 200
    administrator.post(f"/exchange/figures/{Upload.objects.get().pk}/")
    assert Figure.objects.get(indicator__code="area").value == 80


def test_a_code_that_only_looks_another_one_is_found(administrator, city):
    table = "unit,indicator,period,value\na1\u200b,FAMILIES,2023,80\n"
    assert "1 new or changed" in sent(administrator, "figures", table).content.decode()


def test_old_data_with_control_characters_comes_out(administrator, city):
    Unit.objects.filter(code="A").update(names={"en": "Ward\x0bA_x000D_"})
    Indicator.objects.filter(code="area").update(names={"en": "Area\x0b"})
    for kind in ("units", "indicators"):
        out = administrator.get(f"/exchange/{kind}.xlsx")
        assert out.status_code == 200
    rows = read_table(administrator.get("/exchange/units.xlsx").content, ("code", "name")).rows
    assert next(row["name"] for row in rows if row["code"] == "A") == "Ward A_x000D_"
    assert administrator.get(f"/exchange/template/{city.opened.pk}/C/file/").status_code == 200


def test_a_download_has_a_name_in_any_alphabet(administrator, city):
    Unit.objects.filter(code="A").update(code="Т-1")
    header = administrator.get(f"/exchange/template/{city.opened.pk}/Т-1/file/").headers[
        "Content-Disposition"
    ]
    assert header == (
        "attachment; filename=\"yearly-2023-_-1.xlsx\"; filename*=UTF-8''yearly-2023-%D0%A2-1.xlsx"
    )


@pytest.mark.parametrize("kind", ["figures", "periods", "targets"])
def test_an_export_without_rows_is_read_in_and_changes_nothing(administrator, kind):
    made = administrator.get(reverse("exchange:download", args=[kind, "csv"])).content.decode()
    assert len(made.splitlines()) == 1
    before = Entry.objects.count()
    shown = sent(administrator, kind, made)
    assert shown.status_code == 200
    assert "The file has a heading but no rows." in shown.content.decode()
    done = administrator.post(reverse("exchange:confirm", args=[kind, Upload.objects.get().pk]))
    assert done.status_code == 302
    assert not Upload.objects.exists()
    assert Entry.objects.count() == before


def test_figures_go_out_of_all_periods_or_of_the_one_that_is_named(administrator):
    load("A1,families,2022,3", "A1,families,2023,4")
    address = reverse("exchange:download", args=["figures", "csv"])
    for of, periods in {"": ["2022", "2023"], "2022": ["2022"]}.items():
        answer = administrator.get(address, {"of": of})
        rows = read_table(answer.content, ["unit", "indicator", "period", "value"]).rows
        assert [row.cells["period"] for row in rows] == periods
        assert f"figures-{of or 'all'}.csv" in answer["Content-Disposition"]
    assert administrator.get(address, {"of": "sometime"})["Location"] == reverse("exchange:index")
    assert 'name="of"' in administrator.get(reverse("exchange:index")).content.decode()


def test_figures_are_offered_for_import_only_to_whoever_decides_on_some(city):
    user = person(Role.ADMINISTRATOR, None, "only@example.org")
    address = reverse("exchange:table", args=["figures"])
    assert f'href="{address}"' not in client_of(user).get(reverse("exchange:index")).content.decode()
    Grant.objects.create(user=user, role=Role.REVIEWER.value, unit=city.units["A"])
    assert f'href="{address}"' in client_of(user).get(reverse("exchange:index")).content.decode()
