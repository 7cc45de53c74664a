"""From key to screen in the editor, in one run: a table of 60 indicators whose every
description has 2,000 characters, against the seed's table of 9."""

import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.demo_server import DemoServer  # noqa: E402

KEYS = 40
ROWS = 60
LONG = "说明指标的含义、算法和范围，" * 143
WATCH = """() => {
  window.waits = [];
  document.addEventListener("keydown", (event) => {
    const pressed = event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => {
      window.waits.push(performance.now() - pressed);
    }));
  }, true);
}"""
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def key_to_screen(page: Page, cell: str) -> float:
    """Median milliseconds from a key to the next frame that was drawn."""
    page.evaluate(WATCH)
    page.locator(f"[name='{cell}']").focus()
    for _ in range(KEYS):
        page.keyboard.type("写")
        page.keyboard.press("a")
        page.wait_for_timeout(30)
    return median(page.evaluate("window.waits"))


def open_editor(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("用户名").fill("tianbao")
    page.get_by_label("密码").fill("demo-2021")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name="村级组织经费").click()
    page.get_by_role("link", name="填写").click()
    page.wait_for_load_state("load")


def lengthen(page: Page) -> None:
    rows = [f"指标{i}\t{LONG}\t≥{i}个\t文件" for i in range(ROWS - 8)]
    page.locator("[name='indicators.0.tier3']").focus()
    page.evaluate(PASTE, "\r\n".join(rows))
    page.locator(f"[name='indicators.{ROWS - 1}.tier3']").wait_for()


def main() -> None:
    with TemporaryDirectory() as var, sync_playwright() as play:
        server = DemoServer(Path(var))
        server.set_up()
        server.start()
        try:
            path = shutil.which("chromium-headless-shell")
            browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            open_editor(page, server.url)
            short = key_to_screen(page, "indicators.0.description")
            lengthen(page)
            long = key_to_screen(page, "indicators.0.description")
            browser.close()
        finally:
            server.stop()
    print(f"{'key to screen, 60 long rows / the seed table':50} {long / short:6.2f}")
    print(
        f"{'  in milliseconds: long, short (100 at most)':50} {long:6.1f} {short:6.1f}"
    )


if __name__ == "__main__":
    main()
