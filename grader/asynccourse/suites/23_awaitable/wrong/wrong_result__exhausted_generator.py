class Ticket:
    def __init__(self, turns, value=None):
        self.steps = self._steps(turns, value)

    def _steps(self, turns, value):
        for _ in range(turns):
            yield
        return value

    def __await__(self):
        return self.steps
