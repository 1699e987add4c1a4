"""The figures of the chapters: `from companion import figures`, which alone loads matplotlib."""

from companion.figures.areas import draw_areas
from companion.figures.backward import draw_costs, draw_flow, draw_graph, draw_pulls
from companion.figures.bands import draw_bands
from companion.figures.bridge import draw_mean_value, draw_rates, draw_strip
from companion.figures.catches import draw_catches
from companion.figures.chain import draw_chain, draw_local_slopes, draw_one_path
from companion.figures.curves import (
    Curve,
    draw_contours,
    draw_curves,
    draw_histograms,
    draw_learning_curve,
    draw_regions,
    draw_runs,
)
from companion.figures.downhill import draw_misses, draw_on_sigmoid, draw_parabolas
from companion.figures.images import draw_digits, draw_guesses, draw_images, draw_weights
from companion.figures.network import draw_gradients, draw_network
from companion.figures.panels import draw_panels
from companion.figures.parting import draw_parting
from companion.figures.pixels import draw_pixels
from companion.figures.planes import Plane, draw_planes
from companion.figures.races import OPTIMISERS, draw_races
from companion.figures.reasons import Shown, draw_differences, draw_shown
from companion.figures.rounding import draw_rounding
from companion.figures.rows import draw_row_on_column
from companion.figures.scores import draw_hills, draw_pairs
from companion.figures.shares import draw_shares
from companion.figures.sharing import draw_ring, draw_server
from companion.figures.sketches import draw_brackets, draw_chord, draw_roles, draw_staircase
from companion.figures.speed import Dot, draw_parts, draw_roof
from companion.figures.spread import draw_spread
from companion.figures.style import BROWN, INK, VIOLET, setup
from companion.figures.sureness import calibration, draw_answers, draw_sureness
from companion.figures.tables import draw_calls, draw_confusion, draw_heat_map, draw_outer, draw_sum

__all__ = [
    "BROWN",
    "INK",
    "OPTIMISERS",
    "VIOLET",
    "Curve",
    "Dot",
    "Plane",
    "Shown",
    "calibration",
    "draw_answers",
    "draw_areas",
    "draw_bands",
    "draw_brackets",
    "draw_calls",
    "draw_catches",
    "draw_chain",
    "draw_chord",
    "draw_confusion",
    "draw_contours",
    "draw_costs",
    "draw_curves",
    "draw_differences",
    "draw_digits",
    "draw_flow",
    "draw_gradients",
    "draw_graph",
    "draw_guesses",
    "draw_heat_map",
    "draw_hills",
    "draw_histograms",
    "draw_images",
    "draw_learning_curve",
    "draw_local_slopes",
    "draw_mean_value",
    "draw_misses",
    "draw_network",
    "draw_on_sigmoid",
    "draw_one_path",
    "draw_outer",
    "draw_pairs",
    "draw_panels",
    "draw_parabolas",
    "draw_parting",
    "draw_parts",
    "draw_pixels",
    "draw_planes",
    "draw_pulls",
    "draw_races",
    "draw_rates",
    "draw_regions",
    "draw_ring",
    "draw_roles",
    "draw_roof",
    "draw_rounding",
    "draw_row_on_column",
    "draw_runs",
    "draw_server",
    "draw_shares",
    "draw_shown",
    "draw_spread",
    "draw_staircase",
    "draw_strip",
    "draw_sum",
    "draw_sureness",
    "draw_weights",
    "setup",
]
