"""Evidence becomes an estimate of who holds a place on a day."""
