"""The history of a target, told in sentences: who, when, what, why, and how long it
lay where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from audit.models import Entry
from projects.models import Reason

# What happened, with the words of the record put in; the rest is told by its name.
SENTENCES = {
    "submit": "送审，成为第{number}次送审稿",
    "pass": "在“{step}”环节通过",
    "return": "在“{step}”环节退回",
    "approve": "在“{step}”环节批复为第{number}版{batch}",
    "adjust": "申请调整（{reason}）",
    "add": "年中追加（{reason}）",
    "drop": "放弃调整，内容恢复为批复版本",
    "comment": "批注“{cell}”",
    "reply": "答复“{cell}”的批注",
    "comment_done": "把“{cell}”的批注标为已处理",
    "comment_reopen": "重新提出“{cell}”的批注",
    "consent": "同意按批注修改“{cell}”",
    "review_form": "填写“{step}”的审核表，评定为“{grade}”",
    "export": "导出（{format}）",
    "attach": "上传依据材料“{file}”",
    "detach": "移除依据材料“{file}”",
    "download": "下载依据材料“{file}”",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened. ``lay`` says how long it had waited at its step."""

    at: datetime
    who: str
    what: str
    why: str
    lay: str
    changes: list[dict[str, str]]
    indicators: list[str]


def tell(entries: Iterable[Entry]) -> Iterator[Line]:
    """The lines of the history, in the order of the entries."""
    for entry in entries:
        detail = entry.detail
        who = entry.actor_name
        if principal := detail.get("for"):
            who = f"{who}（代{principal}）"
        yield Line(
            at=entry.at,
            who=who,
            what=_sentence(entry),
            why=detail.get("opinion", ""),
            lay=_lay(entry),
            changes=detail.get("changes", []),
            indicators=detail.get("indicators", []),
        )


def _sentence(entry: Entry) -> str:
    words = _words(entry.detail)
    try:
        return SENTENCES[entry.action].format_map(words)
    except KeyError:  # an older entry that lacks a word, or one without a sentence
        return str(entry.get_action_display())


def _words(detail: dict[str, Any]) -> dict[str, Any]:
    words = dict(detail)
    batch = detail.get("batch")
    words["batch"] = f"，文号 {batch}" if batch else ""
    if "reason" in detail:
        words["reason"] = dict(Reason.choices).get(detail["reason"], detail["reason"])
    return words


def _lay(entry: Entry) -> str:
    since = entry.detail.get("since")
    if not since:
        return ""
    return span(entry.at - datetime.fromisoformat(since))


def span(time: timedelta) -> str:
    """不到1分钟, 35分钟, 3小时20分钟, 2天4小时."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "不到1分钟"
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "天"), (hours, "小时"), (0 if days else minutes, "分钟")]
    return "".join(f"{number}{unit}" for number, unit in parts if number)
