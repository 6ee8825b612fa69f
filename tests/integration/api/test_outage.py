"""While the database is down the interface says so, and it finds it again by itself."""

from pathlib import Path

from bangduan.testing.access import client_of
from bangduan.testing.postgresql import Postgres
from bangduan.testing.store import Bench
from tests.integration.api.conftest import BASE, Interface


def test_an_outage_is_told_and_survived(tmp_path: Path) -> None:
    with Postgres(durable=False) as server:
        bench = Bench(server.create_database, tmp_path)
        application = bench.application()
        api = Interface(application, client_of(application, "treasurer"))
        id = api.open()
        server.stop()
        for answer in (
            api.get("/passbooks"),
            api.get(f"/passbooks/{id}"),
            api.get("/events"),
            api.post(f"/passbooks/{id}/deposits", json={"amount_satang": 5}),
            api.post("/passbooks", json={"holder_id": id, "name": "ก"}),
        ):
            assert answer.status_code == 503
            assert answer.content_type == "application/problem+json"
            assert int(answer.headers["Retry-After"]) > 0
        assert api.client.get(BASE + "/health").status_code == 503
        server.start()

        assert api.client.get(BASE + "/health").status_code == 200
        paid = api.post(f"/passbooks/{id}/deposits", json={"amount_satang": 5})
        assert (paid.status_code, paid.headers["ETag"]) == (200, '"2"')
        bench.close()
