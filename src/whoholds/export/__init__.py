"""Claims and estimates are written in the formats that the field uses."""
