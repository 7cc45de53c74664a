"""Archives as people make them, and what they do with them."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from departments.models import Department
from exchange import jobs
from exchange.models import ImportJob, TakingJob
from projects.models import Project, Target
from sheets.edition import unstamped
from sheets.layouts import layout_of
from sheets.sheet import Book, Sheet
from sheets.writers import writers

from .test_import_pages import text

FORMATS = ("xlsx", "docx", "html", "json")


def packed(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def by_old_windows(files: Mapping[str, bytes]) -> bytes:
    """Names in GBK with ``\\``, and no word of it."""

    class Old(ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in files.items():
            info = Old("x")
            info.filename = name
            archive.writestr(info, data)
    return out.getvalue()


def file_of(sheet: Sheet, format_id: str = "xlsx", book: Book | None = None) -> bytes:
    """The form of one project, as this program writes it."""
    book = replace(book or Book(year=2021, layout="hebei-2021"), projects=(sheet,))
    return writers.get(format_id).write(unstamped(book), layout_of(book))


def upload(client, data: bytes, name="2021年.zip", department="001"):
    sent = {
        "year": Target.objects.latest("pk").year_id,
        "department": Department.objects.get(code=department).pk,
        "file": SimpleUploadedFile(name, data),
    }
    return client.post(reverse("imports"), sent)


def read(client, files: dict[str, bytes], **values) -> ImportJob:
    answer = upload(client, packed(files), **values)
    job = ImportJob.objects.first()
    assert answer.status_code == 302 and answer.url == f"/imports/jobs/{job.pk}/"
    return run(job)


def run(job):
    jobs.run(job._meta.label, job.pk)
    return type(job).objects.get(pk=job.pk)


def outcomes(job: ImportJob) -> list[str]:
    return list(job.files.values_list("outcome", flat=True))


def said(job: ImportJob, number: int = 1) -> str:
    packed = job.files.get(number=number)
    return " ".join([packed.placed, *packed.messages])


def press(client, job: ImportJob, button: str) -> TakingJob:
    answer = client.post(f"/imports/jobs/{job.pk}/{button}/")
    assert answer.status_code == 302, text(answer)
    return run(TakingJob.objects.first())


def names() -> set[str]:
    return set(
        Project.objects.filter(name__startswith="新").values_list("name", flat=True)
    )


def kept(settings) -> list[Path]:
    return list(Path(settings.PACKS_DIR).glob("*"))
