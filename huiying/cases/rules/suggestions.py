"""What holds for all suggestions."""

from datetime import timedelta

LOOK_BACK = timedelta(days=30)
"""How far the figures about people's decisions reach."""
