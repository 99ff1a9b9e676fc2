"""The Overrides room: objects, policies in order, diff, result, trace, grid, edit."""
