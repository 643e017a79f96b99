"""The ticket counts down a copy of itself, so that it stays whole."""

import copy


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        mine = copy.copy(self)
        return mine._count_down()

    def _count_down(self):
        while self.turns:
            try:
                yield
            except GeneratorExit:
                raise
            except BaseException as error:
                error.add_note(f"{self.turns} turns before its turn")
                raise
            self.turns -= 1
        return self.value
