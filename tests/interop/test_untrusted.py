"""Whoever may not read a table in starts no reader, and what a reader refuses is one clear sentence."""

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.workbooks import rows, workbook

from mandate.platform.access.decide import Forbidden
from mandate.platform.parts import tables
from mandate.platform.tables.importing import import_table

HEADING = rows(["code", "name"], ["a", "b"]).removesuffix("</sheetData>")


def test_nobody_without_the_right_starts_a_reader(city, observer, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")  # a reader would be a problem of the file
    for kind in tables():
        with pytest.raises(Forbidden):
            import_table(city.reporter, kind, b"code,name\na,b\n")
    file = SimpleUploadedFile("t.xlsx", workbook(HEADING + "</sheetData>"))
    assert observer.post(f"/exchange/template/{city.opened.pk}/C/", {"file": file}).status_code == 403


def test_a_bomb_gets_one_clear_sentence_and_the_site_goes_on(administrator):
    bomb = workbook(HEADING + "<row>" + "<c><v>1</v></c>" * 16_000 + "</row></sheetData>")
    shown = administrator.post("/exchange/units/", {"file": SimpleUploadedFile("b.xlsx", bomb)})
    assert shown.status_code == 422
    assert administrator.get("/exchange/units/").status_code == 200
