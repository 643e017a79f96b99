import time


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.generators = []

    def spawn(self, generator):
        self.generators.append(generator)

    def sleep(self, seconds):
        yield seconds

    def run(self):
        for generator in self.generators:
            for seconds in generator:
                if seconds:
                    self.wait(seconds)
        self.generators.clear()
