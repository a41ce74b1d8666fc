"""Why an address gave nothing."""


class FetchError(Exception):
    """An address that gave nothing; its text says why, in words for people."""


class Refused(FetchError):
    """The address, or what stands there, is none that this site reads."""


class Unreachable(FetchError):
    """Nobody answered as hoped; another time they may."""
