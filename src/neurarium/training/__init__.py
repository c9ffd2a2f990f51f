"""Training: a run is a generator of events."""

from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset
from neurarium.training.early_stopping import EarlyStopping
from neurarium.training.evaluation import Evaluation, evaluate
from neurarium.training.events import EpochEnd, Event, Finished, Progress, Started
from neurarium.training.history import EpochRecord, History
from neurarium.training.trainer import Trainer

__all__ = [
    "Dataset",
    "EarlyStopping",
    "EpochEnd",
    "EpochRecord",
    "Evaluation",
    "Event",
    "Finished",
    "History",
    "Progress",
    "Started",
    "TrainConfig",
    "Trainer",
    "evaluate",
]
