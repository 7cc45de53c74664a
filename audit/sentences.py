"""An entry told in Chinese: who did what, when and from where."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .models import ACTIONS, Entry

# By action; one that is not here is told by its name and its subject.
PHRASES = {
    "login": "登录",
    "login_failed": "用“{name}”登录，没有成功",
    "logout": "退出",
    "password": "设置了“{name}”的密码",
    "refused": "访问 {name} 被拒绝",
    "create": "新建了“{name}”",
    "import": "导入了“{name}”",
    "undo_import": "撤销了对“{name}”的导入",
    "backfill": "补录了“{name}”",
    "load": "装入了 {name}",
    "carry": "从上年结转了“{name}”",
    "save": "修改了“{name}”",
    "submit": "把“{name}”送审",
    "withdraw": "撤回了“{name}”",
    "pass": "审核通过了“{name}”",
    "return": "退回了“{name}”",
    "add": "年中追加了“{name}”",
    "extend": "办理填报延期：{name}",
    "delegate": "委托代办：{name}",
    "end_delegation": "提前结束代办：{name}",
    "answer": "说明了“{name}”的警告",
    "check_settings": "设置了“{name}”",
    "approve": "批复了“{name}”",
    "export": "导出了“{name}”",
    "job_ask": "提交了后台任务“{name}”",
    "job_done": "的后台任务“{name}”已完成",
    "job_failed": "的后台任务“{name}”没有完成",
    "job_cancel": "取消了后台任务“{name}”",
    "delete": "删除了“{name}”",
    "propose": "提出了指标“{name}”",
    "accept": "确认指标“{name}”入库",
    "retire": "停用了“{name}”",
    "restore": "重新启用了“{name}”",
    "learn": "把“{name}”的指标收入指标库",
    "attach": "给“{name}”上传了依据材料",
    "detach": "移除了“{name}”的依据材料",
    "download": "下载了“{name}”的依据材料",
}
# What stands in ``detail``, apart from the changed cells.
LABELS = {
    "file": "文件",
    "format": "文件格式",
    "rows": "条数",
    "created": "新建",
    "changed": "修改",
    "unchanged": "没有变化",
    "query": "条件",
    "opinion": "意见",
    "from": "原状态",
    "to": "新状态",
    "like": "参照年度",
    "document": "批复文号",
    "dated": "批复日期",
    "for": "代何人办理",
    "department": "部门编码",
    "closed_on": "原填报截止日期",
    "closes_on": "填报延至",
    "principal": "委托人",
    "deputy": "代办人",
    "starts_on": "开始日期",
    "ends_on": "结束日期",
    "version": "修改次数",
    "answered": "带说明的警告",
    "code": "答复代码",
    "reason": "原因",
    "method": "请求方式",
    "backoffice": "在后台",
    "fields": "改动的栏目",
    "indicators": "收入指标库的指标",
    "tier": "层级",
    "name": "名称",
    "description": "描述",
    "direction": "性质",
    "unit": "计量单位",
    "basis": "依据",
    "project_type": "适用项目",
    "content": "内容",
    "book": "删除前的内容",
    "sha256": "校验码",
    "error": "没有完成的原因",
}
# The record lies below the room that knows these two; a test compares.
REASONS = {
    "budget": "预算调整",
    "policy": "政策变化",
    "plan": "工作计划变更",
    "mistake": "填报差错",
    "other": "其他",
}
STATUSES = {
    "draft": "草稿",
    "review": "审核中",
    "returned": "已退回",
    "approved": "已批复",
    "archived": "已补录",
}
CHANGES = "changes"


@dataclass(frozen=True)
class Change:
    """A cell that was changed."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}：{self.before or '（空）'} → {self.after or '（空）'}"


@dataclass(frozen=True)
class Told:
    """An entry in words."""

    entry: Entry
    when: str
    who: str
    where: str
    what: str
    changes: tuple[Change, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        return f"{self.when} {self.who}{self.where}{self.what}"


def tell(entry: Entry) -> Told:
    changes = tuple(_changes(entry.detail.get(CHANGES, [])))
    facts = [
        (LABELS.get(key, key), _text(key, value))
        for key, value in sorted(entry.detail.items(), key=_rank)
        if key != CHANGES and value not in (None, "", [], {})
    ]
    return Told(
        entry=entry,
        when=timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        who=_who(entry),
        where=_where(entry),
        what=_what(entry, len(changes)),
        changes=changes,
        facts=tuple(facts),
    )


def _who(entry: Entry) -> str:
    if entry.actor is not None:
        principal = entry.detail.get("for")
        deputy = f"代{principal}" if principal else ""
        return f"{entry.actor_name}（{entry.actor.username}）{deputy}"
    # Who failed to log in is not known: it may not be whose name was typed.
    return "有人" if entry.action == "login_failed" else entry.actor_name


def _where(entry: Entry) -> str:
    if entry.address:
        return f"从 {entry.address} "
    return "在服务器上" if entry.actor_id is None else ""


def _what(entry: Entry, changed: int) -> str:
    name = entry.subject_name or entry.subject
    label = ACTIONS.get(entry.action, entry.action)
    phrase = PHRASES.get(entry.action, f"{label}“{{name}}”")
    more = [str(entry.detail[key]) for key in ("file", "format") if key in entry.detail]
    told = phrase.replace("{name}", name)
    if more:
        told += f"（{'，'.join(more)}）"
    return f"{told}，改了 {changed} 处" if changed else told


def _changes(cells: Any) -> list[Change]:
    return [
        Change(*(str(cell.get(key) or "") for key in ("label", "before", "after")))
        for cell in cells
    ]


RANKS = {key: rank for rank, key in enumerate(LABELS)}


def _rank(item: tuple[str, Any]) -> int:
    return RANKS.get(item[0], len(RANKS))


def _text(key: str, value: Any) -> str:
    if key in ("from", "to"):
        return STATUSES.get(value, str(value))
    if key == "reason":  # of a refusal, in words already
        return REASONS.get(value, str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)
