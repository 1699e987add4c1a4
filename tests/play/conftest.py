"""The fixtures of the play pages' tests."""

from play_page import alone as alone
from play_page import core as core
from play_page import desk as desk
from play_page import play as play
