"""A file that is looked at, taken or left, and taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from audit.services import record
from departments import access
from departments.models import Department
from indicators import services, store
from perftargets.errors import BadFile, CheckFailed, Conflict, NotAllowed
from projects.backfill import Words
from projects.models import BudgetYear, Status, Target
from projects.windows import check_target_window
from sheets.interchange import book_from_json, book_to_json
from sheets.readers import Message, Reading
from sheets.readers.apart import read_apart
from sheets.readers.turns import turn
from sheets.sheet import Overall, Sheet

from . import backfills, kept
from .models import ImportBatch, ImportedTarget, Outcome, State
from .preview import LOCKED, UNCHANGED, Choice, Line, lines
from .tidying import tidied
from .unread import still_said

# One page shows them all, with their differences.
MOST_TABLES = 300
TOO_MANY = (
    "文件里有 {count} 份绩效目标，一次最多导入 {most} 份。"
    "请分成几个文件，或请管理员在服务器上导入"
)
NOT_WAITING = "“{batch}”已经导入过了，没有再导入一次。"
GONE = "“{batch}”已经删除了，什么也没有导入。请重新上传。"
MOVED = (
    "{names}在您核对期间被别人修改、送审或移走，什么也没有导入。"
    "差异已按现在的内容重新列出，请核对后再按“导入”。"
)
OVERTAKEN = (
    "{names}系统里已经有了，可能刚由别人新建，什么也没有导入。"
    "差异已按现在的内容重新列出，请核对后再按“导入”。"
)
NOTHING = "没有勾选要导入的绩效目标，请至少勾选一份。"
RECHOSEN = "您改了“导入到”，差异已按新的选择重新列出，请核对后再按“导入”。"
WRONG = "什么也没有导入：{names}还有问题，见下，请改正或不勾选。"
NOT_DONE = "只有已导入、没有撤销过的文件可以撤销。"
EDITED = "{names}在导入以后有改动（修改、送审、正在填写或添加了依据材料），不能撤销。"
# What makes two readings the same file, and what is of the later one.
PLACE = ("user", "department", "year", "sha256", "state")
READ = ("file_name", "book", "errors", "warnings", "places", "tables", "read_at")
NO_RIGHT = "只有本部门的填报人和管理这个部门的人可以导入绩效目标。"


def receive(
    *, user: Any, department: Department, year: BudgetYear, name: str, data: bytes
) -> ImportBatch:
    """Read a file and keep what was read; no target is touched.

    ``BadFile`` if it cannot be read, ``NotAllowed`` without the right. The same file,
    still waiting, is the same batch.
    """
    if not access.may(user, access.IMPORT, department):
        raise NotAllowed(NO_RIGHT)
    with turn(settings.VAR_DIR):
        reading = read_apart(name, data)
    batch = as_read(name, data, reading)
    batch.user, batch.department, batch.year = user, department, year
    return keep(batch, reading, data)


def as_read(name: str, data: bytes, reading: Reading) -> ImportBatch:
    """A file as it was read, of nobody yet and not saved; ``BadFile`` if it holds more
    than a page can show."""
    count = len(reading.book.projects) + (reading.book.overall is not None)
    if count > MOST_TABLES:
        raise BadFile(TOO_MANY.format(count=count, most=MOST_TABLES))
    return ImportBatch(
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=name,
        book=book_to_json(tidied(reading.book)),
        errors=_pairs(reading.errors),
        warnings=_pairs(reading.warnings),
        places={str(number): dict(at) for number, at in reading.places.items()},
        tables=count,
        read_at=timezone.now(),
    )


def keep(batch: ImportBatch, reading: Reading, data: bytes) -> ImportBatch:
    """Saves what was read, and the file if it can be given back with marks; the same
    file, still waiting, is the same batch."""
    place = {name: getattr(batch, name) for name in PLACE}
    read = {name: getattr(batch, name) for name in READ}
    saved, _ = ImportBatch.objects.update_or_create(**place, defaults=read)
    if reading.kind == kept.KIND:
        kept.keep(saved, data)
    return saved


def _pairs(messages: Sequence[Message]) -> list[list[str]]:
    return [[message.where, message.message] for message in messages]


def take(
    *,
    batch: ImportBatch,
    actor: Any,
    choices: Mapping[int, Choice],
    words: Words | None = None,
) -> ImportBatch:
    """Save what was chosen, all of it or nothing: as drafts, or for a past year that
    the actor may fill up afterwards (:mod:`exchange.backfills`) with these ``words``.

    ``Conflict`` if the file was taken already, or a target is no longer what was
    compared; ``CheckFailed`` if nothing is chosen or something chosen has a problem;
    ``NotAllowed`` for a target that cannot be changed now.
    """
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
        if locked is None:
            raise Conflict(GONE.format(batch=batch))
        batch = locked
        if batch.state != State.WAITING:
            raise Conflict(NOT_WAITING.format(batch=batch))
        backfills.check(batch, words)
        found = lines(batch, choices)
        chosen = [line for line in found if line.choice.is_taken]
        _check(chosen)
        items = [_save(line, batch, actor, words) for line in chosen]
        items += [
            _unchanged(line, batch)
            for line in found
            if line.kind == UNCHANGED and not line.choice.is_taken
        ]
        ImportedTarget.objects.bulk_create(items)
        batch.state, batch.taken_at = State.DONE, timezone.now()
        typed = {cell.place for line in chosen for cell in line.unread if cell.typed}
        batch.errors = still_said(batch.errors, typed)
        batch.save(update_fields=["state", "taken_at", "errors"])
        kept.drop(batch)
        _record(batch, actor, "backfill" if words else "import", items, words)
    return batch


def _check(chosen: Sequence[Line]) -> None:
    if not chosen:
        raise CheckFailed(NOTHING)
    moved = [line for line in chosen if line.is_same_target and not _is_shown(line)]
    if moved:
        raise Conflict(MOVED.format(names=_named(moved)))
    wrong = [line for line in chosen if line.is_held]
    if wrong:
        raise CheckFailed(WRONG.format(names=_named(wrong)))
    made = [line for line in chosen if line.is_overtaken]
    if made:
        raise Conflict(OVERTAKEN.format(names=_named(made)))
    if not all(map(_is_shown, chosen)):
        raise CheckFailed(RECHOSEN)
    for line in chosen:
        if line.kind == LOCKED:
            raise NotAllowed(line.locked or "")


def _is_shown(line: Line) -> bool:
    return line.choice.shown == line.mark


def _named(those: Sequence[object]) -> str:
    names = "、".join(f"“{one}”" for one in those[:5])
    return names if len(those) <= 5 else f"{names}等 {len(those)} 份"


def _save(
    line: Line, batch: ImportBatch, actor: Any, words: Words | None
) -> ImportedTarget:
    told = {"detail": {"file": batch.file_name}, "actor": actor}
    if line.target is None:
        target = _create(line, batch, told, words)
        return _item(line, batch, target, Outcome.CREATED)
    if line.kind == UNCHANGED:
        return _unchanged(line, batch)
    before = book_to_json(store.load_book(line.target))
    saved = {"target": line.target, "document": line.document, **told}
    saved["version"] = line.target.version
    try:
        if line.target.status == Status.ARCHIVED:
            target = backfills.replace(words=words, before=before, **saved)
        else:
            target = services.save_target(action="import", **saved)
    except Conflict:
        raise Conflict(MOVED.format(names=_named([line]))) from None
    return _item(line, batch, target, Outcome.CHANGED, before)


def _create(
    line: Line, batch: ImportBatch, told: dict[str, Any], words: Words | None
) -> Target:
    at = {"year": batch.year, "department": batch.department}
    at |= {"action": "import", **told}
    if words is not None:
        return backfills.create(document=line.document, words=words, **at)
    if isinstance(line.document, Overall):
        return services.create_overall_target(overall=line.document, **at)
    return services.create_project_target(sheet=line.document, **at)


def _unchanged(line: Line, batch: ImportBatch) -> ImportedTarget:
    assert line.target is not None  # noqa: S101 -- it equals something
    return _item(line, batch, line.target, Outcome.UNCHANGED)


def _item(
    line: Line,
    batch: ImportBatch,
    target: Target,
    outcome: Outcome,
    before: dict[str, Any] | None = None,
) -> ImportedTarget:
    return ImportedTarget(
        batch=batch,
        number=line.number,
        outcome=outcome,
        name=str(target),
        target=target,
        version=target.version,
        before=before,
    )


def _record(
    batch: ImportBatch,
    actor: Any,
    action: str,
    items: Sequence[ImportedTarget],
    words: Words | None = None,
) -> None:
    counts = {
        outcome.value: sum(1 for item in items if item.outcome == outcome)
        for outcome in Outcome
    }
    record(
        actor=actor,
        action=action,
        subject=batch.subject,
        subject_name=batch.file_name,
        detail={
            "department": batch.department.code,
            "sha256": batch.sha256,
            **{name: count for name, count in counts.items() if count},
            **(words.for_record() if words else {}),
        },
    )


def undo(*, batch: ImportBatch, actor: Any) -> None:
    """Remove the drafts that the import made and put back what it changed.

    ``Conflict`` names what was touched since; then nothing is undone. ``NotAllowed``
    outside the filling window, or for 补录 without the right.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != State.DONE:
            raise Conflict(NOT_DONE)
        items = list(batch.items.exclude(outcome=Outcome.UNCHANGED))
        rows = Target.objects.select_for_update(of=("self",)).with_names()
        targets = rows.in_bulk([item.target_id for item in items])
        touched = [i for i in items if not _is_untouched(i, targets.get(i.target_id))]
        if touched:
            raise Conflict(EDITED.format(names=_named([i.name for i in touched])))
        # A restored name may be that of a new draft: those go first.
        for item in sorted(items, key=lambda item: item.outcome != Outcome.CREATED):
            _take_back(item, targets[item.target_id], batch, actor)
        batch.state, batch.undone_at = State.UNDONE, timezone.now()
        batch.save(update_fields=["state", "undone_at"])
        _record(batch, actor, "undo_import", items)


