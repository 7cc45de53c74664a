"""Names of the files in an archive: a folder for each department, a file for each
target. The names of departments and projects are people's words; here they become
parts of paths, on whatever system the archive is unpacked."""

import unicodedata
from collections.abc import Iterable

from attachments.names import NAMELESS, clean
from projects.models import Target

# Characters; a path may have 260 on Windows, and a name 255 bytes on Linux.
MOST = 60
# Windows gives these to devices, whatever follows after a point.
DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{device}{n}" for device in ("COM", "LPT") for n in "0123456789¹²³"]
)
OVERALL = "部门整体绩效目标"


def names_of(targets: Iterable[Target], extension: str) -> list[str]:
    """One for each, different also where letters count alike in both cases."""
    taken: set[str] = set()
    return [
        _free(_folder(target), _stem(target), extension, taken) for target in targets
    ]


def _folder(target: Target) -> str:
    # The code is unique and of letters and digits only: folders never mix.
    return _part(f"{target.department.code} {target.department.name}")


def _stem(target: Target) -> str:
    return _part(str(target)) if target.is_project else OVERALL


def _part(text: str) -> str:
    name = clean(unicodedata.normalize("NFC", text))
    name = name.strip(" .")[:MOST].rstrip(" .") or NAMELESS
    device = name.partition(".")[0].rstrip().upper()
    return f"_{name}" if device in DEVICES else name


def _free(folder: str, stem: str, extension: str, taken: set[str]) -> str:
    name, number = f"{folder}/{stem}.{extension}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{folder}/{stem}（{number}）.{extension}"
    taken.add(name.casefold())
    return name
