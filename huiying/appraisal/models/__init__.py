from huiying.appraisal.models.behind import FigureProof, OpenCase
from huiying.appraisal.models.figures import Build, Figure
from huiying.appraisal.models.followed import Consequence, GamingFinding
from huiying.appraisal.models.marks import Mark
from huiying.appraisal.models.rankings import Objection, Place, Proof, Ranking
from huiying.appraisal.models.schemes import IndicatorVersion, SchemeVersion

__all__ = [
    "Build",
    "Consequence",
    "Figure",
    "FigureProof",
    "GamingFinding",
    "IndicatorVersion",
    "Mark",
    "Objection",
    "OpenCase",
    "Place",
    "Proof",
    "Ranking",
    "SchemeVersion",
]
