"""What reviewers leave behind, and the way that a target takes."""

from .opinions import Opinion as Opinion
from .phrases import Phrase as Phrase
from .steps import ReviewStep as ReviewStep
from .steps import Stage as Stage
from .versions import Approval as Approval
from .versions import Batch as Batch
from .versions import Version as Version
