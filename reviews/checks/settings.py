"""What an office may set for a year: severities, thresholds and word lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OFF = "off"


@dataclass(frozen=True)
class Settings:
    """The defaults, and over them what the office changed for the year.

    ``severities``: check id → ``error``, ``warning``, ``hint`` or ``off``.
    """

    severities: Mapping[str, str] = field(default_factory=dict)
    # Month → cumulative share in % that should have been spent by its end.
    progress: Mapping[int, int] = field(default_factory=lambda: {6: 40, 10: 80})
    satisfaction: int = 90
    usage_length: int = 20

    def severity_of(self, check: str, default: str) -> str | None:
        """The severity that counts; ``None`` if the check is switched off."""
        chosen = self.severities.get(check, default)
        return None if chosen == OFF else chosen

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Settings":
        """Out of stored JSON; unknown keys raise ``TypeError``."""
        known = dict(data)
        if "progress" in known:
            known["progress"] = {int(k): int(v) for k, v in known["progress"].items()}
        return cls(**known)
