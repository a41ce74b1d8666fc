"""Finding records by words: analyser, index, and an engine for each database."""
