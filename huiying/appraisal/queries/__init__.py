"""What may be asked. Schemes need no database; the other modules are imported by their own names."""

from huiying.appraisal.queries.schemes import SHIPPED, load_scheme, scheme_file, shipped

__all__ = ["SHIPPED", "load_scheme", "scheme_file", "shipped"]
