"""The tests' database: one process migrates it, and each process takes a copy."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

# The name that xdist gives to each of its processes; there is none without it.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER")


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """No other process is in here meanwhile; whether this one is the first."""
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield not file.read()
        file.write("done")


@contextmanager
def own_copy(base_temp: Path) -> Iterator[None]:
    """``base_temp``: pytest's, of this process; the processes of a run share its
    parent."""
    run, name = (base_temp.parent, PROCESS) if PROCESS else (base_temp, "one")
    creation = connection.creation
    with alone(run / "database.lock") as first:
        creation.create_test_db(verbosity=0, autoclobber=True, keepdb=not first)
        common = connection.settings_dict["NAME"]
        connection.close()  # PostgreSQL copies no database that is in use
        creation.clone_test_db(name, verbosity=0, autoclobber=True)
    # In place, for other threads connect by the same settings.
    connection.settings_dict.update(creation.get_test_db_clone_settings(name))
    yield
    connection.close()
    connection.settings_dict["NAME"] = common
    creation.destroy_test_db(suffix=name, verbosity=0)
