"""Pictures in files, drawn with Matplotlib, which is imported only here and only when asked for."""

from neurarium.cli.plots.pages import draw_data, draw_evaluation, draw_run

__all__ = ["draw_data", "draw_evaluation", "draw_run"]
