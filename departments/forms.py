from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib.auth.forms import AuthenticationForm


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
