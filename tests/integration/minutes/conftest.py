"""A site on which the story's meetings were held, and a word processor that prints."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from pypdf import PdfReader

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.envelope import START, from_cloudevent, to_cloudevent
from bangduan.messaging.inbox import Inbox
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.story import Entry, Story
from bangduan.testing.access import client_of
from services.meetings.documents.adopted import printed
from services.meetings.documents.word import as_docx
from services.meetings.service import service as meetings
from services.membership.service import service as membership

STORY = Story.load(Path(__file__).parents[3] / "deploy" / "demo" / "bang-duan-2551.yaml")
_PRINTING_SECONDS = 180

Prints = Callable[[str], list[str]]


def of_story(label: str) -> str:
    """The id that the story gives to what it calls ``@label``."""
    return derived_id("story", STORY.name, label)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The meetings service after the story, as far as it and membership take part in it."""
    settings = Settings(data=tmp_path_factory.mktemp("site"))
    applications = {s.name: Application(s, settings) for s in (membership, meetings)}
    for application in applications.values():
        prepare(application)
    clients = {name: client_of(application) for name, application in applications.items()}

    def service_of(entry: Entry) -> str:
        return entry.path.split("/")[1]

    for name, entries in groupby(STORY.entries, key=service_of):
        for entry in entries if name in clients else ():
            answer = clients[name].open(entry.path, method=entry.method, json=dict(entry.body))
            assert answer.status_code in {200, 201}, (entry.id, answer.get_json())
        _tell(applications["membership"], applications["meetings"])
        _tell(applications["meetings"], applications["membership"])
    yield applications["meetings"]
    for application in applications.values():
        application.close()


def _tell(teller: Application, subscriber: Application) -> None:
    arrived, last = [], None
    for row in teller.log.read(START, 10_000):
        arrived.append(from_cloudevent(to_cloudevent(teller.source, row, last)))
        last = row.id
    assert not Inbox(subscriber, teller.source).receive(arrived)


@pytest.fixture(scope="session")
def prints(told: Application, tmp_path_factory: pytest.TempPathFactory) -> Prints:
    """Prints the minutes of a meeting of the story, and reads the lines that came out."""
    folder = tmp_path_factory.mktemp("printed")
    soffice = shutil.which("soffice")
    assert soffice, "make test installs LibreOffice: deploy/install-test-tools"

    def lines(label: str) -> list[str]:
        found = printed(told.reader.all, of_story(label))
        assert found is not None
        file = folder / f"{label}.docx"
        file.write_bytes(as_docx(found))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run(
            [*command, str(file)], check=True, capture_output=True, timeout=_PRINTING_SECONDS
        )
        pages = PdfReader(file.with_suffix(".pdf")).pages
        return "\n".join(page.extract_text() for page in pages).splitlines()

    return lines
