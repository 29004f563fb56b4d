"""Scores and fair rankings: from rates, counts and judgements to what a unit is told, explainably."""
