"""A preview written down: text, JSON, YAML, Markdown, HTML; pure functions, piece by piece."""
