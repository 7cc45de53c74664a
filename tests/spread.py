"""How tests are dealt out to several processes: one by one, so that none is left with
a long file at the end, but for what is made once for many of them."""

from xdist.scheduler import LoadScopeScheduling

# File → what its tests share, and with which other files.
SHARED = {
    "tests/sheets/test_every_form.py": "pages by LibreOffice",
    "tests/exchange/test_worker.py": "the demo's data",
    "tests/exchange/test_pack_worker.py": "the demo's data",
    "tests/browser/test_restart.py": "the demo's data",
    "tests/test_serve.py": "the demo's data",
}


class Spread(LoadScopeScheduling):
    """xdist's own groups (``loadgroup``) do not work with pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return SHARED.get(nodeid.partition("::")[0], nodeid)
