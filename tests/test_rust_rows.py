"""Row by row, what the Rust program does, and the tests that show numrec doing it too.

The rows are R1 to R14 of the description of that program; its three defaults are tested here.
"""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from measures import same

from numrec import Network, activation, new_network

HERE = Path(__file__).parent

ROWS = """
R1 a network of any layer sizes, leaky ReLU on its hidden layers, slope 0.01 unless given
    test_network.py::test_shapes_are_those_of_the_book
    test_network.py::test_a_choice_that_makes_no_network_is_refused
    test_rust_rows.py::test_what_a_new_network_has_unless_told
R2 weights uniform in [-1, 1) or He's, which is the default; biases zero
    test_network.py::test_he_and_uniform_draw_from_their_distributions
    test_rust_rows.py::test_what_a_new_network_has_unless_told
R3 quadratic with sigmoid, or cross-entropy with softmax: the loss picks the output
    test_gradient_check.py::test_backprop_is_the_measured_derivative
    test_rust_rows.py::test_what_a_new_network_has_unless_told
R4 forward and backprop keep every layer
    test_network.py::test_shapes_are_those_of_the_book
    test_network.py::test_a_node_is_its_sum_written_out
    test_worked_example.py::test_backprop_is_the_exact_derivative
R5 gradient descent and momentum (0.99), divided by the batch's size
    test_optimisers.py::test_an_optimiser_goes_the_way_of_its_formula
    test_optimisers.py::test_the_numbers_are_those_of_the_literature_unless_told
R6 MNIST from IDX files: magic numbers checked, scaled to [0, 1], one-hot labels
    test_idx.py::test_what_is_written_is_read
    test_idx.py::test_a_wrong_file_is_refused
    test_mnist.py::test_it_is_what_was_published_from_0_to_1_in_float32
    test_mnist.py::test_one_hot_has_a_one_in_the_row_of_the_label
R7 training in batches, on one thread or split over several, scored after each epoch, until a
   wanted precision
    test_training.py::test_an_epoch_is_its_loop_written_out
    test_distributed.py::test_workers_train_as_one_process_does
    test_distributed.py::test_threads_keep_blas_to_one_thread_in_each
    test_training.py::test_it_stops_after_the_epoch_that_reaches_the_goal
R8 Ctrl-C ends the training and saves the network
    test_training.py::test_a_signal_once_more_while_it_saves_changes_nothing
    test_train_command.py::test_a_signal_twice_saves_and_says_so
R9 models as text, column by column, read and written
    test_rust_text.py::test_a_file_as_the_rust_program_writes_it_is_read_column_by_column
    test_rust_text.py::test_it_is_laid_out_as_the_rust_program_does
    test_rust_text.py::test_every_finite_number_comes_back_to_the_bit
    test_look.py::test_a_model_goes_to_the_rust_programs_format_and_back
R10 reads a BMP as GIMP writes it, prints picture, outputs and answer, again until Ctrl-C
    test_image_files.py::test_a_picture_of_28_by_28_is_read_as_it_is
    test_predict.py::test_it_reads_a_digit_and_shows_picture_bars_and_runner_up
    test_predict.py::test_watching_reads_a_file_again_when_it_changes
R11 the worked example's forward pass and gradients
    test_worked_example.py::test_forward_gives_the_exact_activations
    test_worked_example.py::test_each_published_activation_comes_out_of_numrec_digit_for_digit
    test_worked_example.py::test_each_published_gradient_comes_out_of_numrec_digit_for_digit
R12 the benchmark's recipe passes 96 %; make bench times it beside others
    test_training.py::test_mnist_is_learned_past_96_percent_afresh
    test_recipes.py::test_the_fast_recipe_passes_96_percent_then_98
    test_benchmarks.py::test_samples_and_pieces_add_up_to_the_gradients
R13 trained models that ship
    test_models.py::test_a_model_scores_as_its_history_says_and_has_its_recipe
    test_models.py::test_the_table_of_scores_is_what_the_models_do
R14 an environment that can be made again, and continuous integration
    test_make.py::test_a_set_up_that_was_cut_off_begins_anew
    test_hosts.py::test_the_workflow_calls_the_readmes_command_on_three_systems
    test_hosts.py::test_the_container_is_made_with_targets_that_exist_and_without_what_was_built
"""


@cache
def names_in(name: str) -> set[str]:
    """The tests in all files of that name, in any folder."""
    trees = [ast.parse(path.read_text("utf-8")) for path in HERE.rglob(name)]
    return {n.name for tree in trees for n in tree.body if isinstance(n, ast.FunctionDef)}


def missing(named: str) -> bool:
    file, _, test = named.partition("::")
    return test not in names_in(file)


def test_each_row_has_its_tests() -> None:
    rows = re.split(r"^R(?=\d)", ROWS, flags=re.M)[1:]
    assert [int(row.split()[0]) for row in rows] == [*range(1, 15)]
    named = [re.findall(r"^    (\S+)$", row, re.M) for row in rows]
    assert all(named)
    assert [name for names in named for name in names if missing(name)] == []
    assert missing("test_network.py::test_of_nothing")
    assert missing("test_gone.py::test_it")


def test_what_a_new_network_has_unless_told() -> None:
    def made(**options: Any) -> Network:
        return new_network([30, 20, 20, 10], np.random.default_rng(0), **options)

    told = {"hidden": "leaky_relu", "alpha": 0.01, "initialisation": "he", "loss": "cross_entropy"}
    assert same(made(), made(**told, output="softmax"))
    assert made().f(1) == made().f(2) == activation("leaky_relu", 0.01)
    assert made(alpha=0.2).hidden == activation("leaky_relu", 0.2)
    assert made(loss="quadratic").output.name == "sigmoid"
    assert made(loss="quadratic", output="softmax").output.name == "softmax"
    uniform = made(initialisation="uniform")
    assert not np.isclose(uniform.omega[1], made().omega[1]).all()
    assert not any(b.any() for net in (made(), uniform) for b in net.b.values())
