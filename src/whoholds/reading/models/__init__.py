"""Trained language models, one folder a language; each has a model card and its own licence."""
