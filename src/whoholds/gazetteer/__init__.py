"""Names become places, or stay unlocated with a reason."""
