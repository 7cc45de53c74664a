"""What comes in and goes out, and the work that is done for it in the background."""

from .exports import ExportJob as ExportJob
from .exports import Shape as Shape
from .imports import ImportBatch as ImportBatch
from .imports import ImportedTarget as ImportedTarget
from .imports import Outcome as Outcome
from .imports import State as State
from .jobs import Job as Job
from .jobs import JobState as JobState
from .jobs import Worker as Worker
from .packs import TROUBLED as TROUBLED
from .packs import All as All
from .packs import ImportJob as ImportJob
from .packs import PackedFile as PackedFile
from .packs import Read as Read
from .packs import TakingJob as TakingJob
