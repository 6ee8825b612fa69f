"""Forms: everything that can be typed, sent once, refused in words."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.testing.store.bench import new_id
from tests.integration.pages.conftest import Browser

_FIELDS = (
    "_add",
    "_key",
    "_version",
    "amount_satang",
    "holder_id",
    "kind",
    "name",
    "note",
    "opened_on",
    "passbook_id",
    "phone",
    "slips",
    "slips._n",
    "to_passbook_id",
    "to_passbook_id._typed",
)


def count(application: Application) -> int:
    return int(application.database.rows("SELECT count(*) FROM events")[0][0])


def text(answer: object) -> str:
    return unescape(answer.get_data(as_text=True))  # type: ignore[attr-defined]


def test_what_is_typed_is_recorded(treasurer: Browser, application: Application) -> None:
    one = treasurer.open("สมหญิง", phone="0812345678", kind="shares", opened_on="๓๐/๖/๒๕๕๑")
    answer = treasurer.do(
        f"/passbooks/{one}/do/deposit", amount_satang="2,150.50", note="a\r\nb", slips="ก\r\n\r\nข"
    )
    assert answer.headers["Location"].endswith("?saved=deposit")
    opened, deposited = (event for _, _, event in application.log.events(f"passbook-{one}"))
    assert (opened.name, opened.kind, str(opened.opened_on)) == ("สมหญิง", "shares", "2008-06-30")
    assert (deposited.amount_satang, deposited.note, deposited.slips) == (
        215_050,
        "a\nb",
        ("ก", "ข"),
    )
    assert "Saved." in treasurer.get(f"/passbooks/{one}?saved=deposit")


def test_sent_twice_it_is_done_once(treasurer: Browser, application: Application) -> None:
    fields = {**treasurer.hidden("/passbooks/new"), "holder_id": new_id(), "name": "สมหญิง"}
    first, second = (treasurer.post("/passbooks/new", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(application) == 1
    changed = treasurer.post("/passbooks/new", **{**fields, "name": "สมชาย"})
    assert changed.status_code == 409
    assert "sent already" in text(changed)


@pytest.mark.parametrize("form_token", ["", "another"])
def test_a_form_of_another_site_is_refused(
    treasurer: Browser, application: Application, form_token: str
) -> None:
    answer = treasurer.post(
        "/passbooks/new", form_token=form_token, holder_id=new_id(), name="สมหญิง"
    )
    assert answer.status_code == 403
    assert count(application) == 0


def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(treasurer: Browser) -> None:
    answer = treasurer.do("/passbooks/new", name="สมหญิง", holder_id="", opened_on="32/1/2551")
    page = text(answer)
    assert answer.status_code == 422
    assert 'id="f-holder_id-error">This must be filled in.' in page
    assert 'id="f-opened_on-error">Write the day as' in page
    assert 'value="สมหญิง"' in page
    assert 'value="32/1/2551"' in page


def test_a_rule_speaks_at_its_field_in_the_language_of_the_page(treasurer: Browser) -> None:
    one = treasurer.open("สมหญิง")
    answer = treasurer.do(f"/passbooks/{one}/do/withdraw", amount_satang="5")
    assert answer.status_code == 409
    assert 'id="f-amount_satang-error">Only 0 satang are left.' in text(answer)
    thai = treasurer.client.post(
        f"/passbook/passbooks/{one}/do/withdraw?lang=th",
        data={"form_token": treasurer.form_token, "amount_satang": "5"},
    )
    assert "เหลือเงินเพียง 0 สตางค์" in text(thai)


def test_somebody_changed_it_meanwhile(treasurer: Browser, application: Application) -> None:
    one = treasurer.open("สมหญิง")
    path = f"/passbooks/{one}/do/deposit"
    form = treasurer.hidden(path)
    treasurer.do(path, amount_satang="10")
    late = treasurer.post(path, **form, amount_satang="7")
    page = text(late)
    assert late.status_code == 412
    assert "Somebody changed this meanwhile." in page
    assert 'value="7"' in page
    again = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert treasurer.post(path, **again, amount_satang="7").status_code == 303
    assert count(application) == 3


def test_the_account_stands_as_actor(treasurer: Browser, application: Application) -> None:
    one = treasurer.open("สมหญิง")
    (row,) = application.log.read_stream(f"passbook-{one}")
    assert '"actor":"' in row.meta


def test_a_name_is_found_without_scripts(treasurer: Browser, application: Application) -> None:
    one, other = treasurer.open("สมหญิง"), treasurer.open("สมชาย ใจดี")
    path = f"/passbooks/{one}/do/transfer"
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="10")
    answer = treasurer.do(path, amount_satang="4", **{"to_passbook_id._typed": "สมชาย"})
    assert answer.status_code == 303
    assert len(application.log.read_stream(f"passbook-{other}")) == 2
    unknown = treasurer.do(path, amount_satang="4", **{"to_passbook_id._typed": "nobody"})
    assert "Nothing is called so." in text(unknown)
    treasurer.open("สมชาย ดีงาม")
    several = treasurer.do(path, amount_satang="4", **{"to_passbook_id._typed": "สมชาย"})
    assert several.status_code == 422
    assert "Several are called so." in text(several)
    options = re.findall(r"<option value=\"[0-9a-f-]{36}\"[^>]*>([^<]*)", text(several))
    assert options == ["สมชาย ใจดี", "สมชาย ดีงาม"]


def test_the_address_fills_the_form(treasurer: Browser) -> None:
    one, other = treasurer.open("สมหญิง"), treasurer.open("สมชาย")
    page = treasurer.get(f"/passbooks/{one}/do/transfer?to_passbook_id={other}&amount_satang=3")
    assert f'<option value="{other}" selected>สมชาย' in page
    assert 'value="3"' in page


def test_what_is_named_must_exist(treasurer: Browser) -> None:
    one = treasurer.open("สมหญิง")
    treasurer.do(f"/passbooks/{one}/do/deposit", amount_satang="10")
    answer = treasurer.do(
        f"/passbooks/{one}/do/transfer", amount_satang="1", to_passbook_id=new_id()
    )
    assert answer.status_code == 409
    assert "There is no passbook" in text(answer)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(_FIELDS), st.text(max_size=30) | st.just("1"), max_size=8),
    st.sampled_from(("new", "deposit", "transfer")),
)
def test_nothing_sent_breaks_a_form(treasurer: Browser, fields: dict[str, str], what: str) -> None:
    path = "/passbooks/new"
    if what != "new":
        rows = treasurer.application.database.rows("SELECT passbook_id FROM passbooks LIMIT 1")
        one = rows[0][0] if rows else treasurer.open("สมหญิง")
        path = f"/passbooks/{one}/do/{what}"
    answer = treasurer.post(path, **fields)
    assert answer.status_code in {200, 303, 409, 412, 422}, answer.get_data(as_text=True)
    query = "&".join(f"{name}=1" for name in fields)
    assert treasurer.client.get(f"/passbook{path}?{query}").status_code == 200
