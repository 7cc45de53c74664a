"""How the desk says things."""

from datetime import date
from typing import Any

from django import template

from .. import route
from ..models import Phrase, Stage, Version

register = template.Library()
WORDS = (("error", "错误"), ("warning", "警告"), ("hint", "提示"))


@register.filter
def line(stage: Stage) -> str:
    """The target and its version on this page, as a tick box sends them."""
    return f"{stage.target_id}:{stage.target.version}"


@register.filter
def days_left(due_on: date | None, today: date) -> str:
    """还有3天, 今天到期, 已超2天; calendar days."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return "今天到期"
    return f"还有{days}天" if days > 0 else f"已超{-days}天"


@register.filter
def findings_in_words(version: Version) -> str:
    """错误1 警告3 of what the automatic checks found when it was submitted."""
    counts = version.findings or {}
    words = [f"{word}{counts[key]}" for key, word in WORDS if counts.get(key)]
    if version.answers:
        words.append(f"（已说明{len(version.answers)}）")
    return " ".join(words)


@register.filter
def of(found: dict[str, list[str]], key: str) -> list[str] | None:
    """What a dictionary has under a key that only the page knows."""
    return found.get(key)


@register.simple_tag
def phrases() -> list[Phrase]:
    """The ready phrases that are offered."""
    return list(Phrase.objects.active())


@register.simple_tag
def acting_for(stage: Stage, user: Any) -> Any:
    """The person for whom the user would decide here; ``None`` in an own post."""
    post = route.post_for(stage, user)
    return post.principal if post else None
