"""The meetings of the story over HTTP, and what is refused."""

from flask.testing import FlaskClient

from tests.unit.meetings.calls import MAJORITY, body, entity, get, made, meeting, opened, post


def test_the_assembly_of_108_chooses_a_working_group_of_15(client: FlaskClient) -> None:
    people = body(client, "ประชาคมตำบลบางด้วน", quorum_at_least=50)
    offices = [{"office": name} for name in ("cd-officer", "tambon-headman", "village-head")]
    assembly = meeting(client, people, kind="assembly", title="ประชุมประชาคม", convened_by=offices)
    post(client, f"/meetings/{assembly}/opening")
    post(client, f"/meetings/{assembly}/head-count", present={"value": 108})
    for moo in range(1, 4):
        post(client, f"/meetings/{assembly}/representation", village=f"1101130{moo}")
    elected = [entity(f"person {n}") for n in range(15)]
    post(
        client, f"/meetings/{assembly}/elections", 201, committee_id=entity("working group"),
        committee_name="คณะทำงาน ศอช.ต.บางด้วน", seats=15, elected=elected,
    )  # fmt: skip
    post(client, f"/meetings/{assembly}/closing")
    shown = get(client, f"/meetings/{assembly}")
    assert (shown["held_on"], shown["number"], shown["year"]) == (None, None, None)
    assert [convener["office"] for convener in shown["convened_by"]] == [
        "cd-officer",
        "tambon-headman",
        "village-head",
    ]
    assert shown["present"] == {"value": 108, "bound": "exact"}
    assert (shown["quorum"], shown["quorum_required"]) == ("met", 50)
    assert (shown["villages_represented"], shown["resolutions_passed"]) == (3, 1)
    [election] = shown["elections"]
    assert (election["seats"], election["elected"]) == (15, elected)
    assert len(shown["represented"]) == 3
    [resolution] = get(client, "/resolutions?subject=election")["items"]
    assert resolution["meeting_title"] == "ประชุมประชาคม"


def test_meeting_1_2551_makes_the_development_plan(client: FlaskClient) -> None:
    group = body(client, quorum_share={"numerator": 1, "denominator": 2})
    first = meeting(
        client, group, title="จัดทำแผนพัฒนา", numbered=True, held_on="2008-06-30", entitled=15
    )
    plan = made(client, "/plans", title="แผนพัฒนาตำบลบางด้วน", meeting_id=first)
    themes = ("drugs", "environment", "poverty", "supplementary-income")
    for priority, theme in enumerate(themes, 1):
        post(client, f"/plans/{plan}/lines", 201, theme=theme, title=theme, priority=priority)
    unranked = {"line_id": entity("line"), "theme": "youth", "title": "เยาวชน"}
    post(client, f"/plans/{plan}/lines", 201, **unranked)
    post(client, f"/meetings/{first}/opening", begun_at="09:00")
    post(client, f"/meetings/{first}/head-count", present={"value": 15})
    motion, resolution = entity("motion"), entity("resolution")
    moved = {"motion_id": motion, "text": "เห็นชอบแผนพัฒนา", "subject": "plan", "plan_id": plan}
    post(client, f"/meetings/{first}/motions", 201, **moved)
    hands = {"votes_for": 15, "votes_against": 0, "resolution_id": resolution}
    post(client, f"/meetings/{first}/motions/{motion}/votes", 201, **hands)
    post(client, f"/meetings/{first}/closing", ended_at="12:00")
    shown = get(client, f"/meetings/{first}")
    assert (shown["number"], shown["year"], shown["held_on"]) == (1, 2551, "2008-06-30")
    assert shown["motions"][0]["status"] == "carried"
    adopted = get(client, f"/plans/{plan}")
    assert (adopted["status"], adopted["adopted_on"]) == ("adopted", "2008-06-30")
    assert adopted["resolution_id"] == resolution
    assert [line["theme"] for line in adopted["lines"]] == [*themes, "youth"]
    assert {line["budget_satang"] for line in adopted["lines"]} == {None}
    post(client, f"/plans/{plan}/lines", 409, theme="drugs", title="อีกบรรทัด")
    assert get(client, "/plans?status=draft")["items"] == []
    numbers = get(client, f"/bodies/{group}")["numbers"]
    assert numbers == [{"year": 2551, "last_number": 1}]


