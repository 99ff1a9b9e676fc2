"""The Overrides room in a terminal."""
