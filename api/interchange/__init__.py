"""The interchange format of docs/interchange.md: load and dump."""
