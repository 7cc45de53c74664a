"""The hash chain over the record: who changes an old entry must change all after it.

Each seal hashes its entry together with the hash before it. Entries are sealed after
the commit of what they tell of, so nobody's change waits for anybody else's; until then
they stand in ``Unsealed``, and a crash in between leaves them there for the next time.

The chain shows what was changed behind the program's back. Who may do anything with
the database could still make the whole chain anew. So its last hash should be kept
elsewhere from time to time: ``verify_audit --contains`` asks for it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction

from . import guards
from .models import Entry, Seal, Unsealed

START = "0" * 64
CHUNK = 500
LOCK = 0x6175646974  # a number that locks nothing else in this database
# What is hashed, beside the time. A column that comes later may join only for entries
# that carry it: what is sealed must hash as it did.
FIELDS = (
    *("id", "actor_id", "actor_name", "action", "subject", "subject_name"),
    *("detail", "address"),
)


def canonical(entry: Entry) -> str:
    """All that the entry says, in one spelling.

    The time to the millisecond: ``dumpdata``, by which a record moves to another
    database, forgets the rest.
    """
    content = {name: getattr(entry, name) for name in FIELDS}
    content["at"] = entry.at.astimezone(UTC).isoformat(timespec="milliseconds")
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def link(previous: str, entry: Entry) -> str:
    """The hash that seals the entry after the one with the hash ``previous``."""
    return hashlib.sha256((previous + canonical(entry)).encode()).hexdigest()


def seal_after_commit() -> None:
    """Seal when the transaction of the moment is committed; asked for once in each.

    A failure is logged and nothing more: the change is done, and the next time takes
    what this one left.
    """
    hooks = transaction.get_connection().run_on_commit
    if not any(hook is seal for _, hook, _ in hooks):
        transaction.on_commit(seal, robust=True)


def seal() -> int:
    """Seal all that waits; how many that were."""
    count = 0
    while done := _seal_some():
        count += done
        if done < CHUNK:
            break
    return count


def _seal_some() -> int:
    """Up to a chunk, in the order of the keys; one process at a time."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite has one writer anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # Not in one join: a planner may walk through the whole record for it.
        waiting = Unsealed.objects.order_by("pk").values_list("pk", flat=True)
        keys = list(waiting[:CHUNK])
        if keys:
            entries = Entry.objects.filter(pk__in=keys).order_by("pk")
            Seal.objects.bulk_create(_seals_for(list(entries)))
            Unsealed.objects.filter(pk__in=keys).delete()
    return len(keys)


def _seals_for(entries: list[Entry]) -> list[Seal]:
    last = last_seal()
    count, previous = (last.number, last.hash) if last else (0, START)
    seals = []
    for number, entry in enumerate(entries, count + 1):
        found = link(previous, entry)
        seals.append(Seal(number=number, entry=entry, previous=previous, hash=found))
        previous = found
    return seals


def last_seal() -> Seal | None:
    """The head of the chain."""
    return Seal.objects.last()


@dataclass(frozen=True)
class Report:
    """What a walk along the chain found."""

    count: int  # links that are sound
    head: str  # the hash of the last of them
    unsealed: int
    faults: tuple[str, ...]


def verify(*, contains: str = "") -> Report:
    """Walk along the chain to its first fault.

    ``contains`` is a hash that was once its last one and must still be in it.
    """
    faults = [f"数据库触发器 {name} 不在了" for name in guards.missing(connection)]
    count, head, is_found = 0, START, not contains
    for seal, entry in _links():
        if fault := _fault(seal, entry, count, head):
            faults.append(fault)
            break
        count, head = count + 1, seal.hash
        is_found = is_found or head == contains
    else:
        if not is_found:
            faults.append(f"链中没有校验码 {contains}：记下它以后，记录被删除或重写过")
    rest = Entry.objects.filter(seal=None)
    strays = rest.filter(unsealed=None).order_by("pk")
    if stray := strays.first():
        faults.append(
            f"审计记录 #{stray.pk}（{stray}）没有封条，也不在待封存之列，"
            f"这样的共 {strays.count()} 条：封条被移除，或者不是由系统写入的"
        )
    return Report(count, head, rest.count(), tuple(faults))


def _links() -> Iterator[tuple[Seal, Entry | None]]:
    """The seals in their order, each with its entry, if that is there."""
    last = -(2**63)  # whoever slipped one in may have given it any number
    while seals := list(Seal.objects.filter(number__gt=last)[:CHUNK]):
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            yield seal, entries.get(seal.entry_id)
        last = seals[-1].number


def _fault(seal: Seal, entry: Entry | None, count: int, head: str) -> str:
    """What is wrong with a link after ``count`` sound ones that end with ``head``."""
    place = f"第 {seal.number} 个封条（审计记录 #{seal.entry_id}）"
    if entry is None:
        return f"审计记录 #{seal.entry_id} 被删除了，它的封条是第 {seal.number} 个"
    if seal.number != count + 1:
        return f"第 {count + 1} 个封条不见了，下一个是{place}"
    if seal.previous != head:
        return f"{place}接不上前一个：封条被移除、调换或改过"
    if seal.hash != link(head, entry):
        return f"审计记录 #{entry.pk}（{entry}）的内容或它的封条被改过"
    return ""
