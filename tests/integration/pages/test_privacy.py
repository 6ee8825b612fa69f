"""What a query hides, a page does not show: not in its facts, not in its history."""

from pathlib import Path

from stdnum.th import pin

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.testing.store.bench import new_id
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.membership.domain.person import ErasePerson, RegisterPerson


def test_a_national_id_is_never_shown_whole(tmp_path: Path) -> None:
    number = f"110170023070{pin.calc_check_digit('110170023070')}"
    application = Application(named("membership"), Settings(data=tmp_path))
    prepare(application)
    client = create_app(application).test_client()
    client.set_cookie(COOKIE, Keys().cookie(application, "administrator")[0])
    person = new_id()
    application.execute(
        RegisterPerson(
            person_id=person,
            name="สมหญิง ใจดี",  # type: ignore[arg-type]
            phone="0812345678",  # type: ignore[arg-type]
            national_id=number,  # type: ignore[arg-type]
            synthetic=True,
        )
    )
    for query in ("", "?version=1"):
        page = client.get(f"/membership/people/{person}{query}").get_data(as_text=True)
        assert "สมหญิง ใจดี" in page
        assert "0812345678" in page
        assert f"x-xxxx-xxxxx-{number[10:12]}-{number[12]}" in page
        assert number not in page.replace("-", "")
    application.execute(ErasePerson(person_id=person, reason="asked"))
    page = client.get(f"/membership/people/{person}").get_data(as_text=True)
    assert "สมหญิง" not in page
    assert "0812345678" not in page
    assert "สมหญิง" not in client.get("/membership/people").get_data(as_text=True)
    application.close()
