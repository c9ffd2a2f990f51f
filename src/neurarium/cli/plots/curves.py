"""The learning curves."""

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from neurarium.training import History

TRAIN, VALIDATION = "#0072b2", "#d55e00"  # blue and vermilion: distinct for the colour-blind too


def draw_curve(axes: Axes, history: History, what: str) -> None:
    """Draw ``"loss"`` or ``"accuracy"`` over the epochs, on the training and the validation images."""
    epochs = history.column("epoch")
    for part, color, style in (("train", TRAIN, "-"), ("validation", VALIDATION, "--")):
        values = history.column(f"{part}_{what}")
        if epochs and values[0] is not None:
            axes.plot(epochs, values, style, color=color, marker="o" if len(epochs) <= 20 else "", label=part)
    axes.set_title(what.capitalize())
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if what == "accuracy":
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
    else:
        axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    else:
        axes.text(0.5, 0.5, "no whole epoch yet", ha="center", va="center", transform=axes.transAxes)