def _is_untouched(item: ImportedTarget, target: Target | None) -> bool:
    if target is None or target.version != item.version:
        return False
    if target.status == Status.ARCHIVED:  # nobody can have gone on with it
        return True
    if not target.is_editable:
        return False
    if item.outcome == Outcome.CHANGED:
        return True
    # With a new draft would go what others have typed into it or said of it.
    return target.status == Status.DRAFT and not (
        target.drafts.exists()
        or target.attachments.exists()
        or target.finding_answers.exists()
    )


def _take_back(
    item: ImportedTarget, target: Target, batch: ImportBatch, actor: Any
) -> None:
    told = {"action": "undo_import", "detail": {"file": batch.file_name}}
    told |= {"target": target, "actor": actor}
    check_target_window(target)
    if target.status == Status.ARCHIVED:
        backfills.check_right(actor, batch)
    if item.outcome == Outcome.CHANGED:
        restored = {"version": item.version, "document": _before(item), **told}
        if target.status == Status.ARCHIVED:
            saved = backfills.put_back(**restored)
        else:
            saved = services.save_target(**restored)
        _count_on(item, saved)
        return
    try:
        services.delete_target(**told)
    except ProtectedError:  # it goes on in a later year
        raise Conflict(EDITED.format(names=_named([item.name]))) from None


def _count_on(item: ImportedTarget, saved: Target) -> None:
    """What an earlier import had left stands there again under a later number, so that
    it can be taken back, too. Whoever saved in between still does not count as it."""
    came_from = item.version - 1  # a save counts one
    earlier = ImportedTarget.objects.filter(target=saved, version__lte=came_from)
    earlier.update(version=F("version") + saved.version - came_from)


def _before(item: ImportedTarget) -> Sheet | Overall:
    book = book_from_json(item.before)
    return book.overall or book.projects[0]
