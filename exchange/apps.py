from django.apps import AppConfig
from django.conf import settings

from sheets.press import kept


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "导入导出"

    def ready(self) -> None:
        kept.keep_in(settings.PAGES_DIR)
