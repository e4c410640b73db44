"""whoholds: who holds a place, since when, on whose word, and how sure one can be."""

__version__ = "0.1.0"
