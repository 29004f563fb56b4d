"""Facts, kept in immutable files, and the measures asked of them. No Django here.

Slices offer facts (`facts.py`), `store` keeps them, `measures` says what is asked, `engines` answer
in integers. Nothing that a web process imports loads DuckDB or Arrow.
"""
