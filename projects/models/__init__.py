"""Budget years and their schemes, projects, and the targets that are reviewed."""

from .adjustment import Adjustment as Adjustment
from .adjustment import Reason as Reason
from .backfill import Backfill as Backfill
from .natural import NaturalKeyManager as NaturalKeyManager
from .natural import NaturalKeyModel as NaturalKeyModel
from .project import FundingPlanStep as FundingPlanStep
from .project import Project as Project
from .target import EDITABLE as EDITABLE
from .target import OF_TARGET as OF_TARGET
from .target import Goal as Goal
from .target import Kind as Kind
from .target import Measure as Measure
from .target import Occasion as Occasion
from .target import Status as Status
from .target import SubGoal as SubGoal
from .target import Target as Target
from .target import Task as Task
from .windows import Extension as Extension
from .years import BudgetYear as BudgetYear
from .years import DepartmentLayout as DepartmentLayout
from .years import IndicatorScheme as IndicatorScheme
from .years import Tier as Tier
