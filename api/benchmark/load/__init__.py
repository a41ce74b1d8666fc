"""How many requests a second the site answers: what `manage.py bench_load` measures."""
