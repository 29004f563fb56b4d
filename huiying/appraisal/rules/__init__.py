"""The judgement counts, in pure rules: schemes, scores, shrunken rates, rank intervals, bands."""