def test_the_joint_meeting_is_opened_by_the_council_chair_and_drafts_the_regulations(
    client: FlaskClient,
) -> None:
    centre = body(client, "ศอช.ต.บางด้วน")
    joint = meeting(client, centre, kind="joint", held_on="2008-08-08", title="ประชุมร่วม")
    at = f"/meetings/{joint}"
    post(client, f"{at}/invitations", kinds=["savings-group", "womens-group", "village-fund"])
    executive, council_chair = entity("executive"), entity("council chair")
    post(client, f"{at}/chair", person_id=executive, office="sao-chief-executive")
    post(client, f"{at}/chair/engagement")
    post(client, f"{at}/chair/delegation", to_person_id=council_chair, capacity="council-chair")
    refused = post(client, f"{at}/opening", 409, opened_by=executive)
    assert refused["type"] == "/problems/meeting-opened-by-another"
    post(client, f"{at}/opening")
    report = {"text": "ได้จัดทำโครงการแล้ว", "office": "centre-chair"}
    post(client, f"{at}/reports", 201, **report)
    regulation = made(client, "/regulations", title="ระเบียบ ศอช.ต.", meeting_id=joint)
    version = post(client, f"{at}/closing")["version"]
    shown = get(client, at)
    assert shown["version"] == version
    assert (shown["number"], shown["held_on"]) == (None, "2008-08-08")
    assert (shown["opened_by"], shown["opened_as"]) == (council_chair, "council-chair")
    assert shown["opened_in_place_of"] == executive
    assert (shown["chair_office"], shown["chair_engaged"]) == ("sao-chief-executive", True)
    assert shown["present"] == {"value": 0, "bound": "at_least"}
    assert (shown["reports"][0]["office"], shown["reports"][0]["person_id"]) == (
        "centre-chair",
        None,
    )
    assert {invited["invited"] for invited in shown["invited"]} == {
        "savings-group",
        "womens-group",
        "village-fund",
    }
    [draft] = get(client, f"/regulations?meeting_id={joint}&status=draft")["items"]
    assert draft["regulation_id"] == regulation


def test_a_regulation_is_adopted_by_the_motion_that_is_carried(client: FlaskClient) -> None:
    centre = body(client, "ศอช.ต.บางด้วน")
    regulation = made(client, "/regulations", title="ระเบียบ", body_id=centre)
    at = f"/meetings/{opened(client, centre, held_on='2008-08-08')}"
    motion = {
        "motion_id": entity("motion"),
        "text": "เห็นชอบระเบียบ",
        "subject": "regulation",
        "regulation_id": regulation,
    }
    refused = post(client, f"{at}/motions", 409, **motion)
    assert refused["type"] == "/problems/regulation-without-articles"
    for number in (1, 2, 3):
        post(client, f"/regulations/{regulation}/articles", number=number, text=f"ข้อ {number}")
    post(client, f"/regulations/{regulation}/articles/strike", number=2)
    post(client, f"{at}/motions", 201, **motion)
    passed = {"carried": True, "method": "acclamation", "resolution_id": entity("resolution")}
    post(client, f"{at}/motions/{motion['motion_id']}/outcome", 201, **passed)
    post(client, f"/regulations/{regulation}/force", in_force_from="2008-09-01")
    shown = get(client, f"/regulations/{regulation}")
    assert (shown["status"], shown["adopted_on"], shown["in_force_from"]) == (
        "in_force",
        "2008-08-08",
        "2008-09-01",
    )
    assert [article["number"] for article in shown["articles"]] == [1, 3]
    repeal = {"meeting_id": at.removeprefix("/meetings/"), "resolution_id": entity("other")}
    assert set(post(client, f"/regulations/{regulation}/repeal", 422, **repeal)["errors"]) == {
        "resolution_id"
    }
    repeal["resolution_id"] = entity("resolution")
    post(client, f"/regulations/{regulation}/repeal", **repeal)
    assert get(client, f"/regulations/{regulation}")["status"] == "repealed"


def test_a_lost_motion_adopts_nothing(client: FlaskClient) -> None:
    group = body(client)
    plan = made(client, "/plans", title="แผน")
    post(client, f"/plans/{plan}/lines", 201, theme="drugs", title="ยาเสพติด")
    at = f"/meetings/{opened(client, group)}"
    motion = entity("motion")
    moved = {"motion_id": motion, "text": "เห็นชอบแผน", "subject": "plan", "plan_id": plan}
    post(client, f"{at}/motions", 201, **moved)
    post(client, f"{at}/motions/{motion}/votes", 201, votes_for=1, votes_against=2)
    assert get(client, f"/plans/{plan}")["status"] == "draft"
    [lost] = get(client, at)["motions"]
    assert (lost["status"], lost["votes_against"], lost["quorum"]) == ("lost", 2, "unknown")


