"""Calls of the meetings API that several tests make."""

from typing import Any

from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.envelope import Recorded
from bangduan.events.types import EntityId
from bangduan.unit_of_work import UnitOfWork

ROOT = "/meetings/api/v1"
OVER_HALF = {"numerator": 1, "denominator": 2, "more_than": True}
MAJORITY = {"majority": OVER_HALF}


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def post(client: FlaskClient, path: str, status: int = 200, /, **body: Any) -> Any:
    answer = client.post(ROOT + path, json=body)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def made(client: FlaskClient, path: str, /, **body: Any) -> str:
    id: str = post(client, path, 201, **body)["id"]
    return id


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def heard(meetings: Application, *events: object) -> None:
    """Let the roll follow what membership tells."""
    unit = UnitOfWork(meetings)
    for event in events:
        at = Recorded("/tambon/110113/membership", "", "", 1, "", "", "", {})
        meetings.project_from("membership", event, at, unit.rows)
    meetings.commit(unit)


def body(client: FlaskClient, name: str = "คณะทำงาน ศอช.ต.บางด้วน", **rules: Any) -> str:
    id = made(client, "/bodies", name=name)
    if rules:
        post(client, f"/bodies/{id}/rules", rules={**MAJORITY, **rules})
    return id


def meeting(client: FlaskClient, of: str, **more: Any) -> str:
    asked = {"kind": "committee", "title": "ประชุม", "numbered": False, **more}
    return made(client, "/meetings", body_id=of, **asked)


def opened(client: FlaskClient, of: str, **more: Any) -> str:
    id = meeting(client, of, **more)
    post(client, f"/meetings/{id}/opening")
    return id
