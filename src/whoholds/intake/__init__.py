"""Outside texts become :class:`whoholds.model.Report` values, and copies of one story are found."""
