"""companion: what the book needs around numrec. Proofs, figures, exercises, the play pages."""

from companion.exercises.answers import check_answer as check_answer
from companion.play.notebook import show as show
