"""Whether what the site acknowledged is there: many at once, and a server killed.

`manage.py reliability` runs it on a database of its own.
"""
