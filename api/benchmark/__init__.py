"""How long pages take, and how many queries: what `manage.py bench` measures."""
