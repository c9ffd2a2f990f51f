"""The lab: one session's exhibits behind one method, `handle`.

No threads, sockets or timers, and nothing is pushed: what moves on screen moves because the front end asked.
So the same object sits behind a WebSocket in the server, and could sit in a browser's worker.
"""

import logging
from collections.abc import Mapping

from neurarium.data.errors import MissingDataError
from neurarium.lab.budget import DEFAULT_MS, Budget
from neurarium.lab.exhibit import Exhibit, operations, settings_type
from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.params import read_params
from neurarium.lab.protocol import (
    LabError,
    Reply,
    Request,
    brief,
    failure,
    internal_error,
    read_request,
    readable_id,
    success,
)
from neurarium.lab.reception import NoSettings, Reception
from neurarium.lab.values import plain
from neurarium.lab.workspace import Workspace

_log = logging.getLogger(__name__)


class Lab:
    """The lab of one session (one browser tab).

    Parameters
    ----------
    workspace
        Models and long runs, shared by all sessions of the process.
    exhibits
        The exhibits by id, in menu order; those of the registry by default.
    """

    def __init__(self, workspace: Workspace, exhibits: Mapping[str, type[Exhibit]] = EXHIBITS) -> None:
        self._workspace = workspace
        self._exhibits = exhibits
        self._open: dict[str, Exhibit] = {
            Reception.id: Reception(NoSettings(), workspace, tuple(exhibits)),
        }

    def handle(self, message: object, budget_ms: float = DEFAULT_MS) -> Reply:
        """Answer one request.

        Parameters
        ----------
        message
            The request, ``{id, exhibit, op, params}``; anything else is answered by an error.
        budget_ms
            Milliseconds that an operation without a natural end (`advance`) may take at most.

        Returns
        -------
        dict
            The reply, of plain values and NumPy arrays. Arrays may be views of the exhibit's state: encode or
            copy them before the next request. This method never raises.
        """
        try:
            request = read_request(message)
            return success(request.id, plain(self._answer(request, Budget(budget_ms))))
        except LabError as error:
            return failure(readable_id(message), error)
        except MissingDataError as error:
            hint = "Install Neurarium again; where the lab runs in a browser, load the page again."
            return failure(readable_id(message), LabError("no_mnist", str(error), hint))
        except Exception:  # noqa: BLE001  (any defect: the learner gets an error, the session continues)
            _log.exception("a request could not be answered: %s", brief(message))
            return failure(readable_id(message), internal_error())

    def close(self) -> None:
        """End what the exhibits hold: the session has ended."""
        for exhibit in self._open.values():
            try:
                exhibit.close()
            except Exception:  # noqa: BLE001  (one exhibit's defect must not keep the others from ending)
                _log.exception("the exhibit %s could not end", exhibit.id)

    def _answer(self, request: Request, budget: Budget) -> object:
        if request.op == "open" and request.exhibit != Reception.id:
            kind = self._kind(request.exhibit)
            exhibit = kind(read_params(settings_type(kind), request.params), self._workspace)
            if request.exhibit in self._open:
                exhibit.take_over(self._open[request.exhibit])
            view = exhibit.view()
            self._open[request.exhibit] = exhibit  # only now: an `open` that fails leaves the old state
            return view
        if request.exhibit not in self._open:
            kind = self._kind(request.exhibit)
            raise LabError(
                "not_open",
                f"The exhibit '{kind.id}' is not open in this session.",
                "Send 'open' with its settings first.",
                {"exhibit": kind.id},
            )
        exhibit = self._open[request.exhibit]
        operation = operations(type(exhibit)).get(request.op)
        if operation is None:
            known = ("open", *operations(type(exhibit)))
            raise LabError(
                "unknown_op",
                f"'{exhibit.id}' has no operation {brief(request.op)}; it has {', '.join(known)}.",
                "Correct the name of the operation.",
                {"expected": ", ".join(known), "got": brief(request.op)},
            )
        params = read_params(operation.params or NoSettings, request.params)
        return operation.call(exhibit, params, budget)

    def _kind(self, exhibit: str) -> type[Exhibit]:
        if exhibit not in self._exhibits:
            known = ", ".join(self._exhibits)
            raise LabError(
                "unknown_exhibit",
                f"There is no exhibit {brief(exhibit)}; there are {known}.",
                "Choose one from the menu.",
                {"expected": known, "got": brief(exhibit)},
            )
        return self._exhibits[exhibit]
