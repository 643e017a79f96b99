import time


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.generators = []
        self.until = {}

    def spawn(self, generator):
        self.generators.append(generator)

    def sleep(self, seconds):
        yield self.clock() + seconds

    def run(self):
        errors = []
        while self.generators:
            awake = False
            for generator in self.generators:
                if self.until.get(generator, 0) > self.clock():
                    continue
                awake = True
                try:
                    self.until[generator] = next(generator) or 0
                except StopIteration:
                    self.generators.remove(generator)
                except Exception as error:
                    errors.append(error)
                    self.generators.remove(generator)
            if not awake:
                first = min(self.until[generator] for generator in self.generators)
                self.wait(max(0, first - self.clock()))
        if errors:
            raise ExceptionGroup("errors", errors)
