"""Every error a user can meet, as one tree with one exit code a family.

    WhoholdsError            1   anything we foresaw but did not sort further
    ├── UsageError           2   the command's words do not fit together
    ├── InputError           3   a file, feed or page cannot be read as what it claims to be
    ├── LedgerError          4   the ledger cannot be opened, read or written
    │   └── LedgerTooNewError     4   it was written by a newer whoholds
    ├── PlaceError           5   a place named by the user is unknown or ambiguous
    └── MissingPartError     6   an optional part (model, gazetteer, extra) is not installed

A message says what happened, why, and what to try, in that order.
"""


class WhoholdsError(Exception):
    """An error for the user: what went wrong, why, and a command or step that mends it."""

    exit_code = 1

    def __init__(self, what: str, *, why: str = "", attempt: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.attempt = attempt

    def __str__(self) -> str:
        because = f": {self.why}" if self.why else ""
        advice = f"\n  try: {self.attempt}" if self.attempt else ""
        return f"{self.what}{because}{advice}"


class UsageError(WhoholdsError):
    """The words of a command do not fit together."""

    exit_code = 2


class InputError(WhoholdsError):
    """Something given to be read is missing, broken, too large or of another kind."""

    exit_code = 3


class LedgerError(WhoholdsError):
    """The ledger cannot be opened, read or written."""

    exit_code = 4


class LedgerTooNewError(LedgerError):
    """The ledger was written by a newer whoholds, which this one must not touch."""


class PlaceError(WhoholdsError):
    """A place that the user named is in no gazetteer, or is more than one place."""

    exit_code = 5


class MissingPartError(WhoholdsError):
    """A part that this command needs is not installed or not built."""

    exit_code = 6
