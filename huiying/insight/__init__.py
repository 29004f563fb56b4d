"""Text analysis: handed texts, it hands back suggestions with their confidence and reasons.

Pure Python: no Django, no database, no network. It looks at what requests and replies say about a
matter, never at a person's mood, views or history.
"""
