"""Invented figures for tests."""

from datetime import date

from huiying.appraisal.choices.figures import BuildState, Dimension
from huiying.appraisal.models import Build, Figure
from huiying.cases.tests.make import MORNING


def good_build(made_at=MORNING, **more):
    return Build.objects.create(
        state=BuildState.DONE, by="timer", asked_at=made_at, made_at=made_at,
        snapshot="20260304T0900-ab", **more,
    )  # fmt: skip


def figure(key, measure, k, n, *, month=date(2026, 3, 1), dimension=Dimension.AREA, **more):
    return Figure.objects.create(
        month=month, measure=measure, dimension=dimension, key=str(key), k=k, n=n, snapshot="s", **more
    )  # fmt: skip
