"""เรื่องเล่าที่เล่นซ้ำได้: what happened somewhere, as commands to the API, in order, each once.

A story is a YAML file:

    name: bang-duan-2551
    title: …
    entries:
      - id: assembly-called                       # unique; part of the idempotency key
        cites: ดำเนินการจัดประชุมประชาคม            # the sentence it rests on
        post: /meetings/api/v1/meetings           # or put:
        body: {meeting_id: "@assembly", held_on: null}
        await:                                    # what a later entry needs of another service
          get: /learning/api/v1/lessons/@assembly:lesson
          until: {status: open}

``@label`` is an id made from the story's name and the label, the same in every replay.
``@label:part`` is the id a service derives from it (``bangduan.domain.derived_id``), as of the
fund an organisation holds. A date is written as YAML's own.

Replaying is idempotent: entries that were sent before answer as they did then.
"""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import httpx
import yaml

from bangduan.domain import derived_id
from bangduan.errors import BangDuanError

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LABEL: Final = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)(?::([a-z0-9-]+))?")
_KEYS: Final = frozenset({"id", "cites", "post", "put", "body", "await", "synthetic"})
_REPLAYED: Final = "Idempotency-Replayed"
_FIRST_WAIT_SECONDS: Final = 0.05
_LONGEST_WAIT_SECONDS: Final = 1.0
_WHO_ASKS: Final = (
    "the site wants to know who asks. Give an API token, issued at /accounts/, "
    "with --token or BANGDUAN_TOKEN"
)
_NOT_ACCEPTED: Final = (
    "the token was not accepted. Issue a new one at /accounts/, for every service, "
    "and give it with --token or BANGDUAN_TOKEN"
)
_TRY_AGAIN: Final = frozenset({429, 502, 503, 504})


class StoryError(BangDuanError):
    """A story that cannot be read or replayed; names the file and the entry."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Await:
    """Wait until a resource answers with these fields (``a.b`` looks inside)."""

    get: str
    until: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command of a story, its labels already ids.

    Attributes:
        id: unique within the story.
        cites: the sentences of the source it rests on, verbatim.
        method, path, body: the request.
        awaits: what to wait for after it.
        synthetic: something invented, so that the story can be shown.
    """

    id: str
    cites: tuple[str, ...]
    method: Literal["POST", "PUT"]
    path: str
    body: Mapping[str, Any]
    awaits: Await | None = None
    synthetic: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story that was read and checked."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    file: str

    @classmethod
    def load(cls, path: Path) -> Story:
        """Read and check the file at ``path``.

        Raises:
            StoryError: it is no story; the message names the entry and what to write there.
        """
        try:
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise StoryError(f"{path}: cannot be read as YAML: {error}") from error
        return _Reading(str(path)).story(raw)


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """What a replay came to: entries carried out now, and those that had been before."""

    sent: int
    already_there: int


