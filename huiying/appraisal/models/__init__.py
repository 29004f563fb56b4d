from huiying.appraisal.models.figures import Build, Figure

__all__ = ["Build", "Figure"]
