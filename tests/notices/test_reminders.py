"""Before the deadline, to whom it may concern, once a day."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from departments.models import Membership
from notices.models import Mail, Notice
from notices.reminders import remind
from notices.services import forget_old
from projects.models import BudgetYear, Extension, Occasion, Status, Target

CLOSES = date(2021, 3, 5)


@pytest.fixture
def closing(year) -> BudgetYear:
    year.closes_on = CLOSES
    year.save()
    return year


def leave(count: int) -> list[Target]:
    """All but so many targets are with the reviewers."""
    rows = list(Target.objects.order_by("kind", "pk"))
    for target in rows[count:]:
        Target.objects.filter(pk=target.pk).update(status=Status.REVIEW)
    return rows[:count]


def told() -> list[tuple[str, str]]:
    return [(n.user.username, n.text) for n in Notice.objects.order_by("pk")]


def test_fillers_hear_what_is_not_submitted(closing, office):
    one, two = leave(2)
    Target.objects.filter(pk=two.pk).update(status=Status.RETURNED)
    assert remind(days=3, today=date(2021, 3, 2)) == 1
    [(name, text)] = told()
    assert name == "tianbao"  # neither the reviewers nor the administrator
    assert text == (
        "2021年绩效目标填报将于2021年3月5日（还有 3 天）截止，"
        f"本部门（{office}）还有 2 份未送审：“{one}”、“{two}”。"
    )
    notice = Notice.objects.get()
    assert (notice.link, notice.kind) == ("/targets/?year=2021", "reminder")


def test_a_single_one_is_what_the_notice_leads_to(closing):
    [one] = leave(1)
    remind(days=0, today=CLOSES)
    assert Notice.objects.get().link == f"/targets/{one.pk}/"
    assert "2021年3月5日（今天）截止" in Notice.objects.get().text


def test_of_many_the_first_are_named(closing, office, year):
    for number in range(4):
        Target.objects.create(
            kind="department",
            year=BudgetYear.objects.create(year=2030 + number, scheme=year.scheme),
            department=office,
        )
    assert Target.objects.filter(year=year).count() == 5
    remind(days=3, today=CLOSES)
    assert "还有 5 份未送审" in told()[0][1]
    assert "等。" not in told()[0][1]


def test_a_long_list_is_not_told_whole(closing, office, monkeypatch):
    monkeypatch.setattr("notices.reminders.MOST_NAMES", 2)
    remind(days=3, today=CLOSES)
    text = told()[0][1]
    assert text.count("“") == 2
    assert text.endswith("”等。")


@pytest.mark.parametrize(
    ("today", "count"),
    [
        (date(2021, 3, 1), 0),  # four days before
        (date(2021, 3, 2), 1),
        (date(2021, 3, 5), 1),  # the last day
        (date(2021, 3, 6), 0),  # over
    ],
)
def test_it_begins_n_days_before_and_ends_with_the_deadline(closing, today, count):
    assert remind(days=3, today=today) == count


def test_nobody_is_reminded_of_what_is_not_open_yet(closing):
    closing.opens_on = date(2021, 3, 4)
    closing.save()
    assert remind(days=3, today=date(2021, 3, 3)) == 0
    assert remind(days=3, today=date(2021, 3, 4)) == 1


def test_more_time_moves_the_reminder(closing, people, office, elsewhere):
    """The department's own last day counts, and the text names it."""
    for department in (office, elsewhere):
        Target.objects.get_or_create(
            kind="department", year=closing, department=department
        )
    later = {"closes_on": date(2021, 3, 20), "reason": "停电", "actor": people["admin"]}
    Extension.objects.create(year=closing, department=office, **later)
    assert remind(days=3, today=CLOSES) == 1
    assert [name for name, _ in told()] == ["stranger"]
    assert remind(days=3, today=date(2021, 3, 18)) == 1
    name, text = told()[-1]
    assert name == "tianbao"
    assert "将于2021年3月20日（还有 2 天）截止" in text


def test_what_was_added_in_mid_year_has_no_deadline(closing):
    one, two = leave(2)
    Target.objects.filter(pk=one.pk).update(occasion=Occasion.ADDED)
    remind(days=3, today=CLOSES)
    assert f"还有 1 份未送审：“{two}”" in told()[0][1]


def test_a_year_without_a_deadline_reminds_nobody(year):
    assert remind(days=10_000) == 0


def test_who_has_submitted_everything_hears_nothing(closing):
    leave(0)
    assert remind(days=3, today=CLOSES) == 0


def test_once_a_day_and_again_on_the_next(closing):
    assert remind(days=3, today=CLOSES - timedelta(days=1)) == 1
    assert remind(days=3, today=CLOSES - timedelta(days=1)) == 0
    assert remind(days=3, today=CLOSES) == 1


def test_who_joins_on_the_same_day_is_still_told(closing, people, office):
    remind(days=3, today=CLOSES)
    Membership.objects.create(user=people["nobody"], department=office, role="filler")
    assert remind(days=3, today=CLOSES) == 1
    assert [name for name, _ in told()] == ["tianbao", "nobody"]


def test_each_department_hears_of_its_own(closing, people, elsewhere):
    leave(1)
    Target.objects.create(kind="department", year=closing, department=elsewhere)
    Membership.objects.create(
        user=people["tianbao"], department=elsewhere, role="filler"
    )
    assert remind(days=3, today=CLOSES) == 3
    texts = [text for name, text in told() if name == "tianbao"]
    assert len(texts) == 2
    [text] = [text for name, text in told() if name == "stranger"]
    assert "本部门（另一街道办事处）还有 1 份未送审" in text


def test_it_is_written_to_who_has_an_address(closing, tianbao, mail_on):
    tianbao.email = "tianbao@example.com"
    tianbao.save()
    remind(days=3, today=CLOSES)
    assert "http://mubiao.example/targets/?year=2021" in Mail.objects.get().body


def test_the_command_reminds_and_tidies_up(year, tianbao, tell):
    year.closes_on = timezone.localdate() + timedelta(days=3)
    year.save()
    old = tell(tianbao)
    Notice.objects.filter(pk=old.pk).update(
        read_at=timezone.now() - timedelta(days=181)
    )
    outputs = []
    for _ in range(2):
        out = StringIO()
        call_command("remind", stdout=out)
        outputs.append(out.getvalue())
    assert outputs == [
        "发出 1 条提醒；清除 1 条旧通知、0 封旧邮件\n",
        "发出 0 条提醒；清除 0 条旧通知、0 封旧邮件\n",
    ]


def test_fewer_days_can_be_asked_for(year, tianbao):
    year.closes_on = timezone.localdate() + timedelta(days=3)
    year.save()
    call_command("remind", days=2, stdout=StringIO())
    assert not Notice.objects.exists()
    with pytest.raises(CommandError, match="--days"):
        call_command("remind", days=-1)


def test_only_what_was_read_long_ago_is_forgotten(tianbao, tell):
    now = timezone.now()
    ages = {"unread": None, "179": 179, "181": 181}
    for name, days in ages.items():
        notice = tell(tianbao, name)
        read_at = now - timedelta(days=days) if days else None
        at = now - timedelta(days=400)
        Notice.objects.filter(pk=notice.pk).update(at=at, read_at=read_at)
    assert forget_old() == (1, 0)
    assert {notice.text for notice in Notice.objects.all()} == {"unread", "179"}
