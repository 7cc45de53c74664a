from django.apps import AppConfig
from django.core.checks import register

from .checks import check_layouts


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "年度与项目"

    def ready(self) -> None:
        register(check_layouts)
