from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm

from .models import User
from .services import MOST_DAYS, colleagues


class LoginForm(AuthenticationForm):
    """User name and password, laid out by crispy."""

    error_messages = {
        "invalid_login": "用户名或密码不对。请核对大小写后重试；忘记密码请找管理员。",
        "inactive": "这个用户已停用，请找管理员。",
    }

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Submit("submit", "登录", css_class="w-100"))
        return helper


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """With the browser's calendar, where it has one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class DelegationForm(forms.Form):
    """Handing over to a colleague for some time."""

    deputy = forms.ModelChoiceField(
        User.objects.none(), label="代办人", empty_label="请选择"
    )
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期", f"这一天仍由代办人办理；一次最多 {MOST_DAYS} 天")
    reason = forms.CharField(
        label="事由", max_length=200, help_text="如 出差、休假、外出学习"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues(user)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.add_input(Submit("submit", "委托"))

    def clean_reason(self) -> str:
        return "".join(c for c in self.cleaned_data["reason"] if c.isprintable())

    def add_problems(self, problems: dict[str, str]) -> None:
        """What the service found, each at its field."""
        for name, text in problems.items():
            self.add_error(name, text)
