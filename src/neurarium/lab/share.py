"""A share of right answers, with its interval, as the front end draws it."""

from dataclasses import dataclass

from neurarium.training.statistics import wilson_interval


@dataclass(frozen=True)
class Share:
    """Right answers among some images, and the 95 % interval of the share (Wilson's)."""

    right: int
    images: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, share: float, images: int) -> "Share":
        """Return the share with its interval."""
        right = round(share * images)
        return cls(right, images, share, *wilson_interval(right, images))
