"""The office programs that open what we write."""

import subprocess

import pytest


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Converts files by LibreOffice; a profile of its own keeps it from others."""
    home = tmp_path_factory.mktemp("office")

    def convert(to: str, files: dict[str, bytes]) -> dict[str, bytes]:
        """Slow to start: several files at once. The results by name."""
        sources = [home / name for name in files]
        for source, data in zip(sources, files.values(), strict=True):
            source.write_bytes(data)
        out = tmp_path_factory.mktemp("converted")
        command = ["soffice", f"-env:UserInstallation=file://{home}/profile"]
        command += ["--headless", "--convert-to", to, "--outdir", out, *sources]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        return {path.stem: path.read_bytes() for path in out.iterdir()}

    return convert