class _Reading:
    """Checks one file and resolves its labels."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._name = ""
        self._introduced: set[str] = set()

    def story(self, raw: object) -> Story:
        story = self._mapping(raw, "the file", {"name", "title", "entries"})
        self._name = self._text(story.get("name"), "name")
        if not _ID.fullmatch(self._name):
            raise self._wrong("name", "must be in lower case with dashes, as bang-duan-2551")
        title = self._text(story.get("title"), "title")
        listed = story.get("entries")
        if not isinstance(listed, list) or not listed:
            raise self._wrong("entries", "must be a list of at least one entry")
        entries: list[Entry] = []
        seen: set[str] = set()
        for place, one in enumerate(listed, start=1):
            entry = self._entry(one, f"entry {place}")
            if entry.id in seen:
                raise self._wrong(f"entry {entry.id}", "has the id of an earlier entry")
            seen.add(entry.id)
            entries.append(entry)
        return Story(name=self._name, title=title, entries=tuple(entries), file=self._file)

    def _entry(self, raw: object, where: str) -> Entry:
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            where = f"entry {raw['id']}"
        entry = self._mapping(raw, where, _KEYS)
        id = self._text(entry.get("id"), f"{where}: id")
        if not _ID.fullmatch(id):
            raise self._wrong(f"{where}: id", "must be in lower case with dashes")
        methods = [method for method in ("post", "put") if method in entry]
        if len(methods) != 1:
            raise self._wrong(where, "must have either post or put, with a path")
        path = self._text(entry[methods[0]], f"{where}: {methods[0]}")
        body = self._mapping(entry.get("body", {}), f"{where}: body", None)
        self._introduced |= {match[1] for match in _LABEL.finditer(_texts(body))}
        return Entry(
            id=id,
            cites=self._citations(entry.get("cites"), f"{where}: cites"),
            method="POST" if methods[0] == "post" else "PUT",
            path=self._path(path, f"{where}: {methods[0]}"),
            body=self._resolved(body),
            awaits=self._await(entry.get("await"), f"{where}: await"),
            synthetic=bool(entry.get("synthetic", False)),
        )

    def _await(self, raw: object, where: str) -> Await | None:
        if raw is None:
            return None
        waited = self._mapping(raw, where, {"get", "until"})
        until = self._mapping(waited.get("until", {}), f"{where}: until", None)
        path = self._path(self._text(waited.get("get"), f"{where}: get"), f"{where}: get")
        return Await(get=path, until=self._resolved(until))

    def _citations(self, raw: object, where: str) -> tuple[str, ...]:
        listed = raw if isinstance(raw, list) else [raw]
        return tuple(self._text(one, where) for one in listed)

    def _path(self, path: str, where: str) -> str:
        if not path.startswith("/"):
            raise self._wrong(where, f"must be a path that begins with /, not {path!r}")
        for match in _LABEL.finditer(path):
            if match[1] not in self._introduced:
                raise self._wrong(where, f"names {match[0]}, which no body before it introduces")
        return _LABEL.sub(self._id, path)

    def _resolved(self, value: Any) -> Any:
        match value:
            case dict():
                return {key: self._resolved(inner) for key, inner in value.items()}
            case list():
                return [self._resolved(inner) for inner in value]
            case str() if label := _LABEL.fullmatch(value):
                return self._id(label)
            case date():
                return value.isoformat()
        return value

    def _id(self, label: re.Match[str]) -> str:
        id = derived_id("story", self._name, label[1])
        return derived_id(id, label[2]) if label[2] else id

    def _mapping(
        self, raw: object, where: str, allowed: set[str] | frozenset[str] | None
    ) -> dict[str, Any]:
        if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
            raise self._wrong(where, "must be a mapping of names to values")
        unknown = sorted(raw.keys() - allowed) if allowed is not None else []
        if unknown:
            raise self._wrong(where, f"has {', '.join(unknown)}, which no story has here")
        return raw

    def _text(self, raw: object, where: str) -> str:
        if not isinstance(raw, str) or not raw.strip():
            raise self._wrong(where, "must be a text that is not empty")
        return raw.strip()

    def _wrong(self, where: str, what: str) -> StoryError:
        return StoryError(f"{self._file}: {where} {what}.")


def replay(
    story: Story,
    base_url: str,
    *,
    on_progress: Callable[[int], None] = lambda _done: None,
    timeout: float = 60.0,
    transport: httpx.BaseTransport | None = None,
    token: str | None = None,
) -> Summary:
    """Send every entry of ``story`` to the site at ``base_url``, in order.

    Args:
        on_progress: called with the number of entries done, after each.
        timeout: seconds to go on trying one entry, and to wait for what it awaits.
        transport: how requests travel, where the site has more than one address.
        token: API token of the account that tells it; the log names that account.

    Raises:
        StoryError: an entry or the token was refused, or the site or what was awaited did not
            come in time.
    """
    sent = already = 0
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with httpx.Client(
        base_url=base_url, timeout=timeout, trust_env=False, transport=transport, headers=headers
    ) as client:
        for done, entry in enumerate(story.entries, start=1):
            teller = _Teller(story, entry, client, timeout)
            if teller.tell():
                already += 1
            else:
                sent += 1
            on_progress(done)
    return Summary(sent, already)


@dataclasses.dataclass(frozen=True, slots=True)
class _Teller:
    """Sends one entry, patiently."""

    story: Story
    entry: Entry
    client: httpx.Client
    timeout: float

    def tell(self) -> bool:
        """Send the entry and wait for what follows; True when it had been sent before."""
        entry = self.entry
        key = f"story:{self.story.name}:{entry.id}"
        response = self._answered(
            lambda: self.client.request(
                entry.method,
                entry.path,
                json=entry.body,
                headers={"Idempotency-Key": key, "Accept-Language": "en"},
            )
        )
        if response.is_error:
            raise self._failed(f"{entry.method} {entry.path} was refused: {_said(response)}")
        if entry.awaits is not None:
            self._wait(entry.awaits)
        return bool(response.headers.get(_REPLAYED) == "true")

    def _wait(self, awaited: Await) -> None:
        seen = "nothing"
        for _ in _patiently(self.timeout):
            response = self._answered(lambda: self.client.get(awaited.get))
            if response.is_success:
                found = {name: _inside(response.json(), name) for name in awaited.until}
                if found == awaited.until:
                    return
                seen = str(found)
            elif response.status_code != httpx.codes.NOT_FOUND:
                raise self._failed(f"GET {awaited.get} was refused: {_said(response)}")
        raise self._failed(
            f"GET {awaited.get} showed {seen} after {self.timeout:g} s, "
            f"not {dict(awaited.until)}; is the service that should do it running?"
        )

    def _answered(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """The first answer that is not "try again", within the timeout."""
        last = "no answer"
        for _ in _patiently(self.timeout):
            try:
                response = ask()
            except httpx.TransportError as error:
                last = str(error) or type(error).__name__
                continue
            if response.status_code == httpx.codes.UNAUTHORIZED:
                if "Authorization" not in self.client.headers:
                    raise self._failed(_WHO_ASKS)
                # a service that has just started may not have heard of the account yet
                last = _NOT_ACCEPTED
            elif response.status_code in _TRY_AGAIN:
                last = _said(response)
            else:
                return response
        raise self._failed(
            f"{self.client.base_url} did not answer within {self.timeout:g} s: {last}"
        )

    def _failed(self, what: str) -> StoryError:
        return StoryError(f"{self.story.file}: entry {self.entry.id}: {what}")


def _patiently(seconds: float) -> Iterator[None]:
    """Once now, then again with growing pauses until the time is up."""
    deadline, pause = time.monotonic() + seconds, _FIRST_WAIT_SECONDS
    yield
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_WAIT_SECONDS)
        yield


def _inside(answer: Any, name: str) -> Any:
    for part in name.split("."):
        if isinstance(answer, Sequence) and not isinstance(answer, str) and part.isdigit():
            answer = answer[int(part)] if int(part) < len(answer) else None
        elif isinstance(answer, Mapping):
            answer = answer.get(part)
        else:
            return None
    return answer


def _said(response: httpx.Response) -> str:
    """What a problem says, with its fields; no more than a screenful."""
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        return f"{response.status_code} {response.reason_phrase}"
    fields = f" {problem['errors']}" if problem.get("errors") else ""
    return f"{response.status_code} {problem.get('type', '')} {problem.get('detail', '')}{fields}"[
        :2000
    ]


def _texts(value: Any) -> str:
    """Every text within a body, a line each."""
    match value:
        case dict():
            return "\n".join(_texts(inner) for inner in value.values())
        case list():
            return "\n".join(_texts(inner) for inner in value)
        case str():
            return value
    return ""
