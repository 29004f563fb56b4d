"""One example of each kind of rule, as it is written into a scheme; the editor offers them."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, str] = {
    "rate": """column = "solve_rate"
target = 95""",
    "threshold": """column = "on_time_rate"
at = 98
each = 1
whole_steps = true""",
    "steps": """column = "collective_income"
of = "number"
steps = [[20000, 5], [50000, 8], [100000, 10]]""",
    "count": """column = "typical_practices"
each = 2""",
    "all-or-nothing": """column = "duty_roster_kept\"""",
    "places": """column = "knowledge_score"
places = [10, 8, 6, 4]
rest = 2""",
    "votes": """out_of = 100
raters = [
  { column = "peers_mark", title = "同级互评", weight = 0.4 },
  { column = "residents_mark", title = "群众测评", weight = 0.6 },
]""",
    "evidence": """pieces = [
  { column = "plan_shown", title = "年度计划" },
  { column = "minutes_shown", title = "会议记录" },
]
each = 5""",
    "rubric": """column = "superior_grade"
grades = { "好" = 10, "较好" = 8, "一般" = 6, "差" = 0 }
means = "评语要有事实\"""",
    "given": """column = "site_check"
by = "考核组\"""",
}
"""Rule → the fields after `rule`. Each stands for an item of ten points."""
POINTS = 10
BONUS = """[[bonus]]
column = "honours"
title = "表彰加分"
each = 1
most = 3"""
PENALTY = """[[penalty]]
column = "late_reports"
title = "迟报扣分"
each = 0.5
most = 3"""
VETO = """[[veto]]
column = "proven_faking"
title = "弄虚作假（经查实）"
because = "proven-faking\""""
CLASS_TARGETS = """[[item]]
id = "by_class"
title = "满意率（按类别定目标）"
points = 10
rule = "rate"
column = "satisfaction_rate"
target = { default = 90, "山区" = 80 }"""
AROUND: Mapping[str, str] = {
    "bonus": BONUS,
    "penalty": PENALTY,
    "veto": VETO,
    "class-targets": CLASS_TARGETS,
}
"""What stands beside plain items."""


def example_of(rule: str) -> str:
    """A whole piece of a scheme's text that shows the rule."""
    if rule in AROUND:
        return AROUND[rule] + "\n"
    head = f'[[item]]\nid = "{rule.replace("-", "_")}_example"\ntitle = "示例"\npoints = {POINTS}\nrule = "{rule}"'
    return f"{head}\n{EXAMPLES[rule]}\n"


def appended(text: str, rule: str) -> str:
    """The text of a scheme with the example at its end; unchanged where no rule is called so."""
    if rule not in EXAMPLES and rule not in AROUND:
        return text
    return f"{text.rstrip()}\n\n{example_of(rule)}"
