"""A command given by a form: shown, read, carried out, and told what came of it."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import redirect, request
from uuid6 import uuid7
from werkzeug.datastructures import MultiDict

from bangduan import errors
from bangduan.web import layout
from bangduan.web.api import context
from bangduan.web.pages.begun import begun
from bangduan.web.pages.forms import ADD, VERSION, Form
from bangduan.web.pages.records import address, kebab, read_record, stands, stream_rows
from bangduan.web.pages.shapes import shapes
from bangduan.web.translate import gettext, language
from bangduan.web.wording import by_field

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from bangduan.web.pages.declared import Resource
    from bangduan.web.pages.desk import Desk

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_LONGEST_FORM: Final = 5_000

#: What a form is answered with, by what was wrong.
_INVALID, _REFUSED, _STALE = 422, 409, 412


@dataclasses.dataclass(slots=True)
class Doing:
    """One command of one record, or one that makes a record.

    Attributes:
        id: of the record; None while there is none.
    """

    desk: Desk
    resource: Resource
    command: type
    id: str | None = None

    def show(self) -> ResponseReturnValue:
        """The form, filled as the address asks."""
        return self._drawn(self._form(self._begun()), [], self._standing(), 200)

    def send(self) -> ResponseReturnValue:
        """Carry it out; the form again, with what is wrong, when it cannot be."""
        given = MultiDict(request.form)
        version = given.get(VERSION, "")
        expected = int(version) if _WHOLE.fullmatch(version) else None
        form = self._form(given)
        if given.get(ADD):
            form.add_row(given[ADD])
            return self._drawn(form, [], expected, 200)
        command = form.read() if len(given) <= _LONGEST_FORM else None
        if command is None:
            said = [gettext("Some fields are not right. Nothing was saved yet.")]
            return self._drawn(form, said, expected, _INVALID)
        return self._carried_out(form, command, expected)

    def _carried_out(self, form: Form, command: Any, expected: int | None) -> ResponseReturnValue:
        application = self.desk.application
        try:
            answer = application.execute(
                command, key=form.key, context=context(), expected_version=expected
            )
        except errors.StaleVersion as stale:
            said = gettext(
                "Somebody changed this meanwhile. Beside each field stands what it is now; what "
                "you wrote is kept. Look at both and send it again."
            )
            return self._drawn(form, [said], stale.actual, _STALE)
        except errors.InvalidEvent as invalid:
            form.refuse(by_field(invalid.problems, language()))
            return self._drawn(form, [], expected, _INVALID)
        except (errors.DomainError, errors.KeyReused, errors.PersonForgotten) as refusal:
            return self._refused(form, refusal, expected)
        id = self.id or str(getattr(command, self.resource.key, answer.id))
        asked = urlencode({"saved": kebab(self.command)})
        if self.id is not None and not stands(self.desk, self.resource, id):
            return redirect(f"/{self.desk.pages.service}/{self.resource.name}?{asked}", 303)
        return redirect(f"{address(self.desk, self.resource, id)}?{asked}", 303)

    def _refused(
        self, form: Form, refusal: errors.BangDuanError, expected: int | None
    ) -> ResponseReturnValue:
        said = refusal.en if language() == "en" else refusal.th
        if isinstance(refusal, errors.KeyReused):
            said = gettext("This form was sent already. Open it again to record something else.")
        field = getattr(refusal, "field", None)
        if isinstance(field, str) and field in form.shapes:
            form.refuse({field: [said]})
            return self._drawn(form, [], expected, _REFUSED)
        return self._drawn(form, [said], expected, _REFUSED)

    def _begun(self) -> MultiDict[str, str]:
        """What the form begins with: what stands, where it is said anew, and what is asked for."""
        asked = MultiDict(request.args)
        if self.id is None:
            return asked
        record = read_record(self.desk, self.resource, self.desk.web.reader, self.id)
        given = begun(self.desk, self.resource, self.command, record, asked)
        for name, values in asked.lists():
            given.setlist(name, values)
        return given

    def _form(self, given: MultiDict[str, str]) -> Form:
        fixed: dict[str, Any] = {}
        record = None
        if self.id is not None:
            record = read_record(self.desk, self.resource, self.desk.web.reader, self.id)
            fixed[self.resource.key] = self.id
        made = self._makes()
        if made is not None and not given.get(made):
            given[made] = str(uuid7())
        return Form(
            self.desk, self.command, given, fixed, record=record, row=self.resource.shown,
            hidden=(made,) if made is not None else (),
            naming=self.resource.key if self.id is None else None,
        )  # fmt: skip

    def _makes(self) -> str | None:
        """The id that is made with the form, so that sending it twice makes one thing."""
        declared = self.desk.makes(self.command)
        if declared is not None or self.id is not None:
            return declared
        key = shapes(self.command).get(self.resource.key)
        return key.name if key is not None and key.kind == "id" else None

    def _standing(self) -> int | None:
        """The version of the record's stream, when it is this stream the command speaks to."""
        resource, application = self.resource, self.desk.application
        aggregate = application.service.aggregates_by_command().get(self.command)
        if self.id is None or aggregate is None or aggregate is not resource.aggregate:
            return None
        rows = stream_rows(self.desk, resource, self.id)
        return rows[-1].version if rows else None

    def _drawn(
        self, form: Form, said: list[str], version: int | None, status: int
    ) -> ResponseReturnValue:
        table = f"/{self.desk.pages.service}/{self.resource.name}"
        back, label = table, gettext(self.resource.title)
        if self.id is not None:
            back = address(self.desk, self.resource, self.id)
            label = str(form.record.get(self.resource.named) or gettext(self.resource.one))
        fields = form.fields()
        page = layout.render(
            "pages/form.html", self.desk.web, command=self.command, fields=fields,
            said_above=[*said, *form.loose()], version=version, back=back, back_label=label,
            action=request.path,
        )  # fmt: skip
        return page, status
