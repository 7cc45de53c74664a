"""What reviewers leave behind, and the way that a target takes."""

from .check_settings import CheckSettings as CheckSettings
from .check_settings import FindingAnswer as FindingAnswer
from .comments import Comment as Comment
from .comments import CommentState as CommentState
from .comments import Reply as Reply
from .counted import Counted as Counted
from .forms import FormKind as FormKind
from .forms import Grade as Grade
from .forms import GradeBands as GradeBands
from .forms import ReviewForm as ReviewForm
from .forms import ReviewFormItem as ReviewFormItem
from .opinions import Opinion as Opinion
from .phrases import Phrase as Phrase
from .steps import ReviewStep as ReviewStep
from .steps import Stage as Stage
from .versions import Approval as Approval
from .versions import Batch as Batch
from .versions import Version as Version
