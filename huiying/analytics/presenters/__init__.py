"""Figures as words, tiles and pictures."""
