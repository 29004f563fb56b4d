"""Words of danger raise a request to P1 or P2, for a person to confirm. No dictionary in memory."""

from huiying.insight.urgency.weighing import RAISE, Level, Reason, Urgency, urgency_of
from huiying.insight.urgency.words import Danger

__all__ = ["RAISE", "Danger", "Level", "Reason", "Urgency", "urgency_of"]
