"""The terminal app: it draws view models and forwards actions."""
