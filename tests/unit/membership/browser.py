"""A browser that somebody has signed in with."""

from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.permissions import Role
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.membership.service import service


class Browser:
    """A browser of somebody in a role."""

    def __init__(self, membership: Application, role: Role = "administrator") -> None:
        value, self.form_token = Keys().cookie(membership, role)
        self.client: FlaskClient = create_app(membership, [service]).test_client()
        self.client.set_cookie(COOKIE, value)

    def sees(self, path: str, status: int = 200) -> str:
        """A page."""
        answer = self.client.get(f"/membership{path}")
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def sends(self, path: str, **typed: str) -> str:
        """Send a form; where it led."""
        answer = self.client.post(
            f"/membership{path}", data={**typed, "form_token": self.form_token}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.headers["Location"])

    def is_refused(self, path: str, **typed: str) -> str:
        """Send a form that is shown again; the page."""
        answer = self.client.post(
            f"/membership{path}", data={**typed, "form_token": self.form_token}
        )
        assert 400 <= answer.status_code < 500, answer.status_code
        return answer.get_data(as_text=True)
