"""The exhibit's tasks and questions."""

from neurarium.lab.exhibits.activations.collapse import collapse
from neurarium.lab.exhibits.activations.curves import draw_bend
from neurarium.lab.exhibits.activations.depth import STEEPEST_SIGMOID, chain
from neurarium.lab.exhibits.activations.scores import draw_scores
from neurarium.lab.exhibits.activations.settings import DEEPEST, TRAINABLE, ActivationsSettings
from neurarium.lab.exhibits.activations.sums import LayerSums
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, number_of, question, task

MOST_FLAT = 0.5
MANY_DEAD = 5
APART = 0.1
KEPT = 0.9
NEARLY_EVEN = 1.2


class ActivationsTasks(Tasks):
    """Checked against the settings as they are, and the layer whose sums are shown."""

    settings: ActivationsSettings

    def layer_shown(self) -> LayerSums:
        """Return the sums that are shown."""
        raise NotImplementedError

    @task("sigmoid", "slope")
    def steepest(self) -> Verdict:
        """Stand where the sigmoid is steepest."""
        if self.settings.activation != "sigmoid":
            return not_yet("sigmoid")
        slope = draw_bend("sigmoid", self.settings.z).slope or 0.0
        return DONE if slope > STEEPEST_SIGMOID - 0.00005 else not_yet("slope", slope=slope)

    @task("gelu", "slope")
    def downhill(self) -> Verdict:
        """Find where the GELU goes downhill."""
        if self.settings.activation != "gelu":
            return not_yet("gelu")
        slope = draw_bend("gelu", self.settings.z).slope or 0.0
        return DONE if slope < -0.01 else not_yet("slope", slope=slope)

    @task("layer", "share")
    def saturate(self) -> Verdict:
        """Bring most sums of a sigmoid layer to where it is flat."""
        shown = self.layer_shown()
        if shown.activation != "sigmoid" or shown.flat is None:
            return not_yet("layer")
        share = shown.flat / shown.total
        return DONE if share > MOST_FLAT else not_yet("share", share=100 * share)

    def dead_shown(self) -> int | None:
        """Return how many ReLU units of the layer that is shown are dead; None if no training tells."""
        raise NotImplementedError

    @task("relu", "trained", "dead")
    def kill(self) -> Verdict:
        """Make several units of a ReLU layer die in training."""
        if self.layer_shown().silent is None:
            return not_yet("relu")
        dead = self.dead_shown()
        if dead is None:
            return not_yet("trained")
        return DONE if dead >= MANY_DEAD else not_yet("dead", dead=dead)

    @task("difference")
    def part(self) -> Verdict:
        """Make the two ways part."""
        difference = collapse(self.settings.draw, bend=self.settings.bend).difference
        return DONE if difference > APART else not_yet("difference", difference=difference)

    @task("function", "depth", "product")
    def keep(self) -> Verdict:
        """Take the chain to its full depth, with a bend through which the gradient survives all layers."""
        name = self.settings.activation
        if name not in TRAINABLE or name == "linear":
            return not_yet("function")
        if self.settings.depth < DEEPEST:
            return not_yet("depth", depth=self.settings.depth)
        product = chain(name, self.settings.z).products[DEEPEST - 1].item()
        return DONE if product > KEPT else not_yet("product", product=product)

    @task("scores", "ratio")
    def even(self) -> Verdict:
        """Make scores of 3 and 2 nearly equally probable, by the temperature alone."""
        scores = self.settings.scores
        found = draw_scores(scores, self.settings.constant, self.settings.temperature)
        if (scores[found.first], scores[found.second]) != (3.0, 2.0):
            return not_yet("scores")
        return DONE if found.ratio < NEARLY_EVEN else not_yet("ratio", ratio=found.ratio)

    @question
    def predict_slope(self, answer: str) -> Verdict:
        """Ask for the slope of tanh at 0."""
        slope = draw_bend("tanh", 0.0).slope or 0.0
        return Verdict(abs(number_of(answer) - slope) < 0.005, f"{slope:.2f}", {"slope": slope})

    @question
    def predict_depth(self, answer: str) -> Verdict:
        """Ask what ten sigmoids leave of a gradient at most, as one part in so many."""
        parts = STEEPEST_SIGMOID**-10
        ten = abs(chain("sigmoid", 0.0).products[9].item())
        right = abs(number_of(answer) - 1e6) < 1  # the nearest of the choices to 4 ** 10
        return Verdict(right, "1000000", {"parts": parts, "really": 1 / ten})

    @question
    def predict_constant(self, answer: str) -> Verdict:
        """Ask what adding 5 to every score does to the first probability."""
        scores = ActivationsSettings().scores
        plain, moved = (draw_scores(scores, c, 1.0).probabilities[0].item() for c in (0.0, 5.0))
        same = abs(moved - plain) < 1e-9
        right = "same" if same else "more" if moved > plain else "less"
        return Verdict(answer == right, right, {"plain": plain, "moved": moved})
