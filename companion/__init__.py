"""companion: what the book needs around numrec. Proofs, figures, exercises, the play pages."""

from companion.play.notebook import show as show
