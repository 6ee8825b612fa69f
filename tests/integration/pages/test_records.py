"""Records: facts, what one may do, history, how it stood."""

from bangduan.application import Application
from bangduan.testing import passbook
from bangduan.testing.store.bench import new_id
from bangduan.unit_of_work import Context
from tests.integration.pages.conftest import Browse, Browser


def test_history_tells_who_did_what_and_what_changed(treasurer: Browser) -> None:
    one = treasurer.open("สมหญิง")
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="1")
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="2,150.50", note="a\nb")
    page = treasurer.get(f"/passbooks/{one}")
    assert page.count('<span class="who">treasurer</span>') == 3
    assert "Money deposited" in page
    assert "<del>1</del>" not in page, "one deposit does not change another"
    assert "<ins>2,150.50</ins>" in page
    assert page.index("version=3") < page.index("version=1")


def test_history_tells_many_things_one_below_the_other(treasurer: Browser) -> None:
    one = treasurer.open("สมหญิง")
    path = f"/passbooks/{one}/do/deposit"
    treasurer.do(path, amount_satang="1", slips="a\nb")
    assert "<ul><li>a</li><li>b</li></ul>" in treasurer.get(f"/passbooks/{one}")
    treasurer.do(path, amount_satang="1", slips="\n".join("cdefghi"))
    page = treasurer.get(f"/passbooks/{one}")
    assert "<li>f</li></ul><details><summary>3 more</summary><ul><li>g</li>" in page


def test_a_policy_is_told_by_its_service(treasurer: Browser, application: Application) -> None:
    one = treasurer.open("สมหญิง")
    application.execute(
        passbook.Deposit(passbook_id=one, amount_satang=100),  # type: ignore[arg-type]
        context=Context(actor="policy:passbook"),
    )
    assert '<span class="who">Passbooks</span>' in treasurer.get(f"/passbooks/{one}")


def test_history_of_the_forgotten_reads_so(treasurer: Browser, application: Application) -> None:
    holder = new_id()
    one = treasurer.open("สมหญิง", holder_id=holder, phone="0812345678")
    assert "0812345678" in treasurer.get(f"/passbooks/{one}")
    application.execute(passbook.ForgetHolder(holder_id=holder))
    for page in (treasurer.get(f"/passbooks/{one}"), treasurer.get(f"/passbooks/{one}?version=1")):
        assert "สมหญิง" not in page
        assert "0812345678" not in page
        assert "forgotten" in page


def test_how_it_stood_after_a_change(treasurer: Browser) -> None:
    one, other = treasurer.open("สมหญิง"), treasurer.open("สมชาย")
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="1000")
    treasurer.do(f"/passbooks/{one}/do/withdraw", amount_satang="300")
    assert "<dd>700</dd>" in treasurer.get(f"/passbooks/{one}")
    page = treasurer.get(f"/passbooks/{one}?version=2")
    assert "<dd>1,000</dd>" in page
    assert "This is how it stood after change 2." in page
    assert "/do/withdraw" not in page
    treasurer.get(f"/passbooks/{one}?version=9", 404)
    treasurer.get(f"/passbooks/{one}?version=x", 404)
    treasurer.get(f"/passbooks/{new_id()}?version=1", 404)
    assert "<dd>700</dd>" not in treasurer.get(f"/passbooks/{other}?version=1")


def test_how_it_stood_on_a_day(treasurer: Browser) -> None:
    one = treasurer.open("สมหญิง")
    assert "This is how it stood" in treasurer.get(f"/passbooks/{one}?as_of=31/12/2690")
    early = treasurer.get(f"/passbooks/{one}?as_of=30/6/2551", 404)
    assert "It was not recorded yet on 30 Jun 2551 BE." in early
    assert f'<a href="/passbook/passbooks/{one}">See it as it is now</a>' in early
    treasurer.get(f"/passbooks/{one}?as_of=someday", 400)


def test_looking_back_changes_nothing(treasurer: Browser, application: Application) -> None:
    one = treasurer.open("สมหญิง")
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="10")
    before = application.database.rows("SELECT * FROM passbooks")
    treasurer.get(f"/passbooks/{one}?version=1")
    assert application.database.rows("SELECT * FROM passbooks") == before


def test_what_one_may_not_do_is_neither_shown_nor_done(
    treasurer: Browser, chair: Browser, browse: Browse
) -> None:
    one = treasurer.open("สมหญิง")
    page = chair.get(f"/passbooks/{one}")
    assert "/do/deposit" not in page
    assert "/passbooks/new" not in chair.get("/passbooks")
    chair.get(f"/passbooks/{one}/do/deposit", 403)
    assert chair.post(f"/passbooks/{one}/do/deposit", amount_satang="1").status_code == 403
    browse().get(f"/passbooks/{one}", 403)


def test_there_is_nothing_under_another_id(treasurer: Browser) -> None:
    treasurer.get(f"/passbooks/{new_id()}", 404)
    treasurer.get("/passbooks/x", 404)
    treasurer.get("/passbooks/x/do/deposit", 404)
