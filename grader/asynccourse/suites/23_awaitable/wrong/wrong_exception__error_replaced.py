class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        for turn in range(self.turns):
            try:
                yield
            except Exception as error:
                raise RuntimeError(f"interrupted at turn {turn}") from error
        return self.value