def test_a_resolution_to_ask_for_270_000_baht_is_carried_out(client: FlaskClient) -> None:
    group = body(client)
    meeting_id = opened(client, group, held_on="2008-08-08")
    at = f"/meetings/{meeting_id}"
    motion, resolution = entity("motion"), entity("resolution")
    grant = {
        "grant_id": entity("grant"),
        "title": "เสนอกองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า",
        "grantor_organisation_id": entity("power-plant fund"),
        "requested_satang": 27_000_000,
    }
    moved = {
        "motion_id": motion,
        "text": "เสนอโครงการ",
        "subject": "grant_proposal",
        "grant": grant,
    }
    post(client, f"{at}/motions", 201, **moved)
    passed = {"carried": True, "resolution_id": resolution}
    post(client, f"{at}/motions/{motion}/outcome", 201, **passed)
    shown = get(client, f"/resolutions/{resolution}")
    assert shown["proposed_grant"] == {**grant, "project_ids": []}
    (listed,) = get(client, "/resolutions?carried_out=no")["items"]
    assert listed == {name: shown[name] for name in listed}
    done = {"done_on": "2009-01-15", "note": "ยื่นคำขอแล้ว"}
    post(client, f"{at}/resolutions/{resolution}/completion", **done)
    assert get(client, f"/resolutions/{resolution}")["done_on"] == "2009-01-15"
    assert get(client, f"/resolutions?carried_out=no&meeting_id={meeting_id}")["items"] == []


def test_meetings_of_a_body_are_numbered_without_gaps_also_when_one_is_called_off(
    client: FlaskClient,
) -> None:
    group = body(client)
    post(client, f"/bodies/{group}/numbering", year=2551, last_number=3)
    fourth = meeting(client, group, numbered=True, held_on="2008-10-01")
    post(client, f"/meetings/{fourth}/cancellation", reason="น้ำท่วม")
    fifth = meeting(client, group, numbered=True, held_on="2008-11-01")
    first = meeting(client, group, numbered=True, year=2552)
    shown = [get(client, f"/meetings/{id}") for id in (fourth, fifth, first)]
    assert [(m["number"], m["year"]) for m in shown] == [(4, 2551), (5, 2551), (1, 2552)]
    asked = {"kind": "committee", "title": "ประชุม", "body_id": group, "numbered": True}
    wrong = post(client, "/meetings", 409, **asked, year=2552, number=4)
    assert wrong["type"] == "/problems/meeting-number-out-of-turn"
    refused = post(client, "/meetings", 409, **asked, meeting_id=fifth, year=2552)
    assert refused["type"] == "/problems/meeting-already-convened"
    assert get(client, f"/bodies/{group}")["numbers"][1] == {"year": 2552, "last_number": 1}


def test_a_meeting_is_held_under_the_rules_of_its_day(client: FlaskClient) -> None:
    group = body(client, quorum_at_least=3)
    later = {**MAJORITY, "quorum_at_least": 8}
    post(client, f"/bodies/{group}/rules", rules=later, effective_from="2009-01-01")
    for day, status in (("2008-12-31", 201), ("2009-01-01", 409)):
        at = f"/meetings/{opened(client, group, held_on=day)}"
        post(client, f"{at}/head-count", present={"value": 5})
        motion = entity(day)
        post(client, f"{at}/motions", 201, motion_id=motion, text="ญัตติ")
        post(client, f"{at}/motions/{motion}/votes", status, votes_for=5, votes_against=0)
    assert len(get(client, f"/bodies/{group}")["rule_sets"]) == 2


def test_an_agenda_item_is_withdrawn_and_a_motion_too(client: FlaskClient) -> None:
    at = f"/meetings/{meeting(client, body(client))}"
    item, motion = entity("item"), entity("motion")
    post(client, f"{at}/agenda", 201, item_id=item, part="other", title="อื่น ๆ")
    post(client, f"{at}/agenda/{item}/withdrawal")
    post(client, f"{at}/postponement", held_on="2008-07-01")
    post(client, f"{at}/opening")
    post(client, f"{at}/motions", 201, motion_id=motion, text="ญัตติ")
    post(client, f"{at}/closing", 409)
    post(client, f"{at}/motions/{motion}/withdrawal")
    post(client, f"{at}/closing")
    shown = get(client, at)
    assert (shown["agenda"][0]["status"], shown["motions"][0]["status"]) == (
        "withdrawn",
        "withdrawn",
    )
    assert (shown["held_on"], shown["status"]) == ("2008-07-01", "closed")
    listed = get(client, "/meetings?held_from=2008-07-01&held_to=2008-07-01&status=closed")
    assert [m["meeting_id"] for m in listed["items"]] == [shown["meeting_id"]]
    assert get(client, "/meetings?kind=assembly")["items"] == []
