"""The api is made an executor, so that `run_in_executor` builds the bridge; no thread is added."""

import asyncio
import contextlib
from concurrent.futures import Executor, Future, InvalidStateError


class ApiExecutor(Executor):
    def submit(self, start, /, *args):
        answer = Future()

        def on_done(result, error):
            with contextlib.suppress(InvalidStateError):  # the caller was cancelled
                if error is not None:
                    answer.set_exception(error)
                else:
                    answer.set_result(result)

        start(*args, on_done)
        return answer


async def call(api, arg):
    return await asyncio.get_running_loop().run_in_executor(ApiExecutor(), api.start, arg)
