"""Honest comparison: real trainings of many settings and seeds, and what their numbers bear out.

`knobs` says what is varied, `plan` which trainings that makes, `trial` is one of them, `runner` has them done
by any `concurrent.futures.Executor`, `journal` keeps each result, `conclusion` says what they show. `sweep`
does all of it.
"""

from neurarium.tuning.conclusion import Conclusion
from neurarium.tuning.knobs import Range
from neurarium.tuning.sweeps import sweep
from neurarium.tuning.table import Row, Table

__all__ = ["Conclusion", "Range", "Row", "Table", "sweep"]
