"""The Placement room in the terminal."""
