"""Connect to a Dask cluster, where replications are to run on other machines."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from simulator.commands.errors import refuse
from simulator.commands.say import say

SECONDS = 5  # to be reached in


@contextmanager
def workers_of(scheduler: str | None, workers: int | None) -> Iterator[Executor | None]:
    """The workers of a scheduler; None where none is named. Refuses one that can not be reached."""
    if scheduler is None:
        yield None
        return
    if workers is not None:
        refuse("--workers are threads here, and --scheduler has workers of its own: leave one of them out")
    import asyncio
    import logging
    import warnings

    try:
        from distributed import Client, Security
        from distributed.comm import connect
    except ImportError as error:
        refuse(f"--scheduler needs Dask ({error}): pip install 'bowtie-simulator[cluster]'")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it would say is said below

    async def reached() -> None:
        """Whether somebody answers: a client that fails to connect goes on trying, and is loud."""
        comm = await connect(scheduler, timeout=SECONDS, **Security().get_connection_args("client"))
        await comm.close()

    try:
        asyncio.run(reached())
        client = Client(scheduler, timeout=SECONDS, set_as_default=False)
    except ValueError as error:
        refuse(f"--scheduler {scheduler}: {error}; it is like tcp://127.0.0.1:8786")
    except OSError as error:
        refuse(f"--scheduler {scheduler}: {error}; begin one with: dask scheduler")
    with client, warnings.catch_warnings():
        from simulator.experiment import WorkersWarning

        warnings.simplefilter("always", WorkersWarning)
        warnings.showwarning = lambda message, *_, **__: say(str(message), err=True)
        if not client.ncores():
            say(
                f"{scheduler} has no workers yet: waiting; begin some with: dask worker {scheduler}", err=True
            )
        yield client.get_executor(pure=False)
