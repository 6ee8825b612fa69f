"""The funds of the story over HTTP, and what its lists may be asked."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.domain import derived_id

ROOT = "/funds/api/v1"
ORGANISATION = derived_id("api", "organisation")
POWER_FUND = derived_id("api", "power-plant fund")
PROJECTS = (
    ("แก้ไขปัญหายาเสพติด", "drugs"),
    ("อบรมมัคคุเทศก์น้อย", "youth"),
    ("จัดตั้งเสียงตามสาย", "public-relations"),
    ("ผู้สูงอายุแสวงบุญไหว้พระ 9 วัด", "elders"),
    ("ซื้อคอมพิวเตอร์", "public-service"),
    ("เครื่องถ่ายเอกสารบริการประชาชนราคาถูก", "public-service"),
)


def post(client: FlaskClient, path: str, status: int = 200, /, **body: Any) -> Any:
    answer = client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def made(client: FlaskClient, path: str, **body: Any) -> str:
    id: str = post(client, path, 201, **body)["id"]
    return id


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def fund(client: FlaskClient, name: str = "กองทุน", kind: str = "village-fund") -> str:
    return made(client, "/funds", organisation_id=ORGANISATION, kind=kind, name=name)


def two_sides(amount: int, debit: str = "cash", credit: str = "contributions") -> list[Any]:
    return [
        {"account": debit, "side": "debit", "amount_satang": amount},
        {"account": credit, "side": "credit", "amount_satang": amount},
    ]


def test_the_grant_of_the_story_is_asked_approved_and_one_project_completed(
    client: FlaskClient,
) -> None:
    projects = [made(client, "/projects", title=title, theme=theme) for title, theme in PROJECTS]
    grant = made(
        client,
        "/grants",
        title="เสนอกองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า",
        grantor_organisation_id=POWER_FUND,
        project_ids=projects,
    )
    post(client, f"/grants/{grant}/submission", requested_satang=27_000_000)
    post(client, f"/grants/{grant}/approval")
    post(client, f"/grants/{grant}/receipts")
    post(client, f"/grants/{grant}/completion", projects_completed=1)
    shown = get(client, f"/grants/{grant}")
    assert shown["stage"] == "completed"
    assert shown["requested_satang"] == 27_000_000
    assert shown["approved_satang"] is None
    assert shown["received_satang"] is None
    assert shown["projects_completed"] == 1
    assert shown["project_ids"] == projects
    assert get(client, f"/entries?grant_id={grant}")["items"] == []
    for project in projects:
        assert get(client, f"/projects/{project}")["stage"] == "proposed"


def test_the_institution_of_the_story_pools_the_savings_of_more_than_800(
    client: FlaskClient,
) -> None:
    lead = fund(client, "กลุ่มออมทรัพย์เพื่อการผลิต", "savings-group")
    others = [
        fund(client, "สมาคมฌาปนกิจสงเคราะห์", "funeral-aid"),
        fund(client, "กองทุนสวัสดิการชุมชน", "welfare-fund"),
        fund(client, "กองทุนหมู่บ้าน", "village-fund"),
        fund(client, "กข.คจ.", "poverty-fund"),
    ]
    institution = made(
        client,
        "/institutions",
        name="สถาบันการจัดการเงินทุนชุมชนตำบลบางด้วน",
        lead_fund_id=lead,
        fund_ids=[lead, *others],
    )
    more_than_800 = {"value": 800, "bound": "at_least"}
    post(client, f"/institutions/{institution}/savings", savers=more_than_800)
    shown = get(client, f"/institutions/{institution}")
    assert shown["savers"] == more_than_800
    assert shown["poolings"][0]["amount_satang"] is None
    assert {member["fund_id"] for member in shown["members"]} == {lead, *others}
    assert [m["fund_id"] for m in shown["members"] if m["as_lead"]] == [lead]
    together = get(client, f"/institutions/{institution}/trial-balance")
    assert together["balanced"]
    assert together["debit_satang"] == 0
    listed = get(client, f"/funds?institution_id={institution}&integrated=yes")["items"]
    assert len(listed) == 5
    assert institution in {item["institution_id"] for item in get(client, "/institutions")["items"]}
    assert get(client, "/funds?integrated=no&kind=poverty-fund")["items"] == []


def test_a_further_fund_joins_and_brings_its_books(client: FlaskClient) -> None:
    first, second, third = fund(client), fund(client), fund(client)
    institution = made(
        client, "/institutions", name="สถาบัน", lead_fund_id=first, fund_ids=[first, second]
    )
    made(client, "/entries", fund_id=third, description="สมทบ", postings=two_sides(500))
    post(client, f"/institutions/{institution}/funds", fund_id=third)
    together = get(client, f"/institutions/{institution}/trial-balance")
    assert (together["debit_satang"], together["credit_satang"]) == (500, 500)
    assert get(client, f"/institutions/{institution}")["funds"] == 3


def test_a_project_goes_from_proposal_to_completion(client: FlaskClient) -> None:
    project = made(client, "/projects", title="เสียงตามสาย", theme="public-relations")
    post(client, f"/projects/{project}/plan", starts_on="2008-07-01", money_from="own")
    post(client, f"/projects/{project}/start", started_on="2008-07-02")
    post(
        client,
        f"/projects/{project}/completion",
        beneficiaries={"value": 500, "bound": "about"},
        result="ได้ยินทุกหมู่บ้าน",
    )
    shown = get(client, f"/projects/{project}")
    assert shown["beneficiaries"] == {"value": 500, "bound": "about"}
    assert (shown["stage"], shown["money_from"], shown["cost_satang"]) == ("completed", "own", None)
    own = get(client, "/projects?theme=public-relations&stage=completed&money_from=own")
    assert [item["project_id"] for item in own["items"]] == [project]


def test_a_project_is_cancelled_with_its_reason(client: FlaskClient) -> None:
    project = made(client, "/projects", title="ซื้อคอมพิวเตอร์", theme="public-service")
    post(client, f"/projects/{project}/cancellation", reason="ไม่มีงบประมาณ")
    assert get(client, f"/projects/{project}")["reason"] == "ไม่มีงบประมาณ"


def test_a_draft_is_changed_and_a_grant_rejected(client: FlaskClient) -> None:
    grant = made(client, "/grants", title="คำขอ", grantor_organisation_id=POWER_FUND)
    changed = client.put(
        f"{ROOT}/grants/{grant}/draft", json={"title": "คำขอใหม่", "requested_satang": 5}
    )
    assert changed.status_code == 200
    post(client, f"/grants/{grant}/submission")
    post(client, f"/grants/{grant}/rejection", reason="งบประมาณไม่พอ")
    (shown,) = get(client, "/grants?stage=rejected")["items"]
    assert (shown["title"], shown["reason"]) == ("คำขอใหม่", "งบประมาณไม่พอ")


def test_the_trial_balance_of_a_day_leaves_out_what_came_later(client: FlaskClient) -> None:
    fund_id = fund(client)
    for dated, amount in ((None, 100), ("2008-06-30", 20), ("2008-08-08", 3)):
        body = {"fund_id": fund_id, "description": "สมทบ", "postings": two_sides(amount)}
        made(client, "/entries", dated=dated, **body)
    for day, total in (("2008-06-29", 100), ("2008-06-30", 120), ("2008-08-08", 123)):
        shown = get(client, f"/trial-balance/{fund_id}/{day}")
        assert (shown["debit_satang"], shown["credit_satang"]) == (total, total)
        assert shown["as_of"] == day
    assert get(client, f"/trial-balance/{fund_id}")["debit_satang"] == 123
    lines = get(client, f"/trial-balance?fund_id={fund_id}&kind=asset")["items"]
    assert {line["account"]: line["debit_satang"] for line in lines}["cash"] == 123


@pytest.mark.parametrize("day", ["2008-02-31", "yesterday"])
def test_a_day_that_is_none_has_no_trial_balance(client: FlaskClient, day: str) -> None:
    get(client, f"/trial-balance/{fund(client)}/{day}", 404)


def test_the_ledger_shows_the_balance_after_each_entry(client: FlaskClient) -> None:
    fund_id = fund(client)
    made(client, "/entries", fund_id=fund_id, description="สมทบ", postings=two_sides(500))
    spent = two_sides(200, debit="project-costs", credit="cash")
    project = made(client, "/projects", title="โครงการ", theme="elders")
    made(client, "/entries", fund_id=fund_id, description="จ่าย", postings=spent, project_id=project)
    cash = get(client, f"/funds/{fund_id}/ledger?account=cash")["items"]
    assert [line["balance_satang"] for line in cash] == [500, 300]
    on_project = get(client, f"/entries?project_id={project}")["items"]
    assert [entry["amount_satang"] for entry in on_project] == [200]


def test_a_reversal_is_linked_from_both_sides(client: FlaskClient) -> None:
    fund_id = fund(client)
    entry = made(client, "/entries", fund_id=fund_id, description="สมทบ", postings=two_sides(5))
    post(client, f"/entries/{entry}/reversal", 201, reason="ผิดกองทุน")
    first, second = get(client, f"/entries?fund_id={fund_id}")["items"]
    assert (first["reversed_by"], second["reverses"]) == (second["entry_id"], entry)
    assert first["reason"] == second["description"] == "ผิดกองทุน"
    assert get(client, f"/entries/{entry}")["version"] == 2


def test_own_money_and_outside_money_are_told_apart(client: FlaskClient) -> None:
    def sources() -> dict[str, int]:
        items = get(client, "/money-sources")["items"]
        return {item["source"]: item["credited_satang"] for item in items}

    before = {"own": 0, "outside": 0, **sources()}
    fund_id = fund(client)
    own, outside = two_sides(70), two_sides(30, credit="grants")
    made(client, "/entries", fund_id=fund_id, description="สมทบ", postings=own)
    made(client, "/entries", fund_id=fund_id, description="อุดหนุน", postings=outside)
    after = sources()
    assert (after["own"] - before["own"], after["outside"] - before["outside"]) == (70, 30)


def test_rules_in_force_on_a_day_are_found(client: FlaskClient) -> None:
    fund_id = fund(client)
    for day, figure in (("2007-01-01", 1200), ("2008-08-08", 1000)):
        rate = {
            "code": "interest",
            "text": "ดอกเบี้ยต่อปี",
            "figure": figure,
            "unit": "hundredths-of-percent",
        }
        body = {"topic": "loans", "effective_from": day, "rules": [rate]}
        post(client, f"/funds/{fund_id}/rule-sets", **body)
    found = get(client, f"/funds/{fund_id}/rule-sets?topic=loans&on=2008-08-07")["items"]
    assert [rule_set["rules"][0]["figure"] for rule_set in found] == [1200]
    assert len(get(client, f"/funds/{fund_id}/rule-sets")["items"]) == 2
    assert get(client, f"/funds/{fund_id}/rule-sets?on=2006-12-31")["items"] == []
    newest = get(client, f"/funds/{fund_id}")["rule_sets"][0]
    assert newest["effective_from"] == "2008-08-08"


def test_an_account_is_opened_and_an_empty_fund_closed(client: FlaskClient) -> None:
    fund_id = fund(client)
    account = {"account": "shares", "kind": "equity", "name": "ทุนเรือนหุ้น", "source": "own"}
    post(client, f"/funds/{fund_id}/accounts", account=account)
    shown = get(client, f"/funds/{fund_id}")
    assert "shares" in {line["account"] for line in shown["accounts"]}
    post(client, f"/funds/{fund_id}/closure", reason="รวมกองทุนแล้ว")
    assert get(client, f"/funds/{fund_id}")["status"] == "closed"
    assert fund_id in {item["fund_id"] for item in get(client, "/funds?status=closed")["items"]}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/entries", {"description": "x", "postings": two_sides(5)}),
        ("/institutions/{institution}/funds", {}),
    ],
)
def test_an_unknown_fund_in_the_body_is_named_as_the_field_that_is_wrong(
    client: FlaskClient, path: str, body: dict[str, Any]
) -> None:
    first, second = fund(client), fund(client)
    institution = made(
        client, "/institutions", name="สถาบัน", lead_fund_id=first, fund_ids=[first, second]
    )
    unknown = {**body, "fund_id": derived_id("api", "unknown")}
    problem = post(client, path.format(institution=institution), 422, **unknown)
    assert "fund_id" in problem["errors"]


@pytest.mark.parametrize(
    "path", ["/funds", "/entries", "/projects", "/grants", "/institutions", "/trial-balance"]
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    get(client, f"{path}/{derived_id('api', 'nothing')}", 404)


def test_a_broken_rule_is_a_problem_of_its_own_type(client: FlaskClient) -> None:
    lopsided = two_sides(5)[:1]
    body = {"fund_id": fund(client), "description": "x", "postings": lopsided}
    problem = post(client, "/entries", 409, **body)
    assert problem["type"] == "/problems/entry-moves-one-account"
