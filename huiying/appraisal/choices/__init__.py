"""The words that figures, schemes and rankings are told apart by."""
