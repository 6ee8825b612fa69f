"""การนำเข้าทะเบียน: what is recorded of a file that is taken in."""

from bangduan.events.membership.imports import (
    ImportColumnsMatched,
    ImportFileKept,
    ImportFileRemoved,
    ImportFinished,
    ImportStarted,
    MatchedColumn,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Slug
from bangduan.testing.scenario import given
from bangduan.testing.store.bench import new_id
from services.membership.domain.importing import (
    FILE_IS_THERE,
    IMPORT,
    KEPT_ONCE,
    MATCHED,
    NOT_RUNNING,
    NOT_STARTED,
    FinishImport,
    KeepFile,
    MatchColumns,
    RemoveFile,
    StartImport,
)

ID = EntityId(new_id())
SORT = Slug("people")
NAMED = (MatchedColumn(column=PositiveCount(2), field=Line("name")),)
KEPT = ImportFileKept(import_id=ID, sort=SORT, size_bytes=Count(12))
SAID = ImportColumnsMatched(import_id=ID, header_row=Count(1), columns=NAMED)
STARTED = ImportStarted(import_id=ID, sort=SORT, rows=Count(3))
FINISHED = ImportFinished(
    import_id=ID, sort=SORT, made=Count(1), there=Count(1), alike=Count(0), wrong=Count(0)
)
REMOVED = ImportFileRemoved(import_id=ID)

START = StartImport(import_id=ID, rows=Count(3))
MATCH = MatchColumns(import_id=ID, header_row=Count(1), columns=NAMED)
FINISH = FinishImport(import_id=ID, made=Count(1), there=Count(1), alike=Count(0), wrong=Count(0))
REMOVE = RemoveFile(import_id=ID)


def test_a_file_is_kept_matched_started_finished_and_removed() -> None:
    given(IMPORT).when(KeepFile(import_id=ID, sort=SORT, size_bytes=Count(12))).then(KEPT)
    given(IMPORT, KEPT).when(MATCH).then(SAID)
    given(IMPORT, KEPT, SAID).when(START).then(STARTED)
    given(IMPORT, KEPT, SAID, STARTED).when(FINISH).then(FINISHED)
    given(IMPORT, KEPT, SAID, STARTED, FINISHED).when(REMOVE).then(REMOVED)


def test_a_file_is_kept_once() -> None:
    again = KeepFile(import_id=ID, sort=SORT, size_bytes=Count(12))
    given(IMPORT, KEPT).when(again).refuses(KEPT_ONCE)


def test_what_was_never_handed_in_cannot_be_started() -> None:
    given(IMPORT).when(START).finds_nothing()


def test_an_import_begins_only_when_its_columns_are_known() -> None:
    given(IMPORT, KEPT).when(START).refuses(MATCHED)


def test_an_import_begins_once_and_its_columns_stay_as_they_are() -> None:
    under_way = given(IMPORT, KEPT, SAID, STARTED)
    under_way.when(START).refuses(NOT_STARTED)
    under_way.when(MATCH).refuses(NOT_STARTED)


def test_the_same_columns_said_again_are_no_news() -> None:
    given(IMPORT, KEPT, SAID).when(MATCH).then()


def test_an_end_told_twice_is_recorded_once() -> None:
    given(IMPORT, KEPT, SAID, STARTED, FINISHED).when(FINISH).then()


def test_a_file_is_not_removed_while_its_rows_are_recorded() -> None:
    given(IMPORT, KEPT, SAID, STARTED).when(REMOVE).refuses(NOT_RUNNING)


def test_nothing_is_done_with_a_file_that_is_removed() -> None:
    gone = given(IMPORT, KEPT, SAID, REMOVED)
    gone.when(START).refuses(FILE_IS_THERE)
    gone.when(MATCH).refuses(FILE_IS_THERE)
    gone.when(REMOVE).refuses(FILE_IS_THERE)
