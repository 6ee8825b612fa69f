"""Tables: order, search, filters, pages, files, and keeping up with what happens."""

import csv
import io
import re
from datetime import datetime

import openpyxl
import pytest

from bangduan.application import Application
from bangduan.events.types import Satang
from bangduan.testing import passbook
from bangduan.testing.store.bench import new_id
from bangduan.web.pages import directory
from tests.integration.pages.conftest import Browse, Browser

_ROW = re.compile(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>')


def names(page: str) -> list[str]:
    return _ROW.findall(page)


def test_names_stand_in_the_order_of_the_dictionary(treasurer: Browser) -> None:
    for name in ("นายไพศาล", "นางเกศินี", "แก้ว", "ขวัญ", "กานต์"):
        treasurer.open(name)
    expected = ["กานต์", "นางเกศินี", "แก้ว", "ขวัญ", "นายไพศาล"]
    assert names(treasurer.get("/passbooks")) == expected
    assert names(treasurer.get("/passbooks?sort=-name")) == expected[::-1]


def test_every_word_must_occur(treasurer: Browser) -> None:
    for name in ("สมหญิง ใจดี", "สมหญิง ดีงาม", "Somchai 12"):
        treasurer.open(name)
    assert names(treasurer.get("/passbooks?q=สมหญิง+ใจ")) == ["สมหญิง ใจดี"]
    assert names(treasurer.get("/passbooks?q=SOMCHAI+๑๒")) == ["Somchai 12"]
    assert "Nothing fits." in treasurer.get("/passbooks?q=nobody")


def test_filters_narrow_and_what_is_no_value_is_said(treasurer: Browser) -> None:
    treasurer.open("ก", opened_on="30/6/2551")
    treasurer.open("ข", kind="shares")
    assert names(treasurer.get("/passbooks?kind=shares")) == ["ข"]
    assert names(treasurer.get("/passbooks?opened_on=30+มิ.ย.+2551")) == ["ก"]
    page = treasurer.get("/passbooks?opened_on=yesterday")
    assert "Write the day as" in page


def test_a_page_holds_fifty(treasurer: Browser, application: Application) -> None:
    for number in range(120):
        open_one(application, f"{number:03}")
    page = treasurer.get("/passbooks?page=2")
    assert names(page) == [f"{number:03}" for number in range(50, 100)]
    assert "51 to 100 of 120" in page
    assert names(treasurer.get("/passbooks?page=9")) == []


def test_what_happens_is_there_at_the_next_look(
    treasurer: Browser, application: Application
) -> None:
    one, holder = new_id(), new_id()
    open_one(application, "สมหญิง", passbook_id=one, holder_id=holder)
    open_one(application, "สมชาย")
    assert "2,000" not in treasurer.get("/passbooks")
    application.execute(passbook.Deposit(passbook_id=one, amount_satang=Satang(200_000)))
    assert "2,000" in treasurer.get("/passbooks")


def test_the_name_of_the_forgotten_is_gone_at_once(
    treasurer: Browser, application: Application
) -> None:
    holder = new_id()
    open_one(application, "สมหญิง", holder_id=holder)
    assert names(treasurer.get("/passbooks?q=สมหญิง")) == ["สมหญิง"]
    application.execute(passbook.ForgetHolder(holder_id=holder))
    assert names(treasurer.get("/passbooks?q=สมหญิง")) == []
    assert "สมหญิง" not in treasurer.get("/passbooks")


def test_a_key_destroyed_elsewhere_takes_the_name_along(
    treasurer: Browser, application: Application
) -> None:
    holder = new_id()
    open_one(application, "สมหญิง", holder_id=holder)
    treasurer.get("/passbooks")
    mark = application.keyring.database.placeholder
    sql = f"UPDATE personal_keys SET key = NULL WHERE subject = {mark}"
    application.keyring.database.write([(sql, (holder,))])
    assert "สมหญิง" not in treasurer.get("/passbooks")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t"])
def test_a_spreadsheet_runs_no_formula(
    treasurer: Browser, application: Application, begins: str
) -> None:
    open_one(application, f"{begins}1+1")
    answer = treasurer.client.get("/passbook/passbooks?format=csv&lang=en")
    assert answer.data.startswith("\ufeff".encode())
    (_, row) = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert row[0] == f"'{begins}1+1"


def test_a_workbook_has_real_days_and_numbers(treasurer: Browser) -> None:
    one = treasurer.open("=1+1", opened_on="30/6/2551")
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="2,150.50")
    treasurer.open("ข", kind="shares")
    answer = treasurer.client.get(
        "/passbook/passbooks?format=xlsx&lang=en&kind=savings", buffered=True
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
    headings, *rows = sheet.iter_rows(values_only=True)
    assert len(headings) == 4
    assert rows == [("'=1+1", "Savings", datetime(2008, 6, 30), 2150.5)]  # noqa: DTZ001


def test_who_may_not_look_sees_neither_page_nor_menu(browse: Browse, treasurer: Browser) -> None:
    nobody = browse()
    assert "/passbook/passbooks" in treasurer.get("/")
    assert 'href="/passbook/passbooks"' not in nobody.get("/")
    nobody.get("/passbooks", 403)
    nobody.get("/options/passbooks", 403)
    assert nobody.get("/fragments/home").strip() == ""


def test_fragments_show_cards_and_what_is_found(treasurer: Browser) -> None:
    one = treasurer.open("ขวัญ", kind="shares")
    assert f"/passbook/passbooks/{one}" in treasurer.get("/fragments/home")
    assert f"/passbook/passbooks/{one}" in treasurer.get("/fragments/search?q=ขวัญ")
    assert treasurer.get("/fragments/search?q=nobody").strip() == ""


def open_one(application: Application, name: str, **given: str) -> None:
    ids = {"passbook_id": new_id(), "holder_id": new_id(), **given}
    application.execute(passbook.OpenPassbook(name=name, **ids))  # type: ignore[arg-type]


def test_a_long_list_is_paged_by_the_database(
    treasurer: Browser, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "MOST", 60)
    for number in range(70):
        open_one(application, f"{number:03}")
    page = treasurer.get("/passbooks")
    assert len(names(page)) == 50
    assert "sort=" not in page
    (following,) = re.findall(r'rel="next" href="/passbook([^"]+)"', page)
    rest = treasurer.get(following)
    assert sorted(names(page) + names(rest)) == [f"{number:03}" for number in range(70)]
    assert 'rel="next"' not in rest
    answer = treasurer.client.get("/passbook/passbooks?format=csv")
    assert len(answer.get_data(as_text=True).splitlines()) == 71


@pytest.mark.parametrize("application", ["postgresql"], indirect=True)
def test_another_database_keeps_up_as_well(treasurer: Browser, application: Application) -> None:
    holder = new_id()
    one = treasurer.open("สมหญิง", holder_id=holder)
    assert names(treasurer.get("/passbooks")) == ["สมหญิง"]
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="2000")
    assert "2,000" in treasurer.get("/passbooks")
    assert "not recorded" in treasurer.get(f"/passbooks/{one}?version=1")
    application.execute(passbook.ForgetHolder(holder_id=holder))
    assert "สมหญิง" not in treasurer.get("/passbooks")
