"""The hash chain: sealed after the commit, and whatever was tampered with is told."""

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from audit import chain, guards
from audit.models import Entry, Seal, Unsealed
from audit.services import record
from tests.test_races import at_once


def write(name: str = "甲", action: str = "save") -> Entry:
    detail = {"changes": [{"label": "用途", "before": "旧", "after": "=新\n值"}]}
    return record(
        actor=None,
        action=action,
        subject="target:1",
        subject_name=name,
        detail=detail,
    )


def verify(**options) -> str:
    """What the command prints; ``CommandError``, which exits with 1, at a fault."""
    out = StringIO()
    call_command("verify_audit", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def story(db) -> list[Entry]:
    """Six entries, sealed."""
    entries = [write(name) for name in "甲乙丙丁戊己"]
    assert chain.seal() == 6
    connection.check_constraints()
    return entries


@contextmanager
def tampered(*statements: str) -> Iterator[None]:
    """Behind the program's back, by somebody who takes the triggers down first."""
    with transaction.atomic():
        guards.take_down(connection)
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
        yield
        transaction.set_rollback(True)


def test_each_seal_hashes_its_entry_and_the_one_before(story):
    previous = "0" * 64
    for number, (seal, entry) in enumerate(zip(Seal.objects.all(), story, strict=True)):
        assert (seal.number, seal.entry, seal.previous) == (number + 1, entry, previous)
        content = json.loads(chain.canonical(entry))
        assert content["subject_name"] == entry.subject_name
        assert content["detail"] == entry.detail
        text = previous + chain.canonical(Entry.objects.get(pk=entry.pk))
        assert seal.hash == hashlib.sha256(text.encode()).hexdigest()
        previous = seal.hash
    assert not Unsealed.objects.exists()


def test_all_that_an_entry_says_is_hashed(story):
    said = set(json.loads(chain.canonical(story[0])))
    assert said == {field.attname for field in Entry._meta.concrete_fields}


def test_the_command_tells_count_and_head(story):
    text = verify()
    assert "封存完好的记录 6 条" in text
    assert f"最后的校验码 {Seal.objects.last().hash}" in text
    assert "还没有封存" not in text
    write()
    write()
    assert "还没有封存的 2 条" in verify()
    chain.seal()
    assert "封存完好的记录 8 条" in verify()


def test_an_empty_record_is_sound(db):
    assert "记录 0 条" in verify()


TAMPERED = {
    "text": (["UPDATE audit_entry SET subject_name = '伪' WHERE id = {2}"], "#{2}（"),
    "name": (["UPDATE audit_entry SET actor_name = '别人' WHERE id = {0}"], "#{0}（"),
    "time": (["UPDATE audit_entry SET at = '2020-01-01 00:00' WHERE id = {3}"], "#{3}"),
    "place": (["UPDATE audit_entry SET address = '1.1.1.1' WHERE id = {1}"], "#{1}"),
    "cells": (["UPDATE audit_entry SET detail = '{{}}' WHERE id = {5}"], "#{5}"),
    "two": (["UPDATE audit_entry SET action = 'login' WHERE id > {1}"], "#{2}（"),
    "hash": (
        ["UPDATE audit_seal SET hash = '" + "a" * 64 + "' WHERE entry_id = {3}"],
        "#{3}",
    ),
    "entry removed": (["DELETE FROM audit_entry WHERE id = {2}"], "#{2} 被删除"),
    "seal removed": (
        ["DELETE FROM audit_seal WHERE entry_id = {2}"],
        "第 3 个封条不见了，下一个是第 4 个封条（审计记录 #{3}）",
    ),
    "last seal removed": (
        ["DELETE FROM audit_seal WHERE entry_id = {5}"],
        "审计记录 #{5}（系统 保存 己）没有封条",
    ),
    "both removed": (
        [
            "DELETE FROM audit_seal WHERE entry_id = {2}",
            "DELETE FROM audit_entry WHERE id = {2}",
        ],
        "第 3 个封条不见了，下一个是第 4 个封条（审计记录 #{3}）",
    ),
    "gap closed": (
        [
            "DELETE FROM audit_seal WHERE number = 3",
            "UPDATE audit_seal SET number = 3 WHERE number = 4",
        ],
        "第 3 个封条（审计记录 #{3}）接不上前一个",
    ),
    "reordered": (
        [
            "UPDATE audit_seal SET number = 99 WHERE number = 2",
            "UPDATE audit_seal SET number = 2 WHERE number = 3",
            "UPDATE audit_seal SET number = 3 WHERE number = 99",
        ],
        "第 2 个封条（审计记录 #{2}）接不上前一个",
    ),
    "entries exchanged": (
        [
            "UPDATE audit_entry SET subject_name = '丙' WHERE id = {1}",
            "UPDATE audit_entry SET subject_name = '乙' WHERE id = {2}",
        ],
        "#{1}（",
    ),
    "slipped in": (
        [
            "INSERT INTO audit_entry (id, at, actor_name, action, subject,"
            " subject_name, detail, address) SELECT 10000, at, actor_name, action,"
            " subject, subject_name, detail, address FROM audit_entry WHERE id = {0}"
        ],
        "审计记录 #10000（系统 保存 甲）没有封条，也不在待封存之列，这样的共 1 条",
    ),
    "slipped in with a seal": (
        [
            "INSERT INTO audit_entry (id, at, actor_name, action, subject,"
            " subject_name, detail, address) SELECT 10000, at, actor_name, action,"
            " subject, subject_name, detail, address FROM audit_entry WHERE id = {0}",
            "INSERT INTO audit_seal (number, entry_id, previous, hash)"
            " VALUES (-1, 10000, '', '')",
        ],
        "第 1 个封条不见了，下一个是第 -1 个封条（审计记录 #10000）",
    ),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_what_was_tampered_with_is_named(story, way):
    statements, message = TAMPERED[way]
    keys = [entry.pk for entry in story]
    with (
        tampered(*(sql.format(*keys) for sql in statements)),
        pytest.raises(CommandError) as told,
    ):
        verify()
    assert message.format(*keys) in str(told.value)
    assert "不在了" in str(told.value)  # the triggers too
    verify()


def test_a_chain_made_anew_is_known_by_a_hash_kept_elsewhere(story):
    kept = Seal.objects.get(number=4).hash
    assert "6 条" in verify(contains=kept)
    with tampered(
        "DELETE FROM audit_seal",
        f"UPDATE audit_entry SET subject_name = '伪' WHERE id = {story[2].pk}",  # noqa: S608
        "INSERT INTO audit_unsealed SELECT id FROM audit_entry",
    ):
        assert chain.seal() == 6
        guards.put_up(connection)
        assert "记录 6 条" in verify()
        with pytest.raises(CommandError, match=f"没有校验码 {kept}"):
            verify(contains=kept)
        guards.take_down(connection)


def test_the_chain_survives_the_move_to_another_database(story, tmp_path):
    path = tmp_path / "audit.json"
    write("未封存")
    call_command("dumpdata", "audit", output=path, verbosity=0)
    tables = ("audit_seal", "audit_unsealed", "audit_entry")
    with tampered(*(f"DELETE FROM {table}" for table in tables)):  # noqa: S608
        guards.put_up(connection)
        call_command("loaddata", path, verbosity=0)
        text = verify()
        assert "封存完好的记录 6 条" in text
        assert "还没有封存的 1 条" in text


def test_a_crash_before_the_sealing_is_made_good_by_the_next(story, monkeypatch):
    monkeypatch.setattr(chain, "CHUNK", 4)
    for name in "庚辛壬癸子丑寅卯辰":  # committed, and then the machine was gone
        write(name)
    assert chain.seal() == 9
    assert chain.verify().count == 15
    assert chain.seal() == 0


@pytest.mark.django_db(transaction=True)
def test_it_is_sealed_when_it_is_committed():
    with transaction.atomic():
        write()
        write()
        assert Unsealed.objects.count() == 2
        assert not Seal.objects.exists()
    assert not Unsealed.objects.exists()
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError("the change fails")
    write()
    assert "记录 3 条" in verify()


@pytest.mark.django_db(transaction=True)
def test_a_change_stays_when_the_sealing_fails(monkeypatch, caplog):
    def broken() -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(chain, "seal", broken)
    with caplog.at_level(logging.ERROR):
        write()
    assert "no disk" in caplog.text
    monkeypatch.undo()
    write()
    assert chain.verify() == chain.Report(2, Seal.objects.last().hash, 0, ())


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain():
    def work(meet) -> str:
        meet()
        for _ in range(5):
            write()
        return "done"

    assert at_once(*[work] * 6) == ["done"] * 6
    report = chain.verify()
    assert (report.count, report.unsealed, report.faults) == (30, 0, ())


@pytest.mark.django_db(transaction=True)
def test_an_entry_committed_late_is_sealed_late():
    """Its key is older than that of one that is sealed already."""
    if connection.vendor == "sqlite":
        pytest.skip("has one writer at a time")

    def slow(meet) -> str:
        with transaction.atomic():
            write("慢")
            meet()
            meet()
        return "done"

    def quick(meet) -> str:
        meet()
        write("快")
        meet()
        return "done"

    assert at_once(slow, quick) == ["done"] * 2
    order = [seal.entry.subject_name for seal in Seal.objects.all()]
    assert order == ["快", "慢"]
    assert Seal.objects.first().entry_id > Seal.objects.last().entry_id
    assert "记录 2 条" in verify()


def test_it_costs_few_queries(story):
    """However many stand in one transaction, they are sealed together."""
    with CaptureQueriesContext(connection) as one:
        write()
    for _ in range(20):
        write()
    with CaptureQueriesContext(connection) as sealing:
        assert chain.seal() == 21
    inserts = [q["sql"] for q in one if q["sql"].startswith("INSERT")]
    assert len(inserts) == 2
    assert len(sealing) <= 8  # two of them begin and end


def test_a_transaction_asks_for_one_sealing(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as hooks:
        for _ in range(10):
            write()
        with pytest.raises(RuntimeError), transaction.atomic():
            write()
            raise RuntimeError("rolled back")
    assert hooks == [chain.seal]
