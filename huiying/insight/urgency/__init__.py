"""Words of danger raise a request to P1 or P2, for a person to confirm. No dictionary in memory."""

from huiying.insight.urgency.kinds import Danger
from huiying.insight.urgency.weighing import RAISE, Level, Reason, Urgency, urgency_of

__all__ = ["RAISE", "Danger", "Level", "Reason", "Urgency", "urgency_of"]
