"""Accuracy and speed, one command each; figures that must hold stand in ``floors.toml``."""
